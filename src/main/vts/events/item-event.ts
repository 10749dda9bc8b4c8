import { z } from 'zod';
import { defineEvent } from '../protocol/event-kind.ts';
import { texts } from '../protocol/fields.ts';
import type { OwnedItem } from '../requests/item-words.ts';

type ItemEventType = 'Added' | 'Removed' | 'DroppedPinned' | 'DroppedUnpinned' | 'Clicked' | 'Locked' | 'Unlocked';

export const itemEvent = defineEvent({
  name: 'ItemEvent',
  config: z.object({ itemInstanceIDs: texts, itemFileNames: texts }),
  open(world, { itemInstanceIDs, itemFileNames }, tell) {
    const isWanted = ({ instanceId, file }: OwnedItem): boolean =>
      (itemInstanceIDs.length === 0 && itemFileNames.length === 0) ||
      itemInstanceIDs.some((id) => id === instanceId) ||
      itemFileNames.some((part) => file.fileName.includes(part));
    const send = (itemEventType: ItemEventType, item: OwnedItem): void => {
      if (!isWanted(item)) return;
      const { instanceId, file, x, y } = item;
      tell({ itemEventType, itemInstanceID: instanceId, itemFileName: file.fileName, itemPosition: { x, y } });
    };
    let before = new Map(world.items.items.get().map((item) => [item.instanceId, item]));
    const ends = [
      world.items.items.subscribe((items) => {
        const now = new Map(items.map((item) => [item.instanceId, item]));
        for (const item of before.values()) if (!now.has(item.instanceId)) send('Removed', item);
        for (const item of now.values()) for (const type of changesOf(before.get(item.instanceId), item)) send(type, item);
        before = now;
      }),
      world.stage.onTouch(({ itemId }) => {
        const item = itemId === null ? undefined : before.get(itemId);
        if (item !== undefined) send('Clicked', item);
      }),
    ];
    return () => {
      for (const end of ends) end();
    };
  },
});

function changesOf(before: OwnedItem | undefined, now: OwnedItem): readonly ItemEventType[] {
  if (before === undefined) return ['Added'];
  if (before === now) return [];
  const changes: ItemEventType[] = [];
  if (before.locked !== now.locked) changes.push(now.locked ? 'Locked' : 'Unlocked');
  if (now.pin !== null && before.pin === null) changes.push('DroppedPinned');
  if (now.pin === null && before.pin !== null) changes.push('DroppedUnpinned');
  return changes;
}
