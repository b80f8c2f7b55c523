/** The basemap and its names as two Leaflet renderers: canvases that pan with the map and are drawn anew when needed. */

import { drawBasemap } from './basemap.js';
import { FACE, SEA, placeNames } from './names.js';

/**
 * @typedef {import('./basemap.js').View} View
 */

const L = /** @type {any} */ (window).L;

/**
 * @param {(pen: CanvasRenderingContext2D, view: View, zoom: number) => void} draw
 * @param {{pane: string, padding: number}} options
 * @returns {any} a Leaflet layer
 */
export function canvasLayer(draw, options) {
  const Layer = L.Renderer.extend({
    getEvents() {
      const events = L.Renderer.prototype.getEvents.call(this);
      events.move = this._onMove;
      return events;
    },
    _initContainer() {
      this._container = document.createElement('canvas');
      this._container.setAttribute('aria-hidden', 'true');
    },
    _destroyContainer() {
      this._container.remove();
    },
    _updatePaths() {},
    _onMove() {
      const map = this._map;
      if (!this._bounds || map._animatingZoom) return;
      const min = map.containerPointToLayerPoint([0, 0]);
      const max = min.add(map.getSize());
      if (!this._bounds.contains(min) || !this._bounds.contains(max)) this._update();
    },
    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      this.redraw();
    },
    redraw() {
      if (!this._map || !this._bounds) return;
      const { min } = this._bounds;
      const size = this._bounds.getSize();
      const ratio = Math.min(2, window.devicePixelRatio || 1);
      const canvas = this._container;
      L.DomUtil.setPosition(canvas, min);
      canvas.width = Math.round(size.x * ratio);
      canvas.height = Math.round(size.y * ratio);
      canvas.style.width = `${size.x}px`;
      canvas.style.height = `${size.y}px`;
      const pen = canvas.getContext('2d');
      pen.scale(ratio, ratio);
      const origin = this._map.getPixelOrigin().add(min);
      const zoom = this._map.getZoom();
      draw(pen, { x: origin.x, y: origin.y, world: 256 * 2 ** zoom, w: size.x, h: size.y }, zoom);
    },
  });
  return new Layer(options);
}

/**
 * Colours and fonts as the style sheet has them now.
 * @param {Element} root
 */
export function looksOf(root) {
  const style = getComputedStyle(root);
  /** @param {string} name */
  return (name) => style.getPropertyValue(`--${name}`).trim();
}

/**
 * @param {import('./basemap.js').Grade[]} grades
 * @param {() => (name: string) => string} looks
 */
export function basemapLayer(grades, looks) {
  return canvasLayer((pen, view, zoom) => drawBasemap(pen, grades, view, zoom, looks()), {
    pane: 'sitmap-base',
    padding: 0.4,
  });
}

/**
 * @param {import('./types').NameData[]} names
 * @param {() => (name: string) => string} looks
 * @param {() => import('./types').Rect[]} taken in container pixels, places to keep free
 */
export function namesLayer(names, looks, taken) {
  const layer = canvasLayer(
    (pen, view, zoom) => {
      const map = layer._map;
      const shift = map.containerPointToLayerPoint([0, 0]).subtract(layer._bounds.min);
      const kept = taken().map((r) => ({ ...r, x: r.x + shift.x, y: r.y + shift.y }));
      drawNames(pen, names, view, zoom, looks(), kept);
    },
    { pane: 'sitmap-names', padding: 0.25 },
  );
  return layer;
}

/**
 * @param {any} pen
 * @param {import('./types').NameData[]} names
 * @param {View} view
 * @param {number} zoom
 * @param {(name: string) => string} look
 * @param {import('./types').Rect[]} taken
 */
export function drawNames(pen, names, view, zoom, look, taken) {
  const family = look('sans');
  /** @param {number} kind @param {number} size */
  const face = (kind, size) => {
    const { weight, style, spacing } = FACE[kind];
    pen.font = `${style} ${weight} ${size}px ${kind === SEA ? look('serif') : family}`;
    pen.letterSpacing = `${spacing}px`;
  };
  const placed = placeNames(
    names,
    view,
    zoom,
    (text, kind, size) => {
      face(kind, size);
      return pen.measureText(text).width;
    },
    taken,
  );
  pen.textBaseline = 'middle';
  pen.lineJoin = 'round';
  const ink = ['label-sea', 'label-country', 'label-division', 'label-city', 'label-city'].map(look);
  for (const { kind, lines, x, y, align, dot, size } of placed) {
    face(kind, size);
    pen.textAlign = align;
    pen.strokeStyle = look(kind === SEA ? 'halo-water' : 'halo');
    pen.lineWidth = kind === SEA ? 2 : 3;
    pen.fillStyle = ink[kind];
    if (dot) drawDot(pen, dot[0], dot[1], kind === 3, look);
    pen.fillStyle = ink[kind];
    lines.forEach((line, i) => {
      const at = y + (i - (lines.length - 1) / 2) * size * 1.2;
      pen.strokeText(line, x, at);
      pen.fillText(line, x, at);
    });
  }
}

/**
 * @param {any} pen
 * @param {number} x
 * @param {number} y
 * @param {boolean} capital
 * @param {(name: string) => string} look
 */
function drawDot(pen, x, y, capital, look) {
  const line = [pen.strokeStyle, pen.lineWidth];
  pen.beginPath();
  if (capital) {
    pen.fillRect(x - 2.6, y - 2.6, 5.2, 5.2);
  } else {
    pen.arc(x, y, 2.1, 0, Math.PI * 2);
    pen.fillStyle = look('halo');
    pen.strokeStyle = look('label-city');
    pen.lineWidth = 1.2;
    pen.fill();
    pen.stroke();
  }
  [pen.strokeStyle, pen.lineWidth] = line;
}
