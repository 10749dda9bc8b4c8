import type { LiveUser, ViewerEvent } from '#shared/live/live-event.ts';
import { createRecentIds } from '#shared/live/recent-ids.ts';

/** What is remembered of viewers for the sake of fairness; bounded, and gone with the program. */
export interface ViewerMemory {
  /** Notes that a message came. */
  noteMessage(userKey: string, nowMs: number): { readonly isNew: boolean; readonly recentMessages: number };
  noteAnswered(userKey: string, nowMs: number): void;
  /** How often she spoke to them lately; halves every `HALF_LIFE_MS`. */
  recentAnswers(userKey: string, nowMs: number): number;
  /** Notes words that she spoke to, by the key of their likeness. */
  noteSaid(likenessKey: string, nowMs: number): void;
  /** She spoke to the same words within the last `JUST_MS`. */
  wasJustAnswered(likenessKey: string, nowMs: number): boolean;
}

const KNOWN_VIEWERS = 20_000;
const COUNTED_VIEWERS = 10_000;
const ANSWERED_VIEWERS = 1000;
const ANSWERED_LINES = 200;
const JUST_MS = 60_000;
const WINDOW_MS = 30_000;
const HALF_LIFE_MS = 60_000;

export function createViewerMemory(): ViewerMemory {
  const known = createRecentIds(KNOWN_VIEWERS);
  let current = new Map<string, number>();
  let previous = new Map<string, number>();
  let windowStartMs = 0;
  const answers = new Map<string, { score: number; atMs: number }>();
  const said = new Map<string, number>();

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
      putNewest(answers, userKey, { score, atMs: nowMs }, ANSWERED_VIEWERS);
    },
    recentAnswers: scoreOf,
    noteSaid: (likenessKey, nowMs) => putNewest(said, likenessKey, nowMs, ANSWERED_LINES),
    wasJustAnswered(likenessKey, nowMs) {
      const atMs = said.get(likenessKey);
      return atMs !== undefined && nowMs - atMs <= JUST_MS;
    },
  };
}

function putNewest<T>(map: Map<string, T>, key: string, value: T, bound: number): void {
  map.delete(key);
  map.set(key, value);
  if (map.size <= bound) return;
  const oldest = map.keys().next();
  if (!oldest.done) map.delete(oldest.value);
}

/** One viewer on one platform. A hidden id falls back to the name, which is good enough for fairness and for nothing else. */
export function userKeyOf(event: ViewerEvent): string {
  return keyOfUser(event.platform, event.user);
}
function keyOfUser(platform: string, user: LiveUser): string {
  return user.id === null ? `${platform}?${user.name}` : `${platform}:${user.id}`;
}
