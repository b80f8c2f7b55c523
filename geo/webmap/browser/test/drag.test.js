import './setup.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatMoved, parseMoved } from '../src/drag.js';

test('where callouts were put is written and read again', () => {
  const moved = new Map([[3, { x: 40, y: -12 }], [7, { x: 0, y: 90 }]]);
  assert.equal(formatMoved(moved), '3:40:-12,7:0:90');
  assert.deepEqual(parseMoved(formatMoved(moved)), moved);
});

for (const text of ['', '3', '3:4', 'a:1:2', '1:2:3:4', '1:1e9:2', '99999:1:1']) {
  test(`${text || 'nothing'} puts no callout anywhere`, () => assert.equal(parseMoved(text).size, 0));
}
