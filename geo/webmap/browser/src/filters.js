/** Which claims are shown: by words, status, theme, who says so; nothing chosen in a group means all of it. */

import { byId, button, make, signOf } from './dom.js';
import { cards } from './panel.js';

/**
 * @typedef {import('./types').ClaimData} ClaimData
 * @typedef {{words: string, status: Set<string>, theme: Set<string>, source: Set<string>}} Choice
 */

export const REPORT_ITSELF = 'the report itself';

/** @returns {Choice} */
export function everything() {
  return { words: '', status: new Set(), theme: new Set(), source: new Set() };
}

/**
 * @param {ClaimData} claim
 * @param {string} text everything its card says
 * @param {Choice} choice
 */
export function matches(claim, text, choice) {
  const who = claim.who.length ? claim.who : [REPORT_ITSELF];
  return (
    folded(choice.words).split(/\s+/).every((word) => folded(text).includes(word)) &&
    (!choice.status.size || choice.status.has(claim.status)) &&
    (!choice.theme.size || choice.theme.has(claim.theme)) &&
    (!choice.source.size || who.some((name) => choice.source.has(name)))
  );
}

/**
 * Case and accents do not matter to who searches.
 * @param {string} text
 */
export function folded(text) {
  return text.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').toLowerCase();
}

/**
 * @param {import('./types').PageData} data
 * @param {(choice: Choice) => void} changed
 */
export function addFilters(data, changed) {
  const choice = everything();
  const texts = new Map(cards().map((card) => [Number(card.dataset.claim), card.textContent ?? '']));
  const search = make('input', { type: 'search', id: 'search', placeholder: 'Search claims', 'aria-label': 'Search claims', autocomplete: 'off' });
  search.addEventListener('input', () => {
    choice.words = search.value.trim();
    changed(choice);
  });
  const groups = make('div', { class: 'filter-groups' });
  const box = make('details', { class: 'filters' }, make('summary', {}, 'Filter'), groups);
  const count = make('p', { class: 'shown', role: 'status' });
  const clear = button('Show all', reset, { class: 'plain', hidden: '' });

  /** @param {string} head @param {string[]} values @param {Set<string>} set @param {(v: string) => (Node | string)[]} face */
  function group(head, values, set, face) {
    if (values.length < 2) return;
    const field = make('fieldset', {}, make('legend', {}, head));
    for (const value of values) {
      const input = make('input', { type: 'checkbox', value });
      input.addEventListener('change', () => {
        if (input.checked) set.add(value);
        else set.delete(value);
        changed(choice);
      });
      field.append(make('label', { class: 'choice' }, input, ...face(value)));
    }
    groups.append(field);
  }
  const used = (/** @type {(c: ClaimData) => string[]} */ of) => [...new Set(data.claims.flatMap(of))];
  const order = Object.keys(data.statuses);
  group('Status', used((c) => [c.status]).sort((a, b) => order.indexOf(a) - order.indexOf(b)), choice.status, (s) => [
    signOf(s),
    data.statuses[s].label,
  ]);
  group('Subject', used((c) => [c.theme]), choice.theme, (t) => [
    make('i', { class: `dot h-${data.claims.find((c) => c.theme === t)?.hue}` }),
    make('bdi', {}, data.short[t] ?? t),
  ]);
  group('Who says so', used((c) => (c.who.length ? c.who : [REPORT_ITSELF])).slice(0, 24), choice.source, (w) => [make('bdi', {}, w)]);

  function reset() {
    Object.assign(choice, { words: '' });
    for (const set of [choice.status, choice.theme, choice.source]) set.clear();
    search.value = '';
    for (const input of groups.querySelectorAll('input')) input.checked = false;
    changed(choice);
    search.focus();
  }
  byId('panel-tools').append(
    make('div', { class: 'finder' }, search, ...(groups.childNodes.length ? [box] : [])),
    make('div', { class: 'shown-line' }, count, clear),
  );

  return {
    /** @param {ClaimData} claim */
    passes: (claim) => matches(claim, texts.get(claim.n) ?? '', choice),
    /** @param {number} shown */
    tell(shown) {
      const all = data.claims.length;
      count.textContent = shown === all ? '' : `${shown} of ${all} claims shown`;
      const narrowed = choice.words || choice.status.size || choice.theme.size || choice.source.size;
      clear.hidden = !narrowed;
    },
  };
}
