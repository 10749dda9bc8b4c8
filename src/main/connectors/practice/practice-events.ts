import type { Clock } from '#main/platform/host.ts';
import type { ChatEvent, GiftEvent, LiveEvent, LiveUser } from '#shared/live/live-event.ts';
import type { PracticeLines } from './lines.ts';

type Gift = PracticeLines['gifts'][number];

/** Makes the events of one practice room; ids differ from those of other runs. */
export interface PracticeEvents {
  chat(user: LiveUser, text: string): ChatEvent;
  gift(user: LiveUser, gift: Gift, count: number, currency: string, comboId: string | null): GiftEvent;
  superChat(user: LiveUser, text: string, micros: number, currency: string): LiveEvent;
  membership(user: LiveUser, tier: string, months: number): LiveEvent;
  plain(user: LiveUser, kind: 'join' | 'follow' | 'share'): LiveEvent;
  like(user: LiveUser, count: number): LiveEvent;
  /** A moderator deletes a message. */
  deletion(targetId: string): LiveEvent;
}

export function createPracticeEvents(clock: Clock): PracticeEvents {
  const run = Math.floor(clock.now()).toString(36);
  let count = 0;
  const base = () => {
    count += 1;
    const nowMs = clock.now();
    return {
      v: 1 as const,
      id: `custom:practice-${run}-${count}`,
      platform: 'custom' as const,
      source: 'simulator' as const,
      roomId: 'practice',
      timestamp: nowMs,
      receivedAt: nowMs,
    };
  };
  return {
    chat: (user, text) => ({ ...base(), user, kind: 'chat', text, segments: [{ type: 'text', text }] }),
    gift(user, { id, name, micros }, giftCount, currency, comboId) {
      const paid = micros > 0;
      const value = paid ? { currency, micros: micros * giftCount, estimated: false } : null;
      return { ...base(), user, kind: 'gift', paid, value, gift: { id, name, count: giftCount, comboId }, final: true };
    },
    superChat: (user, text, micros, currency) => ({
      ...base(),
      user,
      kind: 'superchat',
      text,
      value: { currency, micros, estimated: false },
      durationSeconds: 60,
    }),
    membership: (user, tier, months) => ({
      ...base(),
      user,
      kind: 'membership',
      membership: { action: months === 1 ? 'purchase' : 'renew', tier, tierName: tier, months: 1, cumulativeMonths: months },
      value: null,
    }),
    plain: (user, kind) => ({ ...base(), user, kind }),
    like: (user, likes) => ({ ...base(), user, kind: 'like', count: likes }),
    deletion: (targetId) => ({ ...base(), kind: 'retract', targetIds: [targetId] }),
  };
}
