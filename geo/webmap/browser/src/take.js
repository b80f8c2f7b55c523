/** Things to take away: a citation, the shown claims as GeoJSON or CSV. */

import { decodeShape } from './areas.js';

/**
 * @typedef {import('./types').ClaimData} ClaimData
 * @typedef {import('./types').PageData} PageData
 */

/**
 * @param {{claim: ClaimData, quote: string, status: string, places: {name: string, point: [number, number]}[],
 *   report: {title: string, source: string, date: string}}} parts
 * @returns {string}
 */
export function citation({ claim, quote, status, places, report }) {
  const who = claim.who.length ? claim.who.join('; ') : 'the report itself';
  const where = places.map((p) => `${p.name} (${p.point[1].toFixed(3)}, ${p.point[0].toFixed(3)})`).join('; ');
  const source = [report.title, report.source, report.date].filter(Boolean).join(', ');
  return `“${quote}” (${status.toLowerCase()}, according to ${who}). ${where}. ${source}, characters ${claim.start}–${claim.end}.`;
}

/**
 * @param {PageData} data
 * @param {ClaimData[]} claims the shown ones
 * @param {string[]} layers ids of the shown layers
 * @param {(n: number) => string} quoteOf
 */
export function geojsonOf(data, claims, layers, quoteOf) {
  const features = claims.flatMap((claim) =>
    claim.places.map((index) => {
      const place = data.places[index];
      return {
        type: 'Feature',
        geometry: geometryOf(place, data.steps),
        properties: {
          title: `${claim.event}: ${place.name}`, number: claim.n, status: claim.status, theme: claim.theme,
          event: claim.event, when: claim.when, attribution: claim.who, quote: quoteOf(claim.n),
          quote_start: claim.start, quote_end: claim.end, report: claim.report, place: place.name,
          place_id: place.id, kind: place.kind, precision: place.precision, basis: place.basis,
        },
      };
    }),
  );
  const brought = data.layers
    .filter((layer) => layer.features && layers.includes(layer.id))
    .flatMap((layer) =>
      (layer.features ?? []).map((feature) => ({
        type: 'Feature',
        geometry: geometryOf(feature, data.steps),
        properties: { ...feature.properties, layer: layer.title },
      })),
    );
  return { type: 'FeatureCollection', title: data.title, features: [...features, ...brought] };
}

/**
 * @param {import('./types').Encoded} encoded
 * @param {number} steps
 */
export function geometryOf(encoded, steps) {
  const shape = decodeShape(encoded, steps, NaN);
  const round = (/** @type {number} */ value) => Math.round(value * 1e5) / 1e5;
  const pairs = (/** @type {Float64Array} */ line) => {
    const out = [];
    for (let i = 0; i < line.length; i += 2) out.push([round(line[i]), round(line[i + 1])]);
    return out;
  };
  const polygons = shape.polygons.map((rings) => rings.map(pairs));
  const lines = shape.lines.map(pairs);
  const parts = [
    ...oneOrMany('Point', shape.points),
    ...oneOrMany('LineString', lines),
    ...oneOrMany('Polygon', polygons),
  ];
  return parts.length === 1 ? parts[0] : parts.length ? { type: 'GeometryCollection', geometries: parts } : null;
}

/**
 * @param {string} type
 * @param {any[]} coordinates
 */
function oneOrMany(type, coordinates) {
  if (!coordinates.length) return [];
  return [coordinates.length === 1 ? { type, coordinates: coordinates[0] } : { type: `Multi${type}`, coordinates }];
}

const COLUMNS = ['number', 'status', 'theme', 'event', 'place', 'latitude', 'longitude', 'precision', 'when', 'attribution', 'quote', 'report', 'basis'];

/**
 * One row per claim and place.
 * @param {PageData} data
 * @param {ClaimData[]} claims
 * @param {(n: number) => string} quoteOf
 */
export function csvOf(data, claims, quoteOf) {
  const rows = claims.flatMap((claim) =>
    claim.places.map((index) => {
      const place = data.places[index];
      return [
        claim.n, claim.status, claim.theme, claim.event, place.name, place.point[1], place.point[0], place.precision,
        claim.when, claim.who.join('; '), quoteOf(claim.n), claim.report, place.basis,
      ];
    }),
  );
  return [COLUMNS, ...rows].map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n';
}

/**
 * A value that a spreadsheet would run as a formula gets an apostrophe before it.
 * @param {string | number} value
 */
function cell(value) {
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * @param {string} name of the file
 * @param {string} text
 * @param {string} type
 */
export function download(name, text, type) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/**
 * @param {string} text
 * @returns {Promise<boolean>} whether it is on the clipboard now
 */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
}

/** @param {string} title */
export function fileName(title) {
  const plain = title.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').toLowerCase();
  return plain.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 60) || 'map';
}
