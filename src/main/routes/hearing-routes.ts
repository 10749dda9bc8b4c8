import type { Hearing } from '#main/hearing/hearing.types.ts';
import { type Pause, present, watchCell } from '#main/platform/watch-cell.ts';
import type { StudioImplementer } from './implementer.types.ts';

const OK = { ok: true } as const;
const VIEW_EVERY_MS = 100;
const LEVEL_EVERY_MS = 50;

export function hearingRoutes(os: StudioImplementer, hearing: Hearing, pause: Pause) {
  return os.hearing.router({
    watch: os.hearing.watch.handler(({ signal }) => watchCell(hearing.view, watching(signal, VIEW_EVERY_MS))),
    watchLevel: os.hearing.watchLevel.handler(({ signal }) => watchCell(hearing.level, watching(signal, LEVEL_EVERY_MS))),
    recognizers: os.hearing.recognizers.handler(async () => [...(await hearing.recognizers())]),
    talk: os.hearing.talk.handler(({ input }) => {
      hearing.talk(input.held);
      return OK;
    }),
    test: os.hearing.test.handler(({ input }) => {
      hearing.test(input.on);
      return OK;
    }),
  });

  function watching(signal: AbortSignal | undefined, minIntervalMs: number) {
    return { signal: present(signal), pause, minIntervalMs };
  }
}
