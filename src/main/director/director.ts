import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import type { Appraisal } from '#shared/live/appraisal.ts';
import type { LedgerReason } from '#shared/live/ledger.ts';
import { isPaid, isViewerEvent, type LiveEvent, type RetractEvent, type ViewerEvent } from '#shared/live/live-event.ts';
import { createRecentIds } from '#shared/live/recent-ids.ts';
import { createDoor, mustBeKept } from './admission.ts';
import type { Appraised } from './appraise.types.ts';
import { createArrivals, greetingItem } from './arrivals.ts';
import type { Director, DirectorOptions, DirectorSettings } from './director.types.ts';
import { forgetMs } from './forgetting.ts';
import { createLedgerBook } from './ledger-book.ts';
import { copyOf } from './ledger-entry.ts';
import { createPace } from './pace.ts';
import { createPaidKeeper } from './paid-keeper.ts';
import { retractionMatcher, withdraw } from './retraction.ts';
import { unjudged } from './ruling.ts';
import { SAY_PRIORITY } from './score.ts';
import { createTurnBook, type WaitingSay } from './turn-book.ts';
import { MOST_TOGETHER, takeNext } from './turn-choice.ts';
import { createViewerMemory } from './viewer-memory.ts';
import { openLinesOf, type WaitingItem } from './waiting-item.ts';
import { createWaitingRoom } from './waiting-room.ts';

export type { Director, DirectorOptions, DirectorSettings } from './director.types.ts';

/** Redelivery is noticed within this many events; for paid ones within as many paid ones. */
const REMEMBERED_IDS = 20_000;
const MAX_WAITING_SAYS = 200;
/** In a crowded room so many times what she can get to stays to choose from. */
const CHOICE = 2;
const SWEEP_INTERVAL_MS = 1000;
const USUAL_GREETING_SECONDS = 20;
const LONGEST_RETRY_MS = 60_000;

/** See {@link Director}. */
export function createDirector(options: DirectorOptions): Director {
  const { clock, logger } = options;
  const startedMs = clock.now();
  const book = createLedgerBook({ ledger: options.ledger, clock, logger, nextSeq: options.nextSeq });
  const paid = createPaidKeeper(options.pendingPaid, logger);
  const room = createWaitingRoom();
  const memory = createViewerMemory();
  const turns = createTurnBook(book);
  const seen = createRecentIds(REMEMBERED_IDS);
  const seenPaid = createRecentIds(REMEMBERED_IDS);
  const listeners = new Set<() => void>();
  const pace = createPace();
  let lastSpokenTo: string | undefined;
  let lastTurnMs = 0;
  let says: WaitingSay[] = [];
  let sayCount = 0;
  let quietUntilMs = 0;
  /** Events up to this number came before the last stop. */
  let stoppedSeq = -1;
  let cancelSweep: (() => void) | undefined;
  let cancelRelease: (() => void) | undefined;
  let closed = false;

  const greetingMs = (): number => (options.settings().greetingSeconds ?? USUAL_GREETING_SECONDS) * 1000;
  const arrivals = createArrivals(book, clock, greetingMs, (batch) => {
    room.add(greetingItem(batch, clock.now(), startedMs));
    boundUnpaid(options.settings().maxWaiting);
    commit();
    armSweep();
    announce();
  });
  const door = createDoor({ book, room, arrivals, memory, startedMs, soundOf: options.soundOf });

  /** Ends every public call: first what must survive, then the ledger. */
  function commit(): void {
    paid.flush();
    book.flush();
  }
  function announce(): void {
    for (const listener of listeners) {
      try {
        listener();
      } catch (cause) {
        logger.error('a listener for waiting events failed', { cause: messageFromUnknown(cause) });
      }
    }
  }
  /** For unpaid items; paid ones leave by an answer or a withdrawal only. */
  function finishItem(item: WaitingItem, decision: 'dropped' | 'skipped', reason: LedgerReason): void {
    for (const line of openLinesOf(item)) book.decide(line, decision, reason);
  }
  function boundUnpaid(maxWaiting: number): void {
    while (room.unpaidCount > maxWaiting) {
      const worst = room.takeWorstUnpaid();
      if (worst !== undefined) finishItem(worst, 'dropped', 'queue-full');
    }
  }
  function dropTooOld(): void {
    const nowMs = clock.now();
    const settings = options.settings();
    for (const item of room.unpaid().filter(({ freshAtMs, forgetAs }) => freshAtMs < nowMs - forgetMs(forgetAs, settings))) {
      room.remove(item);
      // She spoke since it came: others were better, it did not just grow old.
      finishItem(item, 'dropped', lastTurnMs > item.freshAtMs ? 'outranked' : 'too-old');
    }
  }
  /** More waits than she can get to, at the pace of her last turns, before it is out of date. */
  function turnsInTime(): number {
    return pace.turnMs === undefined ? Number.POSITIVE_INFINITY : forgetMs('chat', options.settings()) / Math.max(1, pace.turnMs);
  }
  /** In a crowded room those that will never be reached make way; what is left is enough to choose from. */
  function dropOutranked(): void {
    const reachable = Math.ceil(CHOICE * turnsInTime()) + MOST_TOGETHER;
    if (room.unpaidCount <= reachable) return;
    const byWorth = [...room.unpaid()].sort((a, b) => b.score.points - a.score.points || a.seq - b.seq);
    for (const item of byWorth.slice(reachable)) {
      room.remove(item);
      finishItem(item, 'dropped', 'outranked');
    }
  }
  /** Looks for what grew too old once a second, and only while unpaid events wait. */
  function armSweep(): void {
    if (cancelSweep !== undefined || room.unpaidCount === 0 || closed) return;
    cancelSweep = clock.after(SWEEP_INTERVAL_MS, () => {
      cancelSweep = undefined;
      dropTooOld();
      commit();
      armSweep();
    });
  }
  function armRelease(): void {
    cancelRelease?.();
    cancelRelease = undefined;
    const dueMs = room.nextReleaseMs;
    if (dueMs === undefined || closed) return;
    cancelRelease = clock.after(Math.max(0, dueMs - clock.now()), () => {
      cancelRelease = undefined;
      const released = room.release(clock.now());
      armRelease();
      if (released) announce();
    });
  }
  function retract(event: RetractEvent): void {
    const matches = retractionMatcher(event);
    arrivals.retract(matches);
    for (const line of withdraw(room, matches)) {
      book.decide(line, 'skipped', 'retracted');
      if (line.entry.paid) paid.remove(line.entry.eventId);
    }
    const running = turns.retract(matches);
    if (running.length > 0) call('onRetract', () => options.onRetract(running));
  }
  function call(name: string, task: () => void): void {
    try {
      task();
    } catch (cause) {
      logger.error('a director callback failed', { name, cause: messageFromUnknown(cause) });
    }
  }
  /** True when something new may be spoken to. */
  function take(event: LiveEvent, appraisal: Appraisal | undefined, settings: DirectorSettings): boolean {
    if (!isViewerEvent(event)) {
      book.decide(book.open(event, undefined, undefined), 'skipped', 'not-a-request');
      if (event.kind === 'retract') retract(event);
      return false;
    }
    const { admission, line } = door.admit(event, appraisal, settings, clock.now());
    if (admission === 'stop') call('onStopCommand', () => options.onStopCommand(event));
    if (mustBeKept(event, admission)) {
      paid.put(event);
      book.persist(line);
    }
    if (admission === 'waits') boundUnpaid(settings.maxWaiting);
    return admission === 'waits';
  }
  /** Without a judgement nothing that a viewer wrote is shown or spoken. */
  function appraise(event: ViewerEvent): Appraisal | undefined {
    try {
      return options.appraise?.(event, clock.now());
    } catch (cause) {
      logger.error('an event could not be looked at', { eventId: event.id, kind: event.kind, cause: messageFromUnknown(cause) });
      return unjudged(event);
    }
  }
  /** One event that breaks a rule nobody thought of must not cost the rest of its batch. */
  function takeSafely(event: LiveEvent, appraisal: Appraisal | undefined, settings: DirectorSettings): boolean {
    try {
      return take(event, appraisal, settings);
    } catch (cause) {
      logger.error('an event could not be taken in', { eventId: event.id, kind: event.kind, cause: messageFromUnknown(cause) });
      return false;
    }
  }
  function isKnown(event: LiveEvent): boolean {
    const isNewPaid = !isPaid(event) || seenPaid.add(event.id);
    return !seen.add(event.id) || !isNewPaid;
  }
  /** When an item of which nothing was heard may have its next try. */
  function retryAtMs(item: WaitingItem, reason: LedgerReason, nowMs: number): number {
    const failed = reason === 'provider-failed' || reason === 'voice-failed';
    const backOff = failed ? nowMs + Math.min(LONGEST_RETRY_MS, 1000 * 2 ** item.attempts) : nowMs;
    return item.seq <= stoppedSeq ? Math.max(backOff, quietUntilMs) : backOff;
  }
  function putBack(item: WaitingItem, reason: LedgerReason): void {
    const nowMs = clock.now();
    item.attempts += 1;
    const untilMs = retryAtMs(item, reason, nowMs);
    if (untilMs > nowMs) room.hold(item, untilMs);
    else room.add(item);
  }

  return {
    accept(events) {
      if (closed) return { accepted: 0, duplicates: 0, fresh: [] };
      let isNews = false;
      const fresh: Appraised[] = [];
      const settings = options.settings();
      for (const event of events) {
        if (isKnown(event)) continue;
        const appraisal = isViewerEvent(event) ? appraise(event) : undefined;
        fresh.push({ event, appraisal });
        isNews = takeSafely(event, appraisal, settings) || isNews;
      }
      const duplicates = events.length - fresh.length;
      commit();
      armSweep();
      if (isNews && room.hasReady) announce();
      return { accepted: fresh.length, duplicates, fresh };
    },
    say({ text, emotion, mode, speaker = 'her' }) {
      if (closed) throw new StudioError('unavailable', 'The studio is closing: the words were not taken in. Start it again.');
      if (says.length >= MAX_WAITING_SAYS) {
        throw new StudioError(
          'rate-limited',
          `${MAX_WAITING_SAYS} texts already wait to be said: wait for some, or press stop to clear them.`,
        );
      }
      sayCount += 1;
      const eventId = `custom:say:${Math.floor(startedMs)}-${sayCount}`;
      const waiting = { line: book.openSay(eventId, text, SAY_PRIORITY), text, emotion, speaker };
      says = mode === 'interrupt' ? [waiting, ...says] : [...says, waiting];
      announce();
      return { eventId };
    },
    nextSaid(turnId) {
      const say = closed ? undefined : says.shift();
      return say === undefined ? undefined : turns.beginSay(turnId, say, clock.now());
    },
    next(turnId) {
      if (closed) return undefined;
      const nowMs = clock.now();
      const say = says.shift();
      if (say !== undefined) return turns.beginSay(turnId, say, nowMs);
      room.release(nowMs);
      dropTooOld();
      const { summariseWindowSeconds } = options.settings();
      const crowded = room.unpaidCount > turnsInTime();
      const items = takeNext(room, { crowded, lastSpokenTo, summariseMs: summariseWindowSeconds * 1000 });
      const [first] = items;
      if (first !== undefined) {
        pace.began(turnId, nowMs);
        lastTurnMs = nowMs;
        lastSpokenTo = first.userKey;
      }
      const request = first === undefined ? undefined : turns.begin(turnId, items, nowMs);
      dropOutranked();
      commit();
      return request;
    },
    onWaiting(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    mark: turns.mark,
    settle(turnId, outcome) {
      const settled = turns.settle(turnId, outcome);
      if (settled === undefined) return;
      const nowMs = clock.now();
      pace.ended(turnId, nowMs);
      for (const userKey of settled.spokenTo) memory.noteAnswered(userKey, nowMs);
      for (const key of settled.said) memory.noteSaid(key, nowMs);
      for (const id of settled.finishedPaid) paid.remove(id);
      for (const item of settled.unheard) putBack(item, settled.reason);
      commit();
      armRelease();
      if (settled.unheard.length > 0 && room.hasReady) announce();
    },
    stop() {
      const nowMs = clock.now();
      stoppedSeq = book.nextSeq - 1;
      quietUntilMs = nowMs + options.settings().quietAfterStopSeconds * 1000;
      const dropped = says.map(({ line }) => line);
      says = [];
      for (const item of [...room.unpaid()]) {
        room.remove(item);
        dropped.push(...openLinesOf(item));
      }
      for (const line of dropped) book.decide(line, 'dropped', 'stopped');
      const greeted = arrivals.cancel('dropped', 'stopped');
      room.holdAllPaid(quietUntilMs);
      armRelease();
      commit();
      const eventIds = dropped.map((line) => line.entry.eventId);
      if (greeted !== undefined) eventIds.push(greeted);
      return { droppedMessages: eventIds.length, eventIds };
    },
    restore(events, seqs) {
      for (const event of events) {
        if (!isViewerEvent(event) || !isPaid(event) || isKnown(event)) continue;
        book.persist(door.restore(event, appraise(event), seqs?.get(event.id), options.settings(), clock.now()));
      }
      commit();
      if (room.hasReady) announce();
    },
    refresh() {
      if (!options.settings().answersChat) {
        for (const item of room.unpaid().filter(({ kind }) => kind === 'answer')) {
          room.remove(item);
          finishItem(item, 'skipped', 'answers-off');
        }
      }
      boundUnpaid(options.settings().maxWaiting);
      dropTooOld();
      commit();
    },
    counts: book.counts,
    get quietUntilMs() {
      return quietUntilMs > clock.now() ? quietUntilMs : null;
    },
    get answeringEntries() {
      return turns.answering().map(copyOf);
    },
    entriesSince: book.entriesSince,
    recentEntries: book.recent,
    onLedger: book.onChange,
    async close() {
      if (closed) return;
      for (const id of turns.turnIds())
        for (const item of turns.settle(id, { result: 'interrupted', reply: '' })?.unheard ?? []) room.add(item);
      for (const { line } of says) book.decide(line, 'dropped', 'stopped');
      says = [];
      for (const item of [...room.unpaid()]) {
        room.remove(item);
        finishItem(item, 'dropped', 'stopped');
      }
      arrivals.cancel('dropped', 'stopped');
      closed = true;
      cancelSweep?.();
      cancelRelease?.();
      commit();
      book.close();
      listeners.clear();
    },
  };
}
