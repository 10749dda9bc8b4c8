import { createHash } from 'node:crypto';
import type { RecordedEvent } from '#main/connectors/recording/recording-format.ts';
import type { Appraise, Appraised } from '#main/director/appraise.types.ts';
import { createDirector, type Director, type DirectorSettings } from '#main/director/director.ts';
import type { SoundOf } from '#main/director/likeness.ts';
import type { TurnOutcome, TurnRequest } from '#main/director/turn-request.ts';
import type { Clock } from '#main/platform/host.ts';
import { silentLogger } from '#main/platform/logger.ts';
import type { LedgerEntry } from '#shared/live/ledger.ts';
import { type LiveEvent, textOfEvent } from '#shared/live/live-event.ts';
import { createFakeClock } from '../fakes/fake-clock.ts';
import { EVENING_STARTS_AT } from './evening.types.ts';

/** What stands between the connectors and the director in one replay; made anew for each, since it remembers viewers. */
export interface EveningRoom {
  readonly appraise: Appraise;
  taken(fresh: readonly Appraised[]): void;
  close(): Promise<void>;
}

export interface ReplayOptions {
  readonly createRoom: (clock: Clock, accept: (events: readonly LiveEvent[]) => void) => EveningRoom;
  readonly settings: DirectorSettings;
  readonly soundOf: SoundOf;
}

export type EveningTurn = Exclude<TurnRequest, { kind: 'say' }>;

export interface EveningReplay {
  /** The last state of every entry, by number. */
  readonly entries: readonly LedgerEntry[];
  readonly turns: readonly EveningTurn[];
  readonly accepted: number;
  readonly duplicates: number;
  /** Paid events that nobody thanked for. */
  readonly paidLeft: number;
  /** Over every entry with all its fields, and every turn's events in order. */
  readonly hash: string;
}

/** Events that arrive together, as a connector hands them on. */
const BATCH_MS = 40;
const AFTER_THE_END_MS = 30 * 60_000;

/**
 * Plays an evening through the real director on a clock of its own, as fast as it goes. Only her mind and voice are modelled: a turn takes as long as
 * its text is long, one in a hundred fails, as the number of the turn says.
 */
export async function replayEvening(
  events: readonly RecordedEvent[],
  { createRoom, settings, soundOf }: ReplayOptions,
): Promise<EveningReplay> {
  const clock = createFakeClock(EVENING_STARTS_AT);
  const rows = new Map<number, LedgerEntry>();
  const pending = new Set<string>();
  const room = createRoom(clock, (released) => void accept(released));
  const director = createDirector({
    settings: () => settings,
    clock,
    logger: silentLogger,
    ledger: { write: (entries) => void entries.map((entry) => rows.set(entry.seq, entry)) },
    pendingPaid: {
      put: (put) => void put.map(({ id }) => pending.add(id)),
      remove: (ids) => void ids.map((id) => pending.delete(id)),
    },
    nextSeq: 1,
    appraise: room.appraise,
    soundOf,
    onStopCommand: () => void director.stop(),
    onRetract: () => {},
  });
  const turns = performTurns(director, clock);
  let accepted = 0;
  let duplicates = 0;
  function accept(batch: readonly LiveEvent[]): void {
    const taken = director.accept(batch);
    room.taken(taken.fresh);
    accepted += taken.accepted;
    duplicates += taken.duplicates;
  }
  for (const { t, batch } of batches(events)) {
    clock.advance(Math.max(0, EVENING_STARTS_AT + t - clock.now()));
    accept(batch);
  }
  clock.advance(AFTER_THE_END_MS);
  const paidLeft = pending.size;
  await Promise.all([director.close(), room.close()]);
  const entries = [...rows.values()].sort((a, b) => a.seq - b.seq);
  return { entries, turns, accepted, duplicates, paidLeft, hash: hashOf(entries, turns) };
}

function* batches(events: readonly RecordedEvent[]): Generator<{ readonly t: number; readonly batch: LiveEvent[] }> {
  let at = 0;
  for (let first = events[0]; first !== undefined; first = events[at]) {
    const batch: LiveEvent[] = [];
    for (let next = events[at]; next !== undefined && next.t < first.t + BATCH_MS; next = events[at]) {
      batch.push(next.event);
      at += 1;
    }
    yield { t: first.t, batch };
  }
}

/** Takes turns as the studio does: one at a time, the next when the last is over. */
function performTurns(director: Director, clock: Clock): readonly EveningTurn[] {
  const turns: EveningTurn[] = [];
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
  return turns;
}

/** She thinks for a second and speaks some six characters a second; longer to who paid, shorter in one breath of thanks. */
function turnMs(turn: EveningTurn): number {
  const read = textOfEvent(turn.primary).length;
  const spoken = turn.kind === 'answer' ? 20 + Math.min(60, read) : 18;
  return 1000 + Math.round(spoken * 160) + 200 * Math.min(10, turn.mergedCount);
}

function outcomeOf(turn: EveningTurn, turnId: number): TurnOutcome {
  if (turnId % 97 === 0) return { result: 'provider-failed', reply: '' };
  if (turnId % 61 === 0) return { result: 'interrupted', reply: 'Well, I' };
  return { result: 'finished', reply: `(${turn.kind}) ${textOfEvent(turn.primary).slice(0, 40)}` };
}

function hashOf(entries: readonly LedgerEntry[], turns: readonly EveningTurn[]): string {
  const hash = createHash('sha256');
  for (const entry of entries) hash.update(`${JSON.stringify(entry)}\n`);
  for (const { kind, primary, merged } of turns) hash.update(`${kind} ${[primary, ...merged].map(({ id }) => id).join(' ')}\n`);
  return hash.digest('hex');
}
