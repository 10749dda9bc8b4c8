import type { Performances } from '#main/performances/performances.types.ts';
import { type Pause, present, watchCell } from '#main/platform/watch-cell.ts';
import type { StudioImplementer } from './implementer.types.ts';

const OK = { ok: true } as const;
const VIEW_EVERY_MS = 100;

export interface PerformancesRouteServices {
  /** Loads what records and plays; it is not there before it is first used. */
  readonly load: () => Promise<Performances>;
  /** Address of a file of their folder, for pages. */
  readonly fileUrl: (path: string) => string;
  readonly pause: Pause;
}

export function performancesRoutes(os: StudioImplementer, { load, fileUrl, pause }: PerformancesRouteServices) {
  return os.performances.router({
    watch: os.performances.watch.handler(async function* ({ signal }) {
      const { view } = await load();
      yield* watchCell(view, { signal: present(signal), pause, minIntervalMs: VIEW_EVERY_MS });
    }),
    record: os.performances.record.handler(async ({ input }) => ({ id: await (await load()).record(input.name) })),
    finish: os.performances.finish.handler(async () => (await load()).finish()),
    play: os.performances.play.handler(async ({ input }) => {
      await (await load()).play(input.id, input.loop);
      return OK;
    }),
    stop: os.performances.stop.handler(async () => {
      (await load()).stop();
      return OK;
    }),
    rename: os.performances.rename.handler(async ({ input }) => {
      (await load()).rename(input.id, input.name);
      return OK;
    }),
    remove: os.performances.remove.handler(async ({ input }) => {
      await (await load()).remove(input.id);
      return OK;
    }),
    restore: os.performances.restore.handler(async ({ input }) => {
      await (await load()).restore(input.id);
      return OK;
    }),
    export: os.performances.export.handler(async ({ input }) => {
      const { fileName, path } = await (await load()).export(input.id, input.format);
      return { fileName, url: fileUrl(path) };
    }),
    beginImport: os.performances.beginImport.handler(async ({ input }) => (await load()).beginImport(input.name, input.bytes)),
    finishImport: os.performances.finishImport.handler(async ({ input }) => (await load()).finishImport(input.upload)),
  });
}
