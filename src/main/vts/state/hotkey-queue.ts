import type { Clock } from '#main/platform/host.ts';

/** 60 frames a second, five frames between two hotkeys, as upstream. */
export const HOTKEY_SPACING_MS = (5 * 1000) / 60;
export const HOTKEY_QUEUE_LENGTH = 32;

export type HotkeyTaken<A> = { readonly taken: 'fired'; readonly answer: A } | { readonly taken: 'queued' | 'cooling' | 'full' };

/** Hotkeys asked for by plugins: one every five frames, 32 waiting at most, and none twice within five frames. */
export interface HotkeyQueue<A> {
  push(id: string): HotkeyTaken<A>;
  close(): void;
}

export function createHotkeyQueue<A>(clock: Clock, fire: (id: string) => A): HotkeyQueue<A> {
  const waiting: string[] = [];
  const askedAt = new Map<string, number>();
  let lastFiredAt = Number.NEGATIVE_INFINITY;
  let cancel: (() => void) | undefined;

  const run = (id: string): A => {
    lastFiredAt = clock.now();
    return fire(id);
  };
  const next = (): void => {
    cancel = undefined;
    const id = waiting.shift();
    if (id === undefined) return;
    run(id);
    if (waiting.length > 0) cancel = clock.after(HOTKEY_SPACING_MS, next);
  };
  const forgetOld = (now: number): void => {
    for (const [id, at] of askedAt) if (now - at >= HOTKEY_SPACING_MS) askedAt.delete(id);
  };

  return {
    push(id) {
      const now = clock.now();
      forgetOld(now);
      if (askedAt.has(id) || waiting.includes(id)) return { taken: 'cooling' };
      if (waiting.length >= HOTKEY_QUEUE_LENGTH) return { taken: 'full' };
      askedAt.set(id, now);
      const wait = lastFiredAt + HOTKEY_SPACING_MS - now;
      if (waiting.length === 0 && wait <= 0) return { taken: 'fired', answer: run(id) };
      waiting.push(id);
      cancel ??= clock.after(Math.max(0, wait), next);
      return { taken: 'queued' };
    },
    close() {
      cancel?.();
      waiting.length = 0;
    },
  };
}
