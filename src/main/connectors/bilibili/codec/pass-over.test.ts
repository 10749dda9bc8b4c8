import { describe, expect, it } from 'vitest';
import { danmuMessage, frameOf, packetOf, wrapperOf } from '../../../../../tests/fakes/bilibili-messages.ts';
import { DECODE_LIMITS, decodeFrame } from './decode-frame.ts';
import { createPassOver } from './pass-over.ts';

const passOver = createPassOver(['NOTICE_MSG', 'ENTRY_EFFECT']);
const read = async (frame: Uint8Array) => {
  const { packets, errors, passedOver } = await decodeFrame(frame, DECODE_LIMITS, passOver);
  return { data: packets.map((packet) => ('data' in packet ? packet.data : packet.kind)), errors, passedOver };
};
const body = (text: string, version: 0 | 1 = 0): Buffer => packetOf(5, version, Buffer.from(text));

describe('messages that nobody wants', () => {
  it.each([0, 2, 3] as const)('are left out between the others, which stay whole and in order (version %i)', async (version) => {
    const chats = ['一', 'two', '三', '🎉'].map((text) => danmuMessage({ text, id: text }));
    const noise = { cmd: 'NOTICE_MSG', data: { text: '很长的一条公告'.repeat(40) } };
    const [a, b, c, d] = chats;
    const frame = frameOf(
      [noise, a, noise, noise, b, c, { cmd: 'ENTRY_EFFECT' }, d, noise].filter((message) => message !== undefined),
      version,
    );
    const before = Buffer.from(frame);
    expect(await read(frame)).toEqual({ data: chats, errors: [], passedOver: 5 });
    expect(frame.equals(before)).toBe(true);
  });

  it('may be all there is', async () => {
    expect(await read(frameOf([{ cmd: 'NOTICE_MSG' }], 0))).toEqual({ data: [], errors: [], passedOver: 1 });
    expect(await read(frameOf([{ cmd: 'NOTICE_MSG' }, { cmd: 'ENTRY_EFFECT' }], 3))).toEqual({
      data: [],
      errors: [],
      passedOver: 2,
    });
  });

  it('are known with a suffix too, and by nothing but the whole name at the very beginning', async () => {
    expect((await read(body('{"cmd":"NOTICE_MSG:4:0:2","a":1}'))).passedOver).toBe(1);
    expect((await read(body('{"cmd":"NOTICE_MSG"}', 1))).passedOver).toBe(1);
    for (const wanted of [
      { cmd: 'NOTICE_MSGS' },
      { cmd: 'NOTICE' },
      { cmd: '' },
      { data: { cmd: 'NOTICE_MSG' }, cmd: 'SEND_GIFT' },
      { cmdx: 'NOTICE_MSG' },
      ['cmd', 'NOTICE_MSG'],
    ])
      expect(await read(body(JSON.stringify(wanted)))).toEqual({ data: [wanted], errors: [], passedOver: 0 });
  });

  it('cost nothing but themselves when a neighbour is broken', async () => {
    const inner = Buffer.concat([
      body('{"cmd":"NOTICE_MSG"}'),
      body('{"cmd":'),
      body('{"cmd":"ENTRY_EFFECT"}'),
      body('{"cmd":"GOOD"}'),
    ]);
    const told = { data: [{ cmd: 'GOOD' }], errors: ['bad_json'], passedOver: 2 };
    expect(await read(wrapperOf(inner, 2))).toEqual(told);
    expect(await read(inner)).toEqual(told);
  });

  it('are no answers to a login or a heartbeat, whatever these hold', async () => {
    const reply = packetOf(8, 1, Buffer.from('{"cmd":"NOTICE_MSG","code":0}'));
    expect((await read(reply)).data).toEqual([{ cmd: 'NOTICE_MSG', code: 0 }]);
    expect((await read(packetOf(3, 1, Buffer.from('{"cmd":"NOTICE_MSG"}')))).data).toEqual(['heartbeat_reply']);
  });
});
