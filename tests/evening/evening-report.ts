import type { LedgerEntry } from '#shared/live/ledger.ts';
import { textOfEvent } from '#shared/live/live-event.ts';
import { ATTACKS, type EveningEvent, type Label } from './evening.types.ts';
import type { EveningReplay } from './replay-evening.ts';

type Counts = Record<string, number>;

/** What was answered, merged and blocked, and why; and for each kind of attack how much of it came through to her unchanged. */
export interface EveningReport {
  readonly events: number;
  readonly redeliveredIgnored: number;
  readonly turns: number;
  readonly decisions: Counts;
  /** By decision and reason. */
  readonly reasons: Record<string, Counts>;
  readonly moderation: Counts;
  readonly paid: {
    readonly events: number;
    readonly answeredOrThanked: number;
    readonly withdrawn: number;
    readonly lost: number;
  };
  /** Of each kind of attack: events, those stopped, masked, and those that reached a prompt as they were. */
  readonly attacks: Record<string, { events: number; stopped: number; masked: number; unanswered: number; reached: number }>;
  /** Ordinary lines that moderation stopped, or in which it starred something out. */
  readonly ordinary: { readonly events: number; readonly stopped: number; readonly masked: number };
  readonly viewersAnswered: number;
  readonly waitSeconds: { readonly p50: number; readonly p95: number };
  readonly examples: Record<string, readonly string[]>;
}

const EXAMPLES = 4;
const STOPPED = new Set(['blocked', 'held', 'timed-out', 'blocked-word']);

export function eveningReport(evening: readonly EveningEvent[], replay: EveningReplay): EveningReport {
  const labels = new Map<string, Label>();
  for (const { event, label } of evening) if (label !== 'redelivery') labels.set(event.id, label);
  const shown = new Map<string, string>();
  for (const turn of replay.turns)
    for (const event of [turn.primary, ...turn.merged]) shown.set(event.id, `${event.user.name}\n${textOfEvent(event)}`);
  const { entries } = replay;
  const paid = entries.filter((entry) => entry.paid);
  return {
    events: evening.length,
    redeliveredIgnored: replay.duplicates,
    turns: replay.turns.length,
    decisions: countBy(entries, ({ decision }) => decision),
    reasons: Object.fromEntries(
      [...groupBy(entries, ({ decision }) => decision)].map(([decision, of]) => [decision, countBy(of, ({ reason }) => reason)]),
    ),
    moderation: countBy(
      entries.filter((entry) => entry.moderation !== undefined),
      ({ moderation }) => moderation ?? '',
    ),
    paid: {
      events: paid.length,
      answeredOrThanked: paid.filter(({ decision }) => decision === 'answered' || decision === 'merged').length,
      withdrawn: paid.filter(({ reason }) => reason === 'retracted').length,
      // A streak that still runs carries its sum in its last message.
      lost:
        paid.filter(
          ({ decision, reason }) =>
            decision === 'dropped' || (decision === 'skipped' && reason !== 'retracted' && reason !== 'not-a-request'),
        ).length + replay.paidLeft,
    },
    attacks: attackTable(entries, labels, shown),
    ordinary: ordinaryOf(entries.filter(({ eventId }) => isOrdinary(labels.get(eventId)))),
    viewersAnswered: new Set(replay.turns.map(({ primary }) => primary.user.id ?? primary.user.name)).size,
    waitSeconds: waits(entries),
    examples: examplesOf(entries),
  };
}

function isOrdinary(label: Label | undefined): boolean {
  return label === 'talk' || label === 'question';
}

function ordinaryOf(entries: readonly LedgerEntry[]): EveningReport['ordinary'] {
  const stopped = entries.filter(({ reason }) => STOPPED.has(reason)).length;
  return {
    events: entries.length,
    stopped,
    masked: entries.filter(({ moderation }) => moderation !== undefined).length - stopped,
  };
}

function attackTable(
  entries: readonly LedgerEntry[],
  labels: ReadonlyMap<string, Label>,
  shown: ReadonlyMap<string, string>,
): EveningReport['attacks'] {
  return Object.fromEntries(
    ATTACKS.map((attack) => {
      const of = entries.filter(({ eventId }) => labels.get(eventId) === attack);
      const row = { events: of.length, stopped: 0, masked: 0, unanswered: 0, reached: 0 };
      for (const entry of of) {
        const seen = shown.get(entry.eventId);
        if (STOPPED.has(entry.reason)) row.stopped += 1;
        else if (seen === undefined) row.unanswered += 1;
        else if (seen === `${entry.userName}\n${entry.text}`) row.reached += 1;
        else row.masked += 1;
      }
      return [attack, row];
    }),
  );
}

function waits(entries: readonly LedgerEntry[]): { p50: number; p95: number } {
  const seconds = entries
    .filter(({ decision }) => decision === 'answered')
    .map(({ marks }) => ((marks.decided ?? 0) - (marks.received ?? 0)) / 1000)
    .sort((a, b) => a - b);
  const at = (share: number): number => Math.round(10 * (seconds[Math.floor(share * (seconds.length - 1))] ?? 0)) / 10;
  return { p50: at(0.5), p95: at(0.95) };
}

function examplesOf(entries: readonly LedgerEntry[]): Record<string, readonly string[]> {
  const examples: Record<string, string[]> = {};
  for (const entry of entries) {
    const key = `${entry.decision}: ${entry.reason}${entry.moderation === undefined ? '' : ` (${entry.moderation})`}`;
    examples[key] ??= [];
    const list = examples[key];
    if (list.length < EXAMPLES && entry.text !== '' && !list.some((line) => line.endsWith(entry.text)))
      list.push(`${entry.platform} ${entry.userName}: ${entry.text}`);
  }
  return examples;
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}
function countBy<T>(items: readonly T[], key: (item: T) => string): Counts {
  const counts: Counts = {};
  for (const item of items) counts[key(item)] = (counts[key(item)] ?? 0) + 1;
  return counts;
}
