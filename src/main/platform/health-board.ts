import { type Cell, createCell } from '#shared/cell.ts';
import type { HealthBoard } from '#shared/contract/studio.ts';
import type { Health, HealthReport } from '#shared/health.ts';
import type { Clock } from './host.ts';
import type { Logger } from './logger.ts';

/** Parts without which the show cannot go on; when one of them has failed, the whole has. */
const VITAL = new Set(['server', 'director']);

/** Collects what every part says of itself. A change of state is logged once, here. */
export interface HealthBoardStore {
  readonly cell: Cell<HealthBoard>;
  report(id: string, report: HealthReport): void;
  /** Forgets a part that is gone. */
  remove(id: string): void;
}

export function createHealthBoard(clock: Clock, logger: Logger): HealthBoardStore {
  const parts = new Map<string, Health>();
  const cell = createCell<HealthBoard>({ status: 'ready', parts: [] });

  const publish = (): void => {
    const list = [...parts.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    const failed = list.some((part) => part.status === 'failed' && VITAL.has(part.id));
    const degraded = list.some((part) => part.status === 'failed' || part.status === 'degraded');
    cell.set({ status: failed ? 'failed' : degraded ? 'degraded' : 'ready', parts: list });
  };

  return {
    cell,
    report(id, report) {
      const before = parts.get(id);
      if (before && before.status === report.status && before.reason === report.reason && before.message === report.message)
        return;
      const sinceMs = before && before.status === report.status ? before.sinceMs : clock.now();
      parts.set(id, { id, sinceMs, ...report });
      if (before?.status !== report.status || before.reason !== report.reason) {
        const bad = report.status === 'failed' || report.status === 'degraded';
        logger[bad ? 'warn' : 'info'](`${id}: ${report.status}`, { reason: report.reason, message: report.message });
      }
      publish();
    },
    remove(id) {
      if (parts.delete(id)) publish();
    },
  };
}
