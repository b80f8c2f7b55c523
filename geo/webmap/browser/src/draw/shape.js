/** What is being drawn, as GeoJSON. */

/** @typedef {[number, number]} Position longitude, latitude */

/**
 * @param {string} kind point, text, line or area
 * @param {Position[]} positions
 * @param {Position} position
 * @returns {Position[]} the positions with one more; a point and a text have only the last one
 */
export function collect(kind, positions, position) {
  const rounded = /** @type {Position} */ (position.map((n) => Math.round(n * 1e6) / 1e6));
  const last = positions[positions.length - 1];
  if (last && last[0] === rounded[0] && last[1] === rounded[1]) return positions;
  return kind === 'point' || kind === 'text' ? [rounded] : [...positions, rounded];
}

/**
 * @param {string} kind
 * @param {Position[]} positions
 */
export function enough(kind, positions) {
  const least = { line: 2, area: 3 }[kind] ?? 1;
  return positions.length >= least;
}

/**
 * @param {string} kind
 * @param {Position[]} positions
 * @returns {GeoJSON.Geometry}
 */
export function geometryOf(kind, positions) {
  if (kind === 'line') return { type: 'LineString', coordinates: positions };
  if (kind === 'area') return { type: 'Polygon', coordinates: [[...positions, positions[0]]] };
  return { type: 'Point', coordinates: positions[0] };
}
