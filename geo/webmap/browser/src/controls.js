/** Buttons and readings on the map: zoom, home, scale, coordinates, locator; the switch between light and dark. */

import { byId, button, make } from './dom.js';
import { drawGlobe } from './globe.js';

const L = /** @type {any} */ (window).L;

/**
 * @param {any} map
 * @param {() => void} home
 */
export function addControls(map, home) {
  const bar = L.control({ position: 'topright' });
  bar.onAdd = () => {
    const box = make('div', { class: 'buttons', role: 'group', 'aria-label': 'Map view' });
    box.append(
      button('+', () => map.zoomIn(), { 'aria-label': 'Zoom in' }),
      button('−', () => map.zoomOut(), { 'aria-label': 'Zoom out' }),
      button('⌂', home, { 'aria-label': 'Whole situation', title: 'Whole situation' }),
    );
    L.DomEvent.disableClickPropagation(box);
    return box;
  };
  bar.addTo(map);
  L.control.scale({ position: 'bottomleft', maxWidth: 110 }).addTo(map);
  const where = L.control({ position: 'bottomleft' });
  const reading = make('output', { class: 'where-now', 'aria-label': 'Position under the pointer' });
  where.onAdd = () => reading;
  where.addTo(map);
  map.on('mousemove', (/** @type {any} */ event) => {
    reading.textContent = positionWords(event.latlng.lat, event.latlng.lng);
  });
  map.on('mouseout', () => (reading.textContent = ''));
}

/**
 * @param {number} lat degrees
 * @param {number} lon degrees, any turn
 */
export function positionWords(lat, lon) {
  const turned = ((((lon + 180) % 360) + 360) % 360) - 180;
  const side = (/** @type {number} */ v, /** @type {string} */ plus, /** @type {string} */ minus) =>
    `${Math.abs(v).toFixed(2)}° ${v < 0 ? minus : plus}`;
  return `${side(lat, 'N', 'S')}, ${side(turned, 'E', 'W')}`;
}

/**
 * A globe in the corner, where the situation is small enough to need one.
 * @param {any} map
 * @param {import('./basemap.js').Grade | undefined} world
 * @param {[number, number, number, number]} frame
 * @param {() => (name: string) => string} looks
 */
export function addLocator(map, world, frame, looks) {
  const small = frame[2] - frame[0] < 45 && frame[3] - frame[1] < 45;
  if (!world || !small) return null;
  const canvas = make('canvas', { 'aria-hidden': 'true' });
  const locator = L.control({ position: 'bottomright' });
  locator.onAdd = () => make('div', { class: 'locator' }, canvas);
  locator.addTo(map);
  const draw = () => {
    const b = map.getBounds();
    drawGlobe(canvas, 104, world.cells[0], [(frame[0] + frame[2]) / 2, (frame[1] + frame[3]) / 2], [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()], looks());
  };
  map.on('moveend', draw);
  draw();
  return { redraw: draw };
}

/** Where there is no room for the list beside or below the map, it lies over the map on demand. */
export function addListSwitch() {
  const root = document.documentElement;
  const toggle = button('List', () => {
    const on = root.classList.toggle('shows-list');
    toggle.setAttribute('aria-expanded', String(on));
  }, { class: 'plain list-switch', 'aria-expanded': 'false', 'aria-controls': 'panel' });
  byId('top-tools').append(toggle);
}

/**
 * @param {() => void} changed called once the colours are others
 */
export function addLookSwitch(changed) {
  const root = document.documentElement;
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const isDark = () => (root.dataset.look ? root.dataset.look === 'dark' : dark.matches);
  const toggle = button('', () => {
    root.dataset.look = isDark() ? 'light' : 'dark';
    tell();
    changed();
  }, { class: 'look' });
  function tell() {
    toggle.textContent = isDark() ? '☀' : '☾';
    toggle.setAttribute('aria-label', isDark() ? 'Light colours' : 'Dark colours');
    toggle.title = isDark() ? 'Light colours' : 'Dark colours';
  }
  dark.addEventListener('change', () => {
    tell();
    changed();
  });
  tell();
  byId('top-tools').append(toggle);
}
