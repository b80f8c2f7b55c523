/** Draw points, lines, areas and texts on the map, by pointer or by keyboard, and save them as a layer. */

import { collect, enough, geometryOf } from './shape.js';
import { say } from './sheet.js';

const KINDS = [
  ['point', 'Point'],
  ['line', 'Line'],
  ['area', 'Area'],
  ['text', 'Text'],
];
const STATUSES = ['', 'occurred', 'ongoing', 'claimed', 'planned', 'possible', 'denied'];

/**
 * @param {string} tag
 * @param {Record<string, string>} attributes
 * @param {...(Node | string)} inside
 * @returns {any}
 */
function make(tag, attributes = {}, ...inside) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...inside);
  return element;
}

/** @param {any} map the L.map */
export function addTools(map) {
  const L = /** @type {any} */ (window).L;
  const holder = map.getContainer();
  const sketch = L.layerGroup().addTo(map);
  /** @type {{kind: string, positions: [number, number][]}} */
  const state = { kind: '', positions: [] };

  const buttons = KINDS.map(([kind, words]) => {
    const one = make('button', { type: 'button', 'aria-pressed': 'false', title: `Draw: ${words}` }, words);
    one.addEventListener('click', () => choose(state.kind === kind ? '' : kind));
    return one;
  });
  const here = make('button', { type: 'button', title: 'Put a point at the middle of the map' }, '+ middle');
  const back = make('button', { type: 'button', title: 'Take the last point back' }, 'Undo');
  const title = make('input', { name: 'title', placeholder: 'Title or text', 'aria-label': 'Title or text' });
  const note = make('input', { name: 'note', placeholder: 'Note', 'aria-label': 'Note' });
  const status = make('select', { name: 'status', 'aria-label': 'Status' });
  status.append(...STATUSES.map((value) => make('option', { value }, value || 'no status')));
  const layer = make('input', { name: 'layer', value: sessionStorage.getItem('sitmap-layer') ?? 'drawn', 'aria-label': 'Layer' });
  const form = make('form', { hidden: '' }, here, back, title, note, status, layer, make('button', {}, 'Save'));
  const bar = make('div', { class: 'sitmap-draw', role: 'toolbar', 'aria-label': 'Draw' }, ...buttons, form);
  holder.append(bar);
  L.DomEvent.disableClickPropagation(bar);
  L.DomEvent.disableScrollPropagation(bar);

  /** @param {string} kind */
  function choose(kind) {
    state.kind = kind;
    state.positions = [];
    buttons.forEach((one, i) => one.setAttribute('aria-pressed', String(KINDS[i][0] === kind)));
    form.hidden = !kind;
    holder.classList.toggle('sitmap-drawing', Boolean(kind));
    map.doubleClickZoom[kind ? 'disable' : 'enable']();
    show();
  }

  function show() {
    sketch.clearLayers();
    const spots = state.positions.map(([lon, lat]) => [lat, lon]);
    const look = { color: '#c23b00', weight: 3, fillOpacity: 0.15, interactive: false };
    if (state.kind === 'area' && spots.length > 2) L.polygon(spots, look).addTo(sketch);
    else if (spots.length > 1) L.polyline(spots, look).addTo(sketch);
    for (const spot of spots) L.circleMarker(spot, { ...look, radius: 5, fillOpacity: 1 }).addTo(sketch);
  }

  /** @param {{lat: number, lng: number}} spot */
  function add({ lat, lng }) {
    if (!state.kind) return;
    state.positions = collect(state.kind, state.positions, [lng, lat]);
    show();
  }

  // Before the page's own click on shapes: while one draws, a click is a corner and opens nothing.
  holder.addEventListener(
    'click',
    (/** @type {MouseEvent} */ event) => {
      if (!state.kind || bar.contains(/** @type {Node} */ (event.target))) return;
      event.stopPropagation();
      add(map.mouseEventToLatLng(event));
    },
    true,
  );
  here.addEventListener('click', () => add(map.getCenter()));
  back.addEventListener('click', () => {
    state.positions = state.positions.slice(0, -1);
    show();
  });
  bar.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
    if (event.key === 'Escape') choose('');
    event.stopPropagation();
  });
  form.addEventListener('submit', (/** @type {Event} */ event) => {
    event.preventDefault();
    if (!enough(state.kind, state.positions)) {
      say('Click on the map first: a line needs two points, an area three.');
      return;
    }
    void save();
  });

  async function save() {
    /** @type {Record<string, string>} */
    const properties = {};
    if (title.value.trim()) properties.title = title.value.trim();
    if (note.value.trim()) properties.description = note.value.trim();
    if (status.value) properties.status = status.value;
    const name = layer.value.trim() || 'drawn';
    sessionStorage.setItem('sitmap-layer', name);
    const feature = { type: 'Feature', geometry: geometryOf(state.kind, state.positions), properties };
    try {
      const answer = await fetch(`layers/${encodeURIComponent(name)}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/geo+json' },
        body: JSON.stringify(feature),
      });
      if (!answer.ok) throw new Error(await answer.text());
      say('');
      choose('');
    } catch (error) {
      say(`It was not saved: ${error instanceof Error ? error.message : error}`);
    }
  }
}
