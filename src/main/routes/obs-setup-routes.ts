import type { ObsSetup } from '#main/obs/setup/setup.types.ts';
import { type Pause, present, watchCell } from '#main/platform/watch-cell.ts';
import type { StudioImplementer } from './implementer.types.ts';

const OK = { ok: true } as const;
const VIEW_EVERY_MS = 100;

export function obsSetupRoutes(os: StudioImplementer, setup: ObsSetup, pause: Pause) {
  return os.obsSetup.router({
    watch: os.obsSetup.watch.handler(({ signal }) =>
      watchCell(setup.view, { signal: present(signal), pause, minIntervalMs: VIEW_EVERY_MS }),
    ),
    plan: os.obsSetup.plan.handler(({ input, signal }) => setup.plan(input, present(signal))),
    // A page that is closed does not break off what was begun.
    apply: os.obsSetup.apply.handler(({ input }) => setup.apply(input.templateId)),
    remove: os.obsSetup.remove.handler(() => setup.remove()),
    undo: os.obsSetup.undo.handler(() => setup.undo()),
    cancel: os.obsSetup.cancel.handler(() => {
      setup.cancel();
      return OK;
    }),
    choose: os.obsSetup.choose.handler(({ input }) => {
      setup.choose(input.templateId);
      return OK;
    }),
    setWish: os.obsSetup.setWish.handler(({ input: { showAtOnce, capture } }) => {
      setup.setWish({ ...(showAtOnce === undefined ? {} : { showAtOnce }), ...(capture === undefined ? {} : { capture }) });
      return OK;
    }),
    saveTemplate: os.obsSetup.saveTemplate.handler(({ input }) => {
      setup.saveTemplate(input.template);
      return OK;
    }),
    removeTemplate: os.obsSetup.removeTemplate.handler(({ input }) => {
      setup.removeTemplate(input.templateId);
      return OK;
    }),
  });
}
