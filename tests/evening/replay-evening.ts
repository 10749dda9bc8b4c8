import { createHash } from 'node:crypto';
import type { RecordedEvent } from '#main/connectors/recording/recording-format.ts';
import type { Appraise, Appraised } from '#main/director/appraise.types.ts';
import { createDirector, type DirectorSettings } from '#main/director/director.ts';
import type { SoundOf } from '#main/director/likeness.ts';
import type { TurnOutcome, TurnRequest } from '#main/director/turn-request.ts';
import { silentLogger } from '#main/platform/logger.ts';
import type { LedgerEntry } from '#shared/live/ledger.ts';
import { textOfEvent } from '#shared/live/live-event.ts';
import { createFakeClock } from '../fakes/fake-clock.ts';
import { EVENING_STARTS_AT } from './evening.types.ts';

/** What stands between the connectors and the director in one replay; made anew for each, since it remembers viewers. */
export interface EveningRoom {
  readonly appraise: Appraise;
  taken(fresh: readonly Appraised[], nowMs: number): void;
}

export interface EveningReplay {
  /** The last state of every entry, by number. */
  readonly entries: readonly LedgerEntry[];
  readonly turns: readonly Exclude<TurnRequest, { kind: 'say' }>[];
  readonly accepted: number;
  readonly duplicates: number;
  /** Paid events that nobody thanked for. */
  readonly paidLeft: number;
  /** Over every entry with all its fields, and every turn's events in order. */
  readonly hash: string;
}

/** Events that arrive together, as a connector hands them on. */
const BATCH_MS = 40;
const BEFORE_THE_END_MS = 30 * 60_000;

/**
 * Plays an evening through the real director on a clock of its own, as fast as it goes. Only her mind and voice are modelled: a turn takes as long as
 * its text is long, one in a hundred fails, as the number of the turn says.
 */
export function replayEvening(
  events: readonly RecordedEvent[],
  options: { readonly room: EveningRoom; readonly settings: DirectorSettings; readonly soundOf?: SoundOf | undefined },
): EveningReplay {
  const clock = createFakeClock(EVENING_STARTS_AT);
  const rows = new Map<number, LedgerEntry>();
  const pending = new Set<string>();
  const turns: Exclude<TurnRequest, { kind: 'say' }>[] = [];
  const hash = createHash('sha256');
  const director = createDirector({
    settings: () => options.settings,
    clock,
    logger: silentLogger,
    ledger: { write: (entries) => void entries.map((entry) => rows.set(entry.seq, entry)) },
    pendingPaid: {
      put: (put) => void put.map(({ id }) => pending.add(id)),
      remove: (ids) => void ids.map((id) => pending.delete(id)),
    },
    nextSeq: 1,
    appraise: options.room.appraise,
    soundOf: options.soundOf,
    onStopCommand: () => void director.stop(),
    onRetract: () => {},
  });

  let isSpeaking = false;
  let turnId = 0;
  const take = (): void => {
    if (isSpeaking) return;
    turnId += 1;
    const turn = director.next(turnId);
    if (turn === undefined || turn.kind === 'say') return;
    isSpeaking = true;
    turns.push(turn);
    const id = turnId;
    director.mark(id, 'firstAudible', clock.now() + 900);
    clock.after(turnMs(turn), () => {
      director.settle(id, outcomeOf(turn, id));
      isSpeaking = false;
      take();
    });
  };
  director.onWaiting(take);

  let accepted = 0;
  let duplicates = 0;
  for (let at = 0; at < events.length; ) {
    const first = events[at];
    if (first === undefined) break;
    clock.advance(Math.max(0, EVENING_STARTS_AT + first.t - clock.now()));
    let end = at;
    while (end < events.length && (events[end]?.t ?? 0) < first.t + BATCH_MS) end += 1;
    const taken = director.accept(events.slice(at, end).map(({ event }) => event));
    options.room.taken(taken.fresh, clock.now());
    accepted += taken.accepted;
    duplicates += taken.duplicates;
    at = end;
  }
  clock.advance(BEFORE_THE_END_MS);
  void director.close();

  const entries = [...rows.values()].sort((a, b) => a.seq - b.seq);
  for (const entry of entries) hash.update(`${JSON.stringify(entry)}\n`);
  for (const turn of turns) hash.update(`${turn.kind} ${[turn.primary, ...turn.merged].map(({ id }) => id).join(' ')}\n`);
  return { entries, turns, accepted, duplicates, paidLeft: pending.size, hash: hash.digest('hex') };
}

/** She thinks for a second and speaks some six characters a second; longer to who paid, shorter in one breath of thanks. */
function turnMs(turn: Exclude<TurnRequest, { kind: 'say' }>): number {
  const read = textOfEvent(turn.primary).length;
  const spoken = turn.kind === 'answer' ? 20 + Math.min(60, read) : 18;
  return 1000 + Math.round(spoken * 160) + 200 * Math.min(10, turn.mergedCount);
}

function outcomeOf(turn: Exclude<TurnRequest, { kind: 'say' }>, turnId: number): TurnOutcome {
  if (turnId % 97 === 0) return { result: 'provider-failed', reply: '' };
  if (turnId % 61 === 0) return { result: 'interrupted', reply: 'Well, I' };
  return { result: 'finished', reply: `(${turn.kind}) ${textOfEvent(turn.primary).slice(0, 40)}` };
}
