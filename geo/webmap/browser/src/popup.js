/** What opens on the map: the cards of a place's claims, or what a brought layer says of a feature. */

import { button, capital, make } from './dom.js';

const L = /** @type {any} */ (window).L;

/**
 * @param {any} map
 * @param {import('./areas.js').Area} area
 * @param {any} at latlng
 * @param {(n: number) => boolean} shows
 * @param {{move: () => void, back: (() => void) | null}} callout
 * @param {HTMLElement[]} others ways to what else lies there
 */
export function openPlace(map, area, at, shows, callout, others) {
  const content = make('div', { class: 'popup-cards' });
  content.append(make('h2', { dir: 'auto' }, capital(area.data.name)));
  for (const n of area.data.claims.filter(shows)) {
    const card = document.getElementById(`claim-${n}`);
    if (!card) continue;
    const copy = make('div', { class: card.className.replace('is-open', '') });
    for (const part of card.children) {
      if (!part.classList.contains('actions')) copy.append(part.cloneNode(true));
    }
    // The head and the foot of the popup say the place once.
    for (const place of copy.querySelectorAll('.of-place')) place.remove();
    for (const opener of copy.querySelectorAll('button')) opener.replaceWith(...opener.childNodes);
    for (const heading of copy.querySelectorAll('h3')) {
      const plain = make('p', { class: heading.className });
      plain.append(...heading.childNodes);
      heading.replaceWith(plain);
    }
    content.append(copy);
  }
  content.append(make('p', { class: 'drawn', dir: 'auto' }, `${capital(area.data.precision)}: ${area.data.basis}`));
  const away = (/** @type {() => void} */ act) => () => {
    map.closePopup();
    act();
  };
  content.append(make('p', { class: 'actions' }, button('Move callout', away(callout.move)), ...(callout.back ? [button('Put it back', away(callout.back))] : [])));
  content.append(...others);
  return show(map, content, at, area.data.name);
}

/**
 * @param {any} map
 * @param {HTMLElement} content
 * @param {any} at
 * @param {string} name
 */
export function show(map, content, at, name) {
  const popup = L.popup({ maxWidth: Math.min(340, map.getSize().x - 110), maxHeight: Math.max(150, map.getSize().y * 0.6), className: 'situation', autoPanPaddingTopLeft: [14, 14], autoPanPaddingBottomRight: [56, 14] });
  const opener = /** @type {any} */ (document.activeElement);
  const byKey = opener?.matches?.(':focus-visible') && map.getContainer().contains(opener);
  popup.setLatLng(at).setContent(content).openOn(map);
  const box = /** @type {HTMLElement} */ (popup.getElement());
  const close = /** @type {HTMLElement} */ (box.querySelector('.leaflet-popup-close-button'));
  box.setAttribute('role', 'dialog');
  box.setAttribute('aria-label', name);
  box.querySelector('.leaflet-popup-content')?.setAttribute('tabindex', '0');
  close.setAttribute('aria-label', 'Close');
  if (byKey) {
    close.focus();
    popup.on('remove', () => opener.focus());
  }
  return popup;
}
