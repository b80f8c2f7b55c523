/** The served page's own script: show in place what changed, or reload for it; say what went wrong; draw. */

import { addTools } from './tools.js';
import { say, wear } from './sheet.js';

/** @returns {any} the L.map that folium keeps in a global variable */
function theMap() {
  const L = /** @type {any} */ (window).L;
  const globals = /** @type {Record<string, any>} */ (/** @type {unknown} */ (window));
  const name = Object.keys(globals).find((key) => key.startsWith('map_') && globals[key] instanceof L.Map);
  return name ? globals[name] : null;
}

let version = Number(document.documentElement.dataset.version);
wear();
const events = new EventSource(`events?version=${version}`);
events.onmessage = (/** @type {MessageEvent<string>} */ { data }) => {
  const said = JSON.parse(data);
  if (said.version !== version && !renewed(said.news)) location.reload(); // the view stands in the address after the #
  version = said.version;
  say(said.message);
};

/**
 * @param {[number, string][]} news each version since this page's, and what it changed; empty where that is too much
 * @returns {boolean} whether the page now shows the last of them
 */
function renewed(news) {
  const renew = /** @type {any} */ (window).sitmapRenew;
  if (!renew || !news.length) return false;
  try {
    for (const [number, what] of news) if (number > version) renew(JSON.parse(what));
    return true;
  } catch (error) {
    console.warn(error);
    return false;
  }
}

const map = theMap();
if (map) addTools(map);
