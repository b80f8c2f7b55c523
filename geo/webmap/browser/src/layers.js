/** The switch of layers: themes of the reports, places only named, and the layers somebody brought. */

import { make } from './dom.js';

/**
 * @param {import('./types').PageData} data
 * @param {() => void} changed
 */
export function addLayerSwitch(data, changed) {
  const on = new Set(data.layers.filter((layer) => layer.visible).map((layer) => layer.id));
  const known = new Set(data.layers.map((layer) => layer.id));
  /** @type {Map<string, HTMLInputElement>} */
  const boxes = new Map();

  function putBoxes() {
    boxes.clear();
    for (const row of document.querySelectorAll('[data-layer]')) {
      const id = /** @type {HTMLElement} */ (row).dataset.layer ?? '';
      const title = /** @type {HTMLElement} */ (row.querySelector('.layer-title'));
      const box = make('input', { type: 'checkbox' });
      box.checked = on.has(id);
      box.addEventListener('change', () => {
        if (box.checked) on.add(id);
        else on.delete(id);
        changed();
      });
      const label = make('label', { class: 'layer-switch' });
      title.replaceWith(label);
      label.append(box, title);
      boxes.set(id, box);
    }
  }
  putBoxes();

  return {
    /** @param {string} id */
    has: (id) => on.has(id),
    ids: () => data.layers.map((layer) => layer.id).filter((id) => on.has(id)),
    /** @param {string[]} ids */
    set(ids) {
      on.clear();
      for (const id of ids) on.add(id);
      for (const [id, box] of boxes) box.checked = on.has(id);
      changed();
    },
    /** Whether the switches stand as the page came. */
    untouched: () => data.layers.every((layer) => layer.visible === on.has(layer.id)),
    /** Take in the list and the layers of `data` as they are now; what somebody switched stays switched. */
    renew() {
      for (const layer of data.layers) {
        if (layer.visible && !known.has(layer.id)) on.add(layer.id);
        known.add(layer.id);
      }
      putBoxes();
    },
  };
}
