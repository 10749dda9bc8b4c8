import type { Clock } from '#main/platform/host.ts';
import type { GiftEvent } from '#shared/live/live-event.ts';

/**
 * Gifts of platforms that tell a streak again and again with a growing total, and then its end.
 *   running (passed on, not final) → end (passed on, final) · silence (the last total counts as the end) → late end (only what it adds counts)
 * So money is counted once, whether the end comes, comes late, comes twice or never.
 */
export interface GiftStreaks {
  /** `event.gift.count` is the streak's total so far. Returns what is to be passed on now, in order. */
  take(event: GiftEvent, key: string): readonly GiftEvent[];
  /** Ends all that runs and returns it; nothing comes afterwards. */
  close(): readonly GiftEvent[];
}

interface Streak {
  /** The newest event. */
  last: GiftEvent;
  /** How many of its gifts were passed on as final. */
  counted: number;
  cancel: () => void;
}

/** How long an end may come late before the same key means a new streak. */
const LATE_MS = 30_000;
const MOST_STREAKS = 1000;

export function createGiftStreaks(options: {
  readonly clock: Clock;
  /** Silence that ends a streak. */
  readonly silenceMs: number;
  /** Called for streaks that ended in silence. */
  readonly onSilent: (event: GiftEvent) => void;
}): GiftStreaks {
  const { clock, silenceMs, onSilent } = options;
  const streaks = new Map<string, Streak>();
  let isOver = false;

  const settle = (key: string, streak: Streak): GiftEvent | undefined => {
    streak.cancel();
    const rest = partOf(streak.last, streak.counted, `${streak.last.id}:end`);
    streak.counted = streak.last.gift.count;
    streak.cancel = clock.after(LATE_MS, () => streaks.delete(key));
    return rest;
  };
  const wait = (key: string, streak: Streak): void => {
    streak.cancel();
    streak.cancel = clock.after(silenceMs, () => {
      const rest = settle(key, streak);
      if (rest !== undefined) onSilent(rest);
    });
  };
  const makeRoom = (): readonly GiftEvent[] => {
    const oldest = streaks.size < MOST_STREAKS ? undefined : streaks.entries().next().value;
    if (oldest === undefined) return [];
    const rest = settle(...oldest);
    oldest[1].cancel();
    streaks.delete(oldest[0]);
    return rest === undefined ? [] : [rest];
  };

  return {
    take(event, key) {
      if (isOver) return [];
      const known = streaks.get(key);
      if (!event.final) {
        if (known !== undefined && event.gift.count <= known.last.gift.count) {
          // Told again, or out of order; it lives on all the same.
          if (known.counted < known.last.gift.count) wait(key, known);
          return [];
        }
        const before = known === undefined ? makeRoom() : [];
        const streak = known ?? { last: event, counted: 0, cancel() {} };
        streak.last = event;
        streaks.set(key, streak);
        wait(key, streak);
        return [...before, event];
      }
      const rest = partOf(event, known?.counted ?? 0, event.id);
      const streak = known ?? { last: event, counted: 0, cancel() {} };
      const before = known === undefined ? makeRoom() : [];
      streak.last = event;
      streak.counted = Math.max(streak.counted, event.gift.count);
      streak.cancel();
      streak.cancel = clock.after(LATE_MS, () => streaks.delete(key));
      streaks.set(key, streak);
      return rest === undefined ? before : [...before, rest];
    },
    close() {
      isOver = true;
      const ended = [...streaks].flatMap(([key, streak]) => settle(key, streak) ?? []);
      for (const streak of streaks.values()) streak.cancel();
      streaks.clear();
      return ended;
    },
  };
}

/** The final event for the gifts beyond `counted`; undefined when there are none. */
function partOf(event: GiftEvent, counted: number, id: string): GiftEvent | undefined {
  const { gift, value } = event;
  const count = gift.count - counted;
  if (count <= 0) return undefined;
  return {
    ...event,
    id: id.slice(0, 300),
    final: true,
    value: value === null ? null : { ...value, micros: Math.round((value.micros / gift.count) * count) },
    gift: { ...gift, count, ...(gift.unitCoins === undefined ? {} : { totalCoins: gift.unitCoins * count }) },
  };
}
