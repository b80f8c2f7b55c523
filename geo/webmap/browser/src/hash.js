/** The view in the address: `#zoom/lat/lon&feature=3&datalayers=a,b`; `#map=zoom/lat/lon` is read too. */

/**
 * @typedef {{zoom: number, lat: number, lon: number, feature?: string, layers?: string[], step?: number, callouts?: string}} Address
 */

/**
 * @param {string} hash
 * @returns {Address | null} null for anything that is no view
 */
export function parseHash(hash) {
  const [first, ...rest] = hash.replace(/^#/, '').split('&');
  const found = /^(?:map=)?(-?[\d.]+)\/(-?[\d.]+)\/(-?[\d.]+)$/.exec(first);
  if (!found) return null;
  const [zoom, lat, lon] = found.slice(1).map(Number);
  if (!(zoom >= 0 && zoom <= 24 && Math.abs(lat) <= 90 && Math.abs(lon) <= 720)) return null;
  /** @type {Address} */
  const address = { zoom, lat, lon };
  for (const pair of rest) {
    const [name, value = ''] = pair.split('=');
    const words = decoded(value);
    if (name === 'feature') address.feature = words;
    if (name === 'datalayers') address.layers = value.split(',').filter(Boolean).map(decoded);
    if (name === 'callouts') address.callouts = words;
    if (name === 'time' && /^\d+$/.test(words)) address.step = Number(words);
  }
  return address;
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * @param {Address} address
 * @returns {string}
 */
export function formatHash({ zoom, lat, lon, feature, layers, step, callouts }) {
  const places = Math.max(1, Math.ceil(Math.log2(Math.max(2, zoom))) + 1);
  const parts = [`#${Number(zoom.toFixed(2))}/${lat.toFixed(places)}/${lon.toFixed(places)}`];
  if (feature) parts.push(`feature=${encodeURIComponent(feature)}`);
  if (layers) parts.push(`datalayers=${layers.map(encodeURIComponent).join(',')}`);
  if (step !== undefined) parts.push(`time=${step}`);
  if (callouts) parts.push(`callouts=${callouts}`);
  return parts.join('&');
}

/** @param {string} hash */
export function writeHash(hash) {
  try {
    history.replaceState(history.state, '', hash);
  } catch {
    // A frame without an address of its own (a notebook) keeps none.
  }
}
