import type { Appraisal } from '#shared/live/appraisal.ts';
import type { LedgerReason } from '#shared/live/ledger.ts';
import { isPaid, type LiveEvent, textOfEvent, type ViewerEvent } from '#shared/live/live-event.ts';
import type { Arrivals } from './arrivals.ts';
import type { DirectorSettings } from './director.types.ts';
import { forgetKindOf } from './forgetting.ts';
import { isStopCommand, type Route, routeOf } from './intake.ts';
import type { LedgerBook, LedgerLine } from './ledger-book.ts';
import type { Likeness, SoundOf } from './likeness.ts';
import { createLineReader } from './line-reader.ts';
import { mentionsName, plainText, type ReadText } from './message-text.ts';
import { rulingOf } from './ruling.ts';
import { rankOf, readsAsQuestion, type Score, scoreOf, withCrowd } from './score.ts';
import { userKeyOf, type ViewerMemory } from './viewer-memory.ts';
import type { WaitingItem } from './waiting-item.ts';
import { groupOf, type WaitingRoom } from './waiting-room.ts';
import { createWordRulesCache } from './word-rules.ts';

/** What became of an event at the door. `waits`: it has a place of its own; `gathered`: it is part of the next greeting. */
export type Admission = 'waits' | 'folded' | 'gathered' | 'skipped' | 'stop';

export interface Admitted {
  readonly admission: Admission;
  readonly line: LedgerLine;
}
export interface Door {
  admit(event: ViewerEvent, appraisal: Appraisal | undefined, settings: DirectorSettings, nowMs: number): Admitted;
  /** Straight to a place in the queue, whatever the rules say now. */
  restore(
    event: ViewerEvent,
    appraisal: Appraisal | undefined,
    seq: number | undefined,
    settings: DirectorSettings,
    nowMs: number,
  ): LedgerLine;
}

/** From this many alike lines on they are called a flood. */
const FLOOD = 5;

/** All that the door found out about one event. */
interface Visitor {
  readonly event: ViewerEvent;
  readonly text: ReadText;
  readonly appraisal: Appraisal | undefined;
  readonly line: LedgerLine;
  readonly isQuestion: boolean;
  readonly likeness: Likeness | undefined;
  readonly score: Score;
}

export function createDoor(parts: {
  book: LedgerBook;
  room: WaitingRoom;
  arrivals: Arrivals;
  memory: ViewerMemory;
  startedMs: number;
  soundOf: SoundOf | undefined;
}): Door {
  const { book, room, arrivals, memory } = parts;
  const rulesOf = createWordRulesCache();
  const lineOf = createLineReader(parts.soundOf);
  let nameSource = '';
  let plainName = '';

  const nameOf = (settings: DirectorSettings): string => {
    if (settings.personaName !== nameSource) {
      nameSource = settings.personaName;
      plainName = plainText(nameSource);
    }
    return plainName;
  };
  const study = (
    event: ViewerEvent,
    line: LedgerLine,
    appraisal: Appraisal | undefined,
    settings: DirectorSettings,
    nowMs: number,
  ): Visitor => {
    const { text, likeness: like, asks: asksByWords } = lineOf(textOfEvent(event));
    const fairKey = appraisal?.viewerKey ?? userKeyOf(event);
    const { isNew, recentMessages } = memory.noteMessage(fairKey, nowMs);
    const likeness = event.kind === 'chat' ? like : undefined;
    const asks = asksByWords || readsAsQuestion(appraisal?.reading);
    const traits = {
      mentionsHer: mentionsName(text.plain, nameOf(settings)),
      isQuestion: asks,
      isNewViewer: isNew || (event.kind === 'chat' && event.firstMessage === true),
      wasJustAnswered: likeness !== undefined && memory.wasJustAnswered(likeness.key, nowMs),
      recentMessages,
      recentAnswers: memory.recentAnswers(fairKey, nowMs),
      textLength: text.plain.length,
      loyalty: appraisal?.loyalty ?? 0,
      reading: appraisal?.reading,
    };
    const score = scoreOf(event, traits, settings.weights);
    book.scored(line, score);
    return { event, text, appraisal, line, isQuestion: asks, likeness, score };
  };
  const place = (visitor: Visitor, kind: WaitingItem['kind'], nowMs: number): WaitingItem => {
    const { event, line, score, appraisal } = visitor;
    const { paid, seq } = line.entry;
    return {
      kind,
      paid,
      userKey: viewerOf(event, appraisal),
      likeness: paid ? undefined : visitor.likeness,
      plainGift: kind === 'thank' && visitor.text.plain === '',
      forgetAs: forgetKindOf(event, visitor.isQuestion),
      event,
      line,
      seq,
      score,
      rank: rankOf(score.points, nowMs - parts.startedMs),
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
    const { item: into, reason } = host;
    room.fold(into, { event: item.event, line: item.paid ? item.line : undefined }, item, nowMs);
    if (reason !== 'same-user') {
      const score = withCrowd(into.score, into.mergedCount);
      if (score !== into.score) {
        room.rescore(into, score);
        book.scored(into.line, score);
      }
    }
    // A paid one is finished with its host, or a crash between would lose it.
    if (!item.paid) book.decide(item.line, 'merged', reason, { mergedInto: into.event.id });
    return 'folded';
  };
  const follow = (route: Route, visitor: Visitor, settings: DirectorSettings, nowMs: number): Admission => {
    const { line } = visitor;
    if (route.to === 'skip') {
      book.decide(line, 'skipped', route.reason);
      return 'skipped';
    }
    if (route.to === 'arrivals') {
      arrivals.add(visitor.event, line, visitor.score);
      return 'gathered';
    }
    return enqueue(place(visitor, route.to, nowMs), settings.mergeWindowSeconds * 1000, nowMs);
  };
  return {
    admit(event, appraisal, settings, nowMs) {
      const rules = rulesOf(settings);
      const line = book.open(event, appraisal, undefined);
      // First of all, so that nothing keeps a moderator from silencing her.
      if (isStopCommand(event, rules)) {
        book.decide(line, 'skipped', 'stop-command');
        return { admission: 'stop', line };
      }
      const ruling = rulingOf(event, appraisal);
      if ('skip' in ruling) {
        book.decide(line, 'skipped', ruling.skip);
        return { admission: 'skipped', line };
      }
      const { pass: shown, thanksOnly } = ruling;
      const visitor = study(shown, line, appraisal, settings, nowMs);
      const route = routeOf(shown, visitor.text, settings, rules);
      const isThanks = thanksOnly && route.to === 'answer';
      return { admission: follow(isThanks ? { to: 'thank' } : route, visitor, settings, nowMs), line };
    },
    restore(event, appraisal, seq, settings, nowMs) {
      const line = book.open(event, appraisal, seq);
      const ruling = rulingOf(event, appraisal);
      // What is not wanted any more was wanted when it was paid for.
      const { pass, thanksOnly } = 'skip' in ruling ? { pass: appraisal?.shown ?? event, thanksOnly: true } : ruling;
      const visitor = study(pass, line, appraisal, settings, nowMs);
      book.note(line, 'restored');
      const kind = event.kind === 'superchat' && visitor.text.plain !== '' && !thanksOnly ? 'answer' : 'thank';
      enqueue(place(visitor, kind, nowMs), 0, nowMs);
      return line;
    },
  };
}

/** One person across platforms; undefined where nobody can tell who it is. */
function viewerOf(event: ViewerEvent, appraisal: Appraisal | undefined): string | undefined {
  if (appraisal !== undefined) return appraisal.viewerKey;
  return event.user.id === null ? undefined : userKeyOf(event);
}

/** The waiting item into which a new one folds, and why. Unpaid never folds into paid or the other way round. */
function hostFor(
  room: WaitingRoom,
  item: WaitingItem,
  windowMs: number,
  nowMs: number,
): { item: WaitingItem; reason: LedgerReason } | undefined {
  const alike = item.likeness === undefined || windowMs === 0 ? undefined : room.alike(item.likeness, nowMs - windowMs);
  if (alike !== undefined) return { item: alike, reason: alike.mergedCount >= FLOOD ? 'flood' : 'duplicate' };
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
