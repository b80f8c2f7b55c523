/** The key's rows for layers somebody brought: their own colours beside their title. */

import { colourOf } from './brought.js';
import { make, makeSvg } from './dom.js';

const MOST = 4;
const GREY = '#555555';

/**
 * @param {Element} key
 * @param {import('./types').LayerData[]} layers those shown; what was there of layers before goes
 */
export function tellLayers(key, layers) {
  key.querySelector('.key-layers')?.remove();
  if (!layers.length) return;
  const rows = layers.map((layer) => {
    const title = make('b', { dir: 'auto' }, layer.title);
    return make('li', { 'data-own': layer.id }, ...swatchesOf(layer), title);
  });
  const list = make('ul', { class: 'key-layers', 'aria-label': 'Added layers' }, ...rows);
  key.insertBefore(list, key.querySelector('.explain'));
}

/**
 * One small picture for each look that the features of a layer have, the first few.
 * @param {import('./types').LayerData} layer
 */
function swatchesOf(layer) {
  /** @type {Map<string, SVGElement>} */
  const found = new Map();
  for (const { properties: p, ...shape } of layer.features ?? []) {
    const stroke = colourOf(p.stroke, GREY);
    const kind = shape.rings ? 'area' : shape.lines ? 'line' : 'point';
    const colour = kind === 'area' ? colourOf(p.fill, stroke) : kind === 'line' ? stroke : colourOf(p['marker-color'], '#7e7e7e');
    const look = `${kind} ${stroke} ${colour}`;
    if (found.has(look) || found.size >= MOST) continue;
    const marks = {
      area: () => makeSvg('rect', { x: '1.5', y: '2.5', width: '17', height: '13', fill: colour, 'fill-opacity': '0.3', stroke, 'stroke-width': '2' }),
      line: () => makeSvg('path', { d: 'M1 13L7 6L13 11L19 4', fill: 'none', stroke, 'stroke-width': '2.5' }),
      point: () => makeSvg('circle', { cx: '10', cy: '9', r: '6', fill: colour, stroke: '#ffffff', 'stroke-width': '1.5' }),
    };
    found.set(look, makeSvg('svg', { class: 'own', width: '20', height: '18', 'aria-hidden': 'true' }, marks[kind]()));
  }
  return [...found.values()];
}
