import { type Pause, present, watchCell } from '#main/platform/watch-cell.ts';
import type { VtsServer } from '#main/vts/vts.types.ts';
import { StudioError } from '#shared/errors.ts';
import type { StudioImplementer } from './implementer.types.ts';

const OK = { ok: true } as const;
const VIEW_EVERY_MS = 250;
const LOG_EVERY_MS = 500;

export function pluginsRoutes(os: StudioImplementer, plugins: VtsServer, pause: Pause) {
  return os.plugins.router({
    watch: os.plugins.watch.handler(({ signal }) => watchCell(plugins.view, watching(signal, VIEW_EVERY_MS))),
    watchPrompts: os.plugins.watchPrompts.handler(async function* ({ signal }) {
      for await (const prompts of watchCell(plugins.prompts, watching(signal, 0))) yield [...prompts];
    }),
    watchLog: os.plugins.watchLog.handler(async function* ({ signal }) {
      for await (const _ of watchCell(plugins.logVersion, watching(signal, LOG_EVERY_MS))) yield [...plugins.log()];
    }),
    decide: os.plugins.decide.handler(({ input }) =>
      found(plugins.decide(input.promptId, input.allow), 'This question is gone: the plugin left, or it was answered elsewhere.'),
    ),
    revoke: os.plugins.revoke.handler(({ input }) =>
      found(plugins.revoke(input.pluginId), 'This plugin has no access any more.'),
    ),
    withdrawPermission: os.plugins.withdrawPermission.handler(({ input }) =>
      found(plugins.withdrawPermission(input.pluginId, input.permission), 'This plugin has no such permission.'),
    ),
    disconnect: os.plugins.disconnect.handler(({ input }) =>
      found(plugins.disconnect(input.sessionId), 'This plugin is not connected any more.'),
    ),
  });

  function watching(signal: AbortSignal | undefined, minIntervalMs: number) {
    return { signal: present(signal), pause, minIntervalMs };
  }
}

function found(done: boolean, message: string): typeof OK {
  if (!done) throw new StudioError('not-found', message);
  return OK;
}
