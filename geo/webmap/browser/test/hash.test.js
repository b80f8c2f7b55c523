import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatHash, parseHash } from '../src/hash.js';

for (const [hash, zoom, lat, lon] of /** @type {[string, number, number, number][]} */ ([
  ['#5/12.5/-70.2', 5, 12.5, -70.2],
  ['#map=5/12.5/-70.2', 5, 12.5, -70.2],
  ['#5.25/0/181', 5.25, 0, 181],
])) {
  test(`${hash} is a view`, () => {
    assert.deepEqual(parseHash(hash), { zoom, lat, lon });
  });
}

for (const hash of ['', '#', '#claim-3', '#5/95/0', '#x/1/2', '#5/1', '#99/1/2', '#5/1/2/3', '#export=800x600']) {
  test(`${hash || 'nothing'} is no view`, () => {
    assert.equal(parseHash(hash), null);
  });
}

test('what is written is read again', () => {
  const address = { zoom: 6.5, lat: 10.1234, lon: -66.5, feature: '4', layers: ['a/b', 'ü,x'], step: 2, callouts: '3:40:-12' };
  const found = parseHash(formatHash(address));
  assert.deepEqual({ ...found, lat: 10.1234 }, address);
});

test('a broken escape is taken as it is', () => {
  assert.equal(parseHash('#5/1/2&feature=%E0%A4')?.feature, '%E0%A4');
});
