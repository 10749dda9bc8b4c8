import type { Item, ItemFile } from '#shared/avatar/items.ts';
import type { World } from '../state/world.ts';

/** An item on stage with whose it is. */
export type OwnedItem = ReturnType<World['items']['items']['get']>[number];

export type VtsItemType = 'PNG' | 'JPG' | 'GIF' | 'AnimationFolder' | 'Live2D' | 'Unknown';

/** Little 3D props have no name in VTube Studio. */
export function itemTypeOf({ kind, fileName }: ItemFile): VtsItemType {
  if (kind === 'frames') return 'AnimationFolder';
  if (kind === 'animation') return 'GIF';
  if (kind === 'model3d') return 'Unknown';
  if (/\.png$/i.test(fileName)) return 'PNG';
  return /\.jpe?g$/i.test(fileName) ? 'JPG' : 'Unknown';
}

export const isAnimated = ({ kind }: ItemFile): boolean => kind === 'animation' || kind === 'frames';

const OWN_FRAME_RATE = 15;

/** Only the stage decodes GIFs, so their number of frames is not known here: 0. */
export function frameWords({ file, playback }: Item): { framerate: number; frameCount: number; currentFrame: number } {
  if (!isAnimated(file)) return { framerate: 0, frameCount: -1, currentFrame: -1 };
  return {
    framerate: playback.frameRate ?? OWN_FRAME_RATE,
    frameCount: file.frameUrls.length,
    currentFrame: playback.frame ?? 0,
  };
}

/** Slots in front and behind, in ascending order; the model itself is 0. */
export const ORDER_SLOTS: readonly number[] = Array.from({ length: 61 }, (_, index) => index - 30).filter((slot) => slot !== 0);

export function takenSlots(world: World): Set<number> {
  return new Set(world.items.items.get().map(({ order }) => order));
}

export const isSlot = (order: number): boolean => Number.isInteger(order) && order !== 0 && order >= -30 && order <= 30;

/** `wanted` when it is free, else the next higher one, else the next lower one. undefined: the scene is full. */
export function freeSlot(wanted: number, taken: ReadonlySet<number>): number | undefined {
  const free = ORDER_SLOTS.filter((slot) => !taken.has(slot));
  return free.find((slot) => slot >= wanted) ?? free.findLast((slot) => slot < wanted);
}

export const findItem = (world: World, instanceId: string): OwnedItem | undefined =>
  world.items.items.get().find((item) => item.instanceId === instanceId);

/** Mesh that an item is pinned to, or the body part's name. */
export const pinTargetOf = ({ pin }: Item): string => (pin === null ? '' : typeof pin.to === 'string' ? pin.to : pin.to.mesh);
