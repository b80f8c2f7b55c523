import assert from 'node:assert/strict';
import test from 'node:test';

import './setup.js';
import { alongEdge, gathered } from '../src/crowd.js';

const size = { x: 400, y: 300 };

test('few points stay apart, many are gathered with none lost', () => {
  const few = [{ x: 1, y: 1 }, { x: 2, y: 2 }];
  assert.deepEqual(gathered(few, 5), [[0], [1]]);
  const many = Array.from({ length: 200 }, (_, i) => ({ x: (i % 20) * 18, y: Math.floor(i / 20) * 28 }));
  const groups = gathered(many, 20);
  assert.ok(groups.length <= 20 && groups.length > 4);
  assert.deepEqual(groups.flat().sort((a, b) => a - b), many.map((_, i) => i));
});

test('what is out of view stands at the edge on its side, off what stands there', () => {
  const first = alongEdge({ x: 900, y: 150 }, { w: 40, h: 20 }, size, []);
  assert.equal(first.x + first.w, 390);
  assert.ok(Math.abs(first.y + 10 - 150) <= 6);
  const next = alongEdge({ x: 900, y: 150 }, { w: 40, h: 20 }, size, [first]);
  assert.equal(next.x + next.w, 390);
  assert.ok(next.y >= first.y + 20 || next.y + 20 <= first.y);
});
