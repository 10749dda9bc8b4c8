import type { LedgerDecision, LedgerEntry, LedgerReason } from '#shared/live/ledger.ts';
import type { LivePlatform } from '#shared/live/live-event.ts';
import type { Milliseconds } from '#shared/units.ts';
import { percentile, timeToSound } from '../../latency/latency-segments.ts';

export interface LedgerFilter {
  readonly search: string;
  readonly decision: LedgerDecision | undefined;
  readonly reason: LedgerReason | undefined;
  readonly platform: LivePlatform | undefined;
  readonly paidOnly: boolean;
}
export const NO_FILTER: LedgerFilter = {
  search: '',
  decision: undefined,
  reason: undefined,
  platform: undefined,
  paidOnly: false,
};

export function matchesFilter(entry: LedgerEntry, { search, decision, reason, platform, paidOnly }: LedgerFilter): boolean {
  if (decision !== undefined && entry.decision !== decision) return false;
  if (reason !== undefined && entry.reason !== reason) return false;
  if (platform !== undefined && entry.platform !== platform) return false;
  if (paidOnly && !entry.paid) return false;
  const wanted = search.trim().toLocaleLowerCase();
  return (
    wanted === '' || [entry.userName, entry.text, entry.reply ?? ''].some((text) => text.toLocaleLowerCase().includes(wanted))
  );
}

/** Pages read earlier under notes that came since; newest first, each entry once in its newest state. */
export function mergedEntries(pages: readonly LedgerEntry[], live: Iterable<LedgerEntry>): readonly LedgerEntry[] {
  const bySeq = new Map(pages.map((entry) => [entry.seq, entry]));
  for (const entry of live) bySeq.set(entry.seq, entry);
  return [...bySeq.values()].sort((a, b) => b.seq - a.seq);
}

export interface LedgerSummary {
  readonly heard: number;
  readonly p50: Milliseconds | undefined;
  readonly p95: Milliseconds | undefined;
}

/** How long those who were answered waited for the first sound. */
export function summaryOf(entries: readonly LedgerEntry[]): LedgerSummary {
  const times = entries.map(({ marks }) => timeToSound(marks)).filter((ms) => ms !== undefined);
  return { heard: times.length, p50: percentile(times, 0.5), p95: percentile(times, 0.95) };
}
