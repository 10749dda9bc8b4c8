import type { LedgerReason } from '#shared/live/ledger.ts';
import { isPaid, type LiveEvent, textOfEvent, type ViewerEvent } from '#shared/live/live-event.ts';
import type { Arrivals } from './arrivals.ts';
import type { DirectorSettings } from './director.types.ts';
import { type Route, routeOf, withoutBlockedWords } from './intake.ts';
import type { LedgerBook, LedgerLine } from './ledger-book.ts';
import { isQuestion, likenessKey, mentionsName, plainText, type ReadText, readText } from './message-text.ts';
import { priorityOf, rankOf } from './priority.ts';
import { userKeyOf, type ViewerMemory } from './viewer-memory.ts';
import type { WaitingItem } from './waiting-item.ts';
import { groupOf, type WaitingRoom } from './waiting-room.ts';
import { createWordRulesCache, type WordRules } from './word-rules.ts';

/** What became of an event at the door. `waits`: it has a place of its own; `gathered`: it is part of the next greeting. */
export type Admission = 'waits' | 'folded' | 'gathered' | 'skipped' | 'stop';

export interface Admitted {
  readonly admission: Admission;
  readonly line: LedgerLine;
}
export interface Door {
  admit(event: ViewerEvent, settings: DirectorSettings, nowMs: number): Admitted;
  /** Straight to a place in the queue, whatever the rules say now. */
  restore(event: ViewerEvent, seq: number | undefined, settings: DirectorSettings, nowMs: number): LedgerLine;
}

/** From this many alike lines on they are called a flood. */
const FLOOD = 5;

export function createDoor(parts: {
  book: LedgerBook;
  room: WaitingRoom;
  arrivals: Arrivals;
  memory: ViewerMemory;
  startedMs: number;
}): Door {
  const { book, room, arrivals, memory } = parts;
  const rulesOf = createWordRulesCache();
  let nameSource = '';
  let plainName = '';

  const nameOf = (settings: DirectorSettings): string => {
    if (settings.personaName !== nameSource) {
      nameSource = settings.personaName;
      plainName = plainText(nameSource);
    }
    return plainName;
  };
  const priority = (event: ViewerEvent, text: ReadText, settings: DirectorSettings, nowMs: number): number => {
    const userKey = userKeyOf(event);
    const { isNew, recentMessages } = memory.noteMessage(userKey, nowMs);
    const isNewViewer = isNew || (event.kind === 'chat' && event.firstMessage === true);
    const recentAnswers = memory.recentAnswers(userKey, nowMs);
    return priorityOf(event, {
      mentionsHer: mentionsName(text.plain, nameOf(settings)),
      isQuestion: isQuestion(text.plain),
      isNewViewer,
      recentMessages,
      recentAnswers,
      textLength: text.plain.length,
    });
  };
  const place = (
    event: ViewerEvent,
    text: ReadText,
    kind: WaitingItem['kind'],
    line: LedgerLine,
    rules: WordRules,
    nowMs: number,
  ): WaitingItem => {
    const { paid, priority: worth, seq } = line.entry;
    const rank = rankOf(worth, nowMs - parts.startedMs);
    const likeness = event.kind === 'chat' && !paid ? likenessKey(text) : undefined;
    const userKey = event.user.id === null ? undefined : userKeyOf(event);
    const plainGift = kind === 'thank' && text.plain === '';
    return {
      kind,
      paid,
      userKey,
      likeness,
      plainGift,
      event: paid ? withoutBlockedWords(event, rules) : event,
      line,
      seq,
      rank,
      freshAtMs: nowMs,
      companions: [],
      overflow: [],
      mergedCount: 0,
      attempts: 0,
    };
  };
  const enqueue = (item: WaitingItem, windowMs: number, nowMs: number): Admission => {
    const host = hostFor(room, item, windowMs, nowMs);
    if (host === undefined) {
      room.add(item);
      return 'waits';
    }
    room.fold(host.item, { event: item.event, line: item.paid ? item.line : undefined }, item.rank, nowMs);
    // A paid one is finished with its host, or a crash between would lose it.
    if (!item.paid) book.decide(item.line, 'merged', host.reason, { mergedInto: host.item.event.id });
    return 'folded';
  };
  return {
    admit(event, settings, nowMs) {
      const rules = rulesOf(settings);
      const text = readText(textOfEvent(event));
      const route = routeOf(event, text, settings, rules);
      const line = book.open(event, priority(event, text, settings, nowMs), undefined);
      if (route.to === 'skip' || route.to === 'stop') return { admission: refuse(book, line, route), line };
      if (route.to === 'arrivals') {
        arrivals.add(event, line);
        return { admission: 'gathered', line };
      }
      const item = place(event, text, route.to, line, rules, nowMs);
      return { admission: enqueue(item, settings.mergeWindowSeconds * 1000, nowMs), line };
    },
    restore(event, seq, settings, nowMs) {
      const text = readText(textOfEvent(event));
      const line = book.open(event, priority(event, text, settings, nowMs), seq);
      book.note(line, 'restored');
      const kind = event.kind === 'superchat' && text.plain !== '' ? 'answer' : 'thank';
      enqueue(place(event, text, kind, line, rulesOf(settings), nowMs), 0, nowMs);
      return line;
    },
  };
}

function refuse(
  book: LedgerBook,
  line: LedgerLine,
  route: Exclude<Route, { to: 'answer' | 'thank' | 'greet' | 'arrivals' }>,
): Admission {
  book.decide(line, 'skipped', route.to === 'stop' ? 'stop-command' : route.reason);
  return route.to === 'stop' ? 'stop' : 'skipped';
}

/** The waiting item into which a new one folds, and why. Unpaid never folds into paid or the other way round. */
function hostFor(
  room: WaitingRoom,
  item: WaitingItem,
  windowMs: number,
  nowMs: number,
): { item: WaitingItem; reason: LedgerReason } | undefined {
  const alike = item.likeness === undefined || windowMs === 0 ? undefined : room.alike(item.likeness);
  if (alike !== undefined && nowMs - alike.freshAtMs <= windowMs)
    return { item: alike, reason: alike.mergedCount >= FLOOD ? 'flood' : 'duplicate' };
  const group = groupOf(item.event, item);
  if (group === undefined || item.userKey === undefined) return undefined;
  const own = room.ofUser(item.userKey, group);
  if (own === undefined) return undefined;
  const inTime = group !== 'lines' || (windowMs > 0 && nowMs - own.freshAtMs <= windowMs);
  return inTime ? { item: own, reason: 'same-user' } : undefined;
}

/** Whether an event's fate must outlive a crash. */
export function mustBeKept(event: LiveEvent, admission: Admission): boolean {
  return isPaid(event) && (admission === 'waits' || admission === 'folded');
}
