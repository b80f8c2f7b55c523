/** Place callouts round their anchors: in view, off one another, off the controls, with short leader lines. */

import { crosses, meet, nearest } from './lines.js';
import { overlap } from './names.js';

/**
 * @typedef {import('./types').Rect} Rect
 * @typedef {{x: number, y: number}} Point
 * @typedef {{id: number, anchor: Point, w: number, h: number, small: {w: number, h: number}, was?: Point | null, fixed?: Point}} Item
 * `was` is where its left top corner stood from the anchor before; `fixed` where the reader wants it.
 * @typedef {{id: number, anchor: Point, x: number, y: number, w: number, h: number, full: boolean}} Spot
 * @typedef {Rect & {end: Point, cost: number}} Site where a box may stand, where its line starts, what it costs alone
 * @typedef {{item: Item, full: Site[], small: Site[]}} Choice the sites of an item in both forms, cheapest first
 */

const EDGE = 10;
const MOST_SORTED = 24;
const ROUNDS = 4;
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
  const choices = items.map((item) => {
    const anchors = items.filter((other) => other !== item).map((other) => other.anchor);
    if (item.fixed) {
      const { x, y } = { x: item.anchor.x + item.fixed.x, y: item.anchor.y + item.fixed.y };
      const box = clampTo({ x, y, w: item.w, h: item.h }, width, height);
      return { item, full: [{ ...box, end: nearest(box, item.anchor), cost: 0 }], small: [] };
    }
    const sites = (/** @type {number} */ w, /** @type {number} */ h) =>
      candidates(item, w, h)
        .filter((box) => inView(box, width, height) && !taken.some((r) => overlap(roomy(box), r)))
        .map((box) => ({ ...box, end: nearest(box, item.anchor), cost: aloneCost(item, box, anchors, middle) + cover(box) }))
        .sort((a, b) => a.cost - b.cost);
    return { item, full: sites(item.w, item.h), small: sites(item.small.w, item.small.h) };
  });
  /** @type {{placed: Site[], full: boolean[]}} */
  let calmest = { placed: [], full: [] };
  let lowest = Infinity;
  const fixed = items.flatMap((item, i) => (item.fixed ? [i] : []));
  // What is placed first gets the good places: in a crowd several orders are tried, and the calmest picture is kept.
  for (const order of ordersOf(items, middle)) {
    /** @type {Site[]} */
    const placed = [];
    /** @type {boolean[]} */
    const full = [];
    for (const i of fixed) [placed[i], full[i]] = [choices[i].full[0], true];
    for (const i of order) {
      if (items[i].fixed) continue;
      const others = placed.filter(Boolean);
      const anchors = items.filter((_, k) => placed[k]).map((item) => item.anchor);
      const large = best(choices[i].full, items[i].anchor, others, anchors);
      full[i] = Boolean(large);
      placed[i] = large ?? best(choices[i].small, items[i].anchor, others, anchors) ?? stuck(items[i], width, height);
    }
    refine(choices, placed, full);
    const cost = placed.reduce((sum, site, i) => sum + priceOf(items, placed, i, site) + (full[i] ? 0 : 400), 0);
    if (cost < lowest - 1e-6) [lowest, calmest] = [cost, { placed, full }];
  }
  const { placed, full } = calmest;
  return placed.map(({ x, y, w, h }, i) => ({ id: items[i].id, anchor: items[i].anchor, x, y, w, h, full: full[i] }));
}

/**
 * @param {Item[]} items
 * @param {Point} middle
 * @returns {number[][]}
 */
function ordersOf(items, middle) {
  const given = items.map((_, i) => i);
  // What stood well before a move of the map is kept as it is: the reader has just learnt where it is.
  if (items.length < 6 || items.length > MOST_SORTED || items.some((item) => item.was)) return [given];
  const by = (/** @type {(p: Point) => number} */ value) =>
    [...given].sort((a, b) => value(items[a].anchor) - value(items[b].anchor) || a - b);
  const away = (/** @type {Point} */ p) => Math.hypot(p.x - middle.x, p.y - middle.y);
  return [given, by(away), by((p) => -away(p)), by((p) => Math.atan2(p.y - middle.y, p.x - middle.x)), by((p) => p.x), by((p) => p.y)];
}

/**
 * The first callouts were placed before the last were known: move each to where it stands best among all the others,
 * and exchange pairs whose lines cross, until nothing gets better.
 * @param {Choice[]} choices
 * @param {Site[]} placed changed in place
 * @param {boolean[]} full changed in place
 */
function refine(choices, placed, full) {
  const items = choices.map((choice) => choice.item);
  for (let round = 0; round < ROUNDS; round++) {
    let better = false;
    for (let i = 0; i < items.length; i++) {
      if (items[i].fixed) continue;
      const others = placed.filter((_, k) => k !== i);
      const anchors = items.filter((_, k) => k !== i).map((item) => item.anchor);
      const large = full[i] ? null : best(choices[i].full, items[i].anchor, others, anchors);
      const site = large ?? best(full[i] ? choices[i].full : choices[i].small, items[i].anchor, others, anchors);
      if (!site || (!large && priceOf(items, placed, i, site) > priceOf(items, placed, i, placed[i]) - 1)) continue;
      placed[i] = site;
      full[i] = full[i] || Boolean(large);
      better = true;
    }
    for (let i = 0; i < items.length; i++) {
      for (let j = i + 1; j < items.length; j++) {
        if (items[i].fixed || items[j].fixed) continue;
        if (!meet(items[i].anchor, placed[i].end, items[j].anchor, placed[j].end)) continue;
        const pair = exchange(choices, placed, full, i, j);
        if (!pair) continue;
        [placed[i], placed[j]] = pair;
        better = true;
      }
    }
    // Not in a large crowd: there it takes longer than a reader notices the difference.
    for (let i = 0; i < items.length && items.length <= MOST_SORTED; i++) better = displace(choices, placed, full, i) || better;
    if (!better) return;
  }
}

const TRIED = 48;

/**
 * A good site that one other callout holds is taken, if that one finds another and both together are better off.
 * @param {Choice[]} choices
 * @param {Site[]} placed changed in place
 * @param {boolean[]} full
 * @param {number} i
 */
function displace(choices, placed, full, i) {
  const items = choices.map((choice) => choice.item);
  if (items[i].fixed) return false;
  const mine = priceOf(items, placed, i, placed[i]);
  for (const site of (full[i] ? choices[i].full : choices[i].small).slice(0, TRIED)) {
    if (site.cost >= mine) return false;
    const hit = placed.flatMap((other, k) => (k !== i && clashes(site, [other]) ? [k] : []));
    const j = hit[0];
    if (hit.length !== 1 || items[j].fixed) continue;
    const others = placed.map((other, k) => (k === i ? site : other)).filter((_, k) => k !== j);
    const anchors = items.filter((_, k) => k !== j).map((item) => item.anchor);
    const its = best(full[j] ? choices[j].full : choices[j].small, items[j].anchor, others, anchors);
    if (!its) continue;
    const after = placed.map((other, k) => (k === i ? site : k === j ? its : other));
    if (priceOf(items, after, i, site) + priceOf(items, after, j, its) >= mine + priceOf(items, placed, j, placed[j]) - 1) continue;
    [placed[i], placed[j]] = [site, its];
    return true;
  }
  return false;
}

/**
 * Each of two goes to its own site nearest to where the other stands, if that is better for both together.
 * @param {Choice[]} choices
 * @param {Site[]} placed
 * @param {boolean[]} full
 * @param {number} i
 * @param {number} j
 * @returns {[Site, Site] | null}
 */
function exchange(choices, placed, full, i, j) {
  const items = choices.map((choice) => choice.item);
  const others = placed.filter((_, k) => k !== i && k !== j);
  const near = (/** @type {number} */ one, /** @type {Rect} */ to) => {
    const away = (/** @type {Rect} */ s) => Math.hypot(s.x + s.w / 2 - to.x - to.w / 2, s.y + s.h / 2 - to.y - to.h / 2);
    const sites = (full[one] ? choices[one].full : choices[one].small).filter((s) => !clashes(s, others));
    return sites.length ? sites.reduce((a, b) => (away(b) < away(a) ? b : a)) : null;
  };
  const [a, b] = [near(i, placed[j]), near(j, placed[i])];
  if (!a || !b || clashes(a, [b])) return null;
  const after = placed.map((site, k) => (k === i ? a : k === j ? b : site));
  const price = (/** @type {Site[]} */ all) => priceOf(items, all, i, all[i]) + priceOf(items, all, j, all[j]);
  return price(after) < price(placed) - 1 ? [a, b] : null;
}

/**
 * The cheapest site that is off the others.
 * @param {Site[]} sites cheapest first
 * @param {Point} anchor
 * @param {Site[]} others
 * @param {Point[]} anchors of the others
 * @returns {Site | null}
 */
function best(sites, anchor, others, anchors) {
  let found = null;
  let least = Infinity;
  for (const site of sites) {
    if (site.cost >= least) break;
    if (clashes(site, others)) continue;
    const cost = site.cost + tangle(anchor, site, others, anchors, least - site.cost);
    if (cost < least) [least, found] = [cost, site];
  }
  return found;
}

/**
 * @param {Item[]} items
 * @param {Site[]} placed
 * @param {number} i
 * @param {Site} site
 */
function priceOf(items, placed, i, site) {
  const anchors = items.filter((_, k) => k !== i).map((item) => item.anchor);
  return site.cost + tangle(items[i].anchor, site, placed.filter((_, k) => k !== i), anchors, Infinity);
}

/**
 * What it costs that lines cross one another and run under boxes.
 * @param {Point} anchor
 * @param {Site} site
 * @param {Site[]} others
 * @param {Point[]} anchors of the others
 * @param {number} enough more than this need not be known exactly
 */
function tangle(anchor, site, others, anchors, enough) {
  let cost = 0;
  for (let i = 0; i < others.length && cost < enough; i++) {
    if (crosses(anchor, site.end, others[i])) cost += 220;
    if (crosses(anchors[i], others[i].end, site)) cost += 220;
    if (meet(anchor, site.end, anchors[i], others[i].end)) cost += 170;
  }
  return cost;
}

/**
 * What a box costs where nothing else stands: the length of its line, what it hides, and being inward of the crowd.
 * @param {Item} item
 * @param {Rect} box
 * @param {Point[]} anchors of the others
 * @param {Point} middle
 */
function aloneCost(item, box, anchors, middle) {
  const end = nearest(box, item.anchor);
  // In a crowd long lines are the lesser evil: boxes in the middle hide what they speak of.
  const crowded = anchors.length > 5;
  const long = Math.hypot(end.x - item.anchor.x, end.y - item.anchor.y);
  let cost = long * (crowded ? 0.6 : 1) + (long * long) / 900;
  if (item.was && box.x === item.anchor.x + item.was.x && box.y === item.anchor.y + item.was.y) cost -= 45;
  for (const other of anchors) {
    const near = nearest(box, other);
    const away = Math.hypot(near.x - other.x, near.y - other.y);
    if (away < 16) cost += 90 - away * 3;
  }
  // Outwards from the crowd: callouts frame the situation instead of covering it.
  const out = { x: item.anchor.x - middle.x, y: item.anchor.y - middle.y };
  const way = { x: box.x + box.w / 2 - item.anchor.x, y: box.y + box.h / 2 - item.anchor.y };
  const size = Math.hypot(out.x, out.y) * Math.hypot(way.x, way.y);
  if (size > 1) cost -= ((crowded ? 60 : 30) * (out.x * way.x + out.y * way.y)) / size;
  return cost;
}

/**
 * @param {Item} item
 * @param {number} w
 * @param {number} h
 * @returns {Rect[]}
 */
function candidates({ anchor, was }, w, h) {
  /** @type {Rect[]} */
  const out = was ? [{ x: anchor.x + was.x, y: anchor.y + was.y, w, h }] : [];
  for (const reach of REACHES) {
    for (const angle of ANGLES) {
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      // The near edge of the box, not its middle, stands `reach` away.
      out.push({ x: anchor.x + c * (reach + w / 2) - w / 2, y: anchor.y + s * (reach + h / 2) - h / 2, w, h });
    }
  }
  return out;
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
 * Where nothing fits: the small form over its own anchor.
 * @param {Item} item
 * @param {number} width
 * @param {number} height
 * @returns {Site}
 */
function stuck({ anchor, small: { w, h } }, width, height) {
  const box = clampTo({ x: anchor.x - w / 2, y: anchor.y - h / 2, w, h }, width, height);
  return { ...box, end: nearest(box, anchor), cost: 1000 };
}

/** @param {Rect} box */
const roomy = (box) => ({ x: box.x - 5, y: box.y - 5, w: box.w + 10, h: box.h + 10 });

/** @param {Rect} box @param {Rect[]} others */
function clashes(box, others) {
  const wide = roomy(box);
  return others.some((r) => overlap(wide, r));
}

/** @param {Rect} box @param {number} width @param {number} height */
function inView(box, width, height) {
  const edge = EDGE - 0.5;
  return box.x >= edge && box.y >= edge && box.x + box.w <= width - edge && box.y + box.h <= height - edge;
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
