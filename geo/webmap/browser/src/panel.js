/** Bring the list beside the map to life: panes, links between text, list and map. */

import { byId, button, make } from './dom.js';

/**
 * @param {{showClaim: (n: number, from: string) => void, showPlace: (index: number, from: string) => void,
 *   near: (claims: number[], on: boolean) => void, cite: (n: number) => Promise<boolean>}} hooks
 */
export function wakePanel(hooks) {
  const panes = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('.pane')]);
  const tabs = make('div', { class: 'tabs', role: 'tablist', 'aria-label': 'Panel' });
  const buttons = panes.map((pane, i) => {
    const words = { 'pane-claims': 'Claims', 'pane-text': 'Report', 'pane-layers': 'Layers' }[pane.id] ?? pane.id;
    const tab = button(words, () => choose(pane.id), { role: 'tab', id: `tab-${pane.id}`, 'aria-controls': pane.id });
    tab.addEventListener('keydown', (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = panes[(i + step + panes.length) % panes.length];
      choose(next.id);
      byId(`tab-${next.id}`).focus();
    });
    pane.setAttribute('role', 'tabpanel');
    pane.setAttribute('aria-labelledby', tab.id);
    return tab;
  });
  tabs.append(...buttons);
  byId('panel-tools').prepend(tabs);
  byId('panes').tabIndex = 0;
  document.documentElement.classList.add('has-tabs');

  /** @param {string} id */
  function choose(id) {
    byId('panel').dataset.pane = id;
    panes.forEach((pane, i) => {
      const on = pane.id === id;
      pane.classList.toggle('is-on', on);
      buttons[i].setAttribute('aria-selected', String(on));
      buttons[i].tabIndex = on ? 0 : -1;
    });
  }
  choose('pane-claims');

  for (const card of cards()) {
    const n = Number(card.dataset.claim);
    const head = /** @type {HTMLElement} */ (card.querySelector('.claim-head'));
    const open = button('', () => hooks.showClaim(n, 'list'), { class: 'claim-open' });
    open.append(...head.childNodes);
    head.append(open);
    const cite = button('Copy citation', async () => {
      cite.textContent = (await hooks.cite(n)) ? 'Copied' : 'Not copied';
      setTimeout(() => (cite.textContent = 'Copy citation'), 1600);
    });
    const find = button('Show in text', () => {
      choose('pane-text');
      hooks.showClaim(n, 'text');
    });
    card.append(make('p', { class: 'actions' }, find, cite));
    for (const [name, on] of /** @type {[string, boolean][]} */ ([['mouseenter', true], ['focusin', true], ['mouseleave', false], ['focusout', false]])) {
      card.addEventListener(name, () => hooks.near([n], on));
    }
  }
  for (const piece of document.querySelectorAll('.said')) {
    const numbers = ((/** @type {HTMLElement} */ (piece)).dataset.claims ?? '').split(' ').map(Number);
    piece.addEventListener('mouseenter', () => hooks.near(numbers, true));
    piece.addEventListener('mouseleave', () => hooks.near(numbers, false));
    piece.addEventListener('click', (event) => {
      if (!(/** @type {HTMLElement} */ (event.target).closest('a'))) hooks.showClaim(numbers[0], 'text');
    });
  }
  byId('panes').addEventListener('click', (event) => {
    const link = /** @type {HTMLElement} */ (event.target).closest('a');
    if (!link) return;
    if (link.dataset.place) hooks.showPlace(Number(link.dataset.place), 'text');
    else if (link.hash.startsWith('#claim-')) hooks.showClaim(Number(link.hash.slice(7)), 'text');
    else if (link.hash.startsWith('#words-')) reveal(link.hash.slice(1));
    else return;
    event.preventDefault();
  });

  /** @param {string} id of words in the text */
  function reveal(id) {
    const words = document.getElementById(id);
    if (!words) return;
    choose('pane-text');
    for (const other of document.querySelectorAll('.mention.is-open')) other.classList.remove('is-open');
    words.classList.add('is-open');
    words.tabIndex = -1;
    words.focus({ preventScroll: true });
    words.scrollIntoView({ block: 'center', behavior: calm() ? 'auto' : 'smooth' });
  }

  return {
    choose,
    /**
     * @param {Set<number>} open numbers
     * @param {number | null} place
     */
    mark(open, place) {
      for (const card of cards()) card.classList.toggle('is-open', open.has(Number(card.dataset.claim)));
      for (const piece of document.querySelectorAll('.said')) {
        const numbers = (/** @type {HTMLElement} */ (piece).dataset.claims ?? '').split(' ').map(Number);
        piece.classList.toggle('is-open', numbers.some((n) => open.has(n)));
      }
      for (const mention of document.querySelectorAll('.mention')) {
        mention.classList.toggle('is-open', place !== null && /** @type {HTMLElement} */ (mention).dataset.place === String(place));
      }
    },
    /** @param {number[]} claims @param {boolean} on */
    near(claims, on) {
      for (const card of cards()) card.classList.toggle('is-near', on && claims.includes(Number(card.dataset.claim)));
    },
    /** @param {number} n */
    reveal(n) {
      const pane = panes.find((p) => p.classList.contains('is-on'));
      const target =
        pane?.id === 'pane-text' ? pane.querySelector(`.said[data-claims~="${n}"]`) : byId(`claim-${n}`);
      if (pane?.id !== 'pane-text') choose('pane-claims');
      target?.scrollIntoView({ block: 'nearest', behavior: calm() ? 'auto' : 'smooth' });
    },
  };
}

/** @returns {HTMLElement[]} */
export function cards() {
  return [...document.querySelectorAll('.panel .claim')].map((card) => /** @type {HTMLElement} */ (card));
}

/** Whether the reader asked for less motion. */
export function calm() {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches;
}
