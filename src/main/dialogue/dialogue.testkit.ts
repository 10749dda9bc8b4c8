import type { Clock } from '#main/platform/host.ts';
import type { GiftEvent, LiveUser, MembershipEvent, SuperChatEvent, ViewerEvent } from '#shared/live/live-event.ts';
import { defaultSettings, type Settings } from '#shared/settings/settings.ts';
import type { DialogueTurn, Exchange, HistoryStore } from './dialogue.types.ts';

/** Real time, for tests against real servers in which no time-out may strike. */
export const realClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  after(delayMs, task) {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
};

export function personaWith(fields: Partial<Settings['persona']> = {}): Settings['persona'] {
  return { ...defaultSettings().persona, ...fields };
}

let lastId = 0;
function base(name: string) {
  const user: LiveUser = { id: name, name, masked: false, roles: [] };
  lastId++;
  return {
    v: 1 as const,
    id: `custom:${lastId}`,
    platform: 'custom' as const,
    source: 'simulator' as const,
    roomId: '1',
    timestamp: 1,
    receivedAt: 1,
    user,
  };
}

export function chat(text: string, name = 'Mia'): ViewerEvent {
  return { ...base(name), kind: 'chat', text, segments: [] };
}
export function gift(giftName: string, count: number, cny: number | null, name = 'Mia'): GiftEvent {
  const value = cny === null ? null : { currency: 'CNY', micros: Math.round(cny * 1e6), estimated: false };
  return {
    ...base(name),
    kind: 'gift',
    paid: cny !== null,
    value,
    gift: { id: 'g', name: giftName, count, comboId: null },
    final: true,
  };
}
export function superChat(text: string, cny: number, name = 'Mia'): SuperChatEvent {
  return { ...base(name), kind: 'superchat', text, value: { currency: 'CNY', micros: Math.round(cny * 1e6), estimated: false } };
}
export function membership(action: MembershipEvent['membership']['action'], tierName: string, name = 'Mia'): MembershipEvent {
  return { ...base(name), kind: 'membership', membership: { action, tier: '3', tierName, months: 1, giftCount: 5 }, value: null };
}
export function plainEvent(kind: 'join' | 'follow' | 'share', name = 'Mia'): ViewerEvent {
  return { ...base(name), kind };
}
export function raid(viewers: number, name = 'Mia'): ViewerEvent {
  return { ...base(name), kind: 'raid', viewers };
}

export function turnOf(primary: ViewerEvent, merged: readonly ViewerEvent[] = [], mergedCount = merged.length): DialogueTurn {
  const kind = primary.kind === 'chat' ? 'answer' : primary.kind === 'join' || primary.kind === 'follow' ? 'greet' : 'thank';
  lastId++;
  return { kind, turnId: lastId, primary, merged, mergedCount };
}

/** A store that remembers what it was told. */
export function createHistory(past: readonly Exchange[] = []): HistoryStore & { readonly kept: Exchange[] } {
  const kept: Exchange[] = [...past];
  return {
    kept,
    recent: async (count) => kept.slice(-count),
    append: (exchange) => void kept.push(exchange),
    clear: () => void kept.splice(0),
  };
}

/** 0 ≤ x < 1, the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Lets pending input and output happen until `reached`. */
export async function eventually(reached: () => boolean, meanwhile: () => void = () => {}): Promise<void> {
  const deadline = performance.now() + 90_000;
  while (!reached()) {
    if (performance.now() > deadline) throw new Error('never happened');
    meanwhile();
    await new Promise((resolve) => setImmediate(resolve));
  }
}
