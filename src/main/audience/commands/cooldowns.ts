import type { Command } from '#shared/audience/command.ts';

/** Who may not use which command again yet. Bounded: the longest unused are forgotten. */
export interface Cooldowns {
  /** Notes a use, unless the command still cools. */
  begin(command: Command, user: string, nowMs: number): boolean;
  /** Takes the use back: nothing came of it. */
  undo(command: Command, user: string): void;
}

const MAX_KEPT = 20_000;

export function createCooldowns(): Cooldowns {
  /** Until when, in ms since the epoch. */
  const until = new Map<string, number>();
  const keysOf = (command: Command, user: string): readonly (readonly [string, number])[] => [
    [command.id, command.cooldownSeconds],
    [`${command.id} ${user}`, command.viewerCooldownSeconds],
  ];
  return {
    begin(command, user, nowMs) {
      const keys = keysOf(command, user).filter(([, seconds]) => seconds > 0);
      if (keys.some(([key]) => (until.get(key) ?? 0) > nowMs)) return false;
      for (const [key, seconds] of keys) {
        until.delete(key);
        until.set(key, nowMs + seconds * 1000);
      }
      for (const oldest of until.keys()) {
        if (until.size <= MAX_KEPT) break;
        until.delete(oldest);
      }
      return true;
    },
    undo(command, user) {
      for (const [key] of keysOf(command, user)) until.delete(key);
    },
  };
}

const SPOKEN = 4;
const SPOKEN_WITHIN_MS = 20_000;

/** Answers that she says because the room cannot be written in: a few within a while, or a busy room would have her recite nothing else. */
export function createSpokenAllowance(): { take(nowMs: number): boolean } {
  let recent: number[] = [];
  return {
    take(nowMs) {
      recent = recent.filter((atMs) => nowMs - atMs < SPOKEN_WITHIN_MS);
      if (recent.length >= SPOKEN) return false;
      recent.push(nowMs);
      return true;
    },
  };
}
