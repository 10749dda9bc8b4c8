import { ranksBefore } from './ranked-list.ts';
import type { WaitingItem } from './waiting-item.ts';
import type { WaitingRoom } from './waiting-room.ts';

/** What the choice of the next turn depends on besides the queue. */
export interface ChoiceState {
  /** More waits than she can get to before it is out of date: worth alone counts then, not who came first. */
  readonly crowded: boolean;
  /** The viewer whom she answered last. */
  readonly lastSpokenTo: string | undefined;
  /** Different lines that came within so many ms of the chosen one are answered along with it; 0: none. */
  readonly summariseMs: number;
}

/** Gifts thanked for in one breath, and lines answered in one. */
export const MOST_TOGETHER = 20;

/** The items of the next turn, taken out of the room; the first gives the turn its place. Empty when nothing is ready. */
export function takeNext(room: WaitingRoom, state: ChoiceState): WaitingItem[] {
  const chosen = best(room, state);
  if (chosen === undefined) return [];
  const items = chosen.plainGift
    ? [chosen, ...othersOf(chosen, room.plainGifts(MOST_TOGETHER))]
    : withCompany(room, chosen, state);
  for (const item of items) room.remove(item);
  return items;
}

function best(room: WaitingRoom, state: ChoiceState): WaitingItem | undefined {
  const [paid] = room.paid();
  const unpaid = bestUnpaid(room.unpaid(), state);
  if (paid === undefined || unpaid === undefined) return paid === undefined ? unpaid : earliestOfViewer(room.paid(), paid);
  // What was picked by worth alone may stand far behind; its list's first speaks for it.
  const rival = state.crowded ? (room.unpaid()[0] ?? unpaid) : unpaid;
  return ranksBefore(paid, rival) ? earliestOfViewer(room.paid(), paid) : unpaid;
}

/** The best by worth or by place, of another viewer than last time where others wait. */
function bestUnpaid(items: readonly WaitingItem[], { crowded, lastSpokenTo }: ChoiceState): WaitingItem | undefined {
  let chosen: WaitingItem | undefined;
  for (const item of items) {
    if (item.userKey !== undefined && item.userKey === lastSpokenTo) continue;
    if (!crowded) return item;
    if (chosen === undefined || item.score.points > chosen.score.points) chosen = item;
  }
  return chosen ?? items[0];
}

/** What a viewer paid for is spoken to in the order in which they paid. */
function earliestOfViewer(items: readonly WaitingItem[], chosen: WaitingItem): WaitingItem {
  if (chosen.userKey === undefined) return chosen;
  let earliest = chosen;
  for (const item of items)
    if (item.userKey === chosen.userKey && item.plainGift === chosen.plainGift && item.seq < earliest.seq) earliest = item;
  return earliest;
}

/** The chosen line, what the same viewer wrote before it, and in a busy room what others wrote at about the same time. */
function withCompany(room: WaitingRoom, chosen: WaitingItem, { summariseMs }: ChoiceState): WaitingItem[] {
  if (chosen.paid || chosen.kind !== 'answer') return [chosen];
  const lines = room.unpaid().filter((item) => item.kind === 'answer' && item !== chosen);
  const before = lines.filter((item) => item.userKey !== undefined && item.userKey === chosen.userKey && item.seq < chosen.seq);
  const own = [...before, chosen].sort((a, b) => a.seq - b.seq);
  if (summariseMs === 0 || chosen.event.source === 'microphone') return own;
  const others = firstOfEachViewer(lines).filter(
    (item) =>
      (item.userKey === undefined || item.userKey !== chosen.userKey) &&
      item.event.source !== 'microphone' &&
      Math.abs(item.freshAtMs - chosen.freshAtMs) <= summariseMs,
  );
  return [...own, ...others.slice(0, Math.max(0, MOST_TOGETHER - own.length))];
}

/** A viewer's later lines wait for their earlier ones. */
function firstOfEachViewer(lines: readonly WaitingItem[]): WaitingItem[] {
  const first = new Map<string, number>();
  for (const { userKey, seq } of lines) if (userKey !== undefined) first.set(userKey, Math.min(seq, first.get(userKey) ?? seq));
  return lines.filter(({ userKey, seq }) => userKey === undefined || first.get(userKey) === seq);
}

function othersOf(chosen: WaitingItem, gifts: readonly WaitingItem[]): WaitingItem[] {
  return gifts.filter((item) => item !== chosen).slice(0, MOST_TOGETHER - 1);
}
