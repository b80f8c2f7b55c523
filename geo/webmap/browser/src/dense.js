/** Many points of one layer: gathered in clusters that open as one zooms in, or as a heat map. */

import { overlap } from './names.js';

const L = /** @type {any} */ (window).L;
const CELL = 56;
const HEAT_RADIUS = 26;
/** Opacity of the heat from thin to dense, as steps of red, green, blue and opacity. */
const RAMP = [[44, 123, 182, 0], [44, 123, 182, 120], [255, 255, 191, 170], [253, 174, 97, 200], [215, 25, 28, 225]];

const RULES = `.leaflet-tooltip.cluster-count,.leaflet-tooltip.brought-name{background:none;border:0;box-shadow:none;padding:0}
.leaflet-tooltip.cluster-count{color:#fff;font-weight:700}.leaflet-tooltip.brought-name::before{display:none}.brought-name.is-crowded{visibility:hidden}
.leaflet-tooltip.brought-name{color:var(--ink,CanvasText);font-weight:600;text-shadow:0 0 3px Canvas,0 0 3px Canvas,0 0 3px Canvas}`;
let worn = false;

/** Put the rules for names and counts on the page, once: a sheet made by script is within the page's policy. */
export function wear() {
  if (worn) return;
  worn = true;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(RULES);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

/**
 * Where names of features and counts of clusters stand, in pixels of the map's frame.
 * @param {HTMLElement} holder
 * @returns {import('./types').Rect[]}
 */
export function labelsIn(holder) {
  return [...holder.querySelectorAll('.brought-name:not(.is-crowded), .cluster-count')].map((label) => {
    const { x, y, w, h } = boxIn(holder, label);
    const round = label.matches('.cluster-count') ? 12 : 1;
    return { x: x - round, y: y - round, w: w + 2 * round, h: h + 2 * round };
  });
}

/**
 * Of names that would overlap one another or a callout only the first is written.
 * @param {HTMLElement} holder
 * @param {import('./types').Rect[]} taken
 */
export function thinLabels(holder, taken) {
  const written = [...taken];
  for (const label of holder.querySelectorAll('.brought-name')) {
    const box = boxIn(holder, label);
    const crowded = written.some((other) => overlap(box, other));
    label.classList.toggle('is-crowded', crowded);
    if (!crowded) written.push(box);
  }
}

/** @param {HTMLElement} holder @param {Element} part @returns {import('./types').Rect} */
function boxIn(holder, part) {
  const [frame, r] = [holder.getBoundingClientRect(), part.getBoundingClientRect()];
  return { x: r.x - frame.x, y: r.y - frame.y, w: r.width, h: r.height };
}

/** A cluster of features that look different is of no look of theirs. */
const MIXED = '#5b6470';

/**
 * @param {any} map
 * @param {any[]} spots circle markers
 * @returns {any[][]} the spots by cells of the screen at this zoom
 */
export function gather(map, spots) {
  /** @type {Map<string, any[]>} */
  const cells = new Map();
  for (const spot of spots) {
    const { x, y } = map.project(spot.getLatLng());
    const key = `${Math.floor(x / CELL)},${Math.floor(y / CELL)}`;
    const cell = cells.get(key);
    if (cell) cell.push(spot);
    else cells.set(key, [spot]);
  }
  return [...cells.values()];
}

/**
 * @param {any[]} spots circle markers
 * @param {string} title of the layer
 */
export function clusters(spots, title) {
  wear();
  const group = L.layerGroup();
  /** @type {any} */
  let map = null;
  let zoom = NaN;

  function draw() {
    if (!map || map.getZoom() === zoom) return;
    zoom = map.getZoom();
    group.clearLayers();
    for (const cell of gather(map, spots)) {
      const last = zoom >= map.getMaxZoom();
      if (cell.length === 1 || last) for (const spot of cell) group.addLayer(spot);
      else group.addLayer(cluster(cell));
    }
  }

  /** @param {any[]} cell */
  function cluster(cell) {
    const bounds = L.latLngBounds(cell.map((spot) => spot.getLatLng()));
    const looks = new Set(cell.map((spot) => spot.options.fillColor));
    const fillColor = looks.size === 1 ? cell[0].options.fillColor : MIXED;
    const circle = L.circleMarker(bounds.getCenter(), {
      radius: Math.min(11 + 3 * Math.log10(cell.length) * 2, 26), color: fillColor, weight: 5, opacity: 0.35, fillColor, fillOpacity: 0.9,
      className: 'brought',
    });
    circle.bindTooltip(String(cell.length), { permanent: true, direction: 'center', className: 'cluster-count' });
    const closer = () => map.fitBounds(bounds, { maxZoom: Math.min(map.getZoom() + 3, map.getMaxZoom()), padding: [40, 40] });
    circle.on('click', (/** @type {any} */ event) => {
      L.DomEvent.stopPropagation(event);
      closer();
    });
    circle.on('add', () => {
      const path = circle.getElement();
      path?.setAttribute('tabindex', '0');
      path?.setAttribute('role', 'button');
      path?.setAttribute('aria-label', `${cell.length} of ${title}: zoom in`);
      path?.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        closer();
      });
    });
    return circle;
  }

  const { onAdd, onRemove } = group;
  group.onAdd = (/** @type {any} */ on) => {
    map = on;
    map.on('zoomend', draw);
    onAdd.call(group, on);
    draw();
  };
  group.onRemove = (/** @type {any} */ from) => {
    from.off('zoomend', draw);
    onRemove.call(group, from);
    map = null;
    zoom = NaN;
  };
  /** Every spot, for a picture of the map. */
  group.drawable = () => spots;
  group.bringToFront = group.bringToBack = () => group;
  return group;
}

/** @param {any[]} spots circle markers */
export function heat(spots) {
  const canvas = document.createElement('canvas');
  canvas.setAttribute('aria-hidden', 'true');
  const layer = new L.Layer();
  /** @type {any} */
  let map = null;

  function draw() {
    const size = map.getSize();
    canvas.width = size.x;
    canvas.height = size.y;
    L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]));
    const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d', { willReadFrequently: true }));
    for (const spot of spots) {
      const { x, y } = map.latLngToContainerPoint(spot.getLatLng());
      if (x < -HEAT_RADIUS || y < -HEAT_RADIUS || x > size.x + HEAT_RADIUS || y > size.y + HEAT_RADIUS) continue;
      const glow = pen.createRadialGradient(x, y, 0, x, y, HEAT_RADIUS);
      glow.addColorStop(0, 'rgba(0,0,0,0.28)');
      glow.addColorStop(1, 'rgba(0,0,0,0)');
      pen.fillStyle = glow;
      pen.fillRect(x - HEAT_RADIUS, y - HEAT_RADIUS, 2 * HEAT_RADIUS, 2 * HEAT_RADIUS);
    }
    const picture = pen.getImageData(0, 0, size.x, size.y);
    for (let i = 3; i < picture.data.length; i += 4) {
      if (picture.data[i]) picture.data.set(shade(picture.data[i] / 255), i - 3);
    }
    pen.putImageData(picture, 0, 0);
  }

  layer.onAdd = (/** @type {any} */ on) => {
    map = on;
    map.getPanes().overlayPane.append(canvas);
    map.on('moveend zoomend resize', draw);
    draw();
  };
  layer.onRemove = (/** @type {any} */ from) => {
    from.off('moveend zoomend resize', draw);
    canvas.remove();
    map = null;
  };
  /** Every spot, for a picture of the map. */
  layer.drawable = () => spots;
  layer.bringToFront = layer.bringToBack = () => layer;
  return layer;
}

/** @param {number} density 0 to 1 */
function shade(density) {
  const at = Math.min(density, 1) * (RAMP.length - 1);
  const low = Math.min(Math.floor(at), RAMP.length - 2);
  return RAMP[low].map((from, i) => Math.round(from + (RAMP[low + 1][i] - from) * (at - low)));
}
