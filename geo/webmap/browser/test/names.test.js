import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mercatorX, mercatorY } from '../src/mercator.js';
import { fewestPeople, overlap, placeNames, twoLines } from '../src/names.js';

const measure = (/** @type {string} */ text, /** @type {number} */ kind, /** @type {number} */ size) => text.length * size * 0.55;

/** @param {number} zoom @param {number} lon @param {number} lat */
function viewAt(zoom, lon, lat) {
  const world = 256 * 2 ** zoom;
  return { x: mercatorX(lon) * world - 500, y: mercatorY(lat) * world - 300, world, w: 1000, h: 600 };
}

/** @type {any[]} */
const crowd = [];
for (let i = 0; i < 400; i++) crowd.push([`Town number ${i}`, 10 + (i % 20) * 0.3, 50 + Math.floor(i / 20) * 0.2, 4, 5e6 - i]);

/** @param {any} placed */
function boxOf(placed) {
  const width = Math.max(...placed.lines.map((/** @type {string} */ line) => measure(line, placed.kind, placed.size)));
  const height = placed.lines.length * placed.size;
  const left = { left: placed.x, right: placed.x - width, center: placed.x - width / 2 }[/** @type {'left'} */ (placed.align)];
  return { x: left, y: placed.y - height / 2, w: width, h: height };
}

for (const zoom of [5, 6.5, 8, 10]) {
  test(`names never overlap at zoom ${zoom}`, () => {
    const boxes = placeNames(crowd, viewAt(zoom, 13, 52), zoom, measure).map(boxOf);
    assert.ok(boxes.length > 3);
    boxes.forEach((box, i) => assert.ok(!boxes.slice(i + 1).some((other) => overlap(box, other))));
  });
}

test('what is taken stays free', () => {
  const taken = [{ x: 0, y: 0, w: 1000, h: 300 }];
  const boxes = placeNames(crowd, viewAt(7, 13, 52), 7, measure, taken).map(boxOf);
  assert.ok(boxes.length > 0);
  assert.ok(!boxes.some((box) => overlap(box, taken[0])));
});

test('names thin out as the view widens', () => {
  const counts = [9, 7, 5, 3].map((zoom) => placeNames(crowd, viewAt(zoom, 13, 52), zoom, measure).length);
  assert.ok(counts[3] === 0 && counts[1] > counts[2]);
  assert.ok(fewestPeople(3) > fewestPeople(6) && fewestPeople(6) > fewestPeople(9));
});

test('a country too small for its name is not named', () => {
  const tiny = /** @type {any} */ (['Liechtenstein', 9.55, 47.15, 1, 160]);
  assert.equal(placeNames([tiny], viewAt(5, 9.5, 47), 5, measure).length, 0);
  assert.equal(placeNames([tiny], viewAt(11, 9.55, 47.15), 11, measure).length, 1);
});

test('long names are cut at the space nearest the middle', () => {
  assert.deepEqual(twoLines('Mali'), ['Mali']);
  assert.deepEqual(twoLines('South Atlantic Ocean'), ['South Atlantic', 'Ocean']);
  assert.deepEqual(twoLines('Liechtensteinisch'), ['Liechtensteinisch']);
});
