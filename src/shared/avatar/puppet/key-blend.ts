/** Where a binding stands among its keys: up to four forms and how much of each. */
export interface KeyBlend {
  readonly forms: Int32Array;
  readonly weights: Float32Array;
  /** Number of forms in use. */
  count: number;
  /** Reads the parameters anew. False: they are where they were. Values beyond the keys, and NaN, stay at the nearest key. */
  read(values: Float32Array): boolean;
}

export interface Axis {
  readonly parameter: string;
  readonly keys: readonly number[];
}

/** `places`: index of each parameter in the values. One axis blends in a line, two in a plane (bilinear); the first axis runs fastest among the forms. */
export function createKeyBlend(axes: readonly Axis[], places: ReadonlyMap<string, number>): KeyBlend {
  const [first, second] = axes.map(({ parameter, keys }) => ({
    place: places.get(parameter) ?? -1,
    keys: Float32Array.from(keys),
  }));
  const forms = new Int32Array(4);
  const weights = new Float32Array(4);
  /** Values read last. In an array: numbers in a closure are boxed anew with each change. */
  const last = Float64Array.of(Number.NaN, Number.NaN);
  const along = new Float64Array(2);
  const columns = first?.keys.length ?? 1;

  const blend: KeyBlend = {
    forms,
    weights,
    count: 0,
    read(values) {
      const nextX = first === undefined ? 0 : (values[first.place] ?? 0);
      const nextY = second === undefined ? 0 : (values[second.place] ?? 0);
      if (nextX === last[0] && nextY === last[1]) return false;
      last[0] = nextX;
      last[1] = nextY;
      locate(first, values, along, 0);
      locate(second, values, along, 1);
      const alongX = along[0] ?? 0;
      const alongY = along[1] ?? 0;
      const left = Math.floor(alongX);
      const top = Math.floor(alongY);
      const right = alongX - left;
      const down = alongY - top;
      let count = 0;
      for (let row = 0; row < (down > 0 ? 2 : 1); row++) {
        const weight = row === 0 ? 1 - down : down;
        const form = (top + row) * columns + left;
        forms[count] = form;
        weights[count++] = weight * (1 - right);
        if (right === 0) continue;
        forms[count] = form + 1;
        weights[count++] = weight * right;
      }
      blend.count = count;
      return true;
    },
  };
  return blend;
}

/** Where a parameter stands among its keys: 0 at the first, 1 at the second …; limited to the ends. Written, not returned: a returned number is boxed. */
function locate(
  axis: { readonly place: number; readonly keys: Float32Array } | undefined,
  values: Float32Array,
  into: Float64Array,
  at: number,
): void {
  into[at] = 0;
  if (axis === undefined || axis.keys.length < 2) return;
  const { keys } = axis;
  const value = values[axis.place] ?? 0;
  const last = keys.length - 1;
  if (!(value > (keys[0] ?? 0))) return;
  if (value >= (keys[last] ?? 0)) {
    into[at] = last;
    return;
  }
  let i = 0;
  while (value >= (keys[i + 1] ?? 0)) i++;
  const low = keys[i] ?? 0;
  into[at] = i + (value - low) / ((keys[i + 1] ?? 0) - low);
}
