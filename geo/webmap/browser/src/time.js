/** The time slider: a stop per report or per date, what is new, changed or gone at each, and a play button. */

import { byId, button, make } from './dom.js';

/**
 * @typedef {import('./types').StepData} StepData
 */

const BEAT = 1800;

/**
 * @param {StepData[]} steps
 * @param {boolean} reports whether a stop is a report, not a date of one
 * @param {() => void} changed
 */
export function addTime(steps, reports, changed) {
  if (steps.length < 2) return null;
  let at = steps.length - 1;
  let timer = 0;
  const slider = make('input', {
    type: 'range', min: '0', max: String(steps.length - 1), step: '1', value: String(at), id: 'time-slider',
    'aria-label': reports ? 'Report' : 'Date',
  });
  const words = make('output', { class: 'time-words', for: 'time-slider' });
  const changes = make('span', { class: 'time-changes' });
  const play = button('▶', toggle, { class: 'play', 'aria-label': 'Play', 'aria-pressed': 'false' });
  const stops = make('div', { class: 'time-stops', 'aria-hidden': 'true' });
  steps.forEach((step, i) => {
    const stop = make('span', {}, shortDate(step.label));
    stop.style.left = `${(100 * i) / (steps.length - 1)}%`;
    stops.append(stop);
  });
  byId('time').append(play, make('div', { class: 'time-track' }, slider, stops), make('p', { class: 'time-now', role: 'status' }, words, changes));
  slider.addEventListener('input', () => go(Number(slider.value)));
  new ResizeObserver(() => thin([...stops.children])).observe(stops);

  /** @param {number} next */
  function go(next) {
    at = Math.max(0, Math.min(steps.length - 1, next));
    slider.value = String(at);
    tell();
    changed();
  }

  function tell() {
    const step = steps[at];
    words.textContent = longDate(step.label);
    slider.setAttribute('aria-valuetext', longDate(step.label));
    changes.textContent = changeWords(step);
  }

  function toggle() {
    if (timer) return stop();
    play.textContent = '❚❚';
    play.setAttribute('aria-label', 'Pause');
    play.setAttribute('aria-pressed', 'true');
    if (at === steps.length - 1) go(0);
    timer = window.setInterval(() => (at < steps.length - 1 ? go(at + 1) : stop()), BEAT);
  }

  function stop() {
    window.clearInterval(timer);
    timer = 0;
    play.textContent = '▶';
    play.setAttribute('aria-label', 'Play');
    play.setAttribute('aria-pressed', 'false');
  }

  tell();
  return {
    go,
    step: () => at,
    now: () => steps[at],
    /** @param {number} n */
    shows: (n) => steps[at].shown.includes(n) || steps[at].gone.includes(n),
    /** @param {number} n @returns {string} what became of a claim since the step before: new, changed, gone or same */
    change: (n) => (steps[at].gone.includes(n) ? 'gone' : steps[at].changes[n]?.mark ?? 'same'),
    /** @param {number} n the first stop that shows a claim */
    find: (n) => steps.findIndex((step) => step.shown.includes(n)),
    last: steps.length - 1,
  };
}

/**
 * Of dates that would run into one another only some are written, the last and the first always.
 * @param {Element[]} labels from left to right
 */
function thin(labels) {
  const first = labels[0].getBoundingClientRect();
  let free = Infinity;
  for (const label of [...labels].reverse()) {
    const { left, right } = label.getBoundingClientRect();
    const fits = right + 8 <= free && (label === labels[0] || left >= first.right + 8);
    /** @type {HTMLElement} */ (label).hidden = !fits;
    if (fits) free = left;
  }
}

/** @param {StepData} step */
export function changeWords(step) {
  const marks = Object.values(step.changes).map((change) => change.mark);
  const fresh = marks.filter((mark) => mark === 'new').length;
  const other = marks.filter((mark) => mark === 'changed').length;
  const parts = [fresh && `${fresh} new`, other && `${other} changed`, step.gone.length && `${step.gone.length} gone`];
  return parts.filter(Boolean).join(', ');
}

/** @param {string} iso */
export function longDate(iso) {
  return dated(iso, { day: 'numeric', month: 'long', year: 'numeric' });
}

/** @param {string} iso */
export function shortDate(iso) {
  return dated(iso, { day: 'numeric', month: 'short' });
}

/**
 * @param {string} iso
 * @param {Intl.DateTimeFormatOptions} form
 */
function dated(iso, form) {
  const found = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso);
  if (!found) return iso;
  const day = new Date(Date.UTC(Number(found[1]), Number(found[2]) - 1, Number(found[3])));
  return new Intl.DateTimeFormat('en-GB', { ...form, timeZone: 'UTC' }).format(day);
}

/**
 * Say on each card what became of its claim: new, changed (planned → occurred) or gone.
 * @param {StepData} step
 * @param {Record<string, {label: string}>} statuses
 * @param {(n: number) => HTMLElement | null} cardOf
 */
export function markChanges(step, statuses, cardOf) {
  for (const old of document.querySelectorAll('.change')) old.remove();
  for (const card of document.querySelectorAll('.claim.is-gone')) card.classList.remove('is-gone');
  for (const [n, change] of Object.entries(step.changes)) {
    if (change.mark === 'same') continue;
    const now = statuses[cardOf(Number(n))?.dataset.status ?? '']?.label ?? '';
    const words = change.mark === 'new' ? 'New' : `${statuses[change.was]?.label ?? change.was} → ${now}`;
    add(Number(n), words, change.mark);
  }
  for (const n of step.gone) {
    add(n, 'No longer reported', 'gone');
    cardOf(n)?.classList.add('is-gone');
  }
  putPastLast();

  /** @param {number} n @param {string} words @param {string} mark */
  function add(n, words, mark) {
    cardOf(n)?.querySelector('.status')?.append(make('span', { class: `change change-${mark}` }, words));
  }
}

/** What is no longer reported stands below what is. */
function putPastLast() {
  const pane = byId('pane-claims');
  const lists = [...pane.querySelectorAll('.claims')];
  if (lists.length < 2) return;
  const past = (/** @type {Element} */ list) => [...list.children].every((card) => /** @type {HTMLElement} */ (card).hidden || card.classList.contains('is-gone'));
  lists.sort((a, b) => Number(past(a)) - Number(past(b)) || numberOf(a) - numberOf(b));
  const end = pane.querySelector('.unplaced');
  for (const list of lists) {
    const head = /** @type {Element} */ (pane.querySelector(`.report-head[data-report="${CSS.escape(reportOf(list))}"]`));
    pane.insertBefore(head, end);
    pane.insertBefore(list, end);
  }
}

/** @param {Element} list */
const numberOf = (list) => Number(/** @type {HTMLElement} */ (list.firstElementChild).dataset.claim);

/** @param {Element} list */
const reportOf = (list) => /** @type {HTMLElement} */ (list.firstElementChild).dataset.report ?? '';
