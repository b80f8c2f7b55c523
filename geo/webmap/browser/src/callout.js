/** One callout: the name of a place and a row for each claim of it. */

import { capital, make, signOf } from './dom.js';

const L = /** @type {any} */ (window).L;
const MOST_ROWS = 4;

/**
 * @typedef {import('./areas.js').Area} Area
 */

/**
 * @param {Area} area
 * @param {import('./types').ClaimData[]} rows
 * @param {(area: Area, event: Event) => void} open
 */
export function boxOf(area, rows, open) {
  const box = make('button', { type: 'button', class: `callout h-${rows[0].hue} line-${rows[0].status}` });
  box.append(make('span', { class: 'callout-place', dir: 'auto' }, capital(area.data.name)));
  for (const row of sideBySide(rows)) {
    const line = make('span', { class: `callout-row h-${row.hue} s-${row.status}`, 'data-claim': String(row.n) });
    const words = make('span', { class: 'callout-words', dir: 'auto' }, row.event);
    if (row.against.length) words.append(make('span', { class: 'versus' }, ` against ${row.against.join(', ')}`));
    line.append(make('span', { class: 'num' }, String(row.n)), signOf(row.status), make('span', { class: 'unseen' }, row.status), words, make('span', { class: 'callout-change' }));
    box.append(line);
  }
  box.append(make('span', { class: 'callout-more' }));
  box.addEventListener('click', (event) => open(area, event));
  L.DomEvent.disableClickPropagation(box);
  return box;
}

/**
 * A claim and what contradicts it follow one another.
 * @param {import('./types').ClaimData[]} rows
 */
export function sideBySide(rows) {
  const left = [...rows];
  const out = [];
  while (left.length) {
    const row = /** @type {import('./types').ClaimData} */ (left.shift());
    out.push(row);
    for (const n of row.against) {
      const at = left.findIndex((other) => other.n === n);
      if (at >= 0) out.push(...left.splice(at, 1));
    }
  }
  return out;
}

/** What is said of a claim's row that is not as it was at the step before. */
const CHANGES = new Set(['new', 'changed', 'gone']);

/**
 * The first few rows of what is shown, what is no longer reported last.
 * @param {HTMLElement} box
 * @param {(n: number) => boolean} shows
 * @param {(n: number) => string} change
 * @returns {number} the claim of the first row
 */
export function showRows(box, shows, change) {
  const rows = /** @type {HTMLElement[]} */ ([...box.querySelectorAll('.callout-row')]);
  const number = (/** @type {HTMLElement} */ row) => Number(row.dataset.claim);
  for (const row of rows) {
    const mark = change(number(row));
    row.dataset.change = CHANGES.has(mark) ? mark : '';
  }
  const shown = rows.filter((row) => shows(number(row)));
  const first = [...shown.filter((row) => row.dataset.change !== 'gone'), ...shown.filter((row) => row.dataset.change === 'gone')].slice(0, MOST_ROWS);
  for (const row of rows) {
    row.hidden = !first.includes(row);
    /** @type {HTMLElement} */ (row.querySelector('.callout-change')).textContent = row.dataset.change ?? '';
  }
  const more = /** @type {HTMLElement} */ (box.querySelector('.callout-more'));
  more.textContent = shown.length > MOST_ROWS ? `and ${shown.length - MOST_ROWS} more` : '';
  return first.length ? number(first[0]) : NaN;
}
