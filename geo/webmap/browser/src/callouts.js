/** Numbered callouts on the map with leader lines, kept in view and off one another. */

import { anchorIn } from './anchor.js';
import { boxOf, showRows } from './callout.js';
import { coverOf } from './cover.js';
import { alongEdge, gathered, mostIn } from './crowd.js';
import { button, make, makeSvg } from './dom.js';
import { makeMovable } from './drag.js';
import { clampTo, layOut } from './layout.js';
import { near } from './areas.js';
import { nearest } from './lines.js';

/**
 * @typedef {import('./areas.js').Area} Area
 * @typedef {{area: Area, box: HTMLElement, leader: SVGElement, dot: SVGElement, at: [number, number] | null,
 *   offset: {x: number, y: number} | null, size: {w: number, h: number}, small: {w: number, h: number}, full: boolean,
 *   thin: Float64Array[]}} Callout
 * @typedef {{box: HTMLElement, at: any, w: number, h: number}} Group callouts gathered under one number at a latlng
 */

const L = /** @type {any} */ (window).L;

/**
 * @param {any} map
 * @param {Area[]} areas
 * @param {import('./types').PageData} data
 * @param {{open: (area: Area, event: Event) => void, near: (area: Area, on: boolean) => void, taken: () => import('./types').Rect[], shows: (claim: number) => boolean, change: (claim: number) => string, moved: () => void}} hooks
 */
export function addCallouts(map, areas, data, hooks) {
  const lines = makeSvg('svg', { class: 'leaders', 'aria-hidden': 'true' });
  const holder = make('div', { class: 'callouts' });
  map.getContainer().append(lines, holder);
  const claims = new Map(data.claims.map((claim) => [claim.n, claim]));
  /** @type {Map<number, {x: number, y: number}>} where the reader put callouts, from the point each speaks of */
  let moved = new Map();

  /** @type {Callout[]} */
  const callouts = areas
    .filter((area) => area.data.claims.length)
    .map((area) => {
      const rows = area.data.claims.map((n) => /** @type {import('./types').ClaimData} */ (claims.get(n)));
      const hue = rows[0].hue;
      const box = boxOf(area, rows, hooks.open);
      const leader = makeSvg('path', { class: `leader h-${hue} line-${rows[0].status}` });
      const dot = makeSvg('circle', { class: `anchor h-${hue}`, r: '3' });
      lines.append(leader, dot);
      holder.append(box);
      for (const [name, on] of /** @type {[string, boolean][]} */ ([['mouseenter', true], ['focus', true], ['mouseleave', false], ['blur', false]])) {
        box.addEventListener(name, () => hooks.near(area, on));
      }
      const none = { w: 0, h: 0 };
      return { area, box, leader, dot, at: null, offset: null, size: none, small: none, full: true, thin: mainLines(area.outline).map(thinned) };
    });

  for (const c of callouts) {
    makeMovable(c.box, {
      move(dx, dy) {
        if (!c.at || !c.offset) return;
        moved.set(c.area.index, { x: c.offset.x + dx, y: c.offset.y + dy });
        c.offset = moved.get(c.area.index) ?? null;
        follow();
      },
      done: settle,
      reset: () => moved.delete(c.area.index),
    });
  }

  function settle() {
    arrange();
    hooks.moved();
  }

  /** @param {Callout} c */
  const listed = (c) => c.area.shown && c.area.claims.some((claim) => hooks.shows(claim.n));

  function measure() {
    for (const c of callouts) {
      c.box.hidden = !listed(c);
      dress(c, claims.get(showRows(c.box, hooks.shows, hooks.change)));
      c.box.classList.remove('is-small', 'is-away');
      c.size = { w: c.box.offsetWidth, h: c.box.offsetHeight };
      c.box.classList.add('is-small');
      c.small = { w: c.box.offsetWidth, h: c.box.offsetHeight };
    }
  }

  function arrange() {
    const size = map.getSize();
    const shown = callouts.filter((c) => {
      const on = listed(c);
      c.box.hidden = !on;
      return on;
    });
    for (const c of callouts) c.at = null;
    const rings = new Map(shown.map((c) => [c, c.thin.map((ring) => inPixels(map, ring))]));
    for (const c of shown) c.at = anchorOf(map, c, rings.get(c) ?? [], size);
    const cover = coverOf([...rings.values()].filter((r) => r[0]?.length > 4), size.x, size.y);
    const { single: inView, groups } = apart(shown.filter((c) => c.at), size);
    const narrow = size.x < 560 || groups.length > 0 || crowded(inView, size);
    const spots = layOut(
      inView.map((c, id) => {
        const full = narrow ? c.small : c.size;
        const fixed = moved.get(c.area.index);
        return { id, anchor: pixel(map, c.at), w: full.w, h: full.h, small: c.small, was: c.offset, fixed };
      }),
      size.x,
      size.y,
      [...hooks.taken(), ...groups.map(boxOfGroup)],
      cover,
    );
    spots.forEach((spot, i) => {
      const c = inView[i];
      const anchor = pixel(map, c.at);
      c.offset = { x: spot.x - anchor.x, y: spot.y - anchor.y };
      c.full = spot.full && !narrow;
      c.box.classList.toggle('is-small', !c.full);
      c.box.classList.remove('is-away');
    });
    putAway(map, shown.filter((c) => !c.at), size, [...hooks.taken(), ...spots, ...groups.map(boxOfGroup)]);
    follow();
  }

  /** @type {Group[]} */
  let groups = [];

  /**
   * In a crowd near callouts become one number, which leads nearer.
   * @param {Callout[]} inView
   * @param {{x: number, y: number}} size
   */
  function apart(inView, size) {
    for (const group of groups) group.box.remove();
    const most = mostIn(size);
    const parts = inView.length > most ? gathered(inView.map((c) => pixel(map, c.at)), Math.round(most * 0.6)) : inView.map((_, i) => [i]);
    groups = parts.filter((part) => part.length > 1).map((part) => groupOf(part.map((i) => inView[i])));
    return { single: parts.filter((part) => part.length === 1).map(([i]) => inView[i]), groups };
  }

  /** @param {Callout[]} members @returns {Group} */
  function groupOf(members) {
    const points = members.map((c) => pixel(map, c.at));
    const middle = points.reduce((sum, p) => sum.add(p), points[0].multiplyBy(0)).divideBy(points.length);
    const count = new Set(members.flatMap((c) => c.area.data.claims.filter(hooks.shows))).size;
    for (const c of members) {
      c.offset = null;
      c.box.hidden = true;
    }
    const box = button(String(count), () => nearer(members), {
      class: 'callout is-small is-group', 'aria-label': `${count} claims at ${members.length} places: zoom in`,
    });
    L.DomEvent.disableClickPropagation(box);
    holder.append(box);
    return { box, at: map.containerPointToLatLng(middle), w: box.offsetWidth, h: box.offsetHeight };
  }

  /** @param {Callout[]} members */
  function nearer(members) {
    const bounds = L.latLngBounds(members.map((c) => c.at));
    map.fitBounds(bounds, { padding: [60, 60], maxZoom: map.getZoom() + 4 });
  }

  /** @param {Group} group @returns {import('./types').Rect} */
  function boxOfGroup({ at, w, h }) {
    const p = map.latLngToContainerPoint(at);
    return { x: p.x - w / 2, y: p.y - h / 2, w, h };
  }

  function follow() {
    const size = map.getSize();
    for (const group of groups) {
      const { x, y } = boxOfGroup(group);
      group.box.style.transform = `translate(${Math.round(x)}px,${Math.round(y)}px)`;
    }
    for (const c of callouts) {
      const on = listed(c) && c.at && c.offset;
      for (const part of [c.leader, c.dot]) part.classList.toggle('is-off', !on);
      if (!on) continue;
      const anchor = pixel(map, c.at);
      const { w, h } = c.full ? c.size : c.small;
      const o = /** @type {{x: number, y: number}} */ (c.offset);
      const box = clampTo({ x: anchor.x + o.x, y: anchor.y + o.y, w, h }, size.x, size.y);
      c.box.style.transform = `translate(${Math.round(box.x)}px,${Math.round(box.y)}px)`;
      const from = nearest(box, anchor);
      c.leader.setAttribute('d', `M${from.x} ${from.y}L${anchor.x} ${anchor.y}`);
      c.dot.setAttribute('cx', String(anchor.x));
      c.dot.setAttribute('cy', String(anchor.y));
    }
  }

  /** The popup lies in a lower layer than the callouts: those it would lie under make way while it is open. */
  function makeWay() {
    const r = popup?.getBoundingClientRect();
    const hidden = (/** @type {Element} */ part) => {
      const b = part.getBoundingClientRect();
      return Boolean(r && b.left < r.right && r.left < b.right && b.top < r.bottom && r.top < b.bottom);
    };
    for (const c of callouts) {
      const under = hidden(c.box);
      c.box.classList.toggle('is-under', under);
      // A line that would end on the popup points to nothing the reader sees.
      for (const part of [c.leader, c.dot]) part.classList.toggle('is-under', under || hidden(c.dot));
    }
  }

  map.on('move', follow);
  /** @type {HTMLElement | null} the open one; a closed one stands there until it has faded */
  let popup = null;
  map.on('popupopen', (/** @type {any} */ event) => (popup = event.popup.getElement()));
  map.on('popupclose', () => (popup = null));
  map.on('popupopen popupclose moveend', () => requestAnimationFrame(makeWay));
  map.on('zoomanim', () => map.getContainer().classList.add('is-zooming'));
  map.on('zoomend', () => map.getContainer().classList.remove('is-zooming'));
  return {
    arrange,
    measure,
    /** From now on every move of the map arranges them anew. */
    start: () => map.on('moveend resize', arrange),
    /** @returns {import('./types').Rect[]} where callouts stand, in container pixels */
    boxes() {
      const single = callouts
        .filter((c) => listed(c) && c.at && c.offset)
        .flatMap((c) => {
          const anchor = pixel(map, c.at);
          const { w, h } = c.full ? c.size : c.small;
          const o = /** @type {{x: number, y: number}} */ (c.offset);
          return [
            { x: anchor.x + o.x - 3, y: anchor.y + o.y - 3, w: w + 6, h: h + 6 },
            { x: anchor.x - 4, y: anchor.y - 4, w: 8, h: 8 },
          ];
        });
      return [...single, ...groups.map(boxOfGroup)];
    },
    moved: () => moved,
    /** @param {Map<number, {x: number, y: number}>} places */
    setMoved(places) {
      moved = places;
      arrange();
    },
    /** @param {Area} area @param {{x: number, y: number} | null} at its middle in container pixels; null puts it back */
    put(area, at) {
      const c = callouts.find((one) => one.area === area);
      if (!c?.at) return;
      const { w, h } = c.full ? c.size : c.small;
      const anchor = pixel(map, c.at);
      if (at) moved.set(area.index, { x: at.x - w / 2 - anchor.x, y: at.y - h / 2 - anchor.y });
      else moved.delete(area.index);
      settle();
    },
    /** @param {(area: Area) => boolean} is @param {string} sign */
    mark(is, sign) {
      for (const c of callouts) {
        const on = is(c.area);
        for (const part of [c.box, c.leader, c.dot]) part.classList.toggle(sign, on);
      }
    },
    callouts,
  };
}

/**
 * Frame, leader line and dot look like the first claim that is shown.
 * @param {Callout} c
 * @param {import('./types').ClaimData | undefined} claim none where all are hidden
 */
function dress({ box, leader, dot }, claim) {
  if (!claim) return;
  for (const part of [box, leader, dot]) {
    const look = (part.getAttribute('class') ?? '').replace(/\bh-\w+/, `h-${claim.hue}`);
    part.setAttribute('class', look.replace(/\bline-\w+/, `line-${claim.status}`));
  }
}

/**
 * Whether callouts in full would hide the map: then all of them are numbers.
 * @param {Callout[]} callouts
 * @param {{x: number, y: number}} size
 */
function crowded(callouts, size) {
  const full = callouts.reduce((sum, { size: { w, h } }) => sum + (w + 10) * (h + 10), 0);
  return full > 0.45 * size.x * size.y;
}

/**
 * @param {any} map
 * @param {[number, number] | null} at [lat, lng]
 */
function pixel(map, at) {
  return map.latLngToContainerPoint(at);
}

/**
 * @param {any} map
 * @param {Float64Array} ring degrees
 */
function inPixels(map, ring) {
  const out = new Float64Array(ring.length);
  for (let i = 0; i < ring.length; i += 2) {
    const p = map.latLngToContainerPoint([ring[i + 1], ring[i]]);
    out[i] = p.x;
    out[i + 1] = p.y;
  }
  return out;
}

/**
 * @param {any} map
 * @param {Callout} c
 * @param {Float64Array[]} rings in pixels
 * @param {{x: number, y: number}} size
 * @returns {[number, number] | null}
 */
function anchorOf(map, c, rings, size) {
  const [lon, lat] = c.area.data.point;
  const middle = (c.thin[0][0] + c.thin[0][c.thin[0].length - 2]) / 2;
  const home = map.latLngToContainerPoint([lat, lon + 360 * Math.round((middle - lon) / 360)]);
  const found = anchorIn(rings, size.x, size.y, home);
  if (!found) return null;
  const at = map.containerPointToLatLng([found.x, found.y]);
  return [at.lat, at.lng];
}

const WAYS = ['→', '↘', '↓', '↙', '←', '↖', '↑', '↗'];

/** Of more than this many out of view, only the first of each way is shown. */
const MOST_AWAY = 12;

/**
 * A callout whose shape is out of view waits at the edge, on its side, with an arrow that way.
 * @param {any} map
 * @param {Callout[]} away
 * @param {{x: number, y: number}} size
 * @param {import('./types').Rect[]} taken
 */
function putAway(map, away, size, taken) {
  const placed = [...taken];
  const crowd = away.length > MOST_AWAY;
  /** @type {Set<string>} */
  const told = new Set();
  for (const c of away) {
    const [lon, lat] = c.area.data.point;
    const p = map.latLngToContainerPoint([lat, near(lon, map.getCenter().lng)]);
    const turn = Math.atan2(p.y - size.y / 2, p.x - size.x / 2) / (Math.PI / 4);
    const way = WAYS[(Math.round(turn) + 8) % 8];
    c.full = false;
    c.offset = null;
    c.box.classList.add('is-small', 'is-away');
    c.box.classList.remove('is-under');
    c.box.dataset.way = way;
    // In a crowd the first of each way stands for all.
    c.box.hidden = crowd && told.has(way);
    if (c.box.hidden) continue;
    told.add(way);
    const spot = alongEdge(p, { w: c.small.w + 20, h: c.small.h }, size, placed);
    placed.push({ x: spot.x - 4, y: spot.y - 4, w: spot.w + 8, h: spot.h + 8 });
    c.box.style.transform = `translate(${Math.round(spot.x)}px,${Math.round(spot.y)}px)`;
  }
}

const MOST_LINES = 8;

/**
 * The largest rings of a shape: where the callout points to need not mind every islet.
 * @param {Float64Array[]} lines
 */
function mainLines(lines) {
  if (lines.length <= MOST_LINES) return lines;
  const wide = (/** @type {Float64Array} */ line) => {
    let [w, e] = [Infinity, -Infinity];
    for (let i = 0; i < line.length; i += 2) [w, e] = [Math.min(w, line[i]), Math.max(e, line[i])];
    return e - w;
  };
  return [...lines].sort((a, b) => wide(b) - wide(a)).slice(0, MOST_LINES);
}

/**
 * Few enough points to search through on every move.
 * @param {Float64Array} line
 */
function thinned(line) {
  const step = Math.ceil(line.length / 2 / 160);
  if (step < 2) return line;
  const out = [];
  for (let i = 0; i < line.length; i += 2 * step) out.push(line[i], line[i + 1]);
  return Float64Array.from(out);
}
