/** The few things folium's own elements expect of jQuery and Awesome Markers, so that they work without a network. */

const L = /** @type {any} */ (window).L;

/** @param {any} what HTML text, a function to run when the page is there, or anything that has `ready` called on it */
function query(what) {
  if (typeof what === 'function') {
    ready(what);
    return undefined;
  }
  if (typeof what !== 'string') return { 0: what, length: 1, ready };
  const holder = document.createElement('template');
  holder.innerHTML = what.trim();
  return { 0: holder.content.firstElementChild, length: 1, ready };
}

/** @param {() => void} act */
function ready(act) {
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', act);
  else act();
}

Object.assign(window, { $: query, jQuery: query });

/** @param {{markerColor?: string}} options */
function pin({ markerColor = 'blue' }) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 26 36');
  svg.setAttribute('width', '26');
  svg.setAttribute('height', '36');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', 'M13 1C6.4 1 1 6.4 1 13c0 8.5 12 22 12 22s12-13.500 12-22C25 6.400 19.600 1 13 1zm0 16.500a4.500 4.500 0 1 1 0-9 4.500 4.500 0 0 1 0 9z');
  path.setAttribute('fill', markerColor);
  path.setAttribute('stroke', '#fff');
  svg.append(path);
  return L.divIcon({ html: svg, className: 'pin', iconSize: [26, 36], iconAnchor: [13, 35], popupAnchor: [0, -30] });
}

L.AwesomeMarkers = { icon: pin };
