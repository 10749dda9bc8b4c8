import type { LiveEvent, Money } from '#shared/live/live-event.ts';
import { count } from './wire-values.ts';

/** The room whose messages are read, as far as it is known. */
export interface RoomFacts {
  readonly roomId: string;
  /** The streamer's id on this route: a uid in the web room, an open_id on the open platform; '' = unknown. */
  readonly ownerId: string;
}

/** Turns one message into events. It throws on one that breaks its own rules. */
export interface MessageTranslator {
  /** Whose messages these are, once it is known. */
  enter(room: RoomFacts): void;
  eventsFrom(message: unknown, nowMs: number): readonly LiveEvent[];
}

/** A message that lacks what it cannot be without. */
export class BadMessage extends Error {
  override readonly name = 'BadMessage';
}

export const LONGEST_NAME = 200;
/** 1000 gold coins are 1 CNY. */
const MICROS_PER_GOLD = 1000;
const MICROS_PER_CNY = 1_000_000;

export function moneyFromGold(gold: number | undefined): Money | null {
  return moneyFrom(gold, MICROS_PER_GOLD);
}

export function moneyFromCny(yuan: unknown): Money | null {
  // Whole yuan as far as is known; cents are kept if they ever come.
  return typeof yuan === 'number' && Number.isFinite(yuan) && yuan >= 0
    ? moneyFrom(Math.round(yuan * 100), MICROS_PER_CNY / 100)
    : moneyFrom(count(yuan), MICROS_PER_CNY);
}

function moneyFrom(amount: number | undefined, microsEach: number): Money | null {
  const micros = (amount ?? Number.NaN) * microsEach;
  return Number.isSafeInteger(micros) && micros >= 0 ? { currency: 'CNY', micros, estimated: false } : null;
}

export type GuardLevel = 0 | 1 | 2 | 3;

export function guardLevelFrom(value: unknown): GuardLevel | undefined {
  const level = count(value);
  return level === 0 || level === 1 || level === 2 || level === 3 ? level : undefined;
}

/** The ranks of a room's guards, as Bilibili calls them. */
export function guardName(level: GuardLevel): string {
  return ['', '总督', '提督', '舰长'][level] ?? '';
}
