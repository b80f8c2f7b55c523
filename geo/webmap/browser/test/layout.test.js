import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anchorIn, crossings } from '../src/anchor.js';
import { clampTo, layOut } from '../src/layout.js';
import { crosses, meet, nearest } from '../src/lines.js';
import { overlap } from '../src/names.js';

/** A generator of numbers that are the same on every run. */
function dice() {
  let state = 7;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

for (const count of [1, 5, 12, 25]) {
  test(`${count} callouts stand in view and off one another and the controls`, () => {
    const roll = dice();
    const small = { w: 30, h: 30 };
    const items = Array.from({ length: count }, (_, id) => ({
      id, anchor: { x: 300 + roll() * 400, y: 200 + roll() * 200 }, w: 150, h: 54, small,
    }));
    const control = { x: 930, y: 10, w: 60, h: 110 };
    const spots = layOut(items, 1000, 640, [control]);
    assert.equal(spots.length, count);
    spots.forEach((spot, i) => {
      assert.ok(spot.x >= 0 && spot.y >= 0 && spot.x + spot.w <= 1000 && spot.y + spot.h <= 640);
      assert.ok(!overlap(spot, control));
      assert.ok(!spots.slice(i + 1).some((other) => overlap(spot, other)));
    });
  });
}

test('a callout that has a good place keeps it', () => {
  const item = { id: 0, anchor: { x: 500, y: 300 }, w: 100, h: 40, small: { w: 30, h: 30 } };
  const [first] = layOut([item], 1000, 600, []);
  const was = { x: first.x - 500, y: first.y - 300 };
  const [second] = layOut([{ ...item, anchor: { x: 520, y: 310 }, was }], 1000, 600, []);
  assert.deepEqual([second.x - 520, second.y - 310], [was.x, was.y]);
});

test('where the full form does not fit the small one is taken', () => {
  const item = { id: 0, anchor: { x: 50, y: 50 }, w: 400, h: 90, small: { w: 28, h: 28 } };
  const [spot] = layOut([item], 120, 120, []);
  assert.equal(spot.full, false);
  assert.equal(spot.w, 28);
});

test('lines and boxes are told apart', () => {
  const box = { x: 10, y: 10, w: 10, h: 10 };
  assert.ok(crosses({ x: 0, y: 15 }, { x: 30, y: 15 }, box));
  assert.ok(!crosses({ x: 0, y: 5 }, { x: 30, y: 5 }, box));
  assert.ok(meet({ x: 0, y: 0 }, { x: 10, y: 10 }, { x: 0, y: 10 }, { x: 10, y: 0 }));
  assert.ok(!meet({ x: 0, y: 0 }, { x: 4, y: 4 }, { x: 0, y: 10 }, { x: 10, y: 0 }));
  assert.deepEqual(nearest(box, { x: 0, y: 15 }), { x: 10, y: 15 });
  assert.deepEqual(clampTo({ x: -50, y: 900, w: 20, h: 20 }, 500, 500), { x: 10, y: 470, w: 20, h: 20 });
});

const square = [[100, 100, 300, 100, 300, 300, 100, 300, 100, 100]];

test('an anchor lies inside the part in view', () => {
  assert.deepEqual(anchorIn(square, 1000, 600, { x: 200, y: 200 }), { x: 200, y: 200 });
  const cut = anchorIn(square, 180, 600, { x: 200, y: 200 });
  assert.ok(cut && cut.x > 100 && cut.x < 160 && cut.y > 100 && cut.y < 300);
  assert.equal(anchorIn(square, 90, 600, { x: 200, y: 200 }), null);
  assert.deepEqual(anchorIn([[50, 50]], 100, 100, { x: 50, y: 50 }), { x: 50, y: 50 });
});

test('a level line enters and leaves', () => {
  assert.deepEqual(crossings(square, 200), [100, 300]);
  assert.deepEqual(crossings(square, 400), []);
});

test('a callout the reader put somewhere stays there and the others keep off it', () => {
  const small = { w: 30, h: 30 };
  const items = Array.from({ length: 8 }, (_, id) => ({ id, anchor: { x: 400 + 10 * id, y: 300 }, w: 150, h: 54, small }));
  const spots = layOut([{ ...items[0], fixed: { x: 60, y: -40 } }, ...items.slice(1)], 1000, 700, []);
  assert.deepEqual([spots[0].x, spots[0].y], [460, 260]);
  for (const spot of spots.slice(1)) assert.equal(overlap(spots[0], spot), false);
});

test('a callout put out of view waits at the edge', () => {
  const item = { id: 0, anchor: { x: 50, y: 50 }, w: 150, h: 54, small: { w: 30, h: 30 }, fixed: { x: -900, y: 0 } };
  assert.equal(layOut([item], 1000, 700, [])[0].x, 10);
});

test('clusters are told in short lines that hardly cross', () => {
  let [crossed, long] = [0, 0];
  const roll = dice();
  for (let cluster = 0; cluster < 8; cluster++) {
    const items = Array.from({ length: 14 }, (_, id) => ({
      id, anchor: { x: 330 + roll() * 120, y: 220 + roll() * 160 }, w: 150, h: 60, small: { w: 30, h: 30 },
    }));
    const lines = layOut(items, 760, 560, []).map((spot) => [spot.anchor, nearest(spot, spot.anchor)]);
    crossed += lines.flatMap(([a, b], i) => lines.slice(i + 1).filter(([c, d]) => meet(a, b, c, d))).length;
    long += lines.reduce((sum, [a, b]) => sum + Math.hypot(a.x - b.x, a.y - b.y), 0) / lines.length;
  }
  assert.ok(crossed <= 2, `${crossed} lines cross`);
  assert.ok(long / 8 < 110, `${long / 8} pixels long`);
});
