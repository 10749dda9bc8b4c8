import type { AutomationDesk } from '#main/automation/automation.types.ts';
import { type Pause, present, watchCell } from '#main/platform/watch-cell.ts';
import type { StudioImplementer } from './implementer.types.ts';

export interface AutomationRouteServices {
  readonly automation: AutomationDesk;
  readonly pause: Pause;
}

const OK = { ok: true } as const;
const VIEW_EVERY_MS = 250;
const TIMELINE_EVERY_MS = 300;

export function automationRoutes(os: StudioImplementer, { automation, pause }: AutomationRouteServices) {
  return os.automation.router({
    watch: os.automation.watch.handler(async function* ({ signal }) {
      const watching = { signal: present(signal), pause, minIntervalMs: VIEW_EVERY_MS };
      for await (const _ of watchCell(automation.viewVersion, watching)) yield automation.view();
    }),
    watchTimeline: os.automation.watchTimeline.handler(async function* ({ signal }) {
      const watching = { signal: present(signal), pause, minIntervalMs: TIMELINE_EVERY_MS };
      for await (const entries of watchCell(automation.timeline, watching)) yield [...entries];
    }),
    list: os.automation.list.handler(() => ({
      rules: automation.rules.get().map(({ id, name, enabled, group }) => ({ id, name, enabled, group })),
    })),
    run: os.automation.run.handler(({ input }) => {
      automation.run(input.id);
      return OK;
    }),
    test: os.automation.test.handler(async ({ input }) => ({ problems: [...(await automation.test(input))] })),
    add: os.automation.add.handler(({ input }) => ({ ids: [...automation.add(input.rules)] })),
    change: os.automation.change.handler(({ input }) => {
      automation.change(input.id, input.change);
      return OK;
    }),
    remove: os.automation.remove.handler(({ input }) => {
      automation.remove(input.ids);
      return OK;
    }),
    duplicate: os.automation.duplicate.handler(({ input }) => ({ id: automation.duplicate(input.id) })),
    move: os.automation.move.handler(({ input }) => {
      automation.move(input.id, input.beforeId);
      return OK;
    }),
    undo: os.automation.undo.handler(() => {
      automation.undo();
      return OK;
    }),
    export: os.automation.export.handler(({ input }) => automation.exported(input.ids)),
    clearTimeline: os.automation.clearTimeline.handler(() => {
      automation.clearTimeline();
      return OK;
    }),
    programs: os.automation.programs.handler(async () => ({ names: [...(await automation.programs())] })),
  });
}
