import type { ConnectorContext } from '#main/connectors/connector.ts';
import { silentLogger } from '#main/platform/logger.ts';
import { type Cell, createCell } from '#shared/cell.ts';
import type { HealthReport } from '#shared/health.ts';
import { type LiveEvent, liveEventSchema } from '#shared/live/live-event.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';

/** Stands for the program behind a connector: keeps what comes, and checks each event against the schema. */
export interface ConnectorProbe {
  readonly context: ConnectorContext & { readonly random: () => number };
  readonly clock: FakeClock & { /** Timers that wait. */ readonly pending: number };
  /** The program is behind. */
  readonly behind: Cell<boolean>;
  readonly events: LiveEvent[];
  readonly health: HealthReport[];
  readonly batches: number;
  readonly lastHealth: HealthReport | undefined;
  /** Resolves as soon as the condition holds; it is looked at whenever something arrives. */
  until(condition: () => boolean): Promise<void>;
}

export function createConnectorProbe(): ConnectorProbe {
  const clock = withPendingCount(createFakeClock());
  const events: LiveEvent[] = [];
  const health: HealthReport[] = [];
  const behind = createCell(false);
  let batches = 0;
  const waiting = new Set<() => void>();
  const changed = (): void => {
    for (const check of [...waiting]) check();
  };
  return {
    context: {
      emit(batch) {
        batches += 1;
        for (const event of batch) events.push(liveEventSchema.parse(event));
        changed();
      },
      behind,
      report(report) {
        health.push(report);
        changed();
      },
      clock,
      logger: silentLogger,
      random: () => 0.5,
    },
    clock,
    behind,
    events,
    health,
    get batches() {
      return batches;
    },
    get lastHealth() {
      return health.at(-1);
    },
    until: (condition) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (!condition()) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
  };
}

function withPendingCount(clock: FakeClock): ConnectorProbe['clock'] {
  const pending = new Set<object>();
  return {
    now: clock.now,
    advance: clock.advance,
    after(delayMs, task) {
      const timer = {};
      pending.add(timer);
      const cancel = clock.after(delayMs, () => {
        pending.delete(timer);
        task();
      });
      return () => {
        pending.delete(timer);
        cancel();
      };
    },
    get pending() {
      return pending.size;
    },
  };
}
