/** Where a leader line should end: a point well inside the part of a shape that is in view. */

/**
 * @typedef {{x: number, y: number}} Point
 */

/**
 * Where a level line enters and leaves a shape, from left to right.
 * @param {ArrayLike<number>[]} rings in pixels, [x, y, ...]
 * @param {number} y
 * @returns {number[]}
 */
export function crossings(rings, y) {
  const found = [];
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const yi = ring[i + 1];
      const yj = ring[j + 1];
      if (yi > y !== yj > y) found.push(((ring[j] - ring[i]) * (y - yi)) / (yj - yi) + ring[i]);
    }
  }
  return found.sort((a, b) => a - b);
}

/**
 * The point of a grid that is inside and farthest from the outline and the edge of the view, or null where nothing of
 * the shape is in view.
 * @param {ArrayLike<number>[]} rings in pixels
 * @param {number} width of the view
 * @param {number} height
 * @param {Point} preferred kept where it is inside and in view with room
 * @returns {Point | null}
 */
export function anchorIn(rings, width, height, preferred) {
  const margin = 24;
  const free = (/** @type {Point} */ p) => p.x > margin && p.y > margin && p.x < width - margin && p.y < height - margin;
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of rings) {
    for (let i = 0; i < ring.length; i += 2) {
      x0 = Math.min(x0, ring[i]);
      x1 = Math.max(x1, ring[i]);
      y0 = Math.min(y0, ring[i + 1]);
      y1 = Math.max(y1, ring[i + 1]);
    }
  }
  if (rings.every((ring) => ring.length < 6)) return free(preferred) ? preferred : null;
  if (x1 - x0 < 6 && y1 - y0 < 6) return free(preferred) ? preferred : null;
  const whole = x0 >= 0 && y0 >= 0 && x1 <= width && y1 <= height;
  if (whole && free(preferred)) return preferred;
  const [left, right] = [Math.max(x0, margin), Math.min(x1, width - margin)];
  const [top, bottom] = [Math.max(y0, margin), Math.min(y1, height - margin)];
  if (left >= right || top >= bottom) return null;
  let best = null;
  let most = 0;
  const steps = 10;
  for (let k = 0; k < steps; k++) {
    const y = top + ((k + 0.5) / steps) * (bottom - top);
    const edges = crossings(rings, y);
    for (let e = 0; e + 1 < edges.length; e += 2) {
      const [from, to] = [Math.max(edges[e], left), Math.min(edges[e + 1], right)];
      if (from >= to) continue;
      const x = (from + to) / 2;
      const wide = 1.5 * Math.min(x, y, width - x, height - y, (to - from) / 2);
      if (wide <= most) continue;
      const room = Math.min(clearance(rings, x, y), wide);
      if (room > most) [most, best] = [room, { x, y }];
    }
  }
  return best;
}

/**
 * @param {ArrayLike<number>[]} rings
 * @param {number} x
 * @param {number} y
 */
function clearance(rings, x, y) {
  let least = Infinity;
  for (const ring of rings) {
    for (let i = 0; i < ring.length; i += 2) {
      const d = (ring[i] - x) ** 2 + (ring[i + 1] - y) ** 2;
      if (d < least) least = d;
    }
  }
  return Math.sqrt(least);
}
