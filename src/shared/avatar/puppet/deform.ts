import { createKeyBlend, type KeyBlend } from './key-blend.ts';
import type { Deformer, TransformDeformer, WarpDeformer } from './puppet-format.ts';

/** A deformer at work: it moves points of the canvas, in place. At rest it moves nothing. */
export interface LiveDeformer {
  /** Set by `read` when its form changed. */
  changed: boolean;
  read(values: Float32Array): void;
  /** Moves the x, y pairs from `first` up to (not including) `end`, both counted in numbers. */
  apply(points: Float32Array, first: number, end: number): void;
}

/** `places`: index of each parameter in the values. Allocates here, never again. */
export function createLiveDeformer(deformer: Deformer, places: ReadonlyMap<string, number>): LiveDeformer {
  return deformer.kind === 'transform' ? createTransform(deformer, places) : createWarp(deformer, places);
}

/** x, y, angle, scaleX, scaleY, shearX. */
const TRANSFORM_NUMBERS = 6;

function createTransform({ pivot, bindings }: TransformDeformer, places: ReadonlyMap<string, number>): LiveDeformer {
  const forms = createForms(
    bindings.map(({ axes, forms }) => ({
      axes,
      forms: forms.map(({ x, y, angle, scaleX, scaleY, shearX }) => [x, y, angle, scaleX, scaleY, shearX]),
    })),
    TRANSFORM_NUMBERS,
    places,
  );
  const { sum } = forms;
  /** a, b, c, d, tx, ty. In an array: numbers in a closure are boxed anew with each change. */
  const matrix = Float64Array.of(1, 0, 0, 1, 0, 0);
  let still = true;
  const live: LiveDeformer = {
    changed: true,
    read(values) {
      live.changed = forms.read(values);
      if (!live.changed) return;
      const angle = ((sum[2] ?? 0) * Math.PI) / 180;
      const scaleX = 1 + (sum[3] ?? 0);
      const scaleY = 1 + (sum[4] ?? 0);
      const shear = sum[5] ?? 0;
      const cos = Math.cos(angle);
      const sin = Math.sin(angle);
      // Scale, then shear (up is negative), then turn; y points down, so a positive angle is clockwise.
      const a = cos * scaleX;
      const b = sin * scaleX;
      const c = -cos * shear * scaleY - sin * scaleY;
      const d = -sin * shear * scaleY + cos * scaleY;
      matrix[0] = a;
      matrix[1] = b;
      matrix[2] = c;
      matrix[3] = d;
      matrix[4] = pivot.x + (sum[0] ?? 0) - a * pivot.x - c * pivot.y;
      matrix[5] = pivot.y + (sum[1] ?? 0) - b * pivot.x - d * pivot.y;
      still = forms.still;
    },
    apply(points, first, end) {
      if (still) return;
      const a = matrix[0] ?? 1;
      const b = matrix[1] ?? 0;
      const c = matrix[2] ?? 0;
      const d = matrix[3] ?? 1;
      const tx = matrix[4] ?? 0;
      const ty = matrix[5] ?? 0;
      for (let i = first; i < end; i += 2) {
        const x = points[i] ?? 0;
        const y = points[i + 1] ?? 0;
        points[i] = a * x + c * y + tx;
        points[i + 1] = b * x + d * y + ty;
      }
    },
  };
  return live;
}

function createWarp({ bounds, columns, rows, bindings }: WarpDeformer, places: ReadonlyMap<string, number>): LiveDeformer {
  const forms = createForms(bindings, 2 * (columns + 1) * (rows + 1), places);
  const { sum } = forms;
  const perX = columns / bounds.width;
  const perY = rows / bounds.height;
  const stride = 2 * (columns + 1);
  const live: LiveDeformer = {
    changed: true,
    read(values) {
      live.changed = forms.read(values);
    },
    apply(points, first, end) {
      if (forms.still) return;
      for (let i = first; i < end; i += 2) {
        const x = points[i] ?? 0;
        const y = points[i + 1] ?? 0;
        const alongX = Math.max(0, Math.min(columns, (x - bounds.x) * perX));
        const alongY = Math.max(0, Math.min(rows, (y - bounds.y) * perY));
        const left = Math.min(columns - 1, Math.floor(alongX));
        const top = Math.min(rows - 1, Math.floor(alongY));
        const u = alongX - left;
        const v = alongY - top;
        const at = top * stride + left * 2;
        const w00 = (1 - u) * (1 - v);
        const w10 = u * (1 - v);
        const w01 = (1 - u) * v;
        const w11 = u * v;
        points[i] =
          x + (sum[at] ?? 0) * w00 + (sum[at + 2] ?? 0) * w10 + (sum[at + stride] ?? 0) * w01 + (sum[at + stride + 2] ?? 0) * w11;
        points[i + 1] =
          y +
          (sum[at + 1] ?? 0) * w00 +
          (sum[at + 3] ?? 0) * w10 +
          (sum[at + stride + 1] ?? 0) * w01 +
          (sum[at + stride + 3] ?? 0) * w11;
      }
    },
  };
  return live;
}

interface Forms {
  /** Of all bindings, blended. */
  readonly sum: Float32Array;
  /** All of it is zero. */
  still: boolean;
  /** False: nothing changed. */
  read(values: Float32Array): boolean;
}

interface FormsBinding {
  readonly axes: readonly { readonly parameter: string; readonly keys: readonly number[] }[];
  readonly forms: readonly (readonly number[])[];
}

function createForms(bindings: readonly FormsBinding[], size: number, places: ReadonlyMap<string, number>): Forms {
  const blends = bindings.map(({ axes }) => createKeyBlend(axes, places));
  const tables = bindings.map(({ forms }) => forms.map((form) => Float32Array.from(form)));
  const sum = new Float32Array(size);
  let fresh = true;
  const result: Forms = {
    sum,
    still: true,
    read(values) {
      let changed = fresh;
      fresh = false;
      for (let i = 0; i < blends.length; i++) if (blends[i]?.read(values) === true) changed = true;
      if (!changed) return false;
      sum.fill(0);
      for (let i = 0; i < blends.length; i++) addBlend(sum, blends[i], tables[i]);
      result.still = isZero(sum);
      return true;
    },
  };
  return result;
}

function addBlend(sum: Float32Array, blend: KeyBlend | undefined, table: readonly Float32Array[] | undefined): void {
  if (blend === undefined || table === undefined) return;
  for (let k = 0; k < blend.count; k++) {
    const form = table[blend.forms[k] ?? 0];
    const weight = blend.weights[k] ?? 0;
    if (form === undefined) continue;
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + (form[i] ?? 0) * weight;
  }
}

function isZero(numbers: Float32Array): boolean {
  for (let i = 0; i < numbers.length; i++) if (numbers[i] !== 0) return false;
  return true;
}
