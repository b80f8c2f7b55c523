/** Start the page: read its data, draw the map, tie map, list, text and time together. */

import { drawAreas, near } from './areas.js';
import { readBasemap, showsDisputed } from './basemap.js';
import { drawBrought, stack } from './brought.js';
import { addCallouts } from './callouts.js';
import { basemapLayer, looksOf, namesLayer } from './canvas.js';
import { addControls, addListSwitch, addLocator, addLookSwitch } from './controls.js';
import { labelsIn, thinLabels } from './dense.js';
import { byId, button, make } from './dom.js';
import { askWhere, formatMoved, parseMoved } from './drag.js';
import { addFilters } from './filters.js';
import { formatHash, parseHash, writeHash } from './hash.js';
import { addLayerSwitch } from './layers.js';
import { calm, cards, wakePanel } from './panel.js';
import { askedExport, leaveExport, printOnPaper, written } from './paper.js';
import { tellLayers } from './ownkey.js';
import { openPlace } from './popup.js';
import { pictureOf } from './picture.js';
import { citation, copy, csvOf, download, fileName, geojsonOf } from './take.js';
import { addTime, markChanges } from './time.js';
import { addTour } from './tour.js';
import { alsoHere } from './under.js';

const L = /** @type {any} */ (window).L;

/**
 * @typedef {import('./areas.js').Area} Area
 */

/**
 * @param {string} id
 * @returns {any}
 */
function read(id) {
  return JSON.parse(byId(id).textContent ?? 'null');
}

/**
 * Other elements of folium come after ours in the same script: they are to be on the map before callouts are placed.
 * @param {any} map the L.map of folium
 */
export function start(map) {
  queueMicrotask(() => begin(map));
}

/** @param {any} map */
function begin(map) {
  const asked = location.hash;
  const data = /** @type {import('./types').PageData} */ (read('sitmap-data'));
  const root = document.documentElement;
  const holder = map.getContainer();
  const middle = (data.frame[0] + data.frame[2]) / 2;
  root.classList.add('is-live');
  // The list is the page's main part until there is a map; in a small frame it may be hidden.
  holder.setAttribute('role', 'main');
  holder.setAttribute('aria-label', 'Map');
  byId('panel').setAttribute('role', 'region');
  byId('panel').setAttribute('aria-label', 'List');
  if (calm()) map._fadeAnimated = false;

  for (const [name, z] of [['sitmap-base', 150], ['sitmap-names', 450]]) {
    map.createPane(name).style.zIndex = String(z);
    map.getPane(name).style.pointerEvents = 'none';
  }
  let look = looksOf(root);
  const looks = () => look;
  const obstacles = () => controlsIn(holder);

  let framing = false;
  function home() {
    framing = true;
    const [west, south, east, north] = data.frame;
    const { x, y } = map.getSize();
    const padding = [Math.min(56, x * 0.07), Math.min(44, y * 0.07)];
    map.fitBounds([[south, west], [north, east]], { animate: false, padding, maxZoom: 9 });
    framing = false;
  }
  const grades = data.online ? [] : readBasemap(data.basemap);

  const layers = addLayerSwitch(data, () => update());
  const time = addTime(data.time, new Set(data.claims.map((c) => c.report)).size > 1, () => update());
  const filters = addFilters(data, () => update());
  const numbers = new Map(data.claims.map((claim) => [claim.n, claim]));
  /** @param {number} n */
  const shows = (n) => {
    const claim = numbers.get(n);
    return Boolean(claim && layers.has(claim.layer) && (!time || time.shows(n)) && filters.passes(claim));
  };

  const hooks = {
    /** @param {Area} area @param {Event | null} event @param {any} [at] latlng */
    open: (area, event, at) => showPlace(area.index, 'map', event, at),
    /** @param {Area} area @param {boolean} on */
    near: (area, on) => markNear(area.data.claims, [area.index], on),
    taken: obstacles,
    shows,
    change: (/** @type {number} */ n) => time?.change(n) ?? '',
    moved: () => {
      names?.redraw?.();
      remember();
    },
  };
  const key = document.getElementById('key');
  if (key) explainOn(key);
  const panel = wakePanel({
    showClaim,
    showPlace,
    near: (claims, on) => markNear(claims, claims.flatMap((n) => numbers.get(n)?.places ?? []), on),
    cite,
  });

  // What stands round the map is there now, and its size will not change any more.
  map.invalidateSize(false);
  home();
  const base = data.online ? null : basemapLayer(grades, looks).addTo(map);
  addControls(map, home);
  const tour = addTour(map, data, {
    // In the order of the list, where what is no longer reported stands last.
    shown: () => cards().filter((card) => !card.hidden).map((card) => Number(card.dataset.claim)),
    go: (n) => showClaim(n, 'tour'),
    quote: quoteOf,
  });
  const locator = addLocator(map, grades[0], data.frame, looks);
  const drawn = drawAreas(map, data, hooks);
  const areas = drawn.areas;
  const callouts = addCallouts(map, areas, data, hooks);
  const names = data.online
    ? null
    : namesLayer(read('sitmap-names'), looks, () => [...obstacles(), ...callouts.boxes(), ...spotsOf(map, areas), ...labelsIn(holder)]);
  let brought = broughtNow(new Map());

  /** @param {Map<string, any>} drawn what is drawn already, by the layer's id */
  function broughtNow(drawn) {
    return data.layers
      .filter((layer) => layer.features)
      .map((layer) => ({ id: layer.id, group: drawn.get(layer.id) ?? drawBrought(map, layer, data.steps, middle) }));
  }

  /**
   * Take in the layers that people brought as they are now, while the page is open: the view, what is open and what is
   * half drawn stay. A layer that did not change comes as its id alone.
   * @param {{layers: (import('./types').LayerData | string)[], lists: string}} news as geo/webmap/renew.py writes it
   */
  function renew({ layers: now, lists }) {
    const kept = new Set(now.filter((layer) => typeof layer === 'string'));
    const before = new Map(data.layers.map((layer) => [layer.id, layer]));
    data.layers = now.map((layer) => (typeof layer === 'string' ? /** @type {any} */ (before.get(layer)) : layer));
    for (const { id, group } of brought) if (!kept.has(id)) group.remove();
    brought = broughtNow(new Map(brought.filter(({ id }) => kept.has(id)).map(({ id, group }) => [id, group])));
    const fresh = new DOMParser().parseFromString(lists, 'text/html');
    byId('layer-lists').replaceChildren(...fresh.body.childNodes);
    layers.renew();
    update();
  }

  /** @type {number | null} */
  let openClaim = null;

  function update() {
    const claims = data.claims.filter((claim) => shows(claim.n));
    const named = data.layers.some((layer) => layer.id.endsWith('places') && layers.has(layer.id));
    drawn.update(shows, named);
    for (const { id, group } of brought) {
      if (layers.has(id)) group.addTo(map);
      else group.remove();
    }
    stack(areas.filter((area) => area.shown), brought.filter(({ id }) => layers.has(id)).map(({ group }) => group));
    for (const card of cards()) card.hidden = !shows(Number(card.dataset.claim));
    if (time) markChanges(time.now(), data.statuses, (n) => document.getElementById(`claim-${n}`));
    for (const head of document.querySelectorAll('.report-head')) {
      const report = /** @type {HTMLElement} */ (head).dataset.report;
      /** @type {HTMLElement} */ (head).hidden = !claims.some((claim) => claim.report === report);
    }
    for (const row of document.querySelectorAll('#key [data-status]')) {
      const status = /** @type {HTMLElement} */ (row).dataset.status;
      /** @type {HTMLElement} */ (row).hidden = !claims.some((claim) => claim.status === status);
    }
    for (const row of document.querySelectorAll('#key [data-theme]')) {
      const theme = /** @type {HTMLElement} */ (row).dataset.theme;
      /** @type {HTMLElement} */ (row).hidden = !claims.some((claim) => claim.theme === theme);
    }
    if (key) tellLayers(key, data.layers.filter((layer) => layer.features?.length && layers.has(layer.id)));
    filters.tell(claims.length);
    tour?.tell(openClaim);
    callouts.measure();
    callouts.arrange();
    thinLabels(holder, callouts.boxes());
    names?.redraw?.();
    remember();
  }

  /** @param {Set<number>} open @param {number[]} places */
  function mark(open, places) {
    if (tour?.tell(openClaim)) callouts.arrange();
    panel.mark(open, places.length === 1 ? places[0] : null);
    callouts.mark((area) => places.includes(area.index), 'is-open');
    markPaths(places, 'is-open');
  }

  /** @param {number[]} claims @param {number[]} places @param {boolean} on */
  function markNear(claims, places, on) {
    panel.near(claims, on);
    callouts.mark((area) => on && places.includes(area.index), 'is-near');
    markPaths(on ? places : [], 'is-near');
  }

  /** @param {number[]} places @param {string} sign */
  function markPaths(places, sign) {
    for (const area of areas) {
      if (!area.shown) continue;
      area.layer.eachLayer((/** @type {any} */ part) => part.getElement()?.classList.toggle(sign, places.includes(area.index)));
    }
  }

  /** @param {number} n @param {string} from */
  function showClaim(n, from) {
    const claim = numbers.get(n);
    if (!claim) return;
    if (time && !time.shows(n)) time.go(time.find(n));
    map.closePopup();
    document.documentElement.classList.remove('shows-list');
    openClaim = n;
    mark(new Set([n]), claim.places);
    if (from !== 'text' || !byId('pane-text').classList.contains('is-on')) panel.choose('pane-claims');
    panel.reveal(n);
    if (from === 'tour') visit(claim.places);
    else bringIntoView(claim.places);
    remember();
  }

  /** @param {number} index @param {string} from @param {Event | null} [event] @param {any} [at] latlng */
  function showPlace(index, from, event, at) {
    const area = areas[index];
    const claims = area.data.claims.filter(shows);
    openClaim = claims[0] ?? null;
    mark(new Set(claims), [index]);
    if (from === 'map') {
      const onPath = event instanceof MouseEvent && event.detail > 0 && (/** @type {Element} */ (event.target)).tagName === 'path';
      const back = callouts.moved().has(index) ? () => callouts.put(area, null) : null;
      const move = () => askWhere(map, (at) => callouts.put(area, at));
      const clicked = at ?? (onPath ? map.mouseEventToLatLng(event) : null);
      openPlace(map, area, clicked ?? pointOf(area), shows, { move, back }, clicked ? alsoHere(map, clicked, area.main.getElement()) : []);
      if (claims.length) panel.reveal(claims[0]);
    } else {
      bringIntoView([index]);
    }
    remember();
  }

  /** @param {Area} area */
  function pointOf(area) {
    const c = callouts.callouts.find((one) => one.area === area);
    return c?.at ?? [area.data.point[1], near(area.data.point[0], middle)];
  }

  /** @param {number[]} places */
  function boundsOf(places) {
    const bounds = L.latLngBounds([]);
    for (const index of places) bounds.extend(areas[index].layer.getBounds());
    return bounds;
  }

  /**
   * Who steps through the claims sees each from a little nearer, and still where it lies in the whole.
   * @param {number[]} places
   */
  function visit(places) {
    const bounds = boundsOf(places);
    if (!bounds.isValid()) return;
    const whole = map.getBoundsZoom([[data.frame[1], data.frame[0]], [data.frame[3], data.frame[2]]]);
    const zoom = Math.max(whole, Math.min(whole + 2, map.getBoundsZoom(bounds, false, [40, 40])));
    map.flyTo(bounds.getCenter(), zoom, { animate: !calm(), duration: 0.8 });
  }

  /** @param {number[]} places */
  function bringIntoView(places) {
    const bounds = boundsOf(places);
    if (!bounds.isValid() || map.getBounds().contains(bounds.getCenter())) return;
    map.flyToBounds(bounds, { padding: [60, 60], maxZoom: Math.max(7, map.getZoom()), animate: !calm(), duration: 0.8 });
  }

  /** @param {number} n */
  function quoteOf(n) {
    return document.querySelector(`#claim-${n} blockquote`)?.textContent ?? '';
  }

  /** @param {number} n */
  function cite(n) {
    const claim = /** @type {import('./types').ClaimData} */ (numbers.get(n));
    const report = data.reports.find((r) => r.id === claim.report) ?? { title: data.title, source: '', date: '' };
    const places = claim.places.map((index) => data.places[index]);
    return copy(citation({ claim, quote: quoteOf(n), status: data.statuses[claim.status].label, places, report }));
  }

  const shownClaims = () => data.claims.filter((claim) => shows(claim.n));
  byId('take-away')?.append(
    button('Download GeoJSON', () => {
      const text = JSON.stringify(geojsonOf(data, shownClaims(), layers.ids(), quoteOf));
      download(`${fileName(data.title)}.geojson`, text, 'application/geo+json');
    }),
    button('Download CSV', () => download(`${fileName(data.title)}.csv`, csvOf(data, shownClaims(), quoteOf), 'text/csv')),
  );

  /** @param {number} width @param {number} height @param {[number, number, number, number]} [frame] */
  function picture(width, height, frame = data.frame) {
    const words = (/** @type {string} */ query) => document.querySelector(query)?.textContent ?? '';
    const parts = [...document.querySelectorAll('.top .dateline > *')].map((part) => part.textContent).filter(Boolean);
    const groups = brought.filter(({ id }) => layers.has(id)).map(({ group }) => group);
    return pictureOf({
      data, frame, areas, brought: groups, shows, grades, names: data.online ? [] : read('sitmap-names'), look,
      moved: callouts.moved(), dateline: parts.join(' · '), disclaimer: words('.disclaimer'),
    }, width, height);
  }
  byId('take-away')?.append(
    button('Download SVG', () => download(`${fileName(data.title)}.svg`, written(picture(1600, 1000)), 'image/svg+xml')),
  );

  let settled = false;
  function remember() {
    if (!settled) return;
    const { lat, lng } = map.getCenter();
    const step = time && time.step() !== time.last ? time.step() : undefined;
    const ids = layers.untouched() ? undefined : layers.ids();
    writeHash(formatHash({
      zoom: map.getZoom(), lat, lon: lng, feature: openClaim ? String(openClaim) : undefined, layers: ids, step,
      callouts: formatMoved(callouts.moved()),
    }));
  }

  function recall() {
    // The address a page without scripts gives its cards works here too.
    const card = /^#claim-(\d+)$/.exec(location.hash);
    if (card) showClaim(Number(card[1]), 'list');
    const address = parseHash(location.hash);
    if (!address) return;
    map.setView([address.lat, address.lon], address.zoom, { animate: false });
    if (address.layers) layers.set(address.layers);
    callouts.setMoved(parseMoved(address.callouts ?? ''));
    if (address.step !== undefined) time?.go(address.step);
    const n = Number(address.feature);
    if (numbers.has(n)) {
      openClaim = n;
      mark(new Set([n]), numbers.get(n)?.places ?? []);
      panel.reveal(n);
    }
  }

  addListSwitch();
  addLookSwitch(() => {
    look = looksOf(root);
    base?.redraw();
    names?.redraw();
    locator?.redraw();
  });
  const tellDisputed = () => {
    const row = document.querySelector('#key [data-outline=disputed]');
    if (row) /** @type {HTMLElement} */ (row).hidden = !showsDisputed(grades, map);
  };
  update();
  tellDisputed();
  const room = map.getSize();
  map.invalidateSize(false);
  if (!room.equals(map.getSize())) {
    home();
    callouts.arrange();
  }
  // Before the names, so that those know where callouts stand, and before the address asks for another view.
  callouts.start();
  map.on('moveend', () => thinLabels(holder, callouts.boxes()));
  names?.addTo(map);
  recall();
  settled = true;
  map.on('moveend', () => {
    tellDisputed();
    remember();
  });
  map.on('click', () => {
    openClaim = null;
    mark(new Set(), []);
    remember();
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') map.closePopup();
  });
  window.addEventListener('hashchange', recall);
  let touched = Boolean(parseHash(location.hash));
  map.on('movestart', () => (touched = touched || !framing));
  new ResizeObserver(() => {
    const before = map.getSize();
    framing = true;
    map.invalidateSize({ animate: false });
    framing = false;
    if (!touched && !before.equals(map.getSize())) home();
  }).observe(holder);
  printOnPaper(map, data.frame, picture);
  const sheet = askedExport(asked);
  if (sheet) {
    if (sheet.look) root.dataset.look = sheet.look;
    look = looksOf(root);
    leaveExport(picture(sheet.width, sheet.height));
  }
  Object.assign(window, { sitmapMap: map, sitmapReady: performance.now(), sitmapRenew: renew });
}

/** @param {HTMLElement} key */
function explainOn(key) {
  const explain = button('What the signs mean', () => {
    const full = key.classList.toggle('is-full');
    explain.setAttribute('aria-expanded', String(full));
  }, { class: 'explain', 'aria-expanded': 'false' });
  key.append(explain, make('p', { class: 'means' }, 'A callout can be dragged elsewhere; the address keeps where it stands.'));
}

/**
 * @param {HTMLElement} holder
 * @returns {import('./types').Rect[]}
 */
function controlsIn(holder) {
  const frame = holder.getBoundingClientRect();
  return [...holder.querySelectorAll('.leaflet-control, .leaflet-marker-icon')].map((element) => {
    const r = element.getBoundingClientRect();
    return { x: r.x - frame.x, y: r.y - frame.y, w: r.width, h: r.height };
  });
}

/**
 * Where points of the report stand: the basemap does not write the same town again.
 * @param {any} map
 * @param {Area[]} areas
 */
function spotsOf(map, areas) {
  return areas
    .filter((area) => area.shown && area.data.points)
    .flatMap((area) => area.data.points ?? [])
    .map(([lon, lat]) => {
      const p = map.latLngToContainerPoint([lat, lon]);
      return { x: p.x - 11, y: p.y - 11, w: 22, h: 22 };
    });
}
