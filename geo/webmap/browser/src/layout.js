/** Place callouts round their anchors: in view, off one another, off the controls, with short leader lines. */

import { overlap } from './names.js';

/**
 * @typedef {import('./types').Rect} Rect
 * @typedef {{x: number, y: number}} Point
 * @typedef {{id: number, anchor: Point, w: number, h: number, small: {w: number, h: number}, was?: Point | null}} Item
 * `was` is where its left top corner stood from the anchor before.
 * @typedef {{id: number, anchor: Point, x: number, y: number, w: number, h: number, full: boolean}} Spot
 */

const EDGE = 10;
const ANGLES = Array.from({ length: 16 }, (_, i) => (i * Math.PI) / 8);
const REACHES = [26, 52, 90, 140, 200, 270, 350];

/**
 * @param {Item[]} items most important first
 * @param {number} width of the view
 * @param {number} height
 * @param {Rect[]} taken controls and the like
 * @param {(box: Rect) => number} [cover] how much a box hides of the shapes, in pixels of detour it is worth
 * @returns {Spot[]} one for each item; `full` false where only the small form fits
 */
export function layOut(items, width, height, taken, cover = () => 0) {
  const middle = centre(items);
  const anchorsBut = items.map((item) => items.filter((other) => other !== item).map((other) => other.anchor));
  /** @type {Spot[]} */
  let least = [];
  let lowest = Infinity;
  // What is placed first gets the good places: in a crowd several orders are tried, and the calmest picture is kept.
  for (const order of ordersOf(items, middle)) {
    /** @type {Spot[]} */
    const made = [];
    for (const i of order) made.push(firstSpot(items[i], made, anchorsBut[i], width, height, taken, middle, cover));
    const spots = items.map((_, i) => made[order.indexOf(i)]);
    refine(items, anchorsBut, spots, width, height, taken, middle, cover);
    let cost = 0;
    spots.forEach((spot, i) => {
      const others = spots.filter((_, k) => k !== i);
      cost += costOf(items[i], spot, others, anchorsBut[i], middle) + cover(spot) + (spot.full ? 0 : 400);
    });
    if (cost < lowest - 1e-6) [lowest, least] = [cost, spots];
  }
  return least;
}

/**
 * @param {Item} item
 * @param {Spot[]} spots
 * @param {Point[]} anchors
 * @param {number} width
 * @param {number} height
 * @param {Rect[]} taken
 * @param {Point} middle
 * @param {(box: Rect) => number} cover
 * @returns {Spot}
 */
function firstSpot(item, spots, anchors, width, height, taken, middle, cover) {
  const full = best(item, item.w, item.h, spots, anchors, width, height, taken, middle, cover);
  const made = full ?? best(item, item.small.w, item.small.h, spots, anchors, width, height, taken, middle, cover);
  const [w, h] = full ? [item.w, item.h] : [item.small.w, item.small.h];
  const at = made ?? clampTo({ x: item.anchor.x - w / 2, y: item.anchor.y - h / 2, w, h }, width, height);
  return { id: item.id, anchor: item.anchor, x: at.x, y: at.y, w, h, full: Boolean(full) };
}

/**
 * @param {Item[]} items
 * @param {Point} middle
 * @returns {number[][]}
 */
function ordersOf(items, middle) {
  const given = items.map((_, i) => i);
  if (items.length < 6) return [given];
  const by = (/** @type {(p: Point) => number} */ value) =>
    [...given].sort((a, b) => value(items[a].anchor) - value(items[b].anchor) || a - b);
  const away = (/** @type {Point} */ p) => Math.hypot(p.x - middle.x, p.y - middle.y);
  return [given, by(away), by((p) => -away(p)), by((p) => Math.atan2(p.y - middle.y, p.x - middle.x)), by((p) => p.x), by((p) => p.y)];
}

const ROUNDS = 4;

/**
 * The first callouts were placed before the last were known: move each to where it stands best among all the others,
 * and exchange pairs whose lines cross, until nothing gets better.
 * @param {Item[]} items
 * @param {Point[][]} anchorsBut of each item, the anchors of the others
 * @param {Spot[]} spots changed in place
 * @param {number} width
 * @param {number} height
 * @param {Rect[]} taken
 * @param {Point} middle
 * @param {(box: Rect) => number} cover
 */
function refine(items, anchorsBut, spots, width, height, taken, middle, cover) {
  const price = (/** @type {number} */ i, /** @type {Spot[]} */ all) =>
    costOf(items[i], all[i], all.filter((_, k) => k !== i), anchorsBut[i], middle) + cover(all[i]);
  for (let round = 0; round < ROUNDS; round++) {
    let better = false;
    for (let i = 0; i < items.length; i++) {
      const others = spots.filter((_, k) => k !== i);
      const { w, h, full } = spots[i];
      const item = items[i];
      const larger = full ? null : best(item, item.w, item.h, others, anchorsBut[i], width, height, taken, middle, cover);
      const at = larger ?? best(item, w, h, others, anchorsBut[i], width, height, taken, middle, cover);
      if (!at) continue;
      const moved = larger ? { ...spots[i], ...at, w: item.w, h: item.h, full: true } : { ...spots[i], ...at };
      const all = spots.map((spot, k) => (k === i ? moved : spot));
      if (!larger && price(i, all) > price(i, spots) - 1) continue;
      spots[i] = moved;
      better = true;
    }
    for (let i = 0; i < items.length; i++) {
      for (let j = i + 1; j < items.length; j++) {
        const [a, b] = [spots[i], spots[j]];
        if (!meet(a.anchor, nearest(a, a.anchor), b.anchor, nearest(b, b.anchor))) continue;
        const all = [...spots];
        all[i] = { ...a, x: b.x + (b.w - a.w) / 2, y: b.y + (b.h - a.h) / 2 };
        all[j] = { ...b, x: a.x + (a.w - b.w) / 2, y: a.y + (a.h - b.h) / 2 };
        const others = spots.filter((_, k) => k !== i && k !== j);
        if (!stands(all[i], [...others, all[j]], width, height, taken) || !stands(all[j], others, width, height, taken)) continue;
        if (price(i, all) + price(j, all) > price(i, spots) + price(j, spots) - 1) continue;
        [spots[i], spots[j]] = [all[i], all[j]];
        better = true;
      }
    }
    if (!better) return;
  }
}

/**
 * Whether a box is in view and off controls and other boxes, with room between.
 * @param {Rect} box
 * @param {Rect[]} others
 * @param {number} width
 * @param {number} height
 * @param {Rect[]} taken
 */
function stands(box, others, width, height, taken) {
  if (box.x < EDGE || box.y < EDGE || box.x + box.w > width - EDGE || box.y + box.h > height - EDGE) return false;
  const roomy = { x: box.x - 5, y: box.y - 5, w: box.w + 10, h: box.h + 10 };
  return !taken.some((r) => overlap(roomy, r)) && !others.some((r) => overlap(roomy, r));
}

/** @param {Item[]} items */
function centre(items) {
  const n = Math.max(1, items.length);
  return {
    x: items.reduce((sum, item) => sum + item.anchor.x, 0) / n,
    y: items.reduce((sum, item) => sum + item.anchor.y, 0) / n,
  };
}

/**
 * @param {Item} item
 * @param {number} w
 * @param {number} h
 * @param {Spot[]} spots
 * @param {Point[]} anchors
 * @param {number} width
 * @param {number} height
 * @param {Rect[]} taken
 * @param {Point} middle
 * @param {(box: Rect) => number} cover
 * @returns {Point | null}
 */
function best(item, w, h, spots, anchors, width, height, taken, middle, cover) {
  let found = null;
  let least = Infinity;
  for (const candidate of candidates(item, w, h)) {
    const box = { ...candidate, w, h };
    if (!stands(box, spots, width, height, taken)) continue;
    const cost = costOf(item, box, spots, anchors, middle) + cover(box);
    if (cost < least) [least, found] = [cost, candidate];
  }
  return found;
}

/**
 * @param {Item} item
 * @param {number} w
 * @param {number} h
 * @returns {Point[]}
 */
function candidates({ anchor, was }, w, h) {
  /** @type {Point[]} */
  const out = was ? [{ x: anchor.x + was.x, y: anchor.y + was.y }] : [];
  for (const reach of REACHES) {
    for (const angle of ANGLES) {
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      // The near edge of the box, not its middle, stands `reach` away.
      out.push({
        x: anchor.x + c * (reach + w / 2) - w / 2,
        y: anchor.y + s * (reach + h / 2) - h / 2,
      });
    }
  }
  return out;
}

/**
 * @param {Item} item
 * @param {Rect} box
 * @param {Spot[]} spots
 * @param {Point[]} anchors
 * @param {Point} middle
 */
function costOf(item, box, spots, anchors, middle) {
  const end = nearest(box, item.anchor);
  // In a crowd long lines are the lesser evil: boxes in the middle hide what they speak of.
  const crowded = anchors.length > 5;
  let cost = Math.hypot(end.x - item.anchor.x, end.y - item.anchor.y) * (crowded ? 0.6 : 1);
  if (item.was && box.x === item.anchor.x + item.was.x && box.y === item.anchor.y + item.was.y) cost -= 45;
  for (const other of anchors) {
    const near = nearest(box, other);
    const away = Math.hypot(near.x - other.x, near.y - other.y);
    if (away < 16) cost += 90 - away * 3;
  }
  for (const spot of spots) {
    if (crosses(item.anchor, end, spot)) cost += 220;
    if (crosses(spot.anchor, nearest(spot, spot.anchor), box)) cost += 220;
    if (meet(item.anchor, end, spot.anchor, nearest(spot, spot.anchor))) cost += 170;
  }
  // Outwards from the crowd: callouts frame the situation instead of covering it.
  const out = { x: item.anchor.x - middle.x, y: item.anchor.y - middle.y };
  const way = { x: box.x + box.w / 2 - item.anchor.x, y: box.y + box.h / 2 - item.anchor.y };
  const size = Math.hypot(out.x, out.y) * Math.hypot(way.x, way.y);
  if (size > 1) cost -= ((crowded ? 60 : 30) * (out.x * way.x + out.y * way.y)) / size;
  return cost;
}

/**
 * The point of a box nearest to `p`: where its leader line starts.
 * @param {Rect} box
 * @param {Point} p
 * @returns {Point}
 */
export function nearest(box, p) {
  return { x: Math.max(box.x, Math.min(p.x, box.x + box.w)), y: Math.max(box.y, Math.min(p.y, box.y + box.h)) };
}

/**
 * Whether the line from `a` to `b` runs through `box`.
 * @param {Point} a
 * @param {Point} b
 * @param {Rect} box
 */
export function crosses(a, b, box) {
  let [from, to] = [0, 1];
  for (const [start, step, low, high] of [
    [a.x, b.x - a.x, box.x, box.x + box.w],
    [a.y, b.y - a.y, box.y, box.y + box.h],
  ]) {
    if (Math.abs(step) < 1e-9) {
      if (start < low || start > high) return false;
      continue;
    }
    const [one, two] = [(low - start) / step, (high - start) / step];
    from = Math.max(from, Math.min(one, two));
    to = Math.min(to, Math.max(one, two));
  }
  return from < to;
}

/**
 * Whether two leader lines cross.
 * @param {Point} a
 * @param {Point} b
 * @param {Point} c
 * @param {Point} d
 */
export function meet(a, b, c, d) {
  const side = (/** @type {Point} */ p, /** @type {Point} */ q, /** @type {Point} */ r) =>
    Math.sign((q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x));
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

/**
 * @param {Rect} box
 * @param {number} width
 * @param {number} height
 * @returns {Rect}
 */
export function clampTo(box, width, height) {
  return {
    ...box,
    x: Math.max(EDGE, Math.min(box.x, width - EDGE - box.w)),
    y: Math.max(EDGE, Math.min(box.y, height - EDGE - box.h)),
  };
}
