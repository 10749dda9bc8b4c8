import { describe, expect, it } from 'vitest';
import { danmuMessage, frameOf, packetOf, wrapperOf } from '../../../../../tests/fakes/bilibili-messages.ts';
import { decodeFrame } from './decode-frame.ts';

const MIB = 1024 * 1024;
/** Bodies, whatever they are, as the packets of one compressed frame. */
const frameOfBodies = (...bodies: readonly string[]): Buffer =>
  wrapperOf(Buffer.concat(bodies.map((body) => packetOf(5, 0, Buffer.from(body)))), 3);
const read = async (frame: Uint8Array) => {
  const { packets, errors } = await decodeFrame(frame);
  return { data: packets.map((packet) => ('data' in packet ? packet.data : packet.kind)), errors };
};

describe('Bilibili frames', () => {
  it.each([
    ['an array torn in two', ['{"a":[1', '2]}']],
    ['two values in one body', ['{"a":1},{"b":2}', '']],
    ['two values in one body and an array over the next two', ['1,2', '[3', '4]']],
    ['a text that swallows what follows', ['{"a":"', '"}']],
    ['a bracket too many', ['{"a":1}]', '[{"a":1}']],
    ['nothing but space', [' ', '\t']],
  ])('never makes one message of several bodies: %s', async (_what, bodies) => {
    const good = '{"cmd":"GOOD"}';
    const told = await read(frameOfBodies(good, ...bodies, good));
    expect(told.data).toEqual([{ cmd: 'GOOD' }, { cmd: 'GOOD' }]);
    expect(new Set(told.errors)).toEqual(new Set(['bad_json']));
    expect(told.errors.length).toBe(bodies.filter((body) => body !== '').length);
  });

  it('keeps texts of all languages, escapes and lone bytes as they are in a batch', async () => {
    const messages = [
      { cmd: 'A', text: '你好 こんにちは 🎉 \u2028 "q" \\ \u0001' },
      { cmd: 'B', __proto__x: 1 },
      { cmd: 'C', text: '' },
    ];
    expect((await read(frameOf(messages, 2))).data).toEqual(messages);
    const broken = Buffer.concat([Buffer.from('{"cmd":"T","t":"a'), Buffer.from([0xff, 0xe4, 0xbd]), Buffer.from('b"}')]);
    const frame = wrapperOf(Buffer.concat([packetOf(5, 0, Buffer.from('{"cmd":"A"}')), packetOf(5, 0, broken)]), 2);
    expect((await read(frame)).data).toEqual([{ cmd: 'A' }, { cmd: 'T', t: 'a\ufffd\ufffdb' }]);
  });

  it('reads a batch too large to be parsed at once, in order', async () => {
    const messages = Array.from({ length: 700 }, (_, n) => danmuMessage({ text: `#${n}` }));
    const { packets, errors } = await decodeFrame(frameOf(messages, 3));
    expect(errors).toEqual([]);
    expect(packets.map((packet) => packet.kind === 'message' && packet.data)).toEqual(messages);
  });

  it('lets others have their turn while it reads a very large frame', async () => {
    const frame = frameOf(
      Array.from({ length: 2500 }, (_, n) => danmuMessage({ text: `#${n}` })),
      0,
    );
    let turns = 0;
    let over = false;
    const count = (): void => {
      turns += 1;
      if (!over) setImmediate(count);
    };
    setImmediate(count);
    await decodeFrame(frame);
    over = true;
    expect(turns).toBeGreaterThan(3);
  });

  it('reads four wrappers within one another, and no fifth', async () => {
    const wrapped = (times: number): Buffer => {
      let frame = frameOf([{ cmd: 'A' }], 0);
      for (let level = 0; level < times; level += 1) frame = wrapperOf(frame, level % 2 === 0 ? 2 : 3);
      return frame;
    };
    expect(await read(wrapped(4))).toEqual({ data: [{ cmd: 'A' }], errors: [] });
    expect(await read(wrapped(5))).toEqual({ data: [], errors: ['depth_exceeded'] });
  });

  it('stops at the limit of one body, of all bodies of a frame, and of errors', async () => {
    const zeros = wrapperOf(Buffer.alloc(9 * MIB), 2);
    expect(await read(zeros)).toEqual({ data: [], errors: ['inflate_limit'] });
    const limits = { maxInflate: 64 * 1024, maxDepth: 4 };
    const batch = frameOf([{ cmd: 'A', text: 'x'.repeat(60_000) }], 2);
    const many = await decodeFrame(Buffer.concat(Array.from({ length: 10 }, () => batch)), limits);
    expect(many.packets.length).toBeLessThan(6);
    expect(many.errors).toContain('inflate_limit');
    const unknown = await decodeFrame(Buffer.concat(Array.from({ length: 5000 }, () => packetOf(77, 0, Buffer.alloc(0)))));
    expect(unknown.errors.length).toBe(1001);
    expect(unknown.errors.at(-1)).toBe('too_many_errors');
  });
});
