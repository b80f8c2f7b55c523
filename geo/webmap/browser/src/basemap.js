/** Draw land, water, borders and the graticule on one canvas below everything else. */

import { numbersOf, readLines } from './decode.js';
import { mercatorX, mercatorY, projectLine } from './mercator.js';

/**
 * @typedef {import('./mercator.js').Line} Line
 * @typedef {{land: Line[], edge: [number, number, number, number], agreed: Line[], disputed: Line[], box: number[]}} Cell
 * @typedef {{from: number, cells: Cell[]}} Grade
 * @typedef {import('./types').Pen} Pen
 * @typedef {{x: number, y: number, world: number, w: number, h: number}} View
 * the left top corner in pixels of a world `world` pixels wide, and the size of the picture
 */

/** The zoom from which a grade is fine enough to be worth its points. */
const FROM = { '110m': -1, '50m': 3, '10m': 5.4 };

/**
 * @param {Record<string, import('./types').GradeData>} basemap
 * @returns {Grade[]} coarse first
 */
export function readBasemap(basemap) {
  return Object.entries(FROM)
    .filter(([name]) => basemap[name])
    .map(([name, from]) => ({
      from,
      cells: Object.entries(basemap[name].cells).map(([key, text]) => readCell(key, text, basemap[name])),
    }));
}

/**
 * @param {string} key
 * @param {string} text
 * @param {{cell: number, steps: number}} grade
 * @returns {Cell}
 */
function readCell(key, text, { cell, steps }) {
  const [column, row] = key.split(',').map(Number);
  const tall = Math.min(cell, 180);
  const [west, south] = [-180 + column * cell, -90 + row * tall];
  const next = numbersOf(text);
  const [land, agreed, disputed] = [0, 1, 2].map(() => readLines(next, steps).map(projectLine));
  const box = [mercatorX(west), mercatorY(south + tall), mercatorX(west + cell), mercatorY(south)];
  return { land, agreed, disputed, edge: edgeOf(land), box };
}

/**
 * The sides along which land was cut: a segment that runs there is no coast.
 * @param {Line[]} lines
 * @returns {[number, number, number, number]}
 */
function edgeOf(lines) {
  /** @type {[number, number, number, number]} */
  const edge = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { box } of lines) {
    edge[0] = Math.min(edge[0], box[0]);
    edge[1] = Math.min(edge[1], box[1]);
    edge[2] = Math.max(edge[2], box[2]);
    edge[3] = Math.max(edge[3], box[3]);
  }
  return edge;
}

/**
 * @param {Pen} pen
 * @param {Grade[]} grades
 * @param {View} view
 * @param {number} zoom
 * @param {(name: string) => string} colour of the theme, by name
 */
export function drawBasemap(pen, grades, view, zoom, colour) {
  pen.fillStyle = colour('water');
  pen.fillRect(0, 0, view.w, view.h);
  drawGraticule(pen, view, zoom, colour('graticule'));
  pen.lineJoin = 'round';
  const grade = grades.filter((g) => zoom >= g.from);
  const first = Math.floor(view.x / view.world);
  const last = Math.floor((view.x + view.w) / view.world);
  for (let turn = first; turn <= last; turn++) {
    const shifted = { ...view, x: view.x - turn * view.world };
    grade.forEach((g, depth) => drawGrade(pen, g, shifted, zoom, colour, depth > 0));
  }
}

/**
 * @param {Pen} pen
 * @param {Grade} grade
 * @param {View} view
 * @param {number} zoom
 * @param {(name: string) => string} colour
 * @param {boolean} over whether a coarser grade lies below and must be covered
 */
function drawGrade(pen, grade, view, zoom, colour, over) {
  const cells = grade.cells.filter((cell) => seen(cell.box, view));
  if (over) {
    pen.fillStyle = colour('water');
    for (const { box } of cells) {
      const [x, y] = [box[0] * view.world - view.x, box[1] * view.world - view.y];
      pen.fillRect(x - 0.6, y - 0.6, (box[2] - box[0]) * view.world + 1.2, (box[3] - box[1]) * view.world + 1.2);
    }
    for (const { box } of cells) drawGraticule(pen, view, zoom, colour('graticule'), box);
  }
  pen.fillStyle = colour('land');
  for (const cell of cells) {
    pen.beginPath();
    for (const line of cell.land) if (seen(line.box, view)) trace(pen, line, view, true);
    pen.fill('evenodd');
  }
  pen.setLineDash([]);
  pen.strokeStyle = colour('coast');
  pen.lineWidth = 0.8;
  for (const cell of cells) {
    pen.beginPath();
    for (const line of cell.land) if (seen(line.box, view)) trace(pen, line, view, false, cell.edge);
    pen.stroke();
  }
  pen.strokeStyle = colour('border');
  pen.lineWidth = zoom < 4 ? 0.7 : 1;
  for (const cell of cells) strokeAll(pen, cell.agreed, view);
  pen.setLineDash([4, 3]);
  for (const cell of cells) strokeAll(pen, cell.disputed, view);
  pen.setLineDash([]);
}

/**
 * @param {Pen} pen
 * @param {Line[]} lines
 * @param {View} view
 */
function strokeAll(pen, lines, view) {
  pen.beginPath();
  for (const line of lines) if (seen(line.box, view)) trace(pen, line, view, false);
  pen.stroke();
}

/**
 * @param {ArrayLike<number>} box
 * @param {View} view
 */
function seen(box, view) {
  return (
    box[2] * view.world >= view.x &&
    box[0] * view.world <= view.x + view.w &&
    box[3] * view.world >= view.y &&
    box[1] * view.world <= view.y + view.h
  );
}

/**
 * Points closer than half a pixel to the last one drawn are left out.
 * @param {Pen} pen
 * @param {Line} line
 * @param {View} view
 * @param {boolean} closed
 * @param {[number, number, number, number]} [edge]
 */
function trace(pen, { xy }, view, closed, edge) {
  let [px, py] = [0, 0];
  let down = false;
  const last = xy.length - 2;
  for (let i = 0; i <= last; i += 2) {
    const x = xy[i] * view.world - view.x;
    const y = xy[i + 1] * view.world - view.y;
    const cut = edge && i > 0 && onEdge(xy, i, edge);
    if (!down || cut) {
      pen.moveTo(x, y);
      down = true;
    } else if (i === last || Math.abs(x - px) + Math.abs(y - py) > 0.6) {
      pen.lineTo(x, y);
    } else {
      continue;
    }
    px = x;
    py = y;
  }
  if (closed) pen.closePath();
}

/**
 * @param {Float64Array} xy
 * @param {number} i
 * @param {[number, number, number, number]} edge
 */
function onEdge(xy, i, edge) {
  const close = 1e-9;
  return (
    (Math.abs(xy[i] - xy[i - 2]) < close &&
      (Math.abs(xy[i] - edge[0]) < close || Math.abs(xy[i] - edge[2]) < close)) ||
    (Math.abs(xy[i + 1] - xy[i - 1]) < close &&
      (Math.abs(xy[i + 1] - edge[1]) < close || Math.abs(xy[i + 1] - edge[3]) < close))
  );
}

/**
 * Whether a disputed border runs through the view, so that the key explains its dashes.
 * @param {Grade[]} grades
 * @param {any} map
 */
export function showsDisputed(grades, map) {
  const bounds = map.getPixelBounds();
  const size = bounds.getSize();
  const view = { x: bounds.min.x, y: bounds.min.y, world: 256 * 2 ** map.getZoom(), w: size.x, h: size.y };
  const grade = grades.filter((g) => map.getZoom() >= g.from);
  return grade.some((g) => g.cells.some((cell) => cell.disputed.some((line) => seen(line.box, view))));
}

/** @param {number} zoom */
export function graticuleStep(zoom) {
  return zoom < 3.5 ? 30 : zoom < 5 ? 10 : zoom < 6.5 ? 5 : zoom < 8 ? 2 : zoom < 9 ? 1 : 0.5;
}

/**
 * @param {Pen} pen
 * @param {View} view
 * @param {number} zoom
 * @param {string} colour
 * @param {number[]} [box] on the unit square, to draw inside only
 */
function drawGraticule(pen, view, zoom, colour, box) {
  const step = graticuleStep(zoom);
  const left = box ? Math.max(0, box[0] * view.world - view.x) : 0;
  const right = box ? Math.min(view.w, box[2] * view.world - view.x) : view.w;
  const top = box ? Math.max(0, box[1] * view.world - view.y) : 0;
  const bottom = box ? Math.min(view.h, box[3] * view.world - view.y) : view.h;
  pen.strokeStyle = colour;
  pen.lineWidth = 0.7;
  pen.beginPath();
  const east = ((view.x + right) / view.world) * 360 - 180;
  for (let lon = Math.ceil((((view.x + left) / view.world) * 360 - 180) / step) * step; lon <= east; lon += step) {
    const x = mercatorX(lon) * view.world - view.x;
    pen.moveTo(x, top);
    pen.lineTo(x, bottom);
  }
  for (let lat = Math.ceil(-84 / step) * step; lat < 85; lat += step) {
    const y = mercatorY(lat) * view.world - view.y;
    if (y < top || y > bottom) continue;
    pen.moveTo(left, y);
    pen.lineTo(right, y);
  }
  pen.stroke();
}
