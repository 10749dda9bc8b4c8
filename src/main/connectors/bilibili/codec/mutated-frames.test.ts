import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync, inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { liveEventSchema } from '#shared/live/live-event.ts';
import { danmuMessage, frameOf, openDanmuMessage, packetOf, wrapperOf } from '../../../../../tests/fakes/bilibili-messages.ts';
import { createDice, type Dice, mutateBytes, mutateJson } from '../../../../../tests/fakes/mutations.ts';
import { createBilibiliDecoder } from '../bilibili-decoder.ts';
import { bilibiliFixtures } from '../fixtures.testkit.ts';
import { type DecodeLimits, decodeFrame } from './decode-frame.ts';
import { createPassOver } from './pass-over.ts';

/** YINGXI_MUTATIONS=1000000 for the long run. */
const MUTATIONS = Number(process.env.YINGXI_MUTATIONS ?? 3000);
/** Small, so that bombs are cheap. */
const LIMITS: DecodeLimits = { maxInflate: 256 * 1024, maxDepth: 4 };

const gift = {
  cmd: 'SEND_GIFT',
  data: { uid: 5, uname: 'a', giftId: 1, giftName: '花', num: 3, coin_type: 'gold', total_coin: 300, price: 100, tid: 't1' },
};
function nested(depth: number): Buffer {
  let frame = frameOf([danmuMessage({ text: '深' })], 0);
  for (let level = 0; level < depth; level += 1)
    frame = Buffer.concat([
      frameOf([danmuMessage({ text: '上', id: `level-${level}` })], 0),
      wrapperOf(frame, level % 2 === 0 ? 2 : 3),
    ]);
  return frame;
}

/** Named so that a mutation easily makes one of another, or a wanted one of it. */
const IGNORED = ['NOTICE_MSG', 'DANMU_MSGS', 'SEND_GIFT_V', 'S'];
const passOver = createPassOver(IGNORED);
const BEGINS_IGNORED = new RegExp(`^\\{"cmd":"(?:${IGNORED.join('|')})[":]`, 'u');
const news = (cmd: string): object => ({ cmd, data: { list: [{ text: '"}', n: [1, 2] }] } });

const vectorsSchema = z.object({ vectors: z.array(z.object({ input: z.unknown() })) });
/** Damaged first and packed then: what is damaged after packing seldom unpacks. */
const batches: readonly Buffer[] = [
  frameOf([danmuMessage({ text: '你好' }), gift, danmuMessage({ text: '再见', id: 'b' })], 0),
  frameOf([news('NOTICE_MSG'), gift, news('DANMU_MSGS'), gift, news('S')], 0),
  frameOf([{ cmd: 'S' }, { cmd: 'T' }, { cmd: 'SEND_GIFT_V' }, { cmd: 'U', text: '"' }], 0),
];
const seeds: readonly Buffer[] = [
  frameOf([danmuMessage({ text: '你好' })], 0),
  frameOf([danmuMessage({ text: '你好' }), gift, danmuMessage({ text: '再见', id: 'b' })], 0),
  frameOf([danmuMessage({ text: '一' }), danmuMessage({ text: '二', id: 'c' }), gift], 2),
  frameOf([danmuMessage({ text: '一' }), danmuMessage({ text: '二', id: 'c' }), gift], 3),
  frameOf([openDanmuMessage('开放', 'm-1'), openDanmuMessage('平台', 'm-2')], 2),
  frameOf([news('NOTICE_MSG'), danmuMessage({ text: '一' }), news('DANMU_MSGS'), danmuMessage({ text: '二', id: 'c' }), gift], 3),
  frameOf([danmuMessage({ text: '一' }), news('NOTICE_MSG:4:0'), news('SEND_GIFT_V'), gift, news('S')], 2),
  frameOf([news('NOTICE_MSG')], 0),
  nested(2),
  nested(5),
  packetOf(8, 1, Buffer.from('{"code":0}')),
  Buffer.concat([packetOf(3, 1, Buffer.from([0, 0, 0, 1])), Buffer.from('{}')]),
];

describe('Bilibili frames that are damaged', () => {
  it(`give what a plain reading of their bytes gives, and nothing else (${MUTATIONS} mutations)`, {
    timeout: 7_200_000,
  }, async () => {
    const dice = createDice(20_260_101);
    const all = [...seeds, ...collected()];
    for (let round = 0; round < MUTATIONS; round += 1) {
      // The runtime frees what unpacking took only when the loop turns.
      if (round % 256 === 0) await new Promise((resolve) => setImmediate(resolve));
      const bytes = dice.roll(4) === 0 ? wrapperOf(damaged(dice.pick(batches), dice), 2) : damaged(dice.pick(all), dice);
      const passes = round % 2 === 1;
      const wanted = plainReading(bytes, passes);
      const told = await decodeFrame(bytes, LIMITS, passes ? passOver : undefined);
      if (JSON.stringify(told) === JSON.stringify(wanted)) continue;
      expect({ round, hex: Buffer.from(bytes).toString('hex'), ...told }).toEqual({ round, ...wanted });
    }
  });
});

describe('Bilibili messages whose values are odd', () => {
  it('never fail, and give only events by the schema', { timeout: 7_200_000 }, async () => {
    const dice = createDice(11);
    const all = messages();
    for (let round = 0; round < Math.min(MUTATIONS, 200_000); round += 1) {
      if (round % 256 === 0) await new Promise((resolve) => setImmediate(resolve));
      let message: unknown = dice.pick(all);
      for (let count = 1 + dice.roll(3); count > 0; count -= 1) message = mutateJson(message, dice);
      const decoder = createBilibiliDecoder();
      const bytes = Buffer.from(JSON.stringify([message]) ?? '[]');
      for (const event of await decoder.decode(bytes, 1_767_300_000_000)) {
        const parsed = liveEventSchema.safeParse(event);
        if (!parsed.success) expect({ message, issues: parsed.error.issues }).toBe('an event by the schema');
      }
      expect(decoder.errors?.['failed-message'], JSON.stringify(message)).toBeUndefined();
    }
  });
});

/** Frames of the collection, whole and malformed; none without it. */
function collected(): readonly Buffer[] {
  if (bilibiliFixtures === undefined) return [];
  const dir = join(bilibiliFixtures, 'frames');
  return readdirSync(dir)
    .filter((file) => file.endsWith('.bin'))
    .map((file) => readFileSync(join(dir, file)));
}

/** Messages of both routes, of the collection where it is there. */
function messages(): readonly unknown[] {
  const own: readonly unknown[] = [danmuMessage({ text: '你好' }), openDanmuMessage('开放', 'm-1'), gift];
  if (bilibiliFixtures === undefined) return own;
  const dir = bilibiliFixtures;
  return ['normalize-web.json', 'normalize-open.json'].flatMap((file) =>
    vectorsSchema
      .parse(JSON.parse(readFileSync(join(dir, file), 'utf8')))
      .vectors.flatMap(({ input }) => (Array.isArray(input) ? input : [input])),
  );
}

function damaged(bytes: Uint8Array, dice: Dice): Uint8Array {
  let out = mutateBytes(bytes, dice);
  for (let more = dice.roll(3); more > 0; more -= 1) out = mutateBytes(out, dice);
  return out;
}

/** The protocol's description read word by word: slow, synchronous, one packet after the other. */
function plainReading(
  bytes: Uint8Array,
  passes: boolean,
  depth = 0,
  budget = { left: LIMITS.maxInflate * 4 },
): { packets: unknown[]; errors: string[]; passedOver: number } {
  const buffer = Buffer.from(bytes);
  const packets: unknown[] = [];
  const errors: string[] = [];
  let passedOver = 0;
  let at = 0;
  do {
    const left = buffer.length - at;
    if (left < 16) return { packets, errors: [...errors, 'truncated_header'], passedOver };
    const [packetLength, headerLength] = [buffer.readUInt32BE(at), buffer.readUInt16BE(at + 4)];
    if (headerLength < 16) return { packets, errors: [...errors, 'bad_header_len'], passedOver };
    if (packetLength < 16) return { packets, errors: [...errors, 'bad_packet_len'], passedOver };
    if (headerLength > packetLength) return { packets, errors: [...errors, 'bad_header_len'], passedOver };
    if (packetLength > left) return { packets, errors: [...errors, 'truncated_body'], passedOver };
    const [version, operation] = [buffer.readUInt16BE(at + 6), buffer.readUInt32BE(at + 8)];
    const body = buffer.subarray(at + headerLength, at + packetLength);
    at += packetLength;
    if (operation === 3) {
      packets.push({ op: 3, kind: 'heartbeat_reply', ver: version, popularity: body.length >= 4 ? body.readUInt32BE(0) : 0 });
      break;
    }
    if (operation === 5 && body.length === 0) continue;
    if (operation === 5 && (version === 2 || version === 3)) {
      const inner = unpacked(body, version, depth, budget);
      if (typeof inner === 'string') errors.push(inner);
      else {
        const read = plainReading(inner, passes, depth + 1, budget);
        passedOver += read.passedOver;
        packets.push(...read.packets);
        errors.push(...read.errors);
      }
    } else if (operation === 5 && version > 1) errors.push('unknown_ver');
    else if (passes && operation === 5 && BEGINS_IGNORED.test(body.toString('latin1'))) passedOver += 1;
    else if (operation === 5 || operation === 8) {
      try {
        const data: unknown = JSON.parse(body.toString('utf8'));
        packets.push({ op: operation, kind: operation === 5 ? 'message' : 'auth_reply', ver: version, data });
      } catch {
        errors.push('bad_json');
      }
    } else errors.push('unknown_op');
  } while (at < buffer.length);
  return { packets, errors, passedOver };
}

function unpacked(body: Buffer, version: number, depth: number, budget: { left: number }): Buffer | string {
  if (depth >= LIMITS.maxDepth) return 'depth_exceeded';
  const limit = Math.min(LIMITS.maxInflate, budget.left);
  if (limit <= 0) return 'inflate_limit';
  try {
    const inner = (version === 2 ? inflateSync : brotliDecompressSync)(body, { maxOutputLength: limit });
    budget.left -= inner.length;
    return inner;
  } catch (error) {
    if (error instanceof Error && Reflect.get(error, 'code') === 'ERR_BUFFER_TOO_LARGE') {
      budget.left -= limit;
      return 'inflate_limit';
    }
    return version === 2 ? 'inflate_failed' : 'brotli_failed';
  }
}
