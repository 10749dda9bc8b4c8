import type { CubismCoreStore } from '#main/avatar/cubism-core.types.ts';
import { type Pause, present, watchCell } from '#main/platform/watch-cell.ts';
import { StudioError } from '#shared/errors.ts';
import type { StudioImplementer } from './implementer.types.ts';

const OK = { ok: true } as const;

export function cubismRoutes(os: StudioImplementer, core: CubismCoreStore, pause: Pause) {
  return os.cubism.router({
    watch: os.cubism.watch.handler(({ signal }) => {
      return watchCell(core.view, { signal: present(signal), pause, minIntervalMs: 0 });
    }),
    add: os.cubism.add.handler(async ({ input }) => ({
      problem: await core.add(input.fileName, Buffer.from(input.content, 'base64')),
    })),
    remove: os.cubism.remove.handler(() => {
      core.remove();
      return OK;
    }),
    restore: os.cubism.restore.handler(() => {
      if (!core.restore())
        throw new StudioError('not-found', 'there is no removed Cubism Core to bring back; choose the file again');
      return OK;
    }),
  });
}
