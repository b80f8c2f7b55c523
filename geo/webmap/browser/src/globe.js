/** A small globe that shows where on Earth the map is: the coarse land in orthographic projection. */

const RAD = Math.PI / 180;

/**
 * @param {[number, number]} centre [lon, lat], degrees
 * @param {number} lon
 * @param {number} lat
 * @returns {[number, number, number]} right, down and towards the reader, on the unit sphere
 */
export function orthographic(centre, lon, lat) {
  const turn = (lon - centre[0]) * RAD;
  const [s0, c0] = [Math.sin(centre[1] * RAD), Math.cos(centre[1] * RAD)];
  const [s, c] = [Math.sin(lat * RAD), Math.cos(lat * RAD)];
  return [c * Math.sin(turn), -(c0 * s - s0 * c * Math.cos(turn)), s0 * s + c0 * c * Math.cos(turn)];
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {number} size pixels
 * @param {import('./basemap.js').Cell} world
 * @param {[number, number]} centre
 * @param {[number, number, number, number]} view west, south, east, north
 * @param {(name: string) => string} colour
 */
export function drawGlobe(canvas, size, world, centre, view, colour) {
  const ratio = Math.min(2, window.devicePixelRatio || 1);
  canvas.width = canvas.height = size * ratio;
  canvas.style.width = canvas.style.height = `${size}px`;
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  const r = size / 2 - 2;
  pen.scale(ratio, ratio);
  pen.translate(size / 2, size / 2);
  pen.beginPath();
  pen.arc(0, 0, r, 0, 2 * Math.PI);
  pen.fillStyle = colour('water');
  pen.fill();
  pen.save();
  pen.clip();
  pen.beginPath();
  for (const { xy } of world.land) traceRing(pen, xy, centre, r);
  pen.fillStyle = colour('locator-land');
  pen.fill('evenodd');
  traceView(pen, view, centre, r);
  pen.restore();
  pen.lineWidth = 1.8;
  pen.strokeStyle = colour('accent');
  pen.stroke();
  pen.beginPath();
  pen.arc(0, 0, r, 0, 2 * Math.PI);
  pen.lineWidth = 1;
  pen.strokeStyle = colour('coast');
  pen.stroke();
}

/**
 * What lies behind the horizon is drawn along it, so that a continent cut by it stays closed.
 * @param {CanvasRenderingContext2D} pen
 * @param {Float64Array} xy on the unit square
 * @param {[number, number]} centre
 * @param {number} r
 */
function traceRing(pen, xy, centre, r) {
  let front = false;
  const points = [];
  for (let i = 0; i < xy.length; i += 2) {
    const lat = Math.atan(Math.sinh(Math.PI * (1 - 2 * xy[i + 1]))) / RAD;
    const [x, y, z] = orthographic(centre, xy[i] * 360 - 180, lat);
    const far = z < 0 ? Math.hypot(x, y) || 1 : 1;
    front = front || z >= 0;
    points.push([(x / far) * r, (y / far) * r]);
  }
  if (!front) return;
  points.forEach(([x, y], i) => (i ? pen.lineTo(x, y) : pen.moveTo(x, y)));
  pen.closePath();
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {[number, number, number, number]} view
 * @param {[number, number]} centre
 * @param {number} r
 */
function traceView(pen, [west, south, east, north], centre, r) {
  pen.beginPath();
  const steps = 12;
  /** @type {[number, number][]} */
  const ring = [];
  for (let i = 0; i < steps; i++) ring.push([west + ((east - west) * i) / steps, south]);
  for (let i = 0; i < steps; i++) ring.push([east, south + ((north - south) * i) / steps]);
  for (let i = 0; i < steps; i++) ring.push([east - ((east - west) * i) / steps, north]);
  for (let i = 0; i < steps; i++) ring.push([west, north - ((north - south) * i) / steps]);
  ring.forEach(([lon, lat], i) => {
    const [x, y] = orthographic(centre, lon, lat);
    if (i) pen.lineTo(x * r, y * r);
    else pen.moveTo(x * r, y * r);
  });
  pen.closePath();
}
