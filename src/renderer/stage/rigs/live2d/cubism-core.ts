import { messageFromUnknown, StudioError } from '#shared/errors.ts';

/**
 * The part of Live2D's Cubism Core that is used here. The Core is the user's own file; its script defines one global, `Live2DCubismCore`. Arrays of a
 * model are views of the Core's memory: written and read in place. Positions are in model units, y upwards, about the canvas' origin.
 */
export interface CubismCore {
  readonly Version: {
    /** major << 24 | minor << 16 | patch */
    csmGetVersion(): number;
    /** Newest `.moc3` version that it reads. Cores before 4.0 lack it. */
    csmGetLatestMocVersion?(): number;
  };
  readonly Moc: {
    fromArrayBuffer(bytes: ArrayBuffer): CoreMoc | null;
    readonly prototype: { hasMocConsistency?(bytes: ArrayBuffer): number };
  };
  readonly Model: { fromMoc(moc: CoreMoc): CoreModel | null };
  readonly Memory?: { initializeAmountOfMemory(bytes: number): void };
  readonly Logging?: { csmSetLogFunction(log: (message: string) => void): void };
  readonly Utils: { hasIsVisibleBit(flags: number): boolean };
}
export interface CoreMoc {
  _release(): void;
}
export interface CoreModel {
  readonly parameters: {
    readonly count: number;
    readonly ids: readonly string[];
    readonly minimumValues: Float32Array;
    readonly maximumValues: Float32Array;
    readonly defaultValues: Float32Array;
    readonly values: Float32Array;
  };
  readonly parts: {
    readonly count: number;
    readonly ids: readonly string[];
    readonly opacities: Float32Array;
    readonly parentIndices?: Int32Array;
  };
  readonly drawables: {
    readonly count: number;
    readonly ids: readonly string[];
    readonly dynamicFlags: Uint8Array;
    readonly textureIndices: Int32Array;
    /** Cores before 6.0; later ones have `CoreModel.getRenderOrders`. */
    readonly renderOrders?: Int32Array;
    readonly opacities: Float32Array;
    readonly maskCounts: Int32Array;
    readonly masks: readonly Int32Array[];
    readonly vertexCounts: Int32Array;
    readonly vertexPositions: readonly Float32Array[];
    readonly vertexUvs: readonly Float32Array[];
    readonly indices: readonly Uint16Array[];
    /** Four per drawable. Cores before 4.2 lack the colours and parents. */
    readonly multiplyColors?: Float32Array;
    readonly screenColors?: Float32Array;
    readonly parentPartIndices?: Int32Array;
    /** Cores from 6.0: how each blends, by the Core's constants. */
    readonly blendModes?: Int32Array;
    resetDynamicFlags(): void;
  };
  readonly canvasinfo: { readonly CanvasWidth: number; readonly CanvasHeight: number; readonly PixelsPerUnit: number };
  /** Cores from 6.0: parts that are drawn into a picture of their own first. */
  readonly offscreens?: { readonly count: number };
  /** Cores from 6.0: of drawables, then of offscreen pictures, as one count. */
  getRenderOrders?(): Int32Array;
  update(): void;
  release(): void;
}

export interface LoadedCore {
  readonly core: CubismCore;
  /** "5.1.0" */
  readonly version: string;
  readonly latestMocVersion: number;
}

const GLOBAL = 'Live2DCubismCore';
/** Its memory does not grow; two large models are there at once while one takes the other's place. */
const MEMORY_BYTES = 256 * 1024 * 1024;
/** WebAssembly inside it compiles after its script has run. */
const READY_MS = 15_000;
const POLL_MS = 20;
/** moc3 of Cubism 4.0: what a Core reads that cannot say it. */
const OLDEST_LATEST_MOC = 3;

const advice = 'bring your own live2dcubismcore.min.js from Live2D’s Cubism SDK for Web on the page Avatar → Live2D';
let loaded: { readonly url: string; readonly promise: Promise<LoadedCore> } | undefined;

/**
 * Runs the user's Core from `url` (same origin) once; a Core from another address takes its place for models loaded from then on. Throws `unavailable`
 * that says what to do when there is none, when it is something else, or when it does not start.
 */
export async function loadCubismCore(url: string | null): Promise<LoadedCore> {
  if (url === null)
    throw new StudioError('unavailable', `Live2D models need Live2D’s Cubism Core, which Yingxi may not contain; ${advice}`);
  if (loaded?.url !== url) {
    const promise = startCore(url);
    loaded = { url, promise };
    promise.catch(() => {
      // The next try may find a better file at the same address.
      if (loaded?.promise === promise) loaded = undefined;
    });
  }
  return loaded?.promise ?? startCore(url);
}

async function startCore(url: string): Promise<LoadedCore> {
  Reflect.set(globalThis, GLOBAL, undefined);
  await runScript(url);
  const core: unknown = Reflect.get(globalThis, GLOBAL);
  if (!isCubismCore(core)) throw new StudioError('unavailable', `the Cubism Core file does not define ${GLOBAL}; ${advice}`);
  const version = await whenReady(core);
  core.Logging?.csmSetLogFunction(() => {});
  core.Memory?.initializeAmountOfMemory(MEMORY_BYTES);
  return { core, version: versionText(version), latestMocVersion: core.Version.csmGetLatestMocVersion?.() ?? OLDEST_LATEST_MOC };
}

function runScript(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = url;
    script.addEventListener('load', () => {
      script.remove();
      resolve();
    });
    script.addEventListener('error', () => {
      script.remove();
      reject(new StudioError('unavailable', `your Cubism Core cannot be loaded any more; ${advice}`));
    });
    document.head.append(script);
  });
}

async function whenReady(core: CubismCore): Promise<number> {
  const until = performance.now() + READY_MS;
  for (;;) {
    try {
      const version = core.Version.csmGetVersion();
      if (version > 0) return version;
    } catch (error) {
      if (performance.now() > until)
        throw new StudioError('unavailable', `your Cubism Core does not start (${messageFromUnknown(error)}); ${advice}`, {
          cause: error,
        });
    }
    if (performance.now() > until) throw new StudioError('unavailable', `your Cubism Core does not start; ${advice}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** "5.1.0" of 0x05010000. */
export function versionText(version: number): string {
  return `${(version >>> 24) & 0xff}.${(version >>> 16) & 0xff}.${version & 0xffff}`;
}

function isCubismCore(value: unknown): value is CubismCore {
  return (
    hasFunction(value, ['Version', 'csmGetVersion']) &&
    hasFunction(value, ['Moc', 'fromArrayBuffer']) &&
    hasFunction(value, ['Model', 'fromMoc']) &&
    hasFunction(value, ['Utils', 'hasIsVisibleBit'])
  );
}

function hasFunction(value: unknown, path: readonly string[]): boolean {
  const found = path.reduce<unknown>(
    (at, key) => ((typeof at === 'object' && at !== null) || typeof at === 'function' ? Reflect.get(at, key) : undefined),
    value,
  );
  return typeof found === 'function';
}
