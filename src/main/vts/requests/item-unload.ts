import { z } from 'zod';
import { flag, texts } from '../protocol/fields.ts';
import { defineRequest, type RequestContext } from '../protocol/request-kind.ts';
import { requirePlugin } from './access-requests.ts';
import type { OwnedItem } from './item-words.ts';

const schema = z.object({
  unloadAllInScene: flag,
  unloadAllLoadedByThisPlugin: flag,
  allowUnloadingItemsLoadedByUserOrOtherPlugins: flag,
  instanceIDs: texts,
  fileNames: texts,
});

export const itemUnload = defineRequest({
  type: 'ItemUnloadRequest',
  schema,
  answer(query, context) {
    const { items } = context.world;
    const unloaded = items.unload(wantedItems(query, context).map(({ instanceId }) => instanceId));
    return { unloadedItems: unloaded.map(({ instanceId, file }) => ({ instanceID: instanceId, fileName: file.fileName })) };
  },
});

function wantedItems(query: z.output<typeof schema>, context: RequestContext): readonly OwnedItem[] {
  const all = context.world.items.items.get();
  if (query.unloadAllInScene) return all;
  const instances = new Set(query.instanceIDs);
  const fileNames = new Set(query.fileNames);
  return all.filter((item) => {
    const own = isOwn(item, context);
    if (own && query.unloadAllLoadedByThisPlugin) return true;
    const named = instances.has(item.instanceId) || fileNames.has(item.file.fileName);
    return named && (own || query.allowUnloadingItemsLoadedByUserOrOtherPlugins);
  });
}

/** Of this plugin, also when another of its connections loaded it. */
function isOwn({ owner }: OwnedItem, context: RequestContext): boolean {
  return owner === context.session.id || context.world.itemNotes.pluginOf(owner) === requirePlugin(context).id;
}
