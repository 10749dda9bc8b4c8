import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { liveEventSchema } from '#shared/live/live-event.ts';
import { douyuServerFrame } from '../../../../tests/fakes/douyu-server.ts';
import { createDice, mutateBytes } from '../../../../tests/fakes/mutations.ts';
import { createDouyuTranslator } from './douyu-events.ts';
import { createDouyuFrames, douyuFrame } from './douyu-packets.ts';
import { sttFromText, sttListFromText, textFromStt } from './stt.ts';

/** Set YINGXI_MUTATIONS=1000000 for the long run. */
const MUTATIONS = Number(process.env.YINGXI_MUTATIONS ?? 5000);

describe('STT', () => {
  it('gives back every map of texts', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' })), { selector: ([key]) => key }),
        (pairs) => {
          expect([...sttFromText(textFromStt(pairs))]).toEqual(pairs);
        },
      ),
    );
  });

  it('gives back a map inside a map when it is asked for, and never by itself', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (key, value) => {
        const inner = textFromStt([[key, value]]);
        const outer = sttFromText(textFromStt([['nested', inner]]));
        expect(outer.get('nested')).toBe(inner);
        expect(sttFromText(outer.get('nested') ?? '').get(key)).toBe(value);
      }),
    );
  });

  it('reads a list of items that themselves look like lists', () => {
    expect(sttListFromText('a@Sb/@AS/c')).toEqual(['a/b', '@S', 'c']);
    expect(sttListFromText('')).toEqual([]);
  });

  it('takes a key like __proto__ for a key', () => {
    expect(sttFromText('__proto__@=x/').get('__proto__')).toBe('x');
    expect(Object.hasOwn(Object.prototype, 'x')).toBe(false);
  });
});

describe('Douyu frames', () => {
  it('come out whole and in order however the stream is cut', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0') && text !== ''),
          { maxLength: 8 },
        ),
        fc.array(fc.nat(60)),
        (texts, cuts) => {
          const stream = Buffer.concat(texts.map((text) => douyuFrame(text)));
          const frames = createDouyuFrames();
          const read: string[] = [];
          let at = 0;
          for (const length of [...cuts, stream.length]) {
            read.push(...frames.push(stream.subarray(at, at + length)).texts);
            at += length;
          }
          expect(read).toEqual(texts);
          expect(frames.pendingBytes).toBe(0);
        },
      ),
    );
  });

  it('never hold more than one frame in memory', () => {
    const frames = createDouyuFrames();
    const head = Buffer.alloc(12);
    head.writeUInt32LE(1024 * 1024, 0);
    head.writeUInt32LE(1024 * 1024, 4);
    frames.push(head);
    for (let count = 0; count < 1100; count += 1) frames.push(Buffer.alloc(1024, 0x61));
    expect(frames.pendingBytes).toBeLessThanOrEqual(1024 * 1024 + 12);
  });
});

const SAMPLES = [
  'type@=chatmsg/rid@=288016/uid@=1024/nn@=豆豆/txt@=牛啊 1@S2/cid@=cid-1/level@=12/ic@=avatar@Sdefault@S08@S/bnn@=豆粉/bl@=6/brid@=288016/nl@=3/rg@=4/',
  'type@=dgb/rid@=288016/uid@=1024/nn@=豆豆/gfid@=824/gfcnt@=2/hits@=4/gfn@=荧光棒/bnn@=/bl@=0/',
  'type@=uenter/rid@=288016/uid@=2048/nn@=路人/level@=3/',
  'type@=comm_chatmsg/cprice@=3000/crealPrice@=3000/cet@=60/chatmsg@=type@A=chatmsg@Snn@A=金主@Suid@A=5@Stxt@A=加油@Scid@A=c9@S/',
  'type@=rss/rid@=288016/ss@=0/',
  'type@=error/code@=51/',
];

describe('damaged Douyu streams', () => {
  it(`make no crash, no hang and no event that is not in them (${MUTATIONS} of them)`, () => {
    const dice = createDice(20_260_101);
    const frames = SAMPLES.map(douyuServerFrame);
    const priced = { find: () => ({ name: '飞机', price: 10_000 }) };
    let events = 0;
    for (let round = 0; round < MUTATIONS; round += 1) {
      const bytes = mutateBytes(Buffer.concat([dice.pick(frames), dice.pick(frames), dice.pick(frames)]), dice);
      // Counted by another way than the reader's: a frame without its type in plain sight can be no event.
      const most = Buffer.from(bytes).toString('latin1').split('type@=').length - 1;
      const reader = createDouyuFrames();
      const translate = createDouyuTranslator('288016', priced);
      const cut = dice.roll(bytes.length + 1);
      const texts = [bytes.subarray(0, cut), bytes.subarray(cut)].flatMap((part) => reader.push(part).texts);
      const made = texts.flatMap((text) => translate(sttFromText(text), 1_767_225_600_000) ?? []);
      expect(made.length).toBeLessThanOrEqual(most);
      for (const event of made) {
        // The schema is slow beside the codec; a tenth of a million looks is enough of them.
        if (events % 10 === 0) liveEventSchema.parse(event);
        if ('value' in event && event.value !== null) expect(Number.isSafeInteger(event.value.micros)).toBe(true);
        events += 1;
      }
    }
    expect(events).toBeGreaterThan(MUTATIONS / 4);
  }, 3_600_000);
});
