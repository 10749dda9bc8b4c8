import type { ViewerEvent } from '#shared/live/live-event.ts';
import { createRankedList, ranksBefore } from './ranked-list.ts';
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
  best(): WaitingItem | undefined;
  remove(item: WaitingItem): void;
  takeWorstUnpaid(): WaitingItem | undefined;
  /** Unpaid items, best first. Must not be changed while walked. */
  unpaid(): readonly WaitingItem[];
  /** Everything, held items too: a copy. */
  all(): WaitingItem[];
  /** Ready plain gifts, best first, at most `limit`, looked for among the best `SEARCHED`. */
  plainGifts(limit: number): WaitingItem[];
  alike(likeness: string): WaitingItem | undefined;
  ofUser(userKey: string, group: UserGroup): WaitingItem | undefined;
  /** Folds an event into an item and gives it the better rank of both. */
  fold(item: WaitingItem, companion: Companion, rank: number, nowMs: number): void;
}

/** What of one viewer folds together. */
export type UserGroup = 'lines' | 'gifts' | 'paid-gifts';

const SEARCHED = 500;

export function createWaitingRoom(): WaitingRoom {
  const paid = createRankedList<WaitingItem>();
  const unpaid = createRankedList<WaitingItem>();
  const held = new Map<WaitingItem, number>();
  const byLikeness = new Map<string, WaitingItem>();
  const byUser: Record<UserGroup, Map<string, WaitingItem>> = { lines: new Map(), gifts: new Map(), 'paid-gifts': new Map() };

  const listOf = (item: WaitingItem) => (item.paid ? paid : unpaid);
  const index = (item: WaitingItem): void => {
    if (item.likeness !== undefined) byLikeness.set(item.likeness, item);
    const group = groupOf(item.event, item);
    if (item.userKey !== undefined && group !== undefined) byUser[group].set(item.userKey, item);
  };
  const unindex = (item: WaitingItem): void => {
    if (item.likeness !== undefined && byLikeness.get(item.likeness) === item) byLikeness.delete(item.likeness);
    const group = groupOf(item.event, item);
    if (item.userKey !== undefined && group !== undefined && byUser[group].get(item.userKey) === item)
      byUser[group].delete(item.userKey);
  };
  const remove = (item: WaitingItem): void => {
    if (!held.delete(item)) listOf(item).remove(item);
    unindex(item);
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
    best() {
      const [a, b] = [paid.first(), unpaid.first()];
      if (a === undefined || b === undefined) return a ?? b;
      return ranksBefore(a, b) ? a : b;
    },
    remove,
    takeWorstUnpaid() {
      const item = unpaid.takeLast();
      if (item !== undefined) unindex(item);
      return item;
    },
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
    alike: (likeness) => byLikeness.get(likeness),
    ofUser: (userKey, group) => byUser[group].get(userKey),
    fold(item, companion, rank, nowMs) {
      item.mergedCount += 1;
      item.freshAtMs = nowMs;
      if (item.companions.length < KEPT_COMPANIONS) item.companions.push(companion);
      else if (companion.line !== undefined) item.overflow.push(companion.line);
      if (rank <= item.rank) return;
      const isHeld = held.has(item);
      if (!isHeld) listOf(item).remove(item);
      item.rank = rank;
      if (!isHeld) listOf(item).add(item);
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
