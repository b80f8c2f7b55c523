/** What the modules expect of a browser when they are loaded: Leaflet is only touched once something is drawn. */
globalThis.window = /** @type {any} */ ({ L: { Renderer: { extend: () => class {} } } });
