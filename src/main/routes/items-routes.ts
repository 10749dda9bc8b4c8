import type { ConnectedItemDesk, ItemChange, ItemLibrary } from '#main/avatar/items.types.ts';
import { type Pause, present, watchCell } from '#main/platform/watch-cell.ts';
import type { Item } from '#shared/avatar/items.ts';
import { createCell } from '#shared/cell.ts';
import type { ItemsView } from '#shared/contract/items.ts';
import { StudioError } from '#shared/errors.ts';
import type { StudioImplementer } from './implementer.types.ts';

const OK = { ok: true } as const;
/** Whose items those are that the streamer puts on stage. */
const STREAMER = 'studio';

export function itemsRoutes(os: StudioImplementer, desk: ConnectedItemDesk, library: ItemLibrary, pause: Pause) {
  const view = (): ItemsView => ({
    files: library.files.get().map((file) => ({ ...file, shipped: library.isShipped(file.fileName) })),
    items: desk.items.get().map(({ goesWithOwner: _goes, ...item }) => item),
  });
  return os.items.router({
    watch: os.items.watch.handler(async function* ({ signal }) {
      const changed = createCell(view());
      const stops = [desk.items, library.files].map((cell) => cell.subscribe(() => changed.set(view())));
      try {
        yield* watchCell(changed, { signal: present(signal), pause, minIntervalMs: 50 });
      } finally {
        for (const stop of stops) stop();
      }
    }),
    addFile: os.items.addFile.handler(({ input }) => library.add(input.fileName, Buffer.from(input.bytes, 'base64'))),
    removeFile: os.items.removeFile.handler(async ({ input }) => {
      const file = await library.remove(input.fileName);
      if (file === undefined)
        throw new StudioError('not-found', `"${input.fileName}" is none of your own items; those of the program stay.`);
      desk.unload(desk.items.get().flatMap((item) => (item.file.fileName === file.fileName ? [item.instanceId] : [])));
      return OK;
    }),
    load: os.items.load.handler(({ input }) =>
      loaded(
        input.fileName,
        desk.load(STREAMER, input.fileName, { ...changeFrom(input.change), goesWithOwner: false, failIfOrderTaken: false }),
      ),
    ),
    change: os.items.change.handler(({ input }) => {
      const item = desk.change(input.instanceId, changeFrom(input.change));
      if (item === undefined) throw new StudioError('not-found', 'This item is not on the stage any more.');
      return item;
    }),
    unload: os.items.unload.handler(({ input }) => {
      const ids = input.instanceIds ?? desk.items.get().map(({ instanceId }) => instanceId);
      return { unloaded: desk.unload(ids).length };
    }),
    throw: os.items.throw.handler(({ input }) => {
      const answer = desk.throwAt(input);
      if (answer === 'unknown-file') throw unknownFile(input.fileName);
      if (answer === 'full') throw new StudioError('conflict', 'There is too much in the air already. Wait a moment.');
      return OK;
    }),
  });
}

function changeFrom(change: { readonly [K in keyof ItemChange]?: ItemChange[K] | undefined }): ItemChange {
  const entries = Object.entries(change).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries);
}

function loaded(fileName: string, answer: Item | string): Item {
  if (typeof answer !== 'string') return answer;
  if (answer === 'unknown-file') throw unknownFile(fileName);
  throw new StudioError('conflict', 'There are as many items on the stage as fit. Take some off first.');
}

function unknownFile(fileName: string): StudioError {
  return new StudioError('not-found', `There is no item "${fileName}". Add it on the items page first.`);
}
