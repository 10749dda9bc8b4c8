import type { Clock } from '#main/platform/host.ts';

/** How many events a program may bring: 200 in a second, 400 at once after a pause. More are waited for, none is lost. */
export interface EventAllowance {
  /** Takes so many, on credit if need be. */
  take(events: number): void;
  /** ms until the credit is paid. */
  debtMs(): number;
}

const PER_SECOND = 200;
const AT_ONCE = 400;

export function createEventAllowance(clock: Clock): EventAllowance {
  let left = AT_ONCE;
  let atMs = clock.now();
  const refill = (): void => {
    const now = clock.now();
    left = Math.min(AT_ONCE, left + ((now - atMs) / 1000) * PER_SECOND);
    atMs = now;
  };
  return {
    take(events) {
      refill();
      left -= events;
    },
    debtMs() {
      refill();
      return left >= 0 ? 0 : Math.ceil((-left / PER_SECOND) * 1000);
    },
  };
}
