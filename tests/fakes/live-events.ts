import type { ChatEvent, GiftEvent, LiveEvent, LiveUser, Role, SuperChatEvent } from '#shared/live/live-event.ts';

/** Short ways to write live events in tests; `atMs` is both the platform's time and that of receipt. */
let count = 0;

export function userOf(name: string, roles: readonly Role[] = []): LiveUser {
  return { id: `id-${name}`, name, masked: false, roles: [...roles] };
}

export function baseOf(atMs: number, id?: string) {
  count += 1;
  return {
    v: 1 as const,
    id: id ?? `custom:test-${count}`,
    platform: 'custom' as const,
    source: 'simulator' as const,
    roomId: 'room',
    timestamp: atMs,
    receivedAt: atMs,
  };
}

export function chatOf(
  text: string,
  more: { name?: string; atMs?: number; id?: string; roles?: readonly Role[] } = {},
): ChatEvent {
  const { name = 'viewer', atMs = 1_700_000_000_000, id, roles } = more;
  return { ...baseOf(atMs, id), kind: 'chat', user: userOf(name, roles), text, segments: [{ type: 'text', text }] };
}

/** `yuan` of 0 is a free gift. */
export function giftOf(
  yuan: number,
  more: { name?: string; atMs?: number; id?: string; text?: string; final?: boolean } = {},
): GiftEvent {
  const { name = 'giver', atMs = 1_700_000_000_000, id, text, final = true } = more;
  return {
    ...baseOf(atMs, id),
    kind: 'gift',
    user: userOf(name),
    paid: yuan > 0,
    value: yuan > 0 ? { currency: 'CNY', micros: yuan * 1_000_000, estimated: false } : null,
    gift: { id: 'rose', name: '玫瑰', count: 1, comboId: null },
    final,
    ...(text === undefined ? {} : { text }),
  };
}

export function superChatOf(
  yuan: number,
  text: string,
  more: { name?: string; atMs?: number; id?: string } = {},
): SuperChatEvent {
  const { name = 'patron', atMs = 1_700_000_000_000, id } = more;
  return {
    ...baseOf(atMs, id),
    kind: 'superchat',
    user: userOf(name),
    text,
    value: { currency: 'CNY', micros: yuan * 1_000_000, estimated: false },
  };
}

export function plainOf(kind: 'join' | 'follow' | 'share', name: string, atMs = 1_700_000_000_000): LiveEvent {
  return { ...baseOf(atMs), kind, user: userOf(name) };
}

export function retractOf(
  target: { targetIds?: string[]; targetUserId?: string; all?: boolean },
  atMs = 1_700_000_000_000,
): LiveEvent {
  return { ...baseOf(atMs), kind: 'retract', ...target };
}
