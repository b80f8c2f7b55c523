/** A crowd of callouts as few marks: near ones are gathered under one number, those out of view stand along the edge. */

import { overlap } from './names.js';

/**
 * @typedef {import('./types').Rect} Rect
 * @typedef {{x: number, y: number}} Point
 */

const ROOM = 14_000;
const ALWAYS = 24;
const NARROWEST = 34;
const EDGE = 10;
const STEP = 6;

/**
 * How many callouts a map of this size bears before they are gathered.
 * @param {{x: number, y: number}} size pixels
 */
export function mostIn({ x, y }) {
  return Math.max(ALWAYS, Math.round((x * y) / ROOM));
}

/**
 * Gather what stands near one another, no wider than needed for the number of groups to be at most `most`.
 * @param {Point[]} points pixels
 * @param {number} most
 * @returns {number[][]} indices of `points`; a group's first is its earliest
 */
export function gathered(points, most) {
  if (points.length <= most) return points.map((_, i) => [i]);
  /** @type {number[][]} */
  let groups = [];
  for (let reach = NARROWEST; ; reach *= 1.25) {
    groups = [];
    points.forEach((p, i) => {
      const near = groups.find(([lead]) => Math.abs(points[lead].x - p.x) < reach && Math.abs(points[lead].y - p.y) < reach);
      if (near) near.push(i);
      else groups.push([i]);
    });
    if (groups.length <= most) return groups;
  }
}

/**
 * The place along the edge nearest to a point where a box is off all others.
 * @param {Point} at
 * @param {{w: number, h: number}} box
 * @param {{x: number, y: number}} size of the view
 * @param {Rect[]} taken
 * @returns {Rect} where all is taken, the nearest place
 */
export function alongEdge(at, { w, h }, size, taken) {
  const [right, bottom] = [Math.max(EDGE, size.x - EDGE - w), Math.max(EDGE, size.y - EDGE - h)];
  /** @type {Rect[]} */
  const sites = [];
  for (let x = EDGE; x <= right; x += STEP) sites.push({ x, y: EDGE, w, h }, { x, y: bottom, w, h });
  for (let y = EDGE; y <= bottom; y += STEP) sites.push({ x: EDGE, y, w, h }, { x: right, y, w, h });
  const away = (/** @type {Rect} */ r) => Math.hypot(r.x + w / 2 - at.x, r.y + h / 2 - at.y);
  sites.sort((a, b) => away(a) - away(b));
  return sites.find((r) => !taken.some((other) => overlap(r, other))) ?? sites[0];
}
