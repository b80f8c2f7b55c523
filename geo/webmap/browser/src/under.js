/** What else lies where somebody clicked: shapes one over the other, each with a way to what it says. */

import { button, make } from './dom.js';

/** @type {WeakMap<Element, {name: string, open: (at: any) => void}>} */
const doors = new WeakMap();

/**
 * @param {Element} path of a shape
 * @param {string} name
 * @param {(at: any) => void} open show what the shape says, at a latlng
 */
export function addDoor(path, name, open) {
  doors.set(path, { name, open });
}

/**
 * @param {any} map
 * @param {any} at latlng
 * @param {Element | undefined} opened the path that has answered
 * @returns {HTMLElement[]} a line with a button for each other shape there, top ones first, or nothing
 */
export function alsoHere(map, at, opened) {
  const { left, top } = map.getContainer().getBoundingClientRect();
  const { x, y } = map.latLngToContainerPoint(at);
  const others = document.elementsFromPoint(left + x, top + y).flatMap((path) => {
    const door = path === opened ? undefined : doors.get(path);
    return door ? [button(door.name, () => door.open(at))] : [];
  });
  return others.length ? [make('p', { class: 'actions also-here' }, 'Also here:', ...others)] : [];
}
