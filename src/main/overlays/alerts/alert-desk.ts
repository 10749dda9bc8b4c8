import { z } from 'zod';
import type { Clock } from '#main/platform/host.ts';
import { createCell } from '#shared/cell.ts';
import type { OverlaysView } from '#shared/contract/overlays.ts';
import type { RetractEvent } from '#shared/live/live-event.ts';
import { type AlertView, alertViewSchema } from '#shared/overlays/overlay-states.ts';
import type { AlertDesk } from '../overlays.types.ts';
import { type AlertDraft, type AlertWords, alertFromEvent, ownAlert } from './alert-from-event.ts';

/**
 * idle → showing → between → showing …; paused: nothing begins, and what was shown goes back to the head of the queue. Streaks of gifts are folded into the
 * alert that waits or is shown. The queue is bounded: unpaid alerts give way first, then the smallest; what gives way is counted.
 */
const MAX_WAITING = 100;
/** Much, and longer: by tier. */
const TIER_TIME = [1, 1.1, 1.4, 1.8, 2.4] as const;
/** ms of the page's leaving movement and a breath. */
const BETWEEN_MS = 700;
/** With this many in the queue each takes only a part of its time, so that thanks do not come an hour late. */
const CROWD = 6;
const CROWDED_SHARE = 0.5;
/** Until the pages of the last run have come back. */
const RESUME_MS = 3000;

const draftSchema = alertViewSchema
  .omit({ since: true, until: true })
  .extend({ eventIds: z.array(z.string()), userId: z.string().nullable(), paid: z.boolean() });

export interface AlertDeskOptions {
  readonly words: () => AlertWords;
  readonly clock: Clock;
  /** Alerts that the last run did not get to. */
  readonly before: readonly unknown[];
  readonly onChange: () => void;
}

export interface AlertDeskWithMemory extends AlertDesk {
  /** What has not been shown to its end: for the next run. */
  unshown(): readonly AlertDraft[];
}

export function createAlertDesk({ words, clock, before, onChange }: AlertDeskOptions): AlertDeskWithMemory {
  const view = createCell<OverlaysView['alerts']>({ current: null, waiting: 0, dropped: 0 });
  let queue: AlertDraft[] = before.flatMap((one) => draftSchema.safeParse(one).data ?? []).slice(0, MAX_WAITING);
  let shown: AlertDraft | undefined;
  let current: AlertView | null = null;
  let dropped = 0;
  let paused = false;
  let isBetween = false;
  let owns = 0;
  let cancelTimer = queue.length === 0 ? (): void => undefined : clock.after(RESUME_MS, begin);

  function tell(): void {
    view.set({ current, waiting: queue.length, dropped });
    onChange();
  }

  function next(): void {
    cancelTimer();
    const draft = paused ? undefined : queue.shift();
    shown = draft;
    current = draft === undefined ? null : timed(draft, clock.now());
    if (current !== null) endAt(current.until);
    tell();
  }

  function endAt(until: number): void {
    cancelTimer();
    cancelTimer = clock.after(Math.max(0, until - clock.now()), leave);
  }

  function leave(): void {
    shown = undefined;
    current = null;
    cancelTimer();
    isBetween = true;
    // The one that leaves must have gone before the next comes.
    cancelTimer = clock.after(BETWEEN_MS, () => {
      isBetween = false;
      begin();
    });
    tell();
  }
  function begin(): void {
    if (shown === undefined && !isBetween && !paused && queue.length > 0) next();
    else tell();
  }

  function timed({ eventIds: _ids, userId: _user, paid: _paid, ...draft }: AlertDraft, now: number): AlertView {
    const { seconds } = words().settings;
    const share = queue.length >= CROWD ? CROWDED_SHARE : 1;
    return { ...draft, since: now, until: now + seconds * 1000 * (TIER_TIME[draft.tier] ?? 1) * share };
  }

  /** True: it is part of a streak that is here already. */
  function fold(draft: AlertDraft): boolean {
    if (shown?.id === draft.id && current !== null) {
      const grown = { ...draft, eventIds: [...shown.eventIds, ...draft.eventIds] };
      shown = grown;
      // It goes on from where it is: the page changes its words and does not begin anew.
      current = { ...timed(grown, clock.now()), since: current.since };
      endAt(current.until);
      return true;
    }
    const place = queue.findIndex(({ id }) => id === draft.id);
    const waiting = queue[place];
    if (waiting !== undefined) queue[place] = { ...draft, eventIds: [...waiting.eventIds, ...draft.eventIds] };
    return waiting !== undefined;
  }

  function add(draft: AlertDraft): void {
    if (fold(draft)) return;
    queue.push(draft);
    if (queue.length <= MAX_WAITING) return;
    const least = queue.reduce((worst, one, place) => (weightOf(one) < weightOf(queue[worst] ?? one) ? place : worst), 0);
    queue.splice(least, 1);
    dropped += 1;
  }

  function retract(event: RetractEvent): void {
    const ids = new Set(event.targetIds ?? []);
    const isGone = (draft: AlertDraft): boolean =>
      draft.eventIds.some((id) => ids.has(id)) ||
      (event.targetUserId !== undefined && draft.platform === event.platform && draft.userId === event.targetUserId);
    queue = queue.filter((one) => !isGone(one));
    if (shown !== undefined && isGone(shown)) leave();
  }

  return {
    view,
    live(events) {
      let changed = false;
      for (const event of events) {
        const draft = alertFromEvent(event, words());
        if (event.kind === 'retract') retract(event);
        else if (draft !== undefined) add(draft);
        else continue;
        changed = true;
      }
      if (changed) begin();
    },
    own(title, text) {
      owns += 1;
      add(ownAlert(`own:${clock.now()}:${owns}`, title, text, words()));
      begin();
    },
    skip(all) {
      if (all) queue = [];
      if (shown !== undefined) leave();
      else tell();
    },
    pause(on) {
      if (on === paused) return;
      paused = on;
      if (on && shown !== undefined) queue.unshift(shown);
      if (on) {
        cancelTimer();
        shown = undefined;
        current = null;
        isBetween = false;
      }
      begin();
    },
    unshown: () => (shown === undefined ? queue : [shown, ...queue]),
    close: () => cancelTimer(),
  };
}

/** What gives way last. */
const weightOf = (draft: AlertDraft): number => (draft.paid ? 10 : 0) + draft.tier;
