/** Read the short text that `geo/webmap/encode.py` and `geo/_build/basemap.py` write: base64 of varints. */

/**
 * A reader over the bytes of `text`.
 * @param {string} text base64
 * @returns {() => number} the next unsigned number, up to 35 bits
 */
export function numbersOf(text) {
  const bytes = atob(text);
  let at = 0;
  return () => {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = bytes.charCodeAt(at++);
      value += (byte & 127) * scale;
      if (byte < 128 || at >= bytes.length + 1) return value;
      scale *= 128;
    }
  };
}

/** @param {number} value zigzag */
const signed = (value) => (value % 2 ? -(value + 1) / 2 : value / 2);

/**
 * One group of lines: a count, then for each its number of points and the differences.
 * @param {() => number} next
 * @param {number} steps grid steps a degree
 * @returns {Float64Array[]} each [lon, lat, lon, lat, ...] in degrees
 */
export function readLines(next, steps) {
  const lines = [];
  for (let count = next(); count > 0; count--) {
    const length = next();
    const line = new Float64Array(length * 2);
    let x = 0;
    let y = 0;
    for (let i = 0; i < length; i++) {
      x += signed(next());
      y += signed(next());
      line[2 * i] = x / steps;
      line[2 * i + 1] = y / steps;
    }
    lines.push(line);
  }
  return lines;
}

/**
 * @param {string} text
 * @param {number} steps
 */
export function decodeLines(text, steps) {
  return readLines(numbersOf(text), steps);
}
