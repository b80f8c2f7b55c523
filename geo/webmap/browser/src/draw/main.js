/** The served page's own script: reload in place when the map was built anew, say what went wrong, draw. */

import { addTools } from './tools.js';
import { say, wear } from './sheet.js';

/** @returns {any} the L.map that folium keeps in a global variable */
function theMap() {
  const L = /** @type {any} */ (window).L;
  const globals = /** @type {Record<string, any>} */ (/** @type {unknown} */ (window));
  const name = Object.keys(globals).find((key) => key.startsWith('map_') && globals[key] instanceof L.Map);
  return name ? globals[name] : null;
}

let version = 0;
wear();
const events = new EventSource('events');
events.onmessage = (/** @type {MessageEvent<string>} */ { data }) => {
  const news = JSON.parse(data);
  // The view stands in the address after the #, so a reload comes back to it.
  if (version && news.version > version) location.reload();
  version = news.version;
  say(news.message);
};
const map = theMap();
if (map) addTools(map);
