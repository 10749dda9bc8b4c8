import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { liveEventSchema, livePlatformSchema } from '#shared/live/live-event.ts';
import { type BridgeSettings, bridgeSettingsSchema, fieldMapSchema } from '#shared/settings/settings.ts';
import { createDice, mutateBytes, mutateJson } from '../../../../tests/fakes/mutations.ts';
import { losslessJson } from '../lossless-json.ts';
import { createFeedReader } from './feed-reader.ts';
import { textFromHtml } from './html-text.ts';

/** Set YINGXI_MUTATIONS=1000000 for the long run. */
const MUTATIONS = Number(process.env.YINGXI_MUTATIONS ?? 1500);
const NOW_MS = 1_767_225_600_000;

function reader(more: Partial<BridgeSettings> = {}) {
  const unknown: string[] = [];
  const settings = bridgeSettingsSchema.parse({ id: 'tool', platform: 'douyin', ...more });
  const feed = createFeedReader({ ...settings, onUnknown: (code) => unknown.push(code) });
  return {
    read: (message: unknown) => feed.read(typeof message === 'string' ? message : JSON.stringify(message), NOW_MS),
    unknown,
  };
}
const user = { Id: 5, NickName: '观众', SecUid: 'MS4' };

describe('the dialect of a feed', () => {
  it.each([
    ['barrage-grab', { Type: 1, ProcessName: 'x', Data: '{"MsgId":1,"User":{"Nickname":"a"},"Content":"hi"}' }, 'chat'],
    ['barrage-grab', { Type: 1, ProcessName: 'x', Data: { MsgId: 1, User: user, Content: 'hi' } }, 'chat'],
    ['barrage-grab-fork', { Type: 3, Data: { MsgId: 1, User: user, Content: 'hi' } }, 'chat'],
    ['barrage-grab-fork', { Type: 1, Data: { MsgId: 1, User: user } }, 'join'],
    ['dycast', [{ id: 'd1', method: 'WebcastMemberMessage', user: { id: 'u', name: 'a' } }], 'join'],
    ['barrage-fly', { platform: 'KUAISHOU', roomId: 6, type: 'LIKE', msg: { uid: 1, username: 'a', clickCount: 4 } }, 'like'],
    [
      'onecomme',
      { type: 'comments', data: { comments: [{ service: 'twitch', data: { id: '1', name: 'a', comment: 'x' } }] } },
      'chat',
    ],
    ['webhook', [{ v: 1, kind: 'follow', platform: 'custom', user: { name: 'a' } }], 'follow'],
  ] as const)('is found out: %s %j', (dialect, message, kind) => {
    const { dialect: found, events } = reader().read(message);
    expect(found).toBe(dialect);
    expect(events.map((event) => event.kind)).toEqual([kind]);
  });

  it('changes when another program takes the bridge over', () => {
    const { read } = reader();
    expect(read({ Type: 3, Data: { MsgId: 1, User: user, Content: 'hi' } }).dialect).toBe('barrage-grab-fork');
    expect(read({ Type: 3, ProcessName: 'x', Data: { MsgId: 1, User: user } }).events[0]?.kind).toBe('join');
  });

  it('that was chosen is not doubted', () => {
    const { fault } = reader({ dialect: 'dycast' }).read({ Type: 1, ProcessName: 'x', Data: '{}' });
    expect(fault).toBeUndefined();
    expect(reader({ dialect: 'barrage-fly' }).read({ Type: 1, ProcessName: 'x', Data: '{}' }).fault?.code).toBe('invalid');
  });
});

describe('numbers in a feed', () => {
  it('keep their digits, whatever their size', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 70n }), (id) => {
        const value = losslessJson(`{"id":${id},"deep":[${id}]}`);
        expect(String(Reflect.get(Object(value), 'id'))).toBe(String(id));
      }),
    );
  });

  it('are read as anybody reads them where nothing is lost', () => {
    const text =
      '{"a":1,"b":-2.5,"c":1e3,"d":"12345678901234567890","e":12345678901234567890,"f":-9007199254740993,"g":9007199254740991}';
    expect(losslessJson(text)).toEqual({
      a: 1,
      b: -2.5,
      c: 1000,
      d: '12345678901234567890',
      e: '12345678901234567890',
      f: '-9007199254740993',
      g: 9007199254740991,
    });
  });

  it('do not bring an object a prototype of the sender’s choice', () => {
    const value = losslessJson('{"__proto__":{"Type":1},"long":12345678901234567890}');
    expect(Reflect.get(Object(value), 'Type')).toBeUndefined();
  });
});

describe('gifts of a feed', () => {
  it('that only close a combo bring nothing', () => {
    const gift = { MsgId: 2, User: user, GiftId: 1, GiftName: '花', GiftCount: 0, DiamondCount: 1, Combo: true };
    const { events, fault } = reader().read({ Type: 5, ProcessName: 'x', Data: gift });
    expect([events, fault]).toEqual([[], undefined]);
  });

  it('of a platform whose coins are not known claim no money', () => {
    const { events } = reader().read({
      platform: 'HUYA',
      roomId: '6',
      type: 'GIFT',
      msg: { uid: '1', username: 'a', giftId: '5', giftName: '虎粮', giftCount: '3', giftPrice: 100 },
    });
    expect(events[0]).toMatchObject({ platform: 'huya', paid: false, value: null, gift: { count: 3, totalCoins: 300 } });
  });
});

describe('mapped messages', () => {
  const fields = fieldMapSchema.parse({
    list: 'data.items',
    kind: 'op',
    kinds: { say: 'chat', gift: 'gift', sc: 'superchat' },
    id: 'mid',
    userId: 'from.0',
    userName: 'from.1',
    text: 'body.text',
    giftName: 'gift.name',
    giftCount: 'gift.n',
    amount: 'gift.yuan',
    currency: 'CNY',
  });
  const mapped = (over: Partial<typeof fields> = {}) =>
    reader({ dialect: 'mapped', platform: 'custom', fields: { ...fields, ...over } });
  const frame = (...items: object[]) => ({ data: { items } });

  it('become what the map says', () => {
    const { events } = mapped().read(
      '{"data":{"items":[{"op":"say","mid":73386972426329999361,"from":[7,"盐"],"body":{"text":"hi"}},{"op":"gift","mid":"2","from":[7,"盐"],"gift":{"name":"花","n":"3","yuan":"1,234.5"}},{"op":"sc","from":[8,"b"],"body":{"text":"看我"},"gift":{"yuan":30}}]}}',
    );
    expect(events).toMatchObject([
      { kind: 'chat', id: 'custom:73386972426329999361', text: 'hi', user: { id: '7', name: '盐' } },
      { kind: 'gift', paid: true, value: { currency: 'CNY', micros: 1_234_500_000 }, gift: { name: '花', count: 3 } },
      { kind: 'superchat', text: '看我', value: { micros: 30_000_000, estimated: false } },
    ]);
    for (const event of events) liveEventSchema.parse(event);
  });

  it.each([
    ['list', mapped(), { data: {} }],
    ['userName', mapped(), frame({ op: 'say', body: { text: 'x' } })],
    ['text', mapped(), frame({ op: 'say', from: [1, 'a'] })],
    ['giftName', mapped(), frame({ op: 'gift', from: [1, 'a'] })],
    ['amount', mapped(), frame({ op: 'sc', from: [1, 'a'], gift: { yuan: 'free' } })],
    ['userName', mapped({ userName: '' }), frame({ op: 'say', from: [1, 'a'], body: { text: 'x' } })],
  ] as const)('that lack what they need say so: %s', (field, { read }, message) => {
    expect(read(message)).toMatchObject({ events: [], fault: { code: 'invalid', field } });
  });

  it('of kinds that are not in the map are passed over and counted', () => {
    const { read, unknown } = mapped();
    expect(read(frame({ op: 'constructor', from: [1, 'a'] }, { op: 'like', from: [1, 'a'] }))).toMatchObject({ events: [] });
    expect(unknown).toEqual(['unknown-kind', 'unknown-kind']);
  });

  it('give no way to what is not theirs', () => {
    const { read } = mapped({ list: '', kind: '', userName: 'constructor.name', text: '__proto__.toString.name' });
    expect(read({ a: 1 }).fault?.field).toBe('userName');
  });
});

describe('words of a feed', () => {
  it('lose their markup, not their meaning', () => {
    expect(textFromHtml('a &lt;b&gt; <span class="x">c</span><br>d&#x1F600;&#39; &unknown; <img alt=\'猫\' src=x>')).toBe(
      "a <b> c d😀' &unknown; 猫",
    );
  });

  it('end soon whatever the brackets', () => {
    const hostile = ['<img ', '<a', '&#']
      .map((part) => part.repeat(200_000))
      .concat('<img alt', ' '.repeat(200_000), '>')
      .join('');
    expect(textFromHtml(hostile).length).toBeGreaterThan(1_000_000);
  });
});

describe('the documented form', () => {
  const page = readFileSync(new URL('../../../../docs/bridges.md', import.meta.url), 'utf8');
  const examples = [...page.matchAll(/```json\n([\s\S]*?)\n```/gu)].map(([, text]) => text ?? '');

  it.each(examples)('is read as it is documented: %s', (text) => {
    expect(examples.length).toBeGreaterThan(3);
    const { events, dialect, fault } = reader().read(text);
    expect([dialect, fault]).toEqual(['webhook', undefined]);
    for (const event of events) expect(liveEventSchema.parse(event)).toMatchObject({ source: 'webhook', platform: 'custom' });
  });

  it('names every kind and platform that there is', () => {
    for (const kind of liveEventSchema.options.map((option) => option.shape.kind.value)) expect(page).toContain(`\`${kind}\``);
    for (const platform of livePlatformSchema.options) expect(page).toContain(`\`${platform}\``);
  });
});

const SAMPLES: readonly unknown[] = [
  { Type: 1, ProcessName: 'x', Data: JSON.stringify({ MsgId: 7, User: user, Content: '主播好', RoomId: '7' }) },
  {
    Type: 5,
    ProcessName: 'x',
    Data: { MsgId: 8, User: user, GiftId: 1, GiftName: '花', GiftCount: 2, DiamondCount: 2, Combo: true },
  },
  { Type: 7, ProcessName: 'x', Data: { MsgId: 9, User: { ...user, FansClub: { ClubName: '盐', Level: 3 } }, Type: 2, Level: 1 } },
  [
    { id: 'd1', method: 'WebcastChatMessage', user: { id: 'u', name: 'a' }, content: 'x' },
    {
      id: 'd2',
      method: 'WebcastGiftMessage',
      user: { id: 'u', name: 'a' },
      gift: { id: '1', name: '花', price: 1, count: '1', repeatEnd: 1 },
    },
  ],
  {
    platform: 'DOUYU',
    roomId: '6',
    type: 'GIFT',
    msg: { uid: '1', username: 'a', giftName: '飞机', giftId: '2', giftCount: 2, giftPrice: 100 },
  },
  {
    type: 'comments',
    data: { comments: [{ service: 'youtube', data: { id: '1', name: 'a', comment: 'x', price: 5, unit: '¥', hasGift: true } }] },
  },
  [
    {
      v: 1,
      kind: 'superchat',
      platform: 'custom',
      user: { name: 'n' },
      text: 'x',
      value: { currency: 'CNY', micros: 5, estimated: false },
    },
  ],
];

describe('damaged messages', () => {
  it(`make no crash and nothing but whole events (${MUTATIONS} of them)`, () => {
    const dice = createDice(20_260_102);
    const { read } = reader();
    let events = 0;
    for (let round = 0; round < MUTATIONS; round += 1) {
      const sample = dice.pick(SAMPLES);
      const text =
        dice.roll(3) === 0
          ? Buffer.from(mutateBytes(Buffer.from(JSON.stringify(sample)), dice)).toString('utf8')
          : JSON.stringify(mutateJson(sample, dice));
      const made = read(text ?? '');
      // mutateJson repeats a part of a list 50 times at most, and mutateBytes copies no more than one message.
      expect(made.events.length).toBeLessThanOrEqual(160);
      for (const event of made.events) {
        liveEventSchema.parse(event);
        events += 1;
      }
    }
    expect(events).toBeGreaterThan(MUTATIONS / 5);
  }, 3_600_000);
});
