/** The map as one SVG of a given size, for print: title, basemap, shapes, callouts, key and notes. */

import { anchorIn } from './anchor.js';
import { drawBasemap } from './basemap.js';
import { drawNames } from './canvas.js';
import { coverOf } from './cover.js';
import { capital, makeSvg } from './dom.js';
import { layOut } from './layout.js';
import { nearest } from './lines.js';
import { mercatorX, mercatorY } from './mercator.js';
import { SvgPen } from './svg.js';

const L = /** @type {any} */ (window).L;

/**
 * @typedef {import('./areas.js').Area} Area
 * @typedef {(name: string) => string} Look
 * @typedef {{data: import('./types').PageData, frame: [number, number, number, number], areas: Area[], brought: any[], shows: (n: number) => boolean,
 *   grades: import('./basemap.js').Grade[], names: import('./types').NameData[], look: Look, moved: Map<number, {x: number, y: number}>, dateline: string,
 *   disclaimer: string}} Parts
 */

const HEAD = 64;
const ROW = 22;
const MARGIN = 14;

/**
 * @param {Parts} parts
 * @param {number} width pixels
 * @param {number} height
 * @returns {SVGElement}
 */
export function pictureOf(parts, width, height) {
  const { data, look } = parts;
  const root = makeSvg('svg', {
    xmlns: 'http://www.w3.org/2000/svg', width: String(width), height: String(height), viewBox: `0 0 ${width} ${height}`,
    color: look('ink'), 'font-family': look('sans'),
  });
  root.append(makeSvg('rect', { width: String(width), height: String(height), fill: look('paper') }));
  const key = keyOf(parts, width);
  const notes = wrapped(parts.disclaimer, width - 2 * MARGIN, `400 11px ${look('sans')}`);
  const top = HEAD;
  const tall = height - top - key.height - notes.length * 14 - 16;
  const map = makeSvg('g', { transform: `translate(0 ${top})`, 'clip-path': 'url(#frame)' });
  const defs = makeSvg('defs', {}, makeSvg('clipPath', { id: 'frame' }, makeSvg('rect', { width: String(width), height: String(tall) })));
  copyDefinitions(defs, parts);
  root.append(defs, map);

  const { view, zoom } = viewOf(parts.frame, width, tall);
  const pen = new SvgPen(map);
  drawBasemap(pen, parts.grades, view, zoom, look);
  // As on the page: brought areas lie below the report's, brought lines and points above.
  for (const part of broughtOf(parts.brought, view, look, 'areas')) map.append(part);
  const shown = parts.areas
    .map((area) => ({ area, claims: area.claims.filter((claim) => parts.shows(claim.n)) }))
    .filter(({ claims }) => claims.length)
    .sort((a, b) => b.area.size - a.area.size);
  for (const { area } of shown) map.append(...shapeOf(area, view, look));
  for (const part of broughtOf(parts.brought, view, look, 'rest')) map.append(part);
  const spots = callouts(shown, view, width, tall, parts);
  const free = spots.boxes.map((b) => ({ x: b.x - 3, y: b.y - 3, w: b.w + 6, h: b.h + 6 }));
  for (const { area } of shown) {
    for (const [lon, lat] of area.data.points ?? []) {
      const [x, y] = at(view, lon, lat);
      free.push({ x: x - 11, y: y - 11, w: 22, h: 22 });
    }
  }
  // A name that the edge would cut is left out: nobody can pan a picture.
  for (const x of [-200, width]) free.push({ x, y: 0, w: 200, h: tall });
  for (const y of [-200, tall]) free.push({ x: -200, y, w: width + 400, h: 200 });
  const scale = scaleOf(view, tall, look);
  free.push(scale.box);
  drawNames(pen, parts.names, view, zoom, look, free);
  map.append(scale.group, spots.group);

  root.append(
    label(data.title, MARGIN, 30, titleFont(data.title, width - 2 * MARGIN, look), look('ink')),
    label(parts.dateline, MARGIN, 52, `400 13px ${look('sans')}`, look('muted')),
  );
  key.group.setAttribute('transform', `translate(${MARGIN} ${top + tall + 10})`);
  root.append(key.group);
  notes.forEach((line, i) => root.append(label(line, MARGIN, height - 8 - (notes.length - 1 - i) * 14, `400 11px ${look('sans')}`, look('muted'))));
  return root;
}

/**
 * A long title in smaller type rather than cut.
 * @param {string} title
 * @param {number} width
 * @param {Look} look
 */
function titleFont(title, width, look) {
  const wide = widthOf(title, `700 22px ${look('serif')}`);
  const size = Math.max(12, Math.min(22, Math.floor((22 * width) / Math.max(1, wide))));
  return `700 ${size}px ${look('serif')}`;
}

const EARTH = 40075016.686;

/**
 * A scale bar for the middle of the picture, in the lower left corner.
 * @param {import('./basemap.js').View} view
 * @param {number} height of the map in pixels
 * @param {Look} look
 */
export function scaleOf(view, height, look) {
  const middle = Math.PI * (1 - (2 * (view.y + height / 2)) / view.world);
  const metres = EARTH / view.world / Math.cosh(middle);
  const most = 120 * metres;
  const power = 10 ** Math.floor(Math.log10(most));
  const round = power * ([5, 3, 2].find((n) => n * power <= most) ?? 1);
  const long = round / metres;
  const words = round >= 1000 ? `${round / 1000} km` : `${round} m`;
  const [x, y] = [MARGIN, height - MARGIN];
  const group = makeSvg('g', { class: 'scale' });
  const d = `M${x} ${y - 7}V${y}H${n1(x + long)}V${n1(y - 7)}`;
  group.append(
    makeSvg('path', { d, fill: 'none', stroke: look('halo'), 'stroke-width': '4', opacity: '0.8' }),
    makeSvg('path', { d, fill: 'none', stroke: look('ink'), 'stroke-width': '1.5' }),
    label(words, x + 5, y - 5, `600 11px ${look('sans')}`, look('ink')),
  );
  return { group, box: { x: x - 4, y: y - 22, w: long + 8, h: 28 } };
}

/**
 * What somebody brought, by the style it has on the page.
 * @param {any[]} groups Leaflet's
 * @param {import('./basemap.js').View} view
 * @param {Look} look
 * @param {'areas' | 'rest'} which
 * @returns {SVGElement[]}
 */
function broughtOf(groups, view, look, which) {
  /** @type {SVGElement[]} */
  const made = [];
  const visit = (/** @type {any} */ part) => {
    if (part.drawable) return part.drawable().forEach(visit);
    if (part.eachLayer) return part.eachLayer(visit);
    const isArea = part instanceof L.Polygon;
    if (!part.options || isArea !== (which === 'areas')) return;
    const o = part.options;
    const paint = {
      stroke: o.color, 'stroke-width': String(o.weight), 'stroke-opacity': String(o.opacity ?? 1),
      'stroke-dasharray': o.dashArray ?? undefined, fill: o.fill === false ? 'none' : o.fillColor ?? o.color,
      'fill-opacity': String(o.fillOpacity ?? 0.2), 'fill-rule': 'evenodd', class: 'brought',
    };
    const name = part.getTooltip?.()?.options.permanent ? part.getTooltip().getContent()?.textContent : '';
    if (part.getLatLngs) {
      made.push(makeSvg('path', { d: pathOf(part.getLatLngs(), view, isArea), ...paint }));
      if (name) {
        const middle = part.getBounds().getCenter();
        const [x, y] = at(view, middle.lng, middle.lat);
        made.push(label(name, x, y + 4, `600 12px ${look('sans')}`, look('ink'), 'middle'));
      }
    } else if (part.getLatLng) {
      const p = part.getLatLng();
      const [x, y] = at(view, p.lng, p.lat);
      made.push(makeSvg('circle', { cx: String(n1(x)), cy: String(n1(y)), r: String(o.radius ?? 6), ...paint }));
      if (name) made.push(label(name, x + (o.radius ?? 6) + 4, y + 4, `500 12px ${look('sans')}`, look('ink')));
    }
  };
  groups.forEach(visit);
  return made;
}

/**
 * @param {[number, number, number, number]} frame
 * @param {number} width
 * @param {number} height
 */
export function viewOf([west, south, east, north], width, height) {
  const [x0, x1] = [mercatorX(west), mercatorX(east)];
  const [y0, y1] = [mercatorY(north), mercatorY(south)];
  const [side, over] = [Math.min(60, width * 0.07), Math.min(48, height * 0.07)];
  const fit = Math.min((width - 2 * side) / Math.max(x1 - x0, 1e-6), (height - 2 * over) / Math.max(y1 - y0, 1e-6));
  const world = Math.min(fit, 256 * 2 ** 9);
  const zoom = Math.log2(world / 256);
  const view = { x: ((x0 + x1) / 2) * world - width / 2, y: ((y0 + y1) / 2) * world - height / 2, world, w: width, h: height };
  return { view, zoom };
}

/**
 * @param {import('./basemap.js').View} view
 * @param {number} lon
 * @param {number} lat
 */
function at(view, lon, lat) {
  return [mercatorX(lon) * view.world - view.x, mercatorY(lat) * view.world - view.y];
}

/** @param {number} value */
const n1 = (value) => Math.round(value * 10) / 10;

/**
 * The shape as Leaflet drew it, with the look that the style sheet gives written out.
 * @param {Area} area
 * @param {import('./basemap.js').View} view
 * @param {Look} look
 */
function shapeOf(area, view, look) {
  /** @type {SVGElement[]} */
  const made = [];
  area.layer.eachLayer((/** @type {any} */ part) => {
    const element = part.getElement();
    const names = /** @type {string} */ (element.getAttribute('class'));
    const hue = /h-(\w+)/.exec(names)?.[1] ?? 'grey';
    const fill = part.options.fillColor;
    if (part.getRadius) {
      const p = part.getLatLng();
      const [x, y] = at(view, p.lng, p.lat);
      made.push(makeSvg('circle', { cx: String(n1(x)), cy: String(n1(y)), r: '8', fill, stroke: look(hue), 'stroke-width': '2' }));
      return;
    }
    const d = pathOf(part.getLatLngs(), view, names.includes('area'));
    if (names.includes('area')) {
      const filter = names.includes('p-vague') ? 'url(#soft-edge)' : undefined;
      made.push(makeSvg('path', { d, fill, 'fill-opacity': String(part.options.fillOpacity), 'fill-rule': 'evenodd', filter }));
    } else {
      const dash = names.includes('comb') ? '1.3 5' : names.includes('p-approximate') ? '8 4' : undefined;
      made.push(makeSvg('path', {
        d, fill: 'none', stroke: look(hue), 'stroke-width': names.includes('comb') ? '8' : '1.7',
        'stroke-dasharray': dash,
      }));
    }
  });
  return made;
}

/**
 * @param {any} nested latlngs, as deep as Leaflet keeps them
 * @param {import('./basemap.js').View} view
 * @param {boolean} closed
 * @returns {string}
 */
function pathOf(nested, view, closed) {
  if (!nested.length) return '';
  if (Array.isArray(nested[0])) return nested.map((/** @type {any} */ inner) => pathOf(inner, view, closed)).join('');
  let d = '';
  let last = '';
  for (const { lat, lng } of nested) {
    const [x, y] = at(view, lng, lat);
    const point = `${n1(x)} ${n1(y)}`;
    if (point !== last) d += `${d ? 'L' : 'M'}${point}`;
    last = point;
  }
  return closed ? `${d}Z` : d;
}

/**
 * @param {{area: Area, claims: import('./types').ClaimData[]}[]} shown
 * @param {import('./basemap.js').View} view
 * @param {number} width
 * @param {number} height
 * @param {Parts} parts
 */
function callouts(shown, view, width, height, { look, data, moved }) {
  const pixels = shown.map(({ area }) =>
    area.outline.map((line) => {
      const out = new Float64Array(line.length);
      for (let i = 0; i < line.length; i += 2) [out[i], out[i + 1]] = at(view, line[i], line[i + 1]);
      return out;
    }),
  );
  /** @type {(import('./layout.js').Item & {box: ReturnType<typeof boxOf>})[]} */
  const items = [];
  const inOrder = [...shown.keys()].sort((a, b) => shown[a].claims[0].n - shown[b].claims[0].n);
  for (const id of inOrder) {
    const { area, claims } = shown[id];
    const first = area.outline[0][0];
    const lon = area.data.point[0] + 360 * Math.round((first - area.data.point[0]) / 360);
    const [x, y] = at(view, lon, area.data.point[1]);
    const anchor = anchorIn(pixels[id], width, height, { x, y });
    if (!anchor) continue;
    const box = boxOf(area, claims, look, data.statuses[claims[0].status].line);
    items.push({ id, anchor, w: box.w, h: box.h, small: { w: box.w, h: box.h }, fixed: moved.get(area.index), box });
  }
  const cover = coverOf(pixels.filter((rings) => rings[0].length > 4), width, height);
  const spots = layOut(items, width, height, [scaleOf(view, height, look).box], cover);
  const group = makeSvg('g');
  spots.forEach((spot, i) => {
    const { anchor, box, id } = items[i];
    const from = nearest(spot, anchor);
    const line = data.statuses[shown[id].claims[0].status].line;
    const dash = { 'stroke-dasharray': line || undefined };
    group.prepend(
      makeSvg('path', { d: `M${n1(from.x)} ${n1(from.y)}L${n1(anchor.x)} ${n1(anchor.y)}`, stroke: look('ink'), 'stroke-width': '1.1', fill: 'none', ...dash }),
      makeSvg('circle', { cx: String(n1(anchor.x)), cy: String(n1(anchor.y)), r: '3', fill: look('ink'), stroke: look('paper'), 'stroke-width': '1.5' }),
    );
    box.element.setAttribute('transform', `translate(${n1(spot.x)} ${n1(spot.y)})`);
    group.append(box.element);
  });
  return { group, boxes: spots };
}

/**
 * @param {Area} area
 * @param {import('./types').ClaimData[]} claims
 * @param {Look} look
 * @param {string} dash of its frame
 */
function boxOf(area, claims, look, dash) {
  const most = 190;
  const head = wrapped(capital(area.data.name), most, `700 13px ${look('sans')}`).slice(0, 2);
  const rows = claims.slice(0, 5).map((claim) => ({ claim, words: wrapped(claim.event, most - 44, `400 13px ${look('sans')}`).slice(0, 2) }));
  const w = Math.max(...head.map((line) => widthOf(line, `700 13px ${look('sans')}`)), ...rows.flatMap((r) => r.words.map((line) => 44 + widthOf(line, `400 13px ${look('sans')}`)))) + 18;
  const element = makeSvg('g');
  let y = 6;
  const inner = makeSvg('g');
  for (const line of head) {
    y += 15;
    inner.append(label(line, 9, y, `700 13px ${look('sans')}`, look('ink')));
  }
  y += 4;
  for (const { claim, words } of rows) {
    const { colour, ink } = hueOf(claim.hue);
    inner.append(
      makeSvg('circle', { cx: '18', cy: String(y + 9), r: '9', fill: colour }),
      label(String(claim.n), 18, y + 13, `700 11px ${look('sans')}`, ink, 'middle'),
      makeSvg('use', { href: `#s-${claim.status}`, x: '32', y: String(y + 2), width: '14', height: '14' }),
    );
    words.forEach((line, i) => inner.append(label(line, 52, y + 14 + i * 15, `400 13px ${look('sans')}`, look('ink'))));
    y += 22 + (words.length - 1) * 15;
  }
  const h = y + 3;
  element.append(
    makeSvg('rect', { width: String(n1(w)), height: String(h), fill: look('paper'), stroke: look('ink'), 'stroke-width': '1', 'stroke-dasharray': dash || undefined }),
    makeSvg('rect', { width: String(n1(w)), height: '4', fill: hueOf(claims[0].hue).colour }),
    inner,
  );
  return { element, w, h };
}

/** @param {string} hue */
function hueOf(hue) {
  const probe = document.createElement('i');
  probe.className = `h-${hue}`;
  document.body.append(probe);
  const style = getComputedStyle(probe);
  const found = { colour: style.getPropertyValue('--hue').trim(), ink: style.getPropertyValue('--on-hue').trim() };
  probe.remove();
  return found;
}

/**
 * The rows of the page's key that are in use, flowing over as many lines as they need.
 * @param {Parts} parts
 * @param {number} width
 */
function keyOf({ look }, width) {
  const group = makeSvg('g');
  let [x, y] = [0, 0];
  for (const row of document.querySelectorAll('#key li:not([hidden])')) {
    const words = row.querySelector('b')?.textContent ?? '';
    const font = `600 12px ${look('sans')}`;
    const status = /** @type {HTMLElement} */ (row).dataset.status;
    const chip = row.querySelector('.chip');
    const outline = /** @type {HTMLElement} */ (row).dataset.outline;
    const own = [...row.querySelectorAll('.own')];
    const lead = own.length ? own.length * 22 + 4 : chip ? 18 : status ? 54 : 36;
    const long = lead + widthOf(words, font) + 20;
    if (x + long > width - 2 * MARGIN && x) [x, y] = [0, y + ROW];
    const item = makeSvg('g', { transform: `translate(${n1(x)} ${y})` });
    if (chip) item.append(makeSvg('circle', { cx: '6', cy: '8', r: '6', fill: hueOf(/h-(\w+)/.exec(chip.className)?.[1] ?? 'grey').colour }));
    own.forEach((swatch, i) => item.append(makeSvg('g', { transform: `translate(${i * 22} -1)` }, ...[...swatch.children].map((part) => part.cloneNode(true)))));
    if (status) {
      const swatch = row.querySelector('.swatch rect');
      const dash = swatch?.getAttribute('stroke-dasharray');
      item.append(
        makeSvg('rect', { x: '1', y: '0', width: '28', height: '16', rx: '2', fill: swatch?.getAttribute('fill') ?? 'none', stroke: look('grey'), 'stroke-width': '1.6', ...(dash ? { 'stroke-dasharray': dash } : {}) }),
        makeSvg('use', { href: `#s-${status}`, x: '36', y: '1', width: '14', height: '14' }),
      );
    }
    if (outline) item.append(makeSvg('use', { href: `#o-${outline}`, x: '0', y: '0', width: '30', height: '18' }));
    item.append(label(words, lead, 12, font, look('ink')));
    group.append(item);
    x += long;
  }
  return { group, height: y + ROW + 8 };
}

/**
 * Patterns and signs with their colours written out: an SVG on its own has no style sheet.
 * @param {SVGElement} defs
 * @param {Parts} parts
 */
function copyDefinitions(defs, { look }) {
  for (const pattern of document.querySelectorAll('pattern.hatch')) {
    const copy = /** @type {SVGElement} */ (pattern.cloneNode(true));
    const hue = /h-(\w+)/.exec(copy.getAttribute('class') ?? '')?.[1] ?? 'grey';
    copy.removeAttribute('class');
    for (const part of copy.children) {
      if (part.tagName === 'rect') set(part, { fill: hueOf(hue).colour, opacity: '0.17' });
      if (part.tagName === 'path') set(part, { stroke: look(hue), fill: 'none', opacity: '0.5' });
      if (part.tagName === 'circle') set(part, { fill: look(hue), opacity: '0.6' });
    }
    defs.append(copy);
  }
  for (const symbol of document.querySelectorAll('symbol')) {
    const copy = /** @type {SVGElement} */ (symbol.cloneNode(true));
    for (const part of copy.querySelectorAll('[class]')) {
      const names = part.getAttribute('class') ?? '';
      part.removeAttribute('class');
      if (names.startsWith('soft')) set(part, { fill: 'currentColor', opacity: '0.16' });
      else set(part, { fill: 'none', stroke: 'currentColor', 'stroke-width': names.includes('comb') ? '6' : '1.6' });
      if (names.includes('dash')) set(part, { 'stroke-dasharray': '6 3.5' });
      if (names.includes('comb')) set(part, { 'stroke-dasharray': '1.2 3.4' });
      if (names.includes('disputed')) set(part, { 'stroke-dasharray': '4 3', stroke: look('border'), 'stroke-width': '1.3' });
    }
    defs.append(copy);
  }
  const soft = document.getElementById('soft-edge');
  if (soft) defs.append(soft.cloneNode(true));
}

/** @param {Element} element @param {Record<string, string>} attributes */
function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}

/**
 * @param {string} text
 * @param {number} x
 * @param {number} y of the base line
 * @param {string} font `weight sizepx family`
 * @param {string} fill
 * @param {string} [anchor]
 */
function label(text, x, y, font, fill, anchor = 'start') {
  const [, weight, size, family] = /^(\S+) ([\d.]+)px (.*)$/.exec(font) ?? ['', '400', '12', 'sans-serif'];
  const made = makeSvg('text', { x: String(n1(x)), y: String(n1(y)), 'font-family': family, 'font-size': size, 'font-weight': weight, fill, 'text-anchor': anchor });
  made.textContent = text;
  return made;
}

const ruler = () => /** @type {CanvasRenderingContext2D} */ (document.createElement('canvas').getContext('2d'));
/** @type {CanvasRenderingContext2D | null} */
let kept = null;

/** @param {string} text @param {string} font */
function widthOf(text, font) {
  kept = kept ?? ruler();
  kept.font = font;
  return kept.measureText(text).width;
}

/**
 * @param {string} text
 * @param {number} width
 * @param {string} font
 * @returns {string[]}
 */
function wrapped(text, width, font) {
  const lines = [''];
  for (const word of text.split(/\s+/)) {
    const longer = `${lines[lines.length - 1]} ${word}`.trim();
    if (widthOf(longer, font) <= width || !lines[lines.length - 1]) lines[lines.length - 1] = cut(longer, width, font);
    else lines.push(cut(word, width, font));
  }
  return lines;
}

/** @param {string} text @param {number} width @param {string} font */
function cut(text, width, font) {
  if (text.length < 60 && widthOf(text, font) <= width) return text;
  let end = Math.min(text.length, 200);
  while (end > 1 && widthOf(text.slice(0, end) + '…', font) > width) end--;
  return end < text.length ? `${text.slice(0, end)}…` : text;
}
