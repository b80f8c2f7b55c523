/** The shapes the report speaks of: areas, lines and points with the look of their claims, reachable by keyboard. */

import { decodeLines } from './decode.js';
import { addDoor } from './under.js';

const L = /** @type {any} */ (window).L;

/** Which status fills a shape that has several: the surest. */
const SUREST = ['occurred', 'ongoing', 'claimed', 'planned', 'possible', 'denied'];

/**
 * @typedef {import('./types').PlaceData} PlaceData
 * @typedef {[number, number, number, number]} Box
 * @typedef {import('./types').ClaimData} ClaimData
 * @typedef {{index: number, data: PlaceData, claims: ClaimData[], layer: any, main: any, outline: Float64Array[], box: Box, size: number, shown: boolean}} Area
 */

/**
 * @param {import('./types').Encoded} shape
 * @param {number} steps
 * @param {number} middle longitude to stay near, so that a shape on the far side of 180° is drawn beside its rest;
 *   NaN leaves everything where it is
 * @returns {{points: [number, number][], lines: Float64Array[], polygons: Float64Array[][]}} degrees
 */
export function decodeShape(shape, steps, middle) {
  const polygons = (shape.rings ?? []).map((text) => decodeLines(text, steps));
  const lines = shape.lines ? decodeLines(shape.lines, steps) : [];
  for (const rings of polygons) shiftTo(rings, middle);
  for (const line of lines) shiftTo([line], middle);
  const points = (shape.points ?? []).map(([lon, lat]) => /** @type {[number, number]} */ ([near(lon, middle), lat]));
  return { points, lines, polygons };
}

/**
 * @param {number} lon
 * @param {number} middle
 */
export function near(lon, middle) {
  if (Number.isNaN(middle)) return lon;
  return lon + 360 * Math.round((middle - lon) / 360);
}

/**
 * @param {Float64Array[]} rings
 * @param {number} middle
 */
function shiftTo(rings, middle) {
  if (Number.isNaN(middle)) return;
  const ring = rings[0];
  let [west, east] = [Infinity, -Infinity];
  for (let i = 0; i < ring.length; i += 2) {
    west = Math.min(west, ring[i]);
    east = Math.max(east, ring[i]);
  }
  const turn = 360 * Math.round((middle - (west + east) / 2) / 360);
  if (turn) for (const line of rings) for (let i = 0; i < line.length; i += 2) line[i] += turn;
}

/** @param {Float64Array} line */
export function latLngs(line) {
  const out = [];
  for (let i = 0; i < line.length; i += 2) out.push([line[i + 1], line[i]]);
  return out;
}

/**
 * A cut at 180° or at a pole is no edge of the shape: the outline is drawn in pieces without it.
 * @param {Float64Array} ring
 */
export function openAtDateLine(ring) {
  const pieces = [];
  /** @type {[number, number][]} */
  let piece = [];
  for (let i = 0; i < ring.length; i += 2) {
    const turn = i > 0 && Math.abs(Math.abs(ring[i]) - 180) < 1e-6 && ring[i] === ring[i - 2];
    const pole = i > 0 && Math.min(Math.abs(ring[i + 1]), Math.abs(ring[i - 1])) > 84.9;
    const cut = turn || pole;
    if (cut) {
      if (piece.length > 1) pieces.push(piece);
      piece = [];
    }
    piece.push([ring[i + 1], ring[i]]);
  }
  if (piece.length > 1) pieces.push(piece);
  return pieces;
}

/**
 * The rings that are seen as areas at the size of the whole: a comb round every isle would be a tangle.
 * @param {Float64Array[]} rings
 */
function mainRings(rings) {
  const sizes = rings.map((ring) => extent(boxOf([ring])));
  const most = Math.max(...sizes);
  return rings.filter((_, i) => sizes[i] >= most / 40);
}

/**
 * @param {any} map
 * @param {import('./types').PageData} data
 * @param {{open: (area: Area, event: Event | null, at?: any) => void, near: (area: Area, on: boolean) => void}} hooks
 */
export function drawAreas(map, data, hooks) {
  const middle = (data.frame[0] + data.frame[2]) / 2;
  const byNumber = new Map(data.claims.map((claim) => [claim.n, claim]));
  const areas = data.places.map((place, index) => {
    const claims = place.claims.map((n) => /** @type {ClaimData} */ (byNumber.get(n)));
    return drawArea(place, index, claims, decodeShape(place, data.steps, middle));
  });
  // Large shapes first: they are below.
  const stacked = [...areas].sort((a, b) => b.size - a.size);

  return {
    areas,
    /**
     * Show what the filters leave, each shape in the look of its surest shown claim.
     * @param {(n: number) => boolean} shows
     * @param {boolean} named whether places that are only named are drawn too
     */
    update(shows, named) {
      for (const area of stacked) {
        const claims = area.claims.filter((claim) => shows(claim.n));
        const on = claims.length > 0 || (named && !area.claims.length);
        if (on !== area.shown) {
          if (on) area.layer.addTo(map);
          else area.layer.remove();
          area.shown = on;
          if (on) makeReachable(area, hooks);
        }
        if (on) dress(area, claims, data.statuses);
      }
      thinOut(stacked.filter((area) => area.shown && area.data.rings));
    },
  };
}

/**
 * @param {PlaceData} place
 * @param {number} index
 * @param {ClaimData[]} claims
 * @param {ReturnType<typeof decodeShape>} shape
 * @returns {Area}
 */
function drawArea(place, index, claims, shape) {
  const sky = place.kind === 'airspace' || place.kind === 'fir';
  const name = `h-grey p-${sky ? 'airspace' : place.precision}`;
  const layer = L.featureGroup();
  let main = null;
  if (shape.polygons.length) {
    const rings = shape.polygons.map((polygon) => polygon.map(latLngs));
    main = L.polygon(rings, { className: `area ${name}`, fillOpacity: 1, stroke: false, smoothFactor: 1 });
    layer.addLayer(main);
    if (sky || place.precision !== 'vague') {
      // The isles in a sea have their coast from the basemap; a line round each would bury them.
      const outlines = place.kind === 'sea' ? shape.polygons.map((polygon) => polygon[0]) : shape.polygons.flat();
      const edges = outlines.flatMap(openAtDateLine);
      const still = { interactive: false, fill: false, smoothFactor: 1.4 };
      const teeth = mainRings(outlines).flatMap(openAtDateLine);
      if (sky) layer.addLayer(L.polyline(teeth, { ...still, className: `edge comb ${name}` }));
      layer.addLayer(L.polyline(edges, { ...still, className: `edge ${name}` }));
    }
  }
  for (const line of shape.lines) {
    const drawn = L.polyline(latLngs(line), { className: `edge way ${name}`, weight: 4 });
    layer.addLayer(drawn);
    main = main ?? drawn;
  }
  for (const [lon, lat] of shape.points) {
    const spot = L.circleMarker([lat, lon], { className: `spot ${name}`, radius: claims.length ? 9 : 5, fillOpacity: 1 });
    layer.addLayer(spot);
    main = main ?? spot;
  }
  const outline = [...shape.polygons.flat(), ...shape.lines, ...shape.points.map((p) => Float64Array.from(p))];
  const box = boxOf(outline);
  return { index, data: place, claims, layer, main, outline, box, size: extent(box), shown: false };
}

/**
 * @param {Area} area
 * @param {ClaimData[]} claims the shown ones
 * @param {Record<string, {hatch: string}>} statuses
 */
function dress(area, claims, statuses) {
  const lead = [...claims].sort((a, b) => SUREST.indexOf(a.status) - SUREST.indexOf(b.status))[0];
  const hue = lead?.hue ?? 'grey';
  const fill = lead ? `url(#f-${hue}-${statuses[lead.status].hatch})` : 'url(#f-grey-named)';
  area.layer.eachLayer((/** @type {any} */ part) => {
    const path = /** @type {SVGElement} */ (part.getElement());
    path.setAttribute('class', (path.getAttribute('class') ?? '').replace(/\bh-\w+/, `h-${hue}`));
    if (part.options.fill !== false && part.options.interactive !== false) part.setStyle({ fillColor: fill });
  });
}

/** How much of its fill a shape keeps that lies over none, one, two or more others. */
const KEPT = [1, 0.75, 0.6, 0.5];

/**
 * Where shapes lie one over the other their fills grow thinner, so that the map and its names stay legible below them.
 * @param {Area[]} stacked areas, large ones first
 */
function thinOut(stacked) {
  stacked.forEach((area, i) => {
    const below = stacked.slice(0, i).filter((other) => coveredBy(area.box, other.box)).length;
    area.main.setStyle({ fillOpacity: KEPT[Math.min(below, KEPT.length - 1)] });
  });
}

/**
 * Whether most of a box lies in another.
 * @param {Box} box
 * @param {Box} other
 */
function coveredBy([w, s, e, n], [west, south, east, north]) {
  const wide = Math.min(e, east) - Math.max(w, west);
  const tall = Math.min(n, north) - Math.max(s, south);
  return wide > 0 && tall > 0 && wide * tall > 0.5 * (e - w) * (n - s);
}

/**
 * @param {Float64Array[]} outline
 * @returns {Box} west, south, east, north
 */
function boxOf(outline) {
  let [w, s, e, n] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const line of outline) {
    for (let i = 0; i < line.length; i += 2) {
      w = Math.min(w, line[i]);
      e = Math.max(e, line[i]);
      s = Math.min(s, line[i + 1]);
      n = Math.max(n, line[i + 1]);
    }
  }
  return [w, s, e, n];
}

/** @param {Box} box */
function extent([w, s, e, n]) {
  return (e - w) * (n - s);
}

/**
 * @param {Area} area
 * @param {{open: (area: Area, event: Event | null, at?: any) => void, near: (area: Area, on: boolean) => void}} hooks
 */
function makeReachable(area, hooks) {
  const path = area.main?.getElement?.();
  if (!path || path.dataset.place) return;
  const count = area.claims.length;
  path.dataset.place = String(area.index);
  addDoor(path, area.data.name, (at) => hooks.open(area, null, at));
  path.setAttribute('tabindex', '0');
  path.setAttribute('role', 'button');
  path.setAttribute('aria-label', `${area.data.name}, ${count} claim${count === 1 ? '' : 's'}`);
  path.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    event.stopPropagation();
    hooks.open(area, event);
  });
  for (const [name, on] of /** @type {[string, boolean][]} */ ([['mouseenter', true], ['focus', true], ['mouseleave', false], ['blur', false]])) {
    path.addEventListener(name, () => hooks.near(area, on));
  }
  area.layer.off('click').on('click', (/** @type {any} */ event) => {
    L.DomEvent.stopPropagation(event);
    hooks.open(area, event.originalEvent);
  });
}
