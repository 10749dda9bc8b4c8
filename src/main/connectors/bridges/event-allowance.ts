import type { Clock } from '#main/platform/host.ts';

/** How many events a program may bring: 200 in a second, 400 at once after a pause. More are waited for, none is lost. */
export interface EventAllowance {
  /** Takes so many, on credit if need be. */
  take(events: number): void;
  /** ms until the credit is paid. */
  debtMs(): number;
}

const MS_PER_EVENT = 5;
const AT_ONCE_MS = 400 * MS_PER_EVENT;

export function createEventAllowance(clock: Clock): EventAllowance {
  /** When everything taken so far will have had its time; a pause saves up to `AT_ONCE_MS` of it. */
  let paidAtMs = Number.NEGATIVE_INFINITY;
  return {
    take(events) {
      paidAtMs = Math.max(paidAtMs, clock.now() - AT_ONCE_MS) + events * MS_PER_EVENT;
    },
    debtMs: () => Math.max(0, Math.ceil(paidAtMs - clock.now())),
  };
}
