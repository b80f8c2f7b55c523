/** Layers somebody brought: drawn by their simplestyle keys, each feature with a popup of all it says. */

import { decodeShape, latLngs } from './areas.js';
import { clusters, heat, wear } from './dense.js';
import { make } from './dom.js';
import { show } from './popup.js';
import { addDoor, alsoHere } from './under.js';

const L = /** @type {any} */ (window).L;

/** simplestyle-spec 1.1.0, with a fill light enough to read the map through. */
const DEFAULTS = { stroke: '#555555', 'stroke-width': 2, 'stroke-opacity': 1, fill: '#555555', 'fill-opacity': 0.25, 'marker-color': '#7e7e7e' };
const RADIUS = { small: 5, medium: 7, large: 10 };
const HIDDEN = new Set([
  'stroke', 'stroke-width', 'stroke-opacity', 'stroke-dasharray', 'fill', 'fill-opacity', 'marker-color', 'marker-size',
  'marker-symbol', 'title', 'name', 'description',
]);

/**
 * @param {unknown} value
 * @param {string} other
 */
export function colourOf(value, other) {
  const text = String(value ?? '').trim();
  return /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i.test(text) ? (text.startsWith('#') ? text : `#${text}`) : other;
}

/**
 * @param {unknown} value
 * @param {number} other
 * @param {number} most
 */
export function amountOf(value, other, most) {
  const number = value === '' || value === null || value === undefined ? NaN : Number(value);
  return Number.isFinite(number) ? Math.max(0, Math.min(most, number)) : other;
}

/**
 * @param {Record<string, unknown>} props
 * @returns {Record<string, any>} Leaflet path options
 */
export function styleOf(props) {
  const dash = String(props['stroke-dasharray'] ?? '');
  return {
    color: colourOf(props.stroke, DEFAULTS.stroke),
    weight: amountOf(props['stroke-width'], DEFAULTS['stroke-width'], 20),
    opacity: amountOf(props['stroke-opacity'], DEFAULTS['stroke-opacity'], 1),
    dashArray: /^[\d.,\s]+$/.test(dash) ? dash : null,
    fillColor: colourOf(props.fill, colourOf(props.stroke, DEFAULTS.fill)),
    fillOpacity: amountOf(props['fill-opacity'], DEFAULTS['fill-opacity'], 1),
  };
}

/**
 * @param {any} map
 * @param {import('./types').LayerData} layer
 * @param {number} steps
 * @param {number} middle
 */
export function drawBrought(map, layer, steps, middle) {
  const group = L.featureGroup();
  /** @type {any[]} */
  const dense = [];
  for (const feature of layer.features ?? []) {
    const shape = decodeShape(feature, steps, middle);
    const style = { ...styleOf(feature.properties), className: 'brought' };
    const polygons = shape.polygons.map((polygon) => L.polygon(polygon.map(latLngs), style));
    const lines = shape.lines.map((line) => L.polyline(latLngs(line), { ...style, fill: false }));
    const points = shape.points.map(([lon, lat]) => spot(lat, lon, feature.properties));
    for (const part of [...polygons, ...lines]) add(part, feature);
    for (const one of points) add(one, feature, layer.points ? null : group);
    if (layer.points) dense.push(...points);
    if (layer.labels) name(widest([...polygons, ...lines]) ?? points[0], nameOf(feature.properties));
  }
  if (dense.length) group.addLayer(layer.points === 'heat' ? heat(dense) : clusters(dense, layer.title));
  return group;

  /** @param {any} part @param {import('./types').FeatureData} feature @param {any} into */
  function add(part, feature, into = group) {
    const name = nameOf(feature.properties) || layer.title;
    const open = (/** @type {any} */ at) => {
      const content = contentOf(feature, layer, name);
      content.append(...alsoHere(map, at, part.getElement()));
      show(map, content, at, name);
    };
    part.on('click', (/** @type {any} */ event) => {
      L.DomEvent.stopPropagation(event);
      open(event.latlng);
    });
    part.on('add', () => {
      const path = part.getElement();
      if (path) addDoor(path, name, open);
      path?.setAttribute('tabindex', '0');
      path?.setAttribute('role', 'button');
      path?.setAttribute('aria-label', `${name}, ${layer.title}`);
      path?.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        open(part.getCenter ? part.getCenter() : part.getLatLng());
      });
    });
    into?.addLayer(part);
  }
}

/**
 * The part of a feature that bears its name: a country is not named again on each of its islands.
 * @param {any[]} parts with bounds
 */
function widest(parts) {
  return parts.length ? parts.reduce((a, b) => (sizeOf(b) > sizeOf(a) ? b : a)) : undefined;
}

/** @param {any} part with bounds */
function sizeOf(part) {
  const box = part.getBounds();
  return (box.getEast() - box.getWest()) * (box.getNorth() - box.getSouth());
}

/** @param {any} part @param {string} words written beside it on the map */
function name(part, words) {
  if (!part || !words) return;
  wear();
  part.bindTooltip(make('span', { dir: 'auto' }, words), {
    permanent: true, direction: part.getLatLng ? 'right' : 'center', offset: [part.getLatLng ? 6 : 0, 0], className: 'brought-name',
  });
}

/**
 * Lay shapes over one another so that each can be reached: the smaller an area the higher, be it of the report or brought;
 * brought lines and points above all.
 * @param {import('./areas.js').Area[]} areas the shown ones
 * @param {any[]} groups brought, on the map
 */
export function stack(areas, groups) {
  const parts = groups.flatMap((group) => (group.getLayers ? group.getLayers() : []));
  const zones = parts.filter((part) => part instanceof L.Polygon);
  const sized = [
    ...areas.map(({ layer, size }) => ({ layer, size })),
    ...zones.map((layer) => ({ layer, size: sizeOf(layer) })),
  ];
  for (const { layer } of sized.sort((a, b) => b.size - a.size)) layer.bringToFront();
  for (const part of parts) if (!(part instanceof L.Polygon)) part.bringToFront?.();
}

/** @param {Record<string, unknown>} props */
function nameOf(props) {
  return String(props.title ?? props.name ?? '');
}

/**
 * @param {number} lat
 * @param {number} lon
 * @param {Record<string, unknown>} props
 */
function spot(lat, lon, props) {
  const size = /** @type {keyof typeof RADIUS} */ (props['marker-size']);
  const colour = colourOf(props['marker-color'], DEFAULTS['marker-color']);
  return L.circleMarker([lat, lon], {
    radius: RADIUS[size] ?? RADIUS.medium,
    color: '#ffffff',
    weight: 2,
    fillColor: colour,
    fillOpacity: 1,
    className: 'brought',
  });
}

/**
 * @param {import('./types').FeatureData} feature
 * @param {import('./types').LayerData} layer
 * @param {string} name
 */
function contentOf(feature, layer, name) {
  const { properties } = feature;
  const content = make('div', { class: 'popup-cards' }, make('h2', { dir: 'auto' }, name));
  const words = properties.description;
  if (words) content.append(make('p', { class: 'words', dir: 'auto' }, textOf(words)));
  const rows = Object.entries(properties).filter(([key, value]) => !HIDDEN.has(key) && value !== null && value !== '');
  if (rows.length) {
    const list = make('dl', {});
    for (const [key, value] of rows) list.append(make('dt', { dir: 'auto' }, key), make('dd', { dir: 'auto' }, textOf(value)));
    content.append(list);
  }
  const facts = [layer.title, layer.source, layer.license, layer.date].filter(Boolean).join(' · ');
  content.append(make('p', { class: 'basis', dir: 'auto' }, facts));
  return content;
}

/** @param {unknown} value */
function textOf(value) {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
