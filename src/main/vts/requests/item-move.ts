import { z } from 'zod';
import type { ItemChange } from '#main/avatar/items.types.ts';
import { type Item, itemSchema } from '#shared/avatar/items.ts';
import { ERROR_IDS } from '../protocol/error-ids.ts';
import { clamp, flag, listOf, number, text } from '../protocol/fields.ts';
import { defineRequest } from '../protocol/request-kind.ts';
import type { World } from '../state/world.ts';
import { findItem, isSlot, takenSlots } from './item-words.ts';

const ITEMS_MOST = 64;
const SECONDS_MOST = 30;
/** At or below this, a field is left as it is. */
const UNCHANGED = -1000;
const SUCCESS = -1;

const entrySchema = z.object({
  itemInstanceID: text,
  timeInSeconds: number,
  fadeMode: text,
  positionX: number,
  positionY: number,
  size: number,
  rotation: number,
  order: number,
  setFlip: flag,
  flip: flag,
  /** Whether dragging stops the way; here it always does. */
  userCanStop: flag,
});
type MoveEntry = z.output<typeof entrySchema>;

export const itemMove = defineRequest({
  type: 'ItemMoveRequest',
  schema: z.object({ itemsToMove: listOf(entrySchema) }),
  answer({ itemsToMove }, { world }) {
    const lastOfEach = new Map<string, MoveEntry>();
    for (const entry of itemsToMove.slice(0, ITEMS_MOST)) lastOfEach.set(entry.itemInstanceID, entry);
    return {
      movedItems: [...lastOfEach.values()].map((entry) => {
        const errorID = moveItem(entry, world);
        return { itemInstanceID: entry.itemInstanceID, success: errorID === SUCCESS, errorID };
      }),
    };
  },
});

/** −1, or the error's number. */
function moveItem(entry: MoveEntry, world: World): number {
  const item = findItem(world, entry.itemInstanceID);
  if (item === undefined) return ERROR_IDS.ItemMoveRequestInstanceIDNotFound;
  const easing = itemSchema.shape.easing.safeParse(entry.fadeMode === '' ? 'linear' : entry.fadeMode);
  if (!easing.success) return ERROR_IDS.ItemMoveRequestInvalidFadeMode;
  const order = given(entry.order);
  if (order !== undefined && order !== item.order && (!isSlot(order) || takenSlots(world).has(order)))
    return ERROR_IDS.ItemMoveRequestItemOrderTakenOrInvalid;
  const change: ItemChange = { ...pathOf(entry), easing: easing.data, ...(order === undefined ? {} : { order }) };
  return world.items.change(item.instanceId, change) === undefined ? ERROR_IDS.ItemMoveRequestInstanceIDNotFound : SUCCESS;
}

const given = (value: number | undefined): number | undefined => (value === undefined || value <= UNCHANGED ? undefined : value);

/** Values too high or too low stop at the edge; upstream does not refuse them here. */
function pathOf(entry: MoveEntry): Partial<Pick<Item, 'x' | 'y' | 'size' | 'rotation' | 'flipped' | 'glide'>> {
  const x = given(entry.positionX);
  const y = given(entry.positionY);
  const size = given(entry.size);
  const rotation = given(entry.rotation);
  return {
    glide: clamp(entry.timeInSeconds ?? 0, 0, SECONDS_MOST),
    ...(x === undefined ? {} : { x: clamp(x, -1000, 1000) }),
    ...(y === undefined ? {} : { y: clamp(y, -1000, 1000) }),
    ...(size === undefined ? {} : { size: clamp(size, 0, 1) }),
    ...(rotation === undefined ? {} : { rotation: rotation % 360 }),
    ...(entry.setFlip ? { flipped: entry.flip } : {}),
  };
}
