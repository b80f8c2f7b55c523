/** Choose which names of the basemap to write, and where, so that none overlaps another. */

import { mercatorX, mercatorY } from './mercator.js';

/**
 * @typedef {import('./types').NameData} NameData
 * @typedef {import('./types').Rect} Rect
 * @typedef {{kind: number, lines: string[], x: number, y: number, align: 'left' | 'center' | 'right', dot?: [number, number], size: number}} Placed
 */

export const SEA = 0;
export const COUNTRY = 1;
export const DIVISION = 2;
export const CAPITAL = 3;
export const CITY = 4;

/** @type {Record<number, {weight: string, style: string, size: number, spacing: number, upper: boolean}>} */
export const FACE = {
  [SEA]: { weight: '400', style: 'italic', size: 12.5, spacing: 1, upper: false },
  [COUNTRY]: { weight: '600', style: 'normal', size: 12, spacing: 1.4, upper: true },
  [DIVISION]: { weight: '400', style: 'normal', size: 10.5, spacing: 0.8, upper: true },
  [CAPITAL]: { weight: '600', style: 'normal', size: 12, spacing: 0, upper: false },
  [CITY]: { weight: '400', style: 'normal', size: 11.5, spacing: 0, upper: false },
};

/**
 * How many people a city needs to be written at a zoom.
 * @param {number} zoom
 */
export function fewestPeople(zoom) {
  const steps = [[3, 9e6], [4, 4e6], [5, 1e6], [6, 3e5], [7, 9e4], [8, 2e4], [9, 4e3], [10, 0]];
  for (let i = steps.length - 1; i >= 0; i--) {
    if (zoom >= steps[i][0]) {
      const next = steps[i + 1] ?? steps[i];
      return steps[i][1] + (next[1] - steps[i][1]) * Math.min(1, zoom - steps[i][0]);
    }
  }
  return Infinity;
}

/**
 * @param {NameData[]} names most important first within a class
 * @param {{x: number, y: number, world: number, w: number, h: number}} view
 * @param {number} zoom
 * @param {(text: string, kind: number, size: number) => number} measure width in pixels
 * @param {Rect[]} [taken] places that must stay free
 * @returns {Placed[]}
 */
export function placeNames(names, view, zoom, measure, taken = []) {
  /** @type {Placed[]} */
  const placed = [];
  const boxes = [...taken];
  const people = fewestPeople(zoom);
  for (const name of ordered(names, zoom)) {
    const [text, lon, lat, kind, weight] = name;
    if ((kind === CITY && weight < people) || (kind === CAPITAL && (zoom < 3.4 || weight * 6 < people))) continue;
    const size = sizeOf(kind, weight, zoom);
    const y = mercatorY(lat) * view.world - view.y;
    if (y < -20 || y > view.h + 20) continue;
    const first = Math.floor(view.x / view.world);
    for (let turn = first; turn <= Math.floor((view.x + view.w) / view.world); turn++) {
      const x = (mercatorX(lon) + turn) * view.world - view.x;
      if (x < -60 || x > view.w + 60) continue;
      const made = kind >= CAPITAL ? nearDot(text, kind, x, y, size, measure, boxes) : onArea(name, x, y, size, zoom, measure, boxes);
      if (made) placed.push(made);
    }
  }
  return placed;
}

/**
 * Countries and seas first while the view is wide, towns first once it is near.
 * @param {NameData[]} names
 * @param {number} zoom
 */
function ordered(names, zoom) {
  const rank = zoom < 6 ? [1, 0, 4, 2, 3] : [2, 1, 4, 0, 3];
  return [...names].sort((a, b) => rank[a[3]] - rank[b[3]] || b[4] - a[4]);
}

/**
 * @param {number} kind
 * @param {number} weight
 * @param {number} zoom
 */
function sizeOf(kind, weight, zoom) {
  const base = FACE[kind].size;
  if (kind === SEA) return base + (weight > 3e7 ? 3.5 : weight > 2e6 ? 1.5 : 0) + (zoom > 6 ? 1 : 0);
  if (kind === COUNTRY) return base + (weight > 3e6 ? 1 : weight < 6e4 ? -1.5 : 0) + (zoom > 5.5 ? 1.5 : 0);
  if (kind === CITY || kind === CAPITAL) return base + (weight > 3e6 && zoom > 4.5 ? 1 : 0);
  return base;
}

/**
 * @param {NameData} name
 * @param {number} x
 * @param {number} y
 * @param {number} size
 * @param {number} zoom
 * @param {(text: string, kind: number, size: number) => number} measure
 * @param {Rect[]} boxes
 * @returns {Placed | null}
 */
function onArea([text, , lat, kind, weight], x, y, size, zoom, measure, boxes) {
  if (kind === DIVISION && (zoom < 5.6 || (zoom < 6.6 && weight < 8e5))) return null;
  const words = FACE[kind].upper ? text.toUpperCase() : text;
  const lines = twoLines(words);
  const width = Math.max(...lines.map((line) => measure(line, kind, size)));
  if (kind !== DIVISION) {
    const kmPerPixel = (40075 * Math.cos((lat * Math.PI) / 180)) / (256 * 2 ** zoom);
    const room = Math.sqrt(weight) / kmPerPixel;
    if (width > room * (kind === COUNTRY ? 1.5 : 1.05) + 8) return null;
  }
  const height = lines.length * size * 1.2;
  const box = { x: x - width / 2 - 6, y: y - height / 2 - 3, w: width + 12, h: height + 6 };
  if (boxes.some((other) => overlap(box, other))) return null;
  boxes.push(box);
  return { kind, lines, x, y, align: 'center', size };
}

/**
 * @param {string} text
 * @param {number} kind
 * @param {number} x
 * @param {number} y
 * @param {number} size
 * @param {(text: string, kind: number, size: number) => number} measure
 * @param {Rect[]} boxes
 * @returns {Placed | null}
 */
function nearDot(text, kind, x, y, size, measure, boxes) {
  const width = measure(text, kind, size);
  const gap = 6;
  /** @type {[number, number, 'left' | 'center' | 'right'][]} */
  const spots = [[x + gap, y, 'left'], [x - gap, y, 'right'], [x, y - size * 0.95, 'center'], [x, y + size * 0.95, 'center']];
  for (const [left, middle, align] of spots) {
    const start = align === 'left' ? left : align === 'right' ? left - width : left - width / 2;
    const box = { x: Math.min(start, x) - 3, y: middle - size * 0.62, w: width + gap + 6, h: size * 1.24 };
    if (align === 'center') box.w = width + 6;
    const dot = { x: x - 4, y: y - 4, w: 8, h: 8 };
    if (!boxes.some((other) => overlap(box, other) || overlap(dot, other))) {
      boxes.push(box, dot);
      return { kind, lines: [text], x: left, y: middle, align, dot: [x, y], size };
    }
  }
  return null;
}

/**
 * @param {Rect} a
 * @param {Rect} b
 */
export function overlap(a, b) {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

/**
 * Long names of areas stand on two lines, cut at the space nearest the middle.
 * @param {string} text
 */
export function twoLines(text) {
  if (text.length < 13 || !text.includes(' ')) return [text];
  const middle = text.length / 2;
  let best = -1;
  for (let at = text.indexOf(' '); at >= 0; at = text.indexOf(' ', at + 1)) {
    if (best < 0 || Math.abs(at - middle) < Math.abs(best - middle)) best = at;
  }
  return [text.slice(0, best), text.slice(best + 1)];
}
