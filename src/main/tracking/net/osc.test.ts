import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createOscWriter, type OscValue, readOsc } from './osc.ts';

const written = (bundles: boolean, write: (out: ReturnType<typeof createOscWriter>) => void): Buffer[] => {
  const sent: Buffer[] = [];
  const out = createOscWriter(bundles, (bytes) => sent.push(Buffer.from(bytes)));
  write(out);
  out.flush();
  return sent;
};
const read = (bytes: Uint8Array): (readonly [string, readonly OscValue[]])[] => {
  const messages: (readonly [string, readonly OscValue[]])[] = [];
  readOsc(bytes, (address, values) => messages.push([address, [...values]]));
  return messages;
};

it('reads a message as the specification’s example writes it', () => {
  const bytes = Buffer.from('2f666f6f000000002c69697366660000000003e8ffffffff68656c6c6f0000003f9df3b640b5b22d', 'hex');
  expect(read(bytes)).toEqual([['/foo', [1000, -1, 'hello', expect.closeTo(1.234), expect.closeTo(5.678)]]]);
});

it('what is written is read again, bundled or not, in order', () => {
  const message = fc.tuple(
    fc.stringMatching(/^\/[a-zA-Z0-9/]{0,40}$/u),
    fc.array(
      fc.oneof(
        fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
        fc.string({ maxLength: 20 }).filter((s) => !s.includes('\0')),
      ),
      { maxLength: 8 },
    ),
  );
  fc.assert(
    fc.property(fc.boolean(), fc.array(message, { maxLength: 60 }), (bundles, messages) => {
      const sent = written(bundles, (out) => {
        for (const [address, values] of messages)
          out.write(address, values.map((value) => (typeof value === 'string' ? 's' : 'i')).join(''), ...values);
      });
      for (const bytes of sent) expect(bytes.length).toBeLessThanOrEqual(1500);
      expect(sent.flatMap(read)).toEqual(messages.map(([address, values]) => [address, values]));
      if (!bundles) expect(sent).toHaveLength(messages.length);
    }),
    { numRuns: 200 },
  );
});

it('values of types that nothing asks for keep their places', () => {
  const head = Buffer.from('/a\0\0,hTFNIbi\0\0\0\0');
  const bytes = Buffer.concat([head, Buffer.alloc(8, 1), Buffer.from([0, 0, 0, 3, 1, 2, 3, 0]), Buffer.from([0, 0, 0, 7])]);
  expect(read(bytes)).toEqual([['/a', [undefined, true, false, undefined, undefined, undefined, 7]]]);
});

it('a message that is cut short is not told, and what came before it is', () => {
  const [bundle = Buffer.alloc(0)] = written(true, (out) => {
    out.write('/first', 'i', 1);
    out.write('/second', 'sf', 'word', 0.5);
  });
  for (let cut = 1; cut <= 8; cut += 1) expect(read(bundle.subarray(0, bundle.length - cut))).toEqual([['/first', [1]]]);
});

it('a frame that is too large for one datagram goes in several, each below what an Ethernet frame carries', () => {
  const sent = written(true, (out) => {
    for (let n = 0; n < 100; n += 1) out.write('/VMC/Ext/Bone/Pos', 'sfffffff', `Bone${n}`, 0, 0, 0, 0, 0, 0, 1);
  });
  expect(sent.length).toBeGreaterThan(3);
  for (const bytes of sent) expect(bytes.length).toBeLessThanOrEqual(1472);
  expect(sent.flatMap(read).map(([, [name]]) => name)).toEqual(Array.from({ length: 100 }, (_, n) => `Bone${n}`));
});
