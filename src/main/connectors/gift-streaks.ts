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
  /** The next streak may have the same key: then an end that was told is the last of its streak, and a smaller total begins another. */
  readonly keysRepeat: boolean;
  /** Called for streaks that ended in silence. */
  readonly onSilent: (event: GiftEvent) => void;
}): GiftStreaks {
  const { clock, silenceMs, keysRepeat, onSilent } = options;
  const streaks = new Map<string, Streak>();
  let isOver = false;

  /** What is not counted yet, as a final event with this id; it counts from now on. */
  const settle = (key: string, streak: Streak, id = `${streak.last.id}:end`): readonly GiftEvent[] => {
    streak.cancel();
    const rest = partOf(streak.last, streak.counted, id);
    streak.counted = streak.last.gift.count;
    streak.cancel = clock.after(LATE_MS, () => streaks.delete(key));
    return rest;
  };
  const wait = (key: string, streak: Streak): void => {
    streak.cancel();
    streak.cancel = clock.after(silenceMs, () => {
      for (const rest of settle(key, streak)) onSilent(rest);
    });
  };
  const forget = (key: string, streak: Streak): void => {
    streak.cancel();
    streaks.delete(key);
  };
  const makeRoom = (): readonly GiftEvent[] => {
    const oldest = streaks.size < MOST_STREAKS ? undefined : streaks.entries().next().value;
    if (oldest === undefined) return [];
    const rest = settle(...oldest);
    forget(...oldest);
    return rest;
  };

  /** A streak that was settled in silence is another one when its total falls. */
  const ofThisStreak = (event: GiftEvent, known: Streak | undefined): Streak | undefined =>
    keysRepeat && known?.counted === known?.last.gift.count && !event.final && event.gift.count <= (known?.counted ?? 0)
      ? undefined
      : known;

  return {
    take(event, key) {
      if (isOver) return [];
      const known = ofThisStreak(event, streaks.get(key));
      const before = known === undefined ? makeRoom() : [];
      if (known === undefined) streaks.get(key)?.cancel();
      const streak = known ?? { last: event, counted: 0, cancel() {} };
      const isNews = known === undefined || event.gift.count > known.last.gift.count;
      if (isNews) streak.last = event;
      streaks.set(key, streak);
      if (event.final) {
        const rest = settle(key, streak, event.id);
        if (keysRepeat) forget(key, streak);
        return [...before, ...rest];
      }
      // Told again, or out of order: it lives on all the same.
      if (streak.counted < streak.last.gift.count) wait(key, streak);
      return isNews ? [...before, event] : before;
    },
    close() {
      isOver = true;
      const ended = [...streaks].flatMap(([key, streak]) => settle(key, streak));
      for (const streak of streaks.values()) streak.cancel();
      streaks.clear();
      return ended;
    },
  };
}

/** The final event for the gifts beyond `counted`; none when there are none. */
function partOf(event: GiftEvent, counted: number, id: string): readonly GiftEvent[] {
  const { gift, value } = event;
  const count = gift.count - counted;
  if (count <= 0) return [];
  return [
    {
      ...event,
      id: id.slice(0, 300),
      final: true,
      value: value === null ? null : { ...value, micros: Math.round((value.micros / gift.count) * count) },
      gift: { ...gift, count, ...(gift.unitCoins === undefined ? {} : { totalCoins: gift.unitCoins * count }) },
    },
  ];
}
