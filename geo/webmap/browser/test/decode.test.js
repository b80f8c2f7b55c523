import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeLines, numbersOf } from '../src/decode.js';

/** @param {number[]} bytes */
const base64 = (bytes) => Buffer.from(bytes).toString('base64');

test('a varint of one, two and three bytes is read', () => {
  const next = numbersOf(base64([5, 0x80, 0x01, 0xff, 0xff, 0x03]));
  assert.deepEqual([next(), next(), next()], [5, 128, 65535]);
});

test('lines come back as degrees on the grid, negative ones too', () => {
  // one line of two points: (1, -1) and (0, 1) in steps of a half
  const lines = decodeLines(base64([1, 2, 4, 3, 3, 8]), 2);
  assert.deepEqual([...lines[0]], [1, -1, 0, 1]);
});

test('no lines are no lines', () => {
  assert.deepEqual(decodeLines(base64([0]), 100), []);
});
