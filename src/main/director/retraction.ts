import type { RetractEvent, ViewerEvent } from '#shared/live/live-event.ts';
import type { LedgerLine } from './ledger-book.ts';
import { openLinesOf, type WaitingItem } from './waiting-item.ts';
import type { WaitingRoom } from './waiting-room.ts';

/** Whom a moderator's deletion means. Only events of its own platform. */
export function retractionMatcher(retract: RetractEvent): (event: ViewerEvent) => boolean {
  const ids = new Set(retract.targetIds ?? []);
  return (event) => {
    if (event.platform !== retract.platform) return false;
    if (ids.has(event.id)) return true;
    if (retract.targetUserId !== undefined && event.user.id === retract.targetUserId) return true;
    return retract.all === true && event.roomId === retract.roomId;
  };
}

/** Takes matching events out of the queue and returns their open lines. An item whose first event goes is carried on by the next paid one in it. */
export function withdraw(room: WaitingRoom, matches: (event: ViewerEvent) => boolean): LedgerLine[] {
  const lines: LedgerLine[] = [];
  for (const item of room.all()) {
    const leaving = item.companions.filter(({ event }) => matches(event));
    const primaryLeaves = matches(item.event);
    if (!primaryLeaves && leaving.length === 0) continue;
    for (const { line } of leaving) if (line !== undefined) lines.push(line);
    item.companions = item.companions.filter(({ event }) => !matches(event));
    item.mergedCount -= leaving.length;
    if (!primaryLeaves) continue;
    room.remove(item);
    const heir = heirOf(item);
    if (heir === undefined) lines.push(...openLinesOf(item));
    else {
      lines.push(item.line);
      room.add(heir);
    }
  }
  return lines;
}

/** Paid events of one viewer share a place; withdrawing the first must not lose the others. */
function heirOf(item: WaitingItem): WaitingItem | undefined {
  const [first, ...rest] = item.companions;
  if (!item.paid || first?.line === undefined) return undefined;
  return {
    ...item,
    event: first.event,
    line: first.line,
    seq: first.line.entry.seq,
    companions: rest,
    mergedCount: item.mergedCount - 1,
  };
}
