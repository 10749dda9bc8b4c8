import type { AvatarDesk } from '#main/avatar/avatar.types.ts';
import type { OpenModelLibrary } from '#main/avatar/library.types.ts';
import { type Pause, present, watchCell } from '#main/platform/watch-cell.ts';
import { DEFAULT_AVATAR } from '#shared/avatar/default-avatar.ts';
import { createCell } from '#shared/cell.ts';
import type { ModelsView } from '#shared/contract/models.ts';
import { StudioError } from '#shared/errors.ts';
import type { StudioImplementer } from './implementer.types.ts';

const OK = { ok: true } as const;
/** Progress bars move smoothly at this rate. */
const WATCH_MS = 100;

export function modelsRoutes(
  os: StudioImplementer,
  library: OpenModelLibrary,
  desk: Pick<AvatarDesk, 'view' | 'load'>,
  pause: Pause,
) {
  const { models } = os;
  const view = (): ModelsView => ({ ...library.view.get(), inUse: desk.view.get().model?.id ?? null });
  return models.router({
    watch: models.watch.handler(async function* ({ signal }) {
      const changed = createCell(view());
      const tell = (): void => changed.set(view());
      const stops = [library.view.subscribe(tell), desk.view.subscribe(tell)];
      try {
        yield* watchCell(changed, { signal: present(signal), pause, minIntervalMs: WATCH_MS });
      } finally {
        for (const stop of stops) stop();
      }
    }),
    importPath: models.importPath.handler(({ input }) => ({ id: library.importPath(input.path, input.into ?? undefined) })),
    beginUpload: models.beginUpload.handler(async ({ input }) => {
      const id = await library.beginUpload(input.name, input.files, input.into ?? undefined);
      return { id, url: `/uploads/${id}` };
    }),
    cancelImport: models.cancelImport.handler(({ input }) => {
      library.cancelImport(input.id);
      return OK;
    }),
    dismissImport: models.dismissImport.handler(({ input }) => {
      library.dismissImport(input.id);
      return OK;
    }),
    use: models.use.handler(({ input }) => {
      const model = library.find(input.id);
      if (model === undefined) throw new StudioError('not-found', 'This model is not in the library any more. Choose another.');
      if (!model.accepted)
        throw new StudioError('conflict', 'Read and accept the terms of this model first, on the avatar page.');
      desk.load(input.id);
      return OK;
    }),
    rename: models.rename.handler(async ({ input }) => {
      await library.rename(input.id, input.name);
      return OK;
    }),
    accept: models.accept.handler(async ({ input }) => {
      await library.accept(input.id);
      return OK;
    }),
    remove: models.remove.handler(async ({ input }) => {
      // The stage must not keep showing files that are gone.
      if (desk.view.get().model?.id === input.id) desk.load(DEFAULT_AVATAR.modelId);
      await library.remove(input.id);
      return OK;
    }),
    restore: models.restore.handler(async ({ input }) => {
      await library.restore(input.id);
      return OK;
    }),
    erase: models.erase.handler(async ({ input }) => {
      await library.erase(input.id);
      return OK;
    }),
    setThumbnail: models.setThumbnail.handler(async ({ input }) => {
      await library.setThumbnail(input.id, input.png);
      return OK;
    }),
  });
}
