import type { Framing, View } from '../rig.ts';

/** Heights and widths in model units, y upwards. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

/** Maps model units to the picture: edges ±1, y upwards. */
export interface Live2dView {
  /** Column-major 4×4 for the graphics card. */
  readonly matrix: Float32Array;
  /** Picture heights per model unit, and the turn of the picture in degrees, clockwise. */
  readonly scale: number;
  readonly rotation: number;
  readonly aspect: number;
  setView(view: View): void;
  /** CSS pixels. */
  resize(width: number, height: number): void;
  toWindow(x: number, y: number, into: { x: number; y: number }): void;
  toModel(x: number, y: number, into: { x: number; y: number }): void;
}

/** What each framing shows. */
export type Measures = Readonly<
  Record<Framing, { readonly top: number; readonly bottom: number; readonly centre: number; readonly width: number }>
>;

export function createLive2dView(measures: Measures): Live2dView {
  const matrix = new Float32Array(16);
  matrix[10] = 1;
  matrix[15] = 1;
  let view: View = { framing: 'bust', zoom: 1, offsetX: 0, offsetY: 0, rotation: 0, background: 'transparent' };
  let aspect = 1;
  let scale = 1;

  function place(): void {
    const { top, bottom, centre, width } = measures[view.framing];
    const tall = Math.max(1e-6, Math.max(top - bottom, width / aspect) / view.zoom);
    // A narrow picture has height to spare: a quarter of it becomes headroom, the rest shows more of her.
    const spare = tall - (top - bottom) / view.zoom;
    const middle = (top + bottom) / 2 - spare * 0.25;
    scale = 1 / tall;
    const angle = (view.rotation * Math.PI) / 180;
    const k = 2 / tall;
    const cos = Math.cos(angle) * k;
    const sin = Math.sin(angle) * k;
    matrix[0] = cos / aspect;
    matrix[4] = sin / aspect;
    matrix[1] = -sin;
    matrix[5] = cos;
    matrix[12] = -(cos * centre + sin * middle) / aspect + 2 * view.offsetX;
    matrix[13] = sin * centre - cos * middle + 2 * view.offsetY;
  }
  place();

  return {
    matrix,
    get scale() {
      return scale;
    },
    get rotation() {
      return view.rotation;
    },
    get aspect() {
      return aspect;
    },
    setView(next) {
      view = next;
      place();
    },
    resize(width, height) {
      aspect = Math.max(1, width) / Math.max(1, height);
      place();
    },
    toWindow(x, y, into) {
      into.x = (matrix[0] ?? 0) * x + (matrix[4] ?? 0) * y + (matrix[12] ?? 0);
      into.y = (matrix[1] ?? 0) * x + (matrix[5] ?? 0) * y + (matrix[13] ?? 0);
    },
    toModel(x, y, into) {
      const a = matrix[0] ?? 1;
      const b = matrix[1] ?? 0;
      const c = matrix[4] ?? 0;
      const d = matrix[5] ?? 1;
      const px = x - (matrix[12] ?? 0);
      const py = y - (matrix[13] ?? 0);
      const area = a * d - b * c;
      into.x = (d * px - c * py) / area;
      into.y = (a * py - b * px) / area;
    },
  };
}
