import assert from 'node:assert/strict';
import { test } from 'node:test';
import './setup.js';

const { citation, csvOf, fileName, geojsonOf, geometryOf } = await import('../src/take.js');
const { colourOf, amountOf, styleOf } = await import('../src/brought.js');
const { matches, everything, folded } = await import('../src/filters.js');
const { openAtDateLine, near } = await import('../src/areas.js');
const { positionWords } = await import('../src/controls.js');
const { changeWords, longDate } = await import('../src/time.js');
const { sideBySide } = await import('../src/callout.js');

/** @type {any} */
const claim = { n: 1, event: 'Strike', theme: 'conflict', status: 'claimed', who: ['A', 'B'], when: '2025-01-02', places: [0], start: 3, end: 9, report: 'r', against: [] };
/** @type {any} */
const data = {
  title: 'T', steps: 2, layers: [],
  places: [{ name: 'Town', point: [2.5, 1.25], precision: 'exact', basis: 'b, "c"', id: 'x', kind: 'city', points: [[2.5, 1.25]] }],
};

test('a citation has words, status, speaker, place and spot in the text', () => {
  const text = citation({ claim, quote: 'hit it', status: 'Claimed', places: data.places, report: { title: 'R', source: 'S', date: '2025-01-03' } });
  assert.equal(text, '“hit it” (claimed, according to A; B). Town (1.250, 2.500). R, S, 2025-01-03, characters 3–9.');
});

test('a table is quoted where it must be and runs no formula', () => {
  const rows = csvOf(data, [claim], () => '=1+1, "x"').split('\r\n');
  assert.match(rows[1], /"'=1\+1, ""x"""/);
  assert.match(rows[1], /"b, ""c"""$/);
  assert.match(rows[1], /^1,claimed,conflict,Strike,Town,1\.25,2\.5,/);
});

test('GeoJSON has longitude first', () => {
  const made = geojsonOf(data, [claim], [], () => 'q');
  assert.deepEqual(made.features[0].geometry, { type: 'Point', coordinates: [2.5, 1.25] });
  assert.equal(geometryOf({}, 2), null);
});

test('file names are plain', () => {
  assert.equal(fileName('Überfall: «Ärger» / 2025'), 'uberfall-arger-2025');
  assert.equal(fileName('日本'), 'map');
});

test('strange styles fall back', () => {
  assert.equal(colourOf('0af', '#000000'), '#0af');
  assert.equal(colourOf('url(javascript:1)', '#123456'), '#123456');
  assert.equal(amountOf('7', 2, 20), 7);
  assert.equal(amountOf('wide', 2, 20), 2);
  assert.equal(amountOf(9000, 2, 20), 20);
  assert.equal(styleOf({ 'stroke-dasharray': '4 2' }).dashArray, '4 2');
  assert.equal(styleOf({ 'stroke-dasharray': 'x' }).dashArray, null);
});

test('search minds neither case nor accents', () => {
  assert.equal(folded('São PAULO'), 'sao paulo');
  assert.ok(matches(claim, 'Strike in São Paulo', { ...everything(), words: 'sao strike' }));
  assert.ok(!matches(claim, 'Strike', { ...everything(), status: new Set(['denied']) }));
  assert.ok(matches(claim, 'Strike', { ...everything(), source: new Set(['B']) }));
});

test('a cut at 180 degrees is left open', () => {
  const pieces = openAtDateLine(Float64Array.from([176, -20, 180, -20, 180, -15, 176, -15, 176, -20]));
  assert.equal(pieces.length, 2);
  assert.equal(near(-179, 178), 181);
  assert.equal(near(10, 0), 10);
});

test('positions are read with their side', () => {
  assert.equal(positionWords(10.5, -66.9), '10.50° N, 66.90° W');
  assert.equal(positionWords(-1, 190), '1.00° S, 170.00° W');
});

test('changes are counted in words', () => {
  const step = { label: '', shown: [], gone: [4], changes: { 1: { mark: 'new', was: '', before: 0 }, 2: { mark: 'same', was: '', before: 0 } } };
  assert.equal(changeWords(step), '1 new, 1 gone');
  assert.equal(longDate('2025-11-23'), '23 November 2025');
  assert.equal(longDate('soon'), 'soon');
});

test('what contradicts a claim stands next to it', () => {
  const rows = [{ n: 1, against: [3] }, { n: 2, against: [] }, { n: 3, against: [1] }];
  assert.deepEqual(sideBySide(/** @type {any} */ (rows)).map((row) => row.n), [1, 3, 2]);
});
