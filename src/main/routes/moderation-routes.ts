import type { Moderation } from '#main/moderation/moderation.types.ts';
import type { Clock } from '#main/platform/host.ts';
import { type Pause, present, watchCell } from '#main/platform/watch-cell.ts';
import { type Cell, createCell } from '#shared/cell.ts';
import type { ModerationView, PanicView } from '#shared/contract/moderation.ts';
import type { StudioImplementer } from './implementer.types.ts';

/** What the moderation page and the panic button call. */
export interface ModerationRouteServices {
  readonly moderation: Moderation;
  readonly panic: { readonly view: Cell<PanicView>; set(on: boolean): PanicView };
  readonly clock: Clock;
  readonly pause: Pause;
}

const OK = { ok: true } as const;
const VIEW_EVERY_MS = 200;

export function moderationRoutes(os: StudioImplementer, { moderation, panic, clock, pause }: ModerationRouteServices) {
  const whole = (): ModerationView => ({ ...moderation.view.get(), panic: panic.view.get() });
  const view = createCell(whole());
  moderation.view.subscribe(() => view.set(whole()));
  panic.view.subscribe(() => view.set(whole()));

  return os.moderation.router({
    watch: os.moderation.watch.handler(({ signal }) =>
      watchCell(view, { signal: present(signal), pause, minIntervalMs: VIEW_EVERY_MS }),
    ),
    approve: os.moderation.approve.handler(({ input }) => {
      moderation.approve(input.id);
      return OK;
    }),
    reject: os.moderation.reject.handler(({ input }) => {
      moderation.reject(input.id);
      return OK;
    }),
    timeOut: os.moderation.timeOut.handler(({ input }) => {
      moderation.timeOut(input);
      return OK;
    }),
    liftTimeOut: os.moderation.liftTimeOut.handler(({ input }) => {
      moderation.liftTimeOut(input.viewerKey);
      return OK;
    }),
    tryLine: os.moderation.tryLine.handler(({ input }) => {
      const startMs = clock.now();
      const trial = moderation.tryLine(input.text, input.platform);
      return { ...trial, ms: clock.now() - startMs };
    }),
    tryPattern: os.moderation.tryPattern.handler(({ input }) => moderation.tryPattern(input.pattern, input.text)),
    evidence: os.moderation.evidence.handler(({ input }) => moderation.evidence(input)),
    eraseEvidence: os.moderation.eraseEvidence.handler(async ({ input }) => {
      await moderation.eraseEvidence(input.day);
      return OK;
    }),
    panic: os.moderation.panic.handler(({ input }) => panic.set(input.on)),
  });
}
