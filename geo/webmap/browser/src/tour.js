/** Step through the claims on the map: one after the other in the order of the list, each with its words. */

import { button, make, signOf } from './dom.js';

const L = /** @type {any} */ (window).L;

/**
 * @param {any} map
 * @param {import('./types').PageData} data
 * @param {{shown: () => number[], go: (n: number) => void, quote: (n: number) => string}} hooks
 */
export function addTour(map, data, hooks) {
  if (data.claims.length < 2) return null;
  /** @type {number | null} */
  let at = null;
  const back = button('‹', () => step(-1), { 'aria-label': 'Previous claim', title: 'Previous claim' });
  const next = button('›', () => step(1), { 'aria-label': 'Next claim', title: 'Next claim' });
  const count = make('span', { class: 'tour-count' });
  const words = make('div', { class: 'tour-words', role: 'status' });
  const box = make('div', { class: 'tour', role: 'group', 'aria-label': 'Step through the claims' }, make('div', { class: 'tour-bar' }, back, count, next), words);
  const control = L.control({ position: 'topleft' });
  control.onAdd = () => box;
  control.addTo(map);
  L.DomEvent.disableClickPropagation(box);
  L.DomEvent.disableScrollPropagation(box);

  /** @param {number} way */
  function step(way) {
    const numbers = hooks.shown();
    if (!numbers.length) return;
    const from = at === null ? -1 : numbers.indexOf(at);
    hooks.go(numbers[from < 0 ? (way > 0 ? 0 : numbers.length - 1) : (from + way + numbers.length) % numbers.length]);
  }

  return {
    /**
     * @param {number | null} n the open claim
     * @returns {boolean} whether it takes another room than before
     */
    tell(n) {
      const before = box.offsetHeight;
      const numbers = hooks.shown();
      at = n !== null && numbers.includes(n) ? n : null;
      box.hidden = numbers.length < 2;
      const place = at === null ? 0 : numbers.indexOf(at) + 1;
      count.textContent = place ? `${place} of ${numbers.length}` : `${numbers.length} claims`;
      const claim = data.claims.find((one) => one.n === at);
      words.replaceChildren(...(claim ? told(claim) : []));
      return box.offsetHeight !== before;
    },
  };

  /** @param {import('./types').ClaimData} claim */
  function told(claim) {
    const names = claim.places.map((index) => data.places[index].name).join(', ');
    const head = make('p', { class: `tour-head h-${claim.hue}` });
    head.append(make('span', { class: 'num' }, String(claim.n)), signOf(claim.status), make('b', { dir: 'auto' }, claim.event));
    head.append(make('bdi', { class: 'where' }, names));
    const who = claim.who.length ? claim.who.join('; ') : 'the report itself';
    return [
      head,
      make('q', { dir: 'auto' }, hooks.quote(claim.n)),
      make('p', { class: 'tour-who', dir: 'auto' }, `${data.statuses[claim.status].label} · ${who}`),
    ];
  }
}
