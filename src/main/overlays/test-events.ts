import { type LiveEvent, type LivePlatform, liveEventSchema } from '#shared/live/live-event.ts';
import type { Language } from '#shared/speech/emotion.ts';
import type { TestEvent } from './overlays.types.ts';

/** Invented events for trying overlays out: they go to the overlays and nowhere else. */

const LINES: Readonly<Record<Language, readonly string[]>> = {
  zh: ['来了来了！', '今天唱歌吗？', '主播晚上好～', '哈哈哈哈哈', '这件衣服好看 ✨'],
  en: ['hello hello!', 'will there be songs tonight?', 'good evening everyone', 'hahaha', 'love the new outfit ✨'],
  ja: ['こんばんは！', '今日は歌いますか？', '待ってました〜', '草', '新しい衣装かわいい ✨'],
};
const NAMES = ['星野ミナ', '阿橘', 'Nova', 'りんご飴', '一只鱼', 'mossy_fox'] as const;
const PLATFORMS = ['bilibili', 'twitch', 'youtube', 'douyu', 'tiktok'] as const;
const GIFTS: Readonly<Record<Language, string>> = { zh: '小心心', en: 'Heart', ja: 'ハート' };
/** Everything that pages get wrong: no spaces, emoji of several characters, right to left, markup. */
const LONG_NAME = 'ThisNameHasNoSpacesAndGoesOnAndOnAndOn👩‍👩‍👧‍👦🏳️‍🌈';
const LONG_TEXT =
  '<b>不是粗体</b> مرحبا بالجميع من القاهرة 👨‍👩‍👧‍👦🎉 ウルトラスーパーミラクルロングワードabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz 哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈';
const YUAN = 1_000_000;
const ROOM = 'test';

const pick = (list: readonly string[], n: number): string => list[n % list.length] ?? '';

/** `n` rises with each call, so that no two are the same. */
export function testEvents(event: TestEvent, n: number, now: number, language: Language): LiveEvent[] {
  if (event === 'retract') return PLATFORMS.map((platform, place) => withdrawal(platform, `test:${now}:${n}:${place}`, now));
  return [testEvent(event, n, now, language)];
}

/** All that was invented on one platform is withdrawn. */
function withdrawal(platform: LivePlatform, id: string, now: number): LiveEvent {
  const base = { v: 1, source: 'simulator', roomId: ROOM, timestamp: now, receivedAt: now } as const;
  return { ...base, id, platform, kind: 'retract', all: true };
}

function testEvent(event: Exclude<TestEvent, 'retract'>, n: number, now: number, language: Language): LiveEvent {
  const base = {
    v: 1,
    id: `test:${now}:${n}`,
    platform: pick(PLATFORMS, n),
    source: 'simulator',
    roomId: ROOM,
    timestamp: now,
    receivedAt: now,
  };
  const user = {
    id: `test-${n % NAMES.length}`,
    name: pick(NAMES, n),
    roles: n % 3 === 0 ? ['member'] : n % 5 === 1 ? ['moderator'] : [],
  };
  const yuan = (amount: number) => ({ currency: 'CNY', micros: amount * YUAN, estimated: false });
  return liveEventSchema.parse({ ...base, user, ...fieldsOf() });

  function fieldsOf(): object {
    switch (event) {
      case 'chat': {
        const text = pick(LINES[language], n);
        return { kind: 'chat', text, segments: [{ type: 'text', text }] };
      }
      case 'long':
        return {
          kind: 'chat',
          user: {
            ...user,
            name: LONG_NAME,
            roles: ['owner', 'moderator', 'vip', 'member'],
            medal: { name: '影戏团', level: 21 },
          },
          text: LONG_TEXT,
          segments: [{ type: 'text', text: LONG_TEXT }],
        };
      case 'gift':
        return {
          kind: 'gift',
          paid: true,
          value: yuan(3),
          gift: { id: 'test', name: GIFTS[language], count: 3, comboId: null },
          final: true,
        };
      case 'superchat':
        return { kind: 'superchat', text: pick(LINES[language], n), value: yuan([30, 100, 500][n % 3] ?? 30) };
      case 'membership':
        return {
          kind: 'membership',
          membership: {
            action: 'purchase',
            tier: '1',
            tierName: { zh: '舰长', en: 'Tier 1', ja: 'メンバー' }[language],
            months: 1,
          },
          value: yuan(198),
        };
      case 'raid':
        return { kind: 'raid', viewers: 42 };
      case 'follow':
        return { kind: 'follow' };
    }
  }
}
