import { z } from 'zod';
import { ITEM_LIMITS } from '#shared/avatar/items.ts';
import { flag, text } from '../protocol/fields.ts';
import { defineRequest } from '../protocol/request-kind.ts';
import type { World } from '../state/world.ts';
import { frameWords, itemTypeOf, ORDER_SLOTS, type OwnedItem, pinTargetOf, takenSlots } from './item-words.ts';

export const itemList = defineRequest({
  type: 'ItemListRequest',
  schema: z.object({
    includeAvailableSpots: flag,
    includeItemInstancesInScene: flag,
    includeAvailableItemFiles: flag,
    onlyItemsWithFileName: text,
    onlyItemsWithInstanceID: text,
  }),
  answer(query, { world }) {
    const all = world.items.items.get();
    const { onlyItemsWithFileName: fileName, onlyItemsWithInstanceID: instanceId } = query;
    const shown = all.filter(
      (item) => (fileName === '' || item.file.fileName === fileName) && (instanceId === '' || item.instanceId === instanceId),
    );
    return {
      itemsInSceneCount: all.length,
      totalItemsAllowedCount: ITEM_LIMITS.loaded,
      canLoadItemsRightNow: true,
      availableSpots: query.includeAvailableSpots ? freeSpots(world) : [],
      itemInstancesInScene: query.includeItemInstancesInScene ? shown.map((item) => instanceWords(item, world)) : [],
      availableItemFiles: query.includeAvailableItemFiles ? fileWords(world, fileName) : [],
    };
  },
});

function freeSpots(world: World): readonly number[] {
  const taken = takenSlots(world);
  return ORDER_SLOTS.filter((slot) => !taken.has(slot));
}

function instanceWords(item: OwnedItem, world: World): object {
  const { smoothing, censored } = world.itemNotes.of(item.instanceId);
  const pinned = item.pin !== null;
  return {
    fileName: item.file.fileName,
    instanceID: item.instanceId,
    order: item.order,
    type: itemTypeOf(item.file),
    censored,
    flipped: item.flipped,
    locked: item.locked,
    smoothing,
    ...frameWords(item),
    pinnedToModel: pinned,
    pinnedModelID: pinned ? (world.avatar.view.get().model?.id ?? '') : '',
    pinnedArtMeshID: pinTargetOf(item),
    groupName: '',
    sceneName: '',
    fromWorkshop: false,
  };
}

function fileWords(world: World, fileName: string): readonly object[] {
  const loaded = world.items.items.get();
  return world.items.files
    .get()
    .filter((file) => fileName === '' || file.fileName === fileName)
    .map((file) => ({
      fileName: file.fileName,
      type: itemTypeOf(file),
      loadedCount: loaded.filter((item) => item.file.fileName === file.fileName).length,
    }));
}
