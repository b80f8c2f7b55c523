/** The picture of the map where a sheet asks for it: printing, and `sitmap export`. */

import { make } from './dom.js';

/**
 * @typedef {[number, number, number, number]} Frame west, south, east, north
 * @typedef {(width: number, height: number, frame?: Frame) => SVGElement} Draw
 */

/** @param {SVGElement} drawn */
export const written = (drawn) => new XMLSerializer().serializeToString(drawn);

/**
 * On paper stands the picture in lines, not the window's canvases: sharp at any size, and as wide as the sheet.
 * @param {any} map
 * @param {Frame} whole what the map frames when it opens; printed unless the reader has gone nearer
 * @param {Draw} draw
 */
export function printOnPaper(map, whole, draw) {
  const root = document.documentElement;
  const end = () => {
    document.querySelector('.on-paper')?.remove();
    root.classList.remove('is-printing');
  };
  window.addEventListener('beforeprint', () => {
    end();
    const seen = map.getBounds();
    const nearer = map.getZoom() > map.getBoundsZoom([[whole[1], whole[0]], [whole[3], whole[2]]]) + 1;
    const frame = /** @type {Frame} */ (nearer ? [seen.getWest(), seen.getSouth(), seen.getEast(), seen.getNorth()] : whole);
    map.getContainer().after(make('div', { class: 'on-paper' }, draw(860, 760, frame)));
    root.classList.add('is-printing');
  });
  window.addEventListener('afterprint', end);
}

/**
 * `sitmap export` opens the page with the size in its address.
 * @param {string} hash
 */
export function askedExport(hash) {
  const found = /^#export=(\d{2,5})x(\d{2,5})(?:,(light|dark))?$/.exec(hash);
  return found && { width: Number(found[1]), height: Number(found[2]), look: found[3] };
}

/**
 * `sitmap export` reads the picture out of the page.
 * @param {SVGElement} drawn
 */
export function leaveExport(drawn) {
  let bytes = '';
  for (const byte of new TextEncoder().encode(written(drawn))) bytes += String.fromCharCode(byte);
  document.body.append(make('script', { type: 'text/plain', id: 'sitmap-export' }, btoa(bytes)));
}
