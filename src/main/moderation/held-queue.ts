import type { HeldMessage } from '#shared/contract/moderation.ts';
import type { Verdict } from '#shared/live/appraisal.ts';
import { isViewerEvent, type LiveEvent, type RetractEvent, textOfEvent, type ViewerEvent } from '#shared/live/live-event.ts';

/** A message that is not shown before somebody looked at it. */
export interface Held {
  readonly event: ViewerEvent;
  readonly viewerKey: string | undefined;
  readonly verdict: Verdict;
  readonly atMs: number;
}

/** What waits for the streamer, oldest first. Bounded: the oldest is let go unseen. */
export interface HeldQueue {
  add(held: Held): void;
  take(id: string): Held | undefined;
  /** Takes out what a platform withdrew. */
  retract(event: RetractEvent): void;
  all(): HeldMessage[];
}

const MAX_HELD = 500;

export function createHeldQueue(): HeldQueue {
  const waiting = new Map<string, Held>();
  return {
    add(held) {
      waiting.set(held.event.id, held);
      if (waiting.size > MAX_HELD) waiting.delete(waiting.keys().next().value ?? '');
    },
    take(id) {
      const held = waiting.get(id);
      waiting.delete(id);
      return held;
    },
    retract(event) {
      for (const [id, held] of waiting) if (isWithdrawn(held.event, event)) waiting.delete(id);
    },
    all: () =>
      [...waiting.values()].map(({ event, viewerKey, verdict, atMs }) => ({
        id: event.id,
        at: atMs,
        platform: event.platform,
        kind: event.kind,
        userName: event.user.name,
        viewerKey: viewerKey ?? null,
        userId: event.user.id,
        text: textOfEvent(event),
        category: verdict.category ?? 'own-list',
        evidence: verdict.evidence ?? '',
      })),
  };
}

export function isWithdrawn(event: LiveEvent, retract: RetractEvent): boolean {
  if (event.platform !== retract.platform || !isViewerEvent(event)) return false;
  if (retract.targetIds?.includes(event.id) === true) return true;
  if (retract.targetUserId !== undefined && event.user.id === retract.targetUserId) return true;
  return retract.all === true && event.roomId === retract.roomId;
}
