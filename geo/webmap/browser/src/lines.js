/** Leader lines: where they start, what they cross. */

/**
 * @typedef {import('./types').Rect} Rect
 * @typedef {{x: number, y: number}} Point
 */

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
  if (Math.max(a.x, b.x) < box.x || Math.min(a.x, b.x) > box.x + box.w) return false;
  if (Math.max(a.y, b.y) < box.y || Math.min(a.y, b.y) > box.y + box.h) return false;
  let [from, to] = [0, 1];
  for (const flat of [true, false]) {
    const start = flat ? a.x : a.y;
    const step = flat ? b.x - a.x : b.y - a.y;
    const low = flat ? box.x : box.y;
    const high = low + (flat ? box.w : box.h);
    if (Math.abs(step) < 1e-9) {
      if (start < low || start > high) return false;
      continue;
    }
    const one = (low - start) / step;
    const two = (high - start) / step;
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
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

/**
 * Which side of the line from `p` to `q` the point `r` is on.
 * @param {Point} p
 * @param {Point} q
 * @param {Point} r
 */
function side(p, q, r) {
  return Math.sign((q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x));
}
