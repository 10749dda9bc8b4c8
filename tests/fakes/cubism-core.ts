/**
 * A Cubism Core of our own making: the surface of Live2D's Core that a renderer uses, over a tiny model format (`encodeFakeMoc`). It stands where the real
 * Core may not: in the repository. Faithful in what bit others: it starts late, as the WebAssembly inside the real one does; ids, views and flags are
 * laid out alike; changed-flags are cleared by `resetDynamicFlags`; a file newer than it is read into nonsense. And it misbehaves when told to.
 */
export interface FakeCoreOptions {
  /** major << 24 | minor << 16 | patch */
  readonly version?: number;
  readonly latestMoc?: number;
  /** Calls of csmGetVersion that throw before it is ready. */
  readonly lateBy?: number;
  /** Where render orders are: as Cores before 6.0 have them, or as later ones, counted together with offscreen pictures. */
  readonly orders?: 'drawables' | 'model';
  /** Offscreen pictures that every model has; Cores with `orders: 'model'`. */
  readonly offscreens?: number;
  /** old: lacks colours and parents, as Cores before 4.2; throws: every moc; null: no memory for a model; empty: defines nothing. */
  readonly fault?: 'none' | 'old' | 'throws' | 'null' | 'empty';
}

/** Numbers of a Core 6 for some of its blends. */
export const FAKE_BLENDS = {
  Normal: 0,
  AddCompatible: 1,
  MultiplyCompatible: 2,
  Add: 3,
  Multiply: 6,
  Screen: 10,
  Overlay: 12,
} as const;

/** What a parameter does to a drawable: `amount` is added (units, degrees, factor or opacity) as the parameter goes from its default to its maximum; the
 * other way below the default. */
export interface FakeKey {
  readonly parameter: string;
  readonly effect: 'x' | 'y' | 'turn' | 'width' | 'height' | 'opacity' | 'red';
  readonly amount: number;
}
export interface FakeDrawable {
  readonly id: string;
  readonly part: string;
  readonly texture: number;
  /** Middle and size, model units, y upwards. */
  readonly box: readonly [x: number, y: number, width: number, height: number];
  /** u and v of the lower left and the upper right corner; v counts from the bottom. */
  readonly uv: readonly [u0: number, v0: number, u1: number, v1: number];
  readonly order: number;
  readonly opacity?: number;
  readonly masks?: readonly string[];
  readonly inverted?: boolean;
  readonly multiply?: readonly [number, number, number];
  /** A blend of Cubism 5.3, by `ColorBlendType_…`; for Cores with `orders: 'model'`. */
  readonly blend?: keyof typeof FAKE_BLENDS;
  readonly keys?: readonly FakeKey[];
}
export interface FakeMoc {
  readonly canvas: { readonly width: number; readonly height: number; readonly unit: number };
  readonly parameters: readonly { readonly id: string; readonly min: number; readonly max: number; readonly default: number }[];
  readonly parts: readonly { readonly id: string; readonly parent?: string }[];
  readonly drawables: readonly FakeDrawable[];
}

/** MOC3, the version, zeros to 64 bytes, the length of what follows, and that as JSON. */
export function encodeFakeMoc(moc: FakeMoc, version = 4): Uint8Array {
  const body = new TextEncoder().encode(JSON.stringify(moc));
  const bytes = new Uint8Array(68 + body.length);
  bytes.set(new TextEncoder().encode('MOC3'));
  bytes[4] = version;
  new DataView(bytes.buffer).setUint32(64, body.length, true);
  bytes.set(body, 68);
  return bytes;
}

/** The script that a page loads; it defines `Live2DCubismCore` as the real one does. */
export function fakeCubismCoreScript(options: FakeCoreOptions = {}): string {
  const settings = {
    version: 0x05_00_0000,
    latestMoc: 5,
    lateBy: 2,
    orders: 'drawables',
    fault: 'none',
    offscreens: 0,
    blends: FAKE_BLENDS,
    ...options,
  };
  if (settings.fault === 'empty') return '/* nothing */';
  return `/* fake Cubism Core */ var Live2DCubismCore = (${installCore.toString()})(${JSON.stringify(settings)});`;
}

/** Runs in the page: it may use nothing from outside of itself. */
function installCore(options: Required<FakeCoreOptions> & { readonly blends: typeof FAKE_BLENDS }): object {
  const VISIBLE = 1;
  const CHANGED = 0b111110;
  let late = options.lateBy;
  const live = { mocs: 0, models: 0 };

  const parse = (bytes: ArrayBuffer): FakeMoc | undefined => {
    const view = new DataView(bytes);
    if (bytes.byteLength < 68 || view.getUint32(0, false) !== 0x4d4f4333) return undefined;
    if (view.getUint32(64, true) !== bytes.byteLength - 68) return undefined;
    try {
      return JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, 68)));
    } catch {
      return undefined;
    }
  };

  class Moc {
    readonly data: FakeMoc;
    constructor(data: FakeMoc) {
      this.data = data;
      live.mocs++;
    }
    static fromArrayBuffer(bytes: ArrayBuffer): Moc | null {
      if (options.fault === 'throws') throw new Error('abort(memory access out of bounds)');
      const data = parse(bytes);
      return data === undefined ? null : new Moc(data);
    }
    hasMocConsistency(bytes: ArrayBuffer): number {
      return parse(bytes) === undefined ? 0 : 1;
    }
    _release(): void {
      live.mocs--;
    }
  }

  class Model {
    readonly data: FakeMoc;
    readonly parameters;
    readonly parts;
    readonly drawables;
    readonly canvasinfo;
    private readonly multiply: Float32Array;
    private released = false;
    constructor(data: FakeMoc) {
      this.data = data;
      live.models++;
      const floats = (pick: (one: FakeMoc['parameters'][number]) => number): Float32Array =>
        Float32Array.from(data.parameters, pick);
      this.parameters = {
        count: data.parameters.length,
        ids: data.parameters.map(({ id }) => id),
        minimumValues: floats(({ min }) => min),
        maximumValues: floats(({ max }) => max),
        defaultValues: floats((one) => one.default),
        values: floats((one) => one.default),
      };
      const partIds = data.parts.map(({ id }) => id);
      this.parts = {
        count: partIds.length,
        ids: partIds,
        opacities: new Float32Array(partIds.length).fill(1),
        parentIndices: Int32Array.from(data.parts, ({ parent }) => (parent === undefined ? -1 : partIds.indexOf(parent))),
      };
      const { drawables } = data;
      const ids = drawables.map(({ id }) => id);
      const flags = new Uint8Array(drawables.length);
      const common = {
        count: drawables.length,
        ids,
        // bit 2: double sided, bit 3: inverted mask
        constantFlags: Uint8Array.from(drawables, ({ inverted }) => 4 | (inverted === true ? 8 : 0)),
        dynamicFlags: flags,
        textureIndices: Int32Array.from(drawables, ({ texture }) => texture),
        drawOrders: Int32Array.from(drawables, ({ order }) => order),
        opacities: Float32Array.from(drawables, ({ opacity }) => opacity ?? 1),
        maskCounts: Int32Array.from(drawables, ({ masks }) => masks?.length ?? 0),
        masks: drawables.map(({ masks }) => Int32Array.from(masks ?? [], (id) => ids.indexOf(id))),
        vertexCounts: new Int32Array(drawables.length).fill(4),
        vertexPositions: drawables.map(() => new Float32Array(8)),
        vertexUvs: drawables.map(({ uv: [u0, v0, u1, v1] }) => Float32Array.of(u0, v0, u1, v0, u1, v1, u0, v1)),
        indexCounts: new Int32Array(drawables.length).fill(6),
        indices: drawables.map(() => Uint16Array.of(0, 1, 2, 0, 2, 3)),
        resetDynamicFlags: () => {
          for (let i = 0; i < flags.length; i++) flags[i] = (flags[i] ?? 0) & ~CHANGED;
        },
      };
      this.multiply = Float32Array.from(drawables.flatMap(({ multiply }) => [...(multiply ?? [1, 1, 1]), 1]));
      const newer = {
        multiplyColors: this.multiply,
        screenColors: Float32Array.from(drawables.flatMap(() => [0, 0, 0, 1])),
        parentPartIndices: Int32Array.from(drawables, ({ part }) => partIds.indexOf(part)),
      };
      const ranks = drawables.map((one) => [...drawables].sort((a, b) => a.order - b.order).indexOf(one));
      const inDrawables = options.orders === 'drawables' ? { renderOrders: Int32Array.from(ranks) } : {};
      this.drawables = { ...common, ...inDrawables, ...(options.fault === 'old' ? {} : newer) };
      // Every second number belongs to an offscreen picture.
      const blendModes = Int32Array.from(drawables, ({ blend }) => options.blends[blend ?? 'Normal']);
      const gapped = Int32Array.from([...ranks.map((rank) => rank * 2 + 1), ...ranks.map((rank) => rank * 2)]);
      if (options.orders === 'model') {
        Object.assign(this.drawables, { blendModes });
        Object.assign(this, { getRenderOrders: () => gapped, offscreens: { count: options.offscreens } });
      }
      this.canvasinfo = {
        CanvasWidth: data.canvas.width,
        CanvasHeight: data.canvas.height,
        CanvasOriginX: data.canvas.width / 2,
        CanvasOriginY: data.canvas.height / 2,
        PixelsPerUnit: data.canvas.unit,
      };
      this.update();
    }
    static fromMoc(moc: Moc): Model | null {
      return options.fault === 'null' ? null : new Model(moc.data);
    }
    update(): void {
      if (this.released) throw new Error('model used after release');
      const { parameters, drawables, parts, data } = this;
      // The real one limits values to their ranges by itself.
      for (let i = 0; i < parameters.count; i++)
        parameters.values[i] = Math.min(
          parameters.maximumValues[i] ?? 0,
          Math.max(parameters.minimumValues[i] ?? 0, parameters.values[i] ?? 0),
        );
      data.drawables.forEach((drawable, at) => {
        const sums = { x: 0, y: 0, turn: 0, width: 0, height: 0, opacity: 0, red: 0 };
        for (const { parameter, effect, amount } of drawable.keys ?? []) {
          const index = parameters.ids.indexOf(parameter);
          const from = parameters.defaultValues[index] ?? 0;
          const away = (parameters.values[index] ?? 0) - from;
          const reach = away >= 0 ? (parameters.maximumValues[index] ?? 0) - from : from - (parameters.minimumValues[index] ?? 0);
          sums[effect] += reach === 0 ? 0 : (away / reach) * amount;
        }
        const [x, y, width, height] = drawable.box;
        const [halfWidth, halfHeight] = [(width * (1 + sums.width)) / 2, (height * (1 + sums.height)) / 2];
        const [cos, sin] = [Math.cos((-sums.turn * Math.PI) / 180), Math.sin((-sums.turn * Math.PI) / 180)];
        const positions = drawables.vertexPositions[at] ?? new Float32Array(8);
        [-1, 1, 1, -1].forEach((side, corner) => {
          const px = side * halfWidth;
          const py = (corner < 2 ? -1 : 1) * halfHeight;
          positions[corner * 2] = x + sums.x + px * cos - py * sin;
          positions[corner * 2 + 1] = y + sums.y + px * sin + py * cos;
        });
        let opacity = (drawable.opacity ?? 1) + sums.opacity;
        let part = data.parts.findIndex(({ id }) => id === drawable.part);
        while (part >= 0) {
          opacity *= parts.opacities[part] ?? 1;
          part = parts.parentIndices[part] ?? -1;
        }
        drawables.opacities[at] = Math.max(0, Math.min(1, opacity));
        drawables.dynamicFlags[at] = CHANGED | (opacity > 0 ? VISIBLE : 0);
        this.multiply[at * 4] = Math.max(0, (drawable.multiply?.[0] ?? 1) - sums.red);
      });
    }
    release(): void {
      this.released = true;
      live.models--;
    }
  }

  const names = Object.entries(options.blends).map(([name, number]) => [`ColorBlendType_${name}`, number]);
  const bit = (mask: number) => (flags: number) => (flags & mask) === mask;
  return {
    /** Not in the real one: what nobody has released. */
    live,
    ...(options.orders === 'model' ? { ...Object.fromEntries(names), AlphaBlendType_Over: 0 } : {}),
    Version: {
      csmGetVersion: () => {
        if (late-- > 0) throw new TypeError("Cannot read properties of undefined (reading 'csmGetVersion')");
        return options.version;
      },
      csmGetLatestMocVersion: () => options.latestMoc,
      csmGetMocVersion: () => 4,
    },
    Logging: { csmSetLogFunction: () => {}, csmGetLogFunction: () => () => {} },
    Memory: { initializeAmountOfMemory: () => {} },
    Moc,
    Model,
    Utils: {
      hasBlendAdditiveBit: bit(1),
      hasBlendMultiplicativeBit: bit(2),
      hasIsDoubleSidedBit: bit(4),
      hasIsInvertedMaskBit: bit(8),
      hasIsVisibleBit: bit(1),
      hasVisibilityDidChangeBit: bit(2),
      hasOpacityDidChangeBit: bit(4),
      hasDrawOrderDidChangeBit: bit(8),
      hasRenderOrderDidChangeBit: bit(16),
      hasVertexPositionsDidChangeBit: bit(32),
      hasBlendColorDidChangeBit: bit(64),
    },
  };
}
