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
      const alongX = position(first?.keys, nextX);
      const columnCount = first?.keys.length ?? 1;
      const left = Math.floor(alongX);
      blend.count = 0;
      if (second === undefined) row(0, left, alongX - left, 1);
      else {
        const alongY = position(second.keys, nextY);
        const top = Math.floor(alongY);
        row(top * columnCount, left, alongX - left, 1 - (alongY - top));
        if (alongY > top) row((top + 1) * columnCount, left, alongX - left, alongY - top);
      }
      return true;
    },
  };
  function row(offset: number, left: number, share: number, weight: number): void {
    add(offset + left, weight * (1 - share));
    if (share > 0) add(offset + left + 1, weight * share);
  }
  function add(form: number, weight: number): void {
    forms[blend.count] = form;
    weights[blend.count] = weight;
    blend.count++;
  }
  return blend;
}

/** 0 at the first key, 1 at the second …; limited to the ends. */
function position(keys: Float32Array | undefined, value: number): number {
  if (keys === undefined || keys.length < 2) return 0;
  const last = keys.length - 1;
  if (!(value > (keys[0] ?? 0))) return 0;
  if (value >= (keys[last] ?? 0)) return last;
  let i = 0;
  while (value >= (keys[i + 1] ?? 0)) i++;
  const low = keys[i] ?? 0;
  return i + (value - low) / ((keys[i + 1] ?? 0) - low);
}
