import type { LiveUser, ViewerEvent } from '#shared/live/live-event.ts';
import { createRecentIds } from '#shared/live/recent-ids.ts';

/** What is remembered of viewers for the sake of fairness; bounded, and gone with the program. */
export interface ViewerMemory {
  /** Notes that a message came. */
  noteMessage(userKey: string, nowMs: number): { readonly isNew: boolean; readonly recentMessages: number };
  noteAnswered(userKey: string, nowMs: number): void;
  /** How often she spoke to them lately; halves every `HALF_LIFE_MS`. */
  recentAnswers(userKey: string, nowMs: number): number;
}

const KNOWN_VIEWERS = 20_000;
const COUNTED_VIEWERS = 10_000;
const ANSWERED_VIEWERS = 1000;
const WINDOW_MS = 30_000;
const HALF_LIFE_MS = 60_000;

export function createViewerMemory(): ViewerMemory {
  const known = createRecentIds(KNOWN_VIEWERS);
  let current = new Map<string, number>();
  let previous = new Map<string, number>();
  let windowStartMs = 0;
  const answers = new Map<string, { score: number; atMs: number }>();

  const rotate = (nowMs: number): void => {
    if (nowMs - windowStartMs < WINDOW_MS && current.size < COUNTED_VIEWERS) return;
    previous = nowMs - windowStartMs < 2 * WINDOW_MS ? current : new Map();
    current = new Map();
    windowStartMs = nowMs;
  };
  const scoreOf = (userKey: string, nowMs: number): number => {
    const answered = answers.get(userKey);
    return answered === undefined ? 0 : answered.score * 0.5 ** (Math.max(0, nowMs - answered.atMs) / HALF_LIFE_MS);
  };
  return {
    noteMessage(userKey, nowMs) {
      rotate(nowMs);
      const count = (current.get(userKey) ?? 0) + 1;
      current.set(userKey, count);
      return { isNew: known.add(userKey), recentMessages: count + (previous.get(userKey) ?? 0) };
    },
    noteAnswered(userKey, nowMs) {
      const score = scoreOf(userKey, nowMs) + 1;
      answers.delete(userKey);
      answers.set(userKey, { score, atMs: nowMs });
      if (answers.size <= ANSWERED_VIEWERS) return;
      const oldest = answers.keys().next();
      if (!oldest.done) answers.delete(oldest.value);
    },
    recentAnswers: scoreOf,
  };
}

/** One viewer on one platform. A hidden id falls back to the name, which is good enough for fairness and for nothing else. */
export function userKeyOf(event: ViewerEvent): string {
  return keyOfUser(event.platform, event.user);
}
function keyOfUser(platform: string, user: LiveUser): string {
  return user.id === null ? `${platform}?${user.name}` : `${platform}:${user.id}`;
}
