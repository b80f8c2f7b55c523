/** Start the page: read its data, draw the map, tie map, list and text together. */

import { drawAreas, near } from './areas.js';
import { readBasemap } from './basemap.js';
import { addCallouts } from './callouts.js';
import { basemapLayer, looksOf, namesLayer } from './canvas.js';
import { byId } from './dom.js';
import { calm, wakePanel } from './panel.js';
import { openPlace } from './popup.js';

const L = /** @type {any} */ (window).L;

/**
 * @param {string} id
 * @returns {any}
 */
function read(id) {
  return JSON.parse(byId(id).textContent ?? 'null');
}

/** @param {any} map the L.map of folium */
export function start(map) {
  const data = /** @type {import('./types').PageData} */ (read('sitmap-data'));
  const root = document.documentElement;
  root.classList.add('is-live');
  const holder = map.getContainer();
  holder.setAttribute('role', 'region');
  holder.setAttribute('aria-label', 'Map');
  byId('legend').hidden = false;
  holder.append(byId('legend'), byId('disclaimer'));

  for (const [name, z] of [['sitmap-base', 150], ['sitmap-names', 450]]) {
    map.createPane(name).style.zIndex = String(z);
    map.getPane(name).style.pointerEvents = 'none';
  }
  const middle = (data.frame[0] + data.frame[2]) / 2;
  let look = looksOf(root);
  const looks = () => look;
  const obstacles = () => controlsIn(holder);

  function home() {
    const [west, south, east, north] = data.frame;
    const pad = holder.clientWidth < 560 ? 24 : 60;
    map.fitBounds([[south, west], [north, east]], { animate: false, padding: [pad, pad], maxZoom: 8 });
  }
  home();

  /** @type {any[]} */
  const drawn = [];
  if (!data.online) drawn.push(basemapLayer(readBasemap(data.basemap), looks).addTo(map));
  const areas = drawAreas(map, data, (area, event) => showPlace(area.index, 'map', event));

  const callouts = addCallouts(map, areas, data, {
    open: (area, event) => showPlace(area.index, 'map', event),
    taken: obstacles,
    shows: () => true,
  });
  callouts.arrange();
  if (!data.online) {
    drawn.push(namesLayer(read('sitmap-names'), looks, () => [...obstacles(), ...callouts.boxes()]).addTo(map));
  }

  const panel = wakePanel({ showClaim, showPlace });

  /** @param {Set<number>} open @param {number[]} places */
  function mark(open, places) {
    panel.mark(open, places.length === 1 ? places[0] : null);
    callouts.mark((area) => places.includes(area.index));
    for (const area of areas) {
      area.layer.eachLayer((/** @type {any} */ part) => part.getElement?.()?.classList.toggle('is-open', places.includes(area.index)));
    }
  }

  /** @param {number} n @param {string} from */
  function showClaim(n, from) {
    const claim = data.claims.find((c) => c.n === n);
    if (!claim) return;
    map.closePopup();
    mark(new Set([n]), claim.places);
    if (from !== 'list') panel.choose('pane-claims');
    panel.reveal(n);
    bringIntoView(claim.places);
  }

  /** @param {number} index @param {string} from @param {Event} [event] */
  function showPlace(index, from, event) {
    const area = areas[index];
    mark(new Set(area.data.claims), [index]);
    if (from === 'map') {
      const mouse = event instanceof MouseEvent && event.detail > 0 && !(/** @type {Element} */ (event.target).closest('.callout'));
      const at = mouse ? map.mouseEventToLatLng(event) : pointOf(area);
      openPlace(map, area, at);
      if (area.data.claims.length) panel.reveal(area.data.claims[0]);
    } else {
      bringIntoView([index]);
    }
  }

  /** @param {import('./areas.js').Area} area */
  function pointOf(area) {
    const c = callouts.callouts.find((one) => one.area === area);
    return c?.at ?? [area.data.point[1], near(area.data.point[0], middle)];
  }

  /** @param {number[]} places */
  function bringIntoView(places) {
    const bounds = L.latLngBounds([]);
    for (const index of places) bounds.extend(areas[index].layer.getBounds());
    if (!bounds.isValid() || map.getBounds().intersects(bounds)) return;
    map.flyToBounds(bounds, { padding: [60, 60], maxZoom: 8, animate: !calm() });
  }

  Object.assign(window, { sitmapMap: map });
  /** @type {any} */ (window).sitmapReady = performance.now();
}

/**
 * @param {HTMLElement} holder
 * @returns {import('./types').Rect[]}
 */
function controlsIn(holder) {
  const frame = holder.getBoundingClientRect();
  return [...holder.querySelectorAll('.legend, .leaflet-control, .disclaimer, .locator')].map((element) => {
    const r = element.getBoundingClientRect();
    return { x: r.x - frame.x, y: r.y - frame.y, w: r.width, h: r.height };
  });
}
