import { type LiveEvent, type LivePlatform, liveEventSchema } from '#shared/live/live-event.ts';

/** Events for the tests of this folder. */
const base = { v: 1, source: 'simulator', roomId: 'room', timestamp: 5, receivedAt: 5 } as const;

export function chatLine(text: string, who: { userId?: string; platform?: LivePlatform } = {}): LiveEvent {
  const { userId = 'u', platform = 'twitch' } = who;
  return liveEventSchema.parse({
    ...base,
    id: `event:${text}`,
    platform,
    kind: 'chat',
    user: { id: userId, name: `name ${userId}` },
    text,
    segments: [],
  });
}

export function retraction(of: { targetIds?: string[]; targetUserId?: string; all?: boolean }): LiveEvent {
  return liveEventSchema.parse({ ...base, id: `retract:${JSON.stringify(of)}`, platform: 'twitch', kind: 'retract', ...of });
}

export function gift(id: string, gift: { yuan: number; count?: number; comboId?: string; name?: string }): LiveEvent {
  const { yuan, count = 1, comboId = null, name = 'viewer' } = gift;
  return liveEventSchema.parse({
    ...base,
    id,
    platform: 'bilibili',
    kind: 'gift',
    user: { id: name, name },
    paid: yuan > 0,
    value: { currency: 'CNY', micros: yuan * 1_000_000, estimated: false },
    gift: { id: 'heart', name: 'Heart', count, comboId },
    final: true,
  });
}

export function follow(name: string): LiveEvent {
  return liveEventSchema.parse({ ...base, id: `follow:${name}`, platform: 'twitch', kind: 'follow', user: { id: name, name } });
}
