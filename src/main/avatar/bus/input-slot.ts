import { eased } from '#shared/avatar/mapping.ts';
import type { InjectionMode } from '../parameter-bus.types.ts';

/** What is not sent again within this time is let go. */
export const KEEP_ALIVE_MS = 1000;
/** Seconds in which a source comes in, and in which it goes. */
const TAKE_SECONDS = 0.15;
const RELEASE_SECONDS = 0.5;

/** Whoever holds values. Its fade multiplies all of them. */
export interface SourceSession {
  readonly id: string;
  owner: string;
  fade: number;
  fadeTarget: number;
  /** Per second. */
  fadeRate: number;
}

/** One source's hold of one parameter. */
interface Hold {
  readonly session: SourceSession;
  readonly mode: InjectionMode;
  readonly priority: number;
  value: number;
  /** Share against what is below; 1 for `add`. */
  weight: number;
  sentAt: number;
  released: boolean;
  /** 0…1: how far it has come in. */
  presence: number;
}

/**
 * One input parameter and all that moves it. Sources that set lie in layers, lower priorities below; each covers what is below as far as it has come in.
 * Sums lie over them. The result is a value and how present it is: 0 leaves the model to itself.
 */
export interface InputSlot {
  readonly name: string;
  addedBy: string;
  min: number;
  max: number;
  default: number;
  /** Lowest layer first, sums last; older before newer. */
  readonly holds: Hold[];
  /** Result of the last `advanceSlot`. */
  raw: number;
  presence: number;
}

export function createInputSlot(name: string, addedBy: string, range: { min: number; max: number; default: number }): InputSlot {
  return { name, addedBy, ...range, holds: [], raw: range.default, presence: 0 };
}

export const isLive = (hold: Hold, now: number): boolean => !hold.released && now - hold.sentAt <= KEEP_ALIVE_MS;

/** Whether another owner sets this parameter at the same priority. */
export function isTaken(slot: InputSlot, session: SourceSession, priority: number, now: number): boolean {
  for (const hold of slot.holds) {
    const rival = hold.mode === 'set' && hold.priority === priority && hold.session !== session;
    if (rival && hold.session.owner !== session.owner && isLive(hold, now)) return true;
  }
  return false;
}

/** What one source says now; takes hold of the parameter if it has not yet. */
export function writeSlot(
  slot: InputSlot,
  source: { readonly session: SourceSession; readonly mode: InjectionMode; readonly priority: number },
  value: number,
  weight: number,
  now: number,
): void {
  const hold = findHold(slot, source.session, source.mode, source.priority) ?? beginHold(slot, source);
  hold.value = value;
  hold.weight = source.mode === 'set' ? weight : 1;
  hold.sentAt = now;
  hold.released = false;
}

function findHold(slot: InputSlot, session: SourceSession, mode: InjectionMode, priority: number): Hold | undefined {
  for (const hold of slot.holds) {
    if (hold.session === session && hold.mode === mode && hold.priority === priority) return hold;
  }
  return undefined;
}

/** Another connection of the same owner gives way: a plugin that came back after a crash. */
function beginHold(slot: InputSlot, source: { session: SourceSession; mode: InjectionMode; priority: number }): Hold {
  const { session, mode, priority } = source;
  for (const other of slot.holds) {
    if (mode === 'set' && other.mode === 'set' && other.priority === priority) other.released = true;
  }
  const hold: Hold = { session, mode, priority, value: 0, weight: 1, sentAt: 0, released: false, presence: 0 };
  const after = slot.holds.findIndex((other) => (mode === 'set' ? other.mode === 'add' || other.priority > priority : false));
  slot.holds.splice(after === -1 ? slot.holds.length : after, 0, hold);
  return hold;
}

/** Lets go of what this session holds. */
export function releaseSlot(slot: InputSlot, session: SourceSession | undefined): void {
  for (const hold of slot.holds) if (session === undefined || hold.session === session) hold.released = true;
}

/** Moves the comings and goings on by `dt` seconds and mixes. Allocates nothing. */
export function advanceSlot(slot: InputSlot, now: number, dt: number): void {
  const { holds } = slot;
  let kept = 0;
  for (let at = 0; at < holds.length; at += 1) {
    const hold = holds[at];
    if (hold === undefined) continue;
    if (isLive(hold, now)) hold.presence = Math.min(1, hold.presence + dt / TAKE_SECONDS);
    else hold.presence = Math.max(0, hold.presence - dt / RELEASE_SECONDS);
    if (hold.presence > 0 || isLive(hold, now)) {
      holds[kept] = hold;
      kept += 1;
    }
  }
  holds.length = kept;
  mix(slot);
}

/** Layers first: each is laid over what is below. A sum alone counts against the default, a sum over layers is added to them. */
function mix(slot: InputSlot): void {
  let value = slot.default;
  let cover = 0;
  let sum = 0;
  let sumCover = 0;
  for (const hold of slot.holds) {
    const share = eased(hold.presence) * hold.session.fade;
    if (hold.mode === 'add') {
      sum += hold.value * share;
      sumCover = Math.max(sumCover, share);
    } else if (share > 0) {
      const layer = value + (hold.value - value) * hold.weight;
      const total = share + cover * (1 - share);
      value = (layer * share + value * cover * (1 - share)) / total;
      cover = total;
    }
  }
  const presence = cover + sumCover * (1 - cover);
  slot.presence = presence;
  slot.raw = presence === 0 ? slot.default : slot.default + ((value - slot.default) * cover + sum) / presence;
}

/** The parameter's value as plugins ask for it: whoever lives counts at once, whoever left is gone, fades of sessions included. */
export function reportedValue(slot: InputSlot, now: number): number {
  let value = slot.default;
  let sum = 0;
  for (const hold of slot.holds) {
    if (!isLive(hold, now)) continue;
    if (hold.mode === 'add') sum += hold.value * hold.session.fade;
    else value += (hold.value - value) * hold.weight * hold.session.fade;
  }
  return value + sum;
}

export const hasHolds = (slot: InputSlot): boolean => slot.holds.length > 0;
