import type { OpenModelLibrary } from '#main/avatar/library.types.ts';
import { type Pause, watchCell } from '#main/platform/watch-cell.ts';
import { StudioError } from '#shared/errors.ts';
import type { StudioImplementer } from './implementer.ts';

const OK = { ok: true } as const;
/** Progress bars move smoothly at this rate. */
const WATCH_MS = 100;

export function modelsRoutes(os: StudioImplementer, library: OpenModelLibrary, pause: Pause) {
  const { models } = os;
  return models.router({
    watch: models.watch.handler(({ signal }) => {
      if (signal === undefined) throw new StudioError('internal', 'a watch came without an abort signal');
      return watchCell(library.view, { signal, pause, minIntervalMs: WATCH_MS });
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
    rename: models.rename.handler(async ({ input }) => {
      await library.rename(input.id, input.name);
      return OK;
    }),
    accept: models.accept.handler(async ({ input }) => {
      await library.accept(input.id);
      return OK;
    }),
    remove: models.remove.handler(async ({ input }) => {
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
