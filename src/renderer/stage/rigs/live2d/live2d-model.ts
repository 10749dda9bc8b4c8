import { checkMocVersion, MOC_HEAD_BYTES, readMocVersion } from '#shared/avatar/cubism/moc3.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import { blendsOf, type CubismBlends } from './cubism-blends.ts';
import type { CoreModel, LoadedCore } from './cubism-core.ts';

/** A model inside the Core, and its memory's end. */
export interface Live2dModel {
  readonly core: CoreModel;
  readonly mocVersion: number;
  readonly blends: CubismBlends;
  /** Whether a drawable shows at all. */
  visible(drawable: number): boolean;
  /** Place of each drawable from the back, 0 … count − 1, each once. Of the last update; allocates nothing. */
  renderOrders(): Int32Array;
  dispose(): void;
}

/** Offscreen pictures that a model may have; far above real ones. */
const LARGEST_OFFSCREENS = 4096;
const tooOld = 'download the current Cubism SDK for Web and bring its Core (Avatar → Live2D)';

/** Throws `unavailable` when the file is newer than the Core or the Core too old, `invalid-input` when the file is damaged. */
export function createLive2dModel(
  { core, latestMocVersion, version }: LoadedCore,
  bytes: ArrayBuffer,
  file: string,
): Live2dModel {
  const mocVersion = readMocVersion(new Uint8Array(bytes, 0, Math.min(bytes.byteLength, MOC_HEAD_BYTES)), file);
  checkMocVersion(mocVersion, latestMocVersion, file);
  const damaged = `${file} is damaged or cut short; copy or export the model again`;
  // Ahead of everything: the Core trusts what it reads.
  if (typeof core.Moc.prototype.hasMocConsistency === 'function' && core.Moc.prototype.hasMocConsistency(bytes) !== 1)
    throw new StudioError('invalid-input', damaged);
  const moc = attempt(() => core.Moc.fromArrayBuffer(bytes), damaged);
  if (moc === null) throw new StudioError('invalid-input', damaged);
  try {
    const model = attempt(() => core.Model.fromMoc(moc), damaged);
    if (model === null)
      throw new StudioError(
        'unavailable',
        `${file} does not fit into your Cubism Core’s memory; close other Live2D stages, then load it again`,
      );
    const { drawables } = model;
    if (
      drawables.multiplyColors === undefined ||
      drawables.screenColors === undefined ||
      drawables.parentPartIndices === undefined
    ) {
      model.release();
      throw new StudioError('unavailable', `your Cubism Core ${version} is too old; ${tooOld}`);
    }
    return {
      core: model,
      mocVersion,
      blends: blendsOf(core, model),
      visible: (drawable) =>
        core.Utils.hasIsVisibleBit(drawables.dynamicFlags[drawable] ?? 0) && (drawables.opacities[drawable] ?? 0) > 0.004,
      renderOrders: renderOrdersOf(model),
      dispose() {
        model.release();
        moc._release();
      },
    };
  } catch (error) {
    moc._release();
    throw error;
  }
}

/**
 * Cores before 6.0 number the drawables alone. Later ones number offscreen pictures among them, which leaves gaps: they are closed.
 */
function renderOrdersOf(model: CoreModel): () => Int32Array {
  const { count, renderOrders } = model.drawables;
  if (renderOrders !== undefined) return () => renderOrders;
  const dense = new Int32Array(count);
  const byOrder = new Int32Array(count + LARGEST_OFFSCREENS);
  return () => {
    const orders = model.getRenderOrders?.();
    byOrder.fill(-1);
    for (let i = 0; i < count; i++) byOrder[Math.max(0, Math.min(byOrder.length - 1, orders?.[i] ?? i))] = i;
    let place = 0;
    for (let order = 0; order < byOrder.length; order++) {
      const drawable = byOrder[order] ?? -1;
      if (drawable >= 0) dense[drawable] = place++;
    }
    return dense;
  };
}

function attempt<T>(work: () => T, message: string): T {
  try {
    return work();
  } catch (error) {
    throw new StudioError('invalid-input', `${message} (${messageFromUnknown(error)})`, { cause: error });
  }
}
