import { eventually, PATIENCE_MS } from './numbers.ts';
import type { StudioProcess } from './studio-process.ts';

/** A ledger entry as the API gives it. */
export interface LedgerRow {
  readonly seq: number;
  readonly eventId: string;
  readonly kind: string;
  readonly platform: string;
  readonly userName: string;
  readonly decision: string;
  readonly reason: string;
  readonly paid: boolean;
  readonly intent?: string;
  readonly text?: string;
  readonly reply?: string;
  readonly marks: Readonly<Partial<Record<string, number>>>;
}

/** The newest entries, newest first. */
export async function ledger(studio: StudioProcess, limit = 50): Promise<readonly LedgerRow[]> {
  return ((await studio.get(`/ledger?limit=${limit}`)) as { entries: LedgerRow[] }).entries;
}

/** The event's entry once it has been answered. */
export function answered(studio: StudioProcess, eventId: string, timeoutMs = PATIENCE_MS): Promise<LedgerRow> {
  return eventually(
    async () =>
      (await ledger(studio)).find(
        (row) => row.eventId === eventId && row.decision === 'answered' && row.marks.finished !== undefined,
      ),
    timeoutMs,
    40,
  );
}
