/** How much of the report's shapes a callout would hide: a coarse picture of the shapes to ask quickly. */

import { crossings } from './anchor.js';

const CELL = 22;

/**
 * @param {ArrayLike<number>[][]} shapes rings in pixels, one list for each shape
 * @param {number} width
 * @param {number} height
 * @returns {(box: import('./types').Rect) => number} the cost of covering
 */
export function coverOf(shapes, width, height) {
  const columns = Math.ceil(width / CELL);
  const rows = Math.ceil(height / CELL);
  const weight = new Float32Array(columns * rows);
  for (const rings of shapes) {
    const cells = [];
    for (let row = 0; row < rows; row++) {
      const edges = crossings(rings, (row + 0.5) * CELL);
      for (let k = 0; k + 1 < edges.length; k += 2) {
        const first = Math.max(0, Math.ceil(edges[k] / CELL - 0.5));
        const last = Math.min(columns - 1, Math.floor(edges[k + 1] / CELL - 0.5));
        for (let column = first; column <= last; column++) cells.push(row * columns + column);
      }
    }
    // A small shape must stay visible; of an ocean a little may be hidden.
    const each = Math.min(9, 120 / (cells.length + 1)) + 0.8;
    for (const cell of cells) weight[cell] += each;
  }
  return (box) => {
    let sum = 0;
    const [left, right] = [Math.max(0, Math.floor(box.x / CELL)), Math.min(columns - 1, Math.floor((box.x + box.w) / CELL))];
    const [top, bottom] = [Math.max(0, Math.floor(box.y / CELL)), Math.min(rows - 1, Math.floor((box.y + box.h) / CELL))];
    for (let row = top; row <= bottom; row++) for (let column = left; column <= right; column++) sum += weight[row * columns + column];
    return sum;
  };
}
