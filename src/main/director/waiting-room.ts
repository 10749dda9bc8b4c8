import type { ViewerEvent } from '#shared/live/live-event.ts';
import { createAlikeIndex } from './alike-index.ts';
import type { Likeness } from './likeness.ts';
import { createRankedList } from './ranked-list.ts';
import type { Score } from './score.ts';
import { type Companion, KEPT_COMPANIONS, type WaitingItem } from './waiting-item.ts';

/**
 * All that waits for a turn. Two ranked lists (paid, unpaid) and the items put aside for a while; indexes find the item into which a new event folds.
 * It decides order and place only: what a departure means for the ledger is the director's business.
 */
export interface WaitingRoom {
  readonly unpaidCount: number;
  readonly paidCount: number;
  add(item: WaitingItem): void;
  /** Puts an item aside until `untilMs`; it does not rank meanwhile. */
  hold(item: WaitingItem, untilMs: number): void;
  holdAllPaid(untilMs: number): void;
  /** Lets in what was held until now. True when there was any. */
  release(nowMs: number): boolean;
  /** When the next held item comes back. */
  readonly nextReleaseMs: number | undefined;
  /** Whether anything is ready. */
  readonly hasReady: boolean;
  remove(item: WaitingItem): void;
  takeWorstUnpaid(): WaitingItem | undefined;
  /** Ready items, best first. Must not be changed while walked. */
  paid(): readonly WaitingItem[];
  unpaid(): readonly WaitingItem[];
  /** Everything, held items too: a copy. */
  all(): WaitingItem[];
  /** Ready plain gifts, best first, at most `limit`, looked for among the best `SEARCHED`. */
  plainGifts(limit: number): WaitingItem[];
  /** What waits and says the same, came after `sinceMs` and may still be folded into. */
  alike(likeness: Likeness, sinceMs: number): WaitingItem | undefined;
  ofUser(userKey: string, group: UserGroup): WaitingItem | undefined;
  /** Folds an event into an item and gives it the better place of both. */
  fold(item: WaitingItem, companion: Companion, worth: { readonly score: Score; readonly rank: number }, nowMs: number): void;
  /** Another worth; its place follows. */
  rescore(item: WaitingItem, score: Score): void;
}

/** What of one viewer folds together. */
export type UserGroup = 'lines' | 'gifts' | 'paid-gifts';

const SEARCHED = 500;

export function createWaitingRoom(): WaitingRoom {
  const paid = createRankedList<WaitingItem>();
  const unpaid = createRankedList<WaitingItem>();
  const held = new Map<WaitingItem, number>();
  const alikes = createAlikeIndex<WaitingItem>();
  const byUser: Record<UserGroup, Map<string, WaitingItem>> = { lines: new Map(), gifts: new Map(), 'paid-gifts': new Map() };

  const listOf = (item: WaitingItem) => (item.paid ? paid : unpaid);
  const index = (item: WaitingItem): void => {
    if (item.likeness !== undefined) alikes.add(item.likeness, item);
    const group = groupOf(item.event, item);
    if (item.userKey !== undefined && group !== undefined) byUser[group].set(item.userKey, item);
  };
  const unindex = (item: WaitingItem): void => {
    if (item.likeness !== undefined) alikes.remove(item.likeness, item);
    const group = groupOf(item.event, item);
    if (item.userKey !== undefined && group !== undefined && byUser[group].get(item.userKey) === item)
      byUser[group].delete(item.userKey);
  };
  const remove = (item: WaitingItem): void => {
    if (!held.delete(item)) listOf(item).remove(item);
    unindex(item);
  };
  const moveTo = (item: WaitingItem, rank: number): void => {
    const isHeld = held.has(item);
    if (!isHeld) listOf(item).remove(item);
    item.rank = rank;
    if (!isHeld) listOf(item).add(item);
  };
  const hold = (item: WaitingItem, untilMs: number): void => {
    held.set(item, untilMs);
    index(item);
  };

  return {
    get unpaidCount() {
      return unpaid.size;
    },
    get paidCount() {
      return paid.size + held.size;
    },
    add(item) {
      listOf(item).add(item);
      index(item);
    },
    hold,
    holdAllPaid(untilMs) {
      for (const item of paid.takeAll()) held.set(item, untilMs);
      for (const [item, until] of held) held.set(item, Math.max(until, untilMs));
    },
    release(nowMs) {
      let released = false;
      for (const [item, untilMs] of held) {
        if (untilMs > nowMs) continue;
        held.delete(item);
        listOf(item).add(item);
        released = true;
      }
      return released;
    },
    get nextReleaseMs() {
      let next: number | undefined;
      for (const untilMs of held.values()) if (next === undefined || untilMs < next) next = untilMs;
      return next;
    },
    get hasReady() {
      return paid.size + unpaid.size > 0;
    },
    remove,
    takeWorstUnpaid() {
      const item = unpaid.takeLast();
      if (item !== undefined) unindex(item);
      return item;
    },
    paid: () => paid.items(),
    unpaid: () => unpaid.items(),
    all: () => [...paid.items(), ...unpaid.items(), ...held.keys()],
    plainGifts(limit) {
      const found: WaitingItem[] = [];
      for (const list of [paid, unpaid]) {
        for (const item of list.items().slice(0, SEARCHED)) {
          if (found.length >= limit) return found;
          if (item.plainGift) found.push(item);
        }
      }
      return found;
    },
    alike: (likeness, sinceMs) => alikes.find(likeness, (item) => item.freshAtMs >= sinceMs),
    ofUser: (userKey, group) => byUser[group].get(userKey),
    fold(item, companion, { score, rank }, nowMs) {
      item.mergedCount += 1;
      item.freshAtMs = nowMs;
      if (item.companions.length < KEPT_COMPANIONS) item.companions.push(companion);
      else if (companion.line !== undefined) item.overflow.push(companion.line);
      if (rank <= item.rank) return;
      item.score = score;
      moveTo(item, rank);
    },
    rescore(item, score) {
      const gained = score.points - item.score.points;
      item.score = score;
      if (gained !== 0) moveTo(item, item.rank + gained);
    },
  };
}

/** The group an event folds in with, if any. */
export function groupOf(
  event: ViewerEvent,
  traits: { readonly paid: boolean; readonly plainGift: boolean },
): UserGroup | undefined {
  if (traits.plainGift) return traits.paid ? 'paid-gifts' : 'gifts';
  return event.kind === 'chat' && !traits.paid ? 'lines' : undefined;
}
