/** Web Mercator on the unit square: x from 0 at 180° W to 1, y from 0 in the north. */

const LIMIT = 85.0511287798;

/** @param {number} lon degrees */
export const mercatorX = (lon) => (lon + 180) / 360;

/** @param {number} lat degrees */
export function mercatorY(lat) {
  const clipped = Math.max(-LIMIT, Math.min(LIMIT, lat));
  const sin = Math.sin((clipped * Math.PI) / 180);
  return 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI);
}

/**
 * @typedef {{xy: Float64Array, box: [number, number, number, number]}} Line
 * A line on the unit square with its box [left, top, right, bottom].
 */

/**
 * @param {Float64Array} degrees [lon, lat, ...]
 * @returns {Line}
 */
export function projectLine(degrees) {
  const xy = new Float64Array(degrees.length);
  /** @type {[number, number, number, number]} */
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < degrees.length; i += 2) {
    const x = (xy[i] = mercatorX(degrees[i]));
    const y = (xy[i + 1] = mercatorY(degrees[i + 1]));
    if (x < box[0]) box[0] = x;
    if (y < box[1]) box[1] = y;
    if (x > box[2]) box[2] = x;
    if (y > box[3]) box[3] = y;
  }
  return { xy, box };
}
