/** A pen that writes SVG instead of painting: it takes the few calls of a canvas that the basemap makes. */

import { makeSvg } from './dom.js';

const round = (/** @type {number} */ value) => Math.round(value * 10) / 10;

export class SvgPen {
  /** @param {SVGElement} group what it writes into */
  constructor(group) {
    this.group = group;
    this.ruler = /** @type {CanvasRenderingContext2D} */ (document.createElement('canvas').getContext('2d'));
    /** @type {string[]} */
    this.path = [];
    /** @type {number[]} */
    this.dash = [];
    this.fillStyle = '#000';
    this.strokeStyle = '#000';
    this.lineWidth = 1;
    this.lineJoin = 'round';
    this.lineCap = 'butt';
    this.font = '12px sans-serif';
    this.letterSpacing = '0px';
    this.textAlign = 'left';
    this.textBaseline = 'middle';
  }

  beginPath() {
    this.path = [];
  }

  /** @param {number} x @param {number} y */
  moveTo(x, y) {
    this.path.push(`M${round(x)} ${round(y)}`);
  }

  /** @param {number} x @param {number} y */
  lineTo(x, y) {
    this.path.push(`L${round(x)} ${round(y)}`);
  }

  closePath() {
    this.path.push('Z');
  }

  /** Full circles only. @param {number} x @param {number} y @param {number} r */
  arc(x, y, r) {
    this.path.push(`M${round(x - r)} ${round(y)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`);
  }

  /** @param {number[]} dash */
  setLineDash(dash) {
    this.dash = dash;
  }

  fill() {
    this.write({ fill: this.fillStyle, 'fill-rule': 'evenodd' });
  }

  stroke() {
    const dash = { 'stroke-dasharray': this.dash.length ? this.dash.join(' ') : undefined };
    this.write({ fill: 'none', stroke: this.strokeStyle, 'stroke-width': String(this.lineWidth), 'stroke-linejoin': 'round', ...dash });
  }

  /** @param {Record<string, string | undefined>} attributes */
  write(attributes) {
    if (this.path.length) this.group.append(makeSvg('path', { d: this.path.join(''), ...attributes }));
  }

  /** @param {number} x @param {number} y @param {number} w @param {number} h */
  fillRect(x, y, w, h) {
    const box = { x: round(x), y: round(y), width: round(w), height: round(h) };
    const attributes = Object.fromEntries(Object.entries(box).map(([k, v]) => [k, String(v)]));
    this.group.append(makeSvg('rect', { ...attributes, fill: this.fillStyle }));
  }

  /** @param {string} text @param {number} x @param {number} y */
  fillText(text, x, y) {
    this.text(text, x, y, { fill: this.fillStyle });
  }

  /** @param {string} text @param {number} x @param {number} y */
  strokeText(text, x, y) {
    this.text(text, x, y, { fill: 'none', stroke: this.strokeStyle, 'stroke-width': String(this.lineWidth), 'stroke-linejoin': 'round' });
  }

  /** @param {string} text @param {number} x @param {number} y @param {Record<string, string>} paint */
  text(text, x, y, paint) {
    const [, style, weight, size, family] = /^(\S+) (\S+) ([\d.]+)px (.*)$/.exec(this.font) ?? ['', 'normal', '400', '12', 'sans-serif'];
    const anchor = { left: 'start', center: 'middle', right: 'end' }[this.textAlign] ?? 'start';
    const made = makeSvg('text', {
      // A canvas centres text on its middle; few readers of SVG know `dominant-baseline`, all know an offset.
      x: String(round(x)), y: String(round(y + Number(size) * 0.35)), 'text-anchor': anchor,
      'font-family': family, 'font-size': size, ...paint,
    });
    if (style !== 'normal') made.setAttribute('font-style', style);
    if (weight !== '400') made.setAttribute('font-weight', weight);
    if (parseFloat(this.letterSpacing)) made.setAttribute('letter-spacing', String(parseFloat(this.letterSpacing)));
    made.textContent = text;
    this.group.append(made);
  }

  /** @param {string} text */
  measureText(text) {
    this.ruler.font = this.font;
    this.ruler.letterSpacing = this.letterSpacing;
    return this.ruler.measureText(text);
  }
}
