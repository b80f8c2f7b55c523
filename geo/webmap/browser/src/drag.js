/** Callouts that the reader puts elsewhere: by dragging, by keys, or by a press of "Move callout" and one on the map. */

import { button, make } from './dom.js';

/** Pixels within which a press is no drag; fingers are less steady. */
const SLIP = { mouse: 4, touch: 10 };
const STEP = 12;

/** @type {Record<string, [number, number]>} */
const KEYS = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };

/**
 * A press that moves a callout is no press that opens it.
 * @param {HTMLElement} box
 * @param {{move: (dx: number, dy: number) => void, done: () => void, reset: () => void}} hooks `move` in pixels
 */
export function makeMovable(box, hooks) {
  /** @type {{x: number, y: number} | null} */
  let from = null;
  let moved = false;
  box.setAttribute('aria-description', 'Shift and an arrow key move it, Delete puts it back');
  box.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    from = { x: event.clientX, y: event.clientY };
    moved = false;
    box.setPointerCapture(event.pointerId);
  });
  box.addEventListener('pointermove', (event) => {
    if (!from) return;
    const [dx, dy] = [event.clientX - from.x, event.clientY - from.y];
    if (!moved && Math.hypot(dx, dy) < SLIP[event.pointerType === 'mouse' ? 'mouse' : 'touch']) return;
    moved = true;
    box.classList.add('is-moving');
    hooks.move(dx, dy);
    from = { x: event.clientX, y: event.clientY };
  });
  const end = () => {
    if (from && moved) hooks.done();
    from = null;
    // The click that ends a drag comes at once, or never.
    setTimeout(() => (moved = false), 50);
    box.classList.remove('is-moving');
  };
  box.addEventListener('pointerup', end);
  box.addEventListener('pointercancel', end);
  box.addEventListener(
    'click',
    (event) => {
      if (moved) event.stopImmediatePropagation();
    },
    true,
  );
  box.addEventListener('keydown', (event) => {
    const way = event.shiftKey ? KEYS[event.key] : undefined;
    if (!way && event.key !== 'Delete') return;
    event.preventDefault();
    event.stopPropagation();
    if (way) hooks.move(...way);
    else hooks.reset();
    hooks.done();
  });
}

/**
 * The next press on the map says where; Escape leaves all as it was.
 * @param {any} map
 * @param {(at: {x: number, y: number}) => void} put in container pixels
 */
export function askWhere(map, put) {
  const holder = /** @type {HTMLElement} */ (map.getContainer());
  const stop = button('Cancel', end, { class: 'plain' });
  const words = make('div', { class: 'ask-where', role: 'status' }, 'Press where the callout shall stand. ', stop);
  holder.append(words);
  holder.classList.add('is-asking');
  /** @param {MouseEvent} event */
  function chosen(event) {
    if (words.contains(/** @type {Node} */ (event.target))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const frame = holder.getBoundingClientRect();
    end();
    put({ x: event.clientX - frame.x, y: event.clientY - frame.y });
  }
  /** @param {KeyboardEvent} event */
  function key(event) {
    if (event.key === 'Escape') end();
  }
  function end() {
    holder.removeEventListener('click', chosen, true);
    document.removeEventListener('keydown', key);
    holder.classList.remove('is-asking');
    words.remove();
  }
  holder.addEventListener('click', chosen, true);
  document.addEventListener('keydown', key);
  stop.focus();
}

/**
 * @param {string} text `3:40:-12,7:0:90`: place, pixels right and down of the point it speaks of
 * @returns {Map<number, {x: number, y: number}>}
 */
export function parseMoved(text) {
  const moved = new Map();
  for (const part of text.split(',')) {
    const found = /^(\d{1,4}):(-?\d{1,4}):(-?\d{1,4})$/.exec(part);
    if (found) moved.set(Number(found[1]), { x: Number(found[2]), y: Number(found[3]) });
  }
  return moved;
}

/** @param {Map<number, {x: number, y: number}>} moved */
export function formatMoved(moved) {
  return [...moved].map(([place, { x, y }]) => `${place}:${Math.round(x)}:${Math.round(y)}`).join(',');
}
