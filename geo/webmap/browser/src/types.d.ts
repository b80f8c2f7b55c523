/** What `geo/webmap/data.py` writes into the page. */

export interface Encoded {
  points?: [number, number][];
  lines?: string;
  rings?: string[];
}

export interface PlaceData extends Encoded {
  id: string;
  name: string;
  kind: string;
  precision: string;
  basis: string;
  point: [number, number];
  claims: number[];
  named: boolean;
}

export interface ClaimData {
  n: number;
  key: string;
  report: string;
  layer: string;
  event: string;
  theme: string;
  hue: string;
  status: string;
  when: string;
  who: string[];
  places: number[];
  start: number;
  end: number;
  /** Numbers of the claims that contradict it. */
  against: number[];
}

export interface FeatureData extends Encoded {
  properties: Record<string, unknown>;
}

export interface LayerData {
  id: string;
  title: string;
  group: string;
  report: string;
  visible: boolean;
  source: string;
  license: string;
  date: string;
  description: string;
  /** How its points are shown; each by itself where it is missing. */
  points?: 'clusters' | 'heat';
  /** Whether each feature's name stands beside it. */
  labels?: boolean;
  features?: FeatureData[];
}

export interface GradeData {
  cell: number;
  steps: number;
  cells: Record<string, string>;
}

export interface PageData {
  title: string;
  /** West, south, east, north; east may pass 180. */
  frame: [number, number, number, number];
  steps: number;
  online: boolean;
  statuses: Record<string, { label: string; line: string; hatch: string }>;
  places: PlaceData[];
  claims: ClaimData[];
  layers: LayerData[];
  basemap: Record<string, GradeData>;
  time: StepData[];
  /** Names of themes for where there is little room. */
  short: Record<string, string>;
  reports: { id: string; title: string; source: string; date: string }[];
}

/** What `geo/webmap/timeline.py` says of a stop of the slider. */
export interface StepData {
  label: string;
  shown: number[];
  gone: number[];
  changes: Record<string, { mark: string; was: string; before: number }>;
}

/** [name, longitude, latitude, class, importance]; see geo/_build/labels.py. */
export type NameData = [string, number, number, number, number];

export interface Rect {
  x: number;
  y: number;
  w: number;
  h: number;
}

/** The drawing calls the basemap and its names make: a canvas has them, and `svg.js`. */
export interface Pen {
  fillStyle: any;
  strokeStyle: any;
  lineWidth: number;
  lineJoin: any;
  font: string;
  textAlign: any;
  textBaseline: any;
  beginPath(): void;
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  closePath(): void;
  fill(rule?: any): void;
  stroke(): void;
  fillRect(x: number, y: number, w: number, h: number): void;
  setLineDash(dash: number[]): void;
}
