import type { ChatEvent, GiftEvent, LiveEvent, LivePlatform } from '#shared/live/live-event.ts';
import { EVENING_STARTS_AT, type EveningEvent, type Label } from './evening.types.ts';
import { type EveningViewer, roomOf } from './viewers.ts';

/** Makes events of one evening with ids as their platforms give them: the same in every run. */
export function createEventMaker() {
  let count = 0;
  const base = (t: number, { platform, source }: Pick<EveningViewer, 'platform' | 'source'>) => {
    count += 1;
    const atMs = EVENING_STARTS_AT + Math.round(t);
    return {
      v: 1 as const,
      id: `${platform}:e${count}`,
      platform,
      source,
      roomId: roomOf(platform),
      timestamp: atMs,
      receivedAt: atMs,
    };
  };
  const currencyOf = (platform: LivePlatform): string => (platform === 'twitch' ? 'USD' : platform === 'youtube' ? 'JPY' : 'CNY');
  return {
    chat(t: number, by: EveningViewer, text: string, label: Label): EveningEvent {
      const event: ChatEvent = { ...base(t, by), user: by.user, kind: 'chat', text, segments: [{ type: 'text', text }] };
      return { t, event, label };
    },
    gift(
      t: number,
      by: EveningViewer,
      units: number,
      more: { comboId?: string; final?: boolean; count?: number } = {},
    ): EveningEvent {
      const paid = units > 0;
      const event: GiftEvent = {
        ...base(t, by),
        user: by.user,
        kind: 'gift',
        paid,
        value: paid ? { currency: currencyOf(by.platform), micros: Math.round(units * 1_000_000), estimated: true } : null,
        gift: {
          id: paid ? 'rocket' : 'heart',
          name: paid ? '小火箭' : '人气票',
          count: more.count ?? 1,
          comboId: more.comboId ?? null,
        },
        final: more.final ?? true,
      };
      return { t, event, label: 'money' };
    },
    superChat(t: number, by: EveningViewer, units: number, text: string, label: Label = 'money'): EveningEvent {
      const micros = Math.round(units * (by.platform === 'youtube' ? 20 : 1)) * 1_000_000;
      const value = { currency: currencyOf(by.platform), micros, estimated: false };
      return { t, event: { ...base(t, by), user: by.user, kind: 'superchat', text, value }, label };
    },
    membership(t: number, by: EveningViewer, months: number): EveningEvent {
      const membership = {
        action: months === 1 ? ('purchase' as const) : ('renew' as const),
        tier: '3',
        tierName: '舰长',
        months: 1,
        cumulativeMonths: months,
      };
      return { t, event: { ...base(t, by), user: by.user, kind: 'membership', membership, value: null }, label: 'money' };
    },
    plain(t: number, by: EveningViewer, kind: 'join' | 'follow' | 'share'): EveningEvent {
      return { t, event: { ...base(t, by), user: by.user, kind }, label: 'arrival' };
    },
    like(t: number, by: EveningViewer, likes: number): EveningEvent {
      return { t, event: { ...base(t, by), user: by.user, kind: 'like', count: likes }, label: 'arrival' };
    },
    raid(t: number, by: EveningViewer, viewers: number): EveningEvent {
      return { t, event: { ...base(t, by), user: by.user, kind: 'raid', viewers }, label: 'arrival' };
    },
    stats(t: number, by: EveningViewer, viewersNow: number): EveningEvent {
      return { t, event: { ...base(t, by), kind: 'stats', stats: { viewersNow } }, label: 'room' };
    },
    /** A moderator takes messages, or all of one viewer, away. */
    retract(t: number, by: EveningViewer, target: { targetIds?: string[]; targetUserId?: string }): EveningEvent {
      return { t, event: { ...base(t, by), kind: 'retract', ...target }, label: 'retraction' };
    },
    /** What a connection sends once more after it was cut. */
    again(t: number, event: LiveEvent): EveningEvent {
      return { t, event: { ...event, receivedAt: EVENING_STARTS_AT + Math.round(t) }, label: 'redelivery' };
    },
  };
}
export type EventMaker = ReturnType<typeof createEventMaker>;
