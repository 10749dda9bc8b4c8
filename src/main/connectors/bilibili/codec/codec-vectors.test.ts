import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { withoutShared } from '../../../../../tests/support/without.ts';
import { bilibiliFixtures } from '../fixtures.testkit.ts';
import { authPacket, heartbeatPacket } from './client-packets.ts';
import { decodeFrame } from './decode-frame.ts';

const frameIndex = z.object({
  vectors: z.array(
    z.object({
      id: z.string(),
      desc: z.string(),
      file: z.string(),
      sha256: z.string(),
      expect: z.object({ errors: z.array(z.string()), packets: z.array(z.unknown()) }),
    }),
  ),
});
const clientIndex = z.object({
  vectors: z.array(
    z.object({ file: z.string(), op: z.number(), bodyJson: z.unknown().optional(), bodyText: z.string().optional() }),
  ),
});

describe.skipIf(bilibiliFixtures === undefined)(
  'Bilibili frames from the collection of vectors',
  withoutShared('fixtures/danmaku/bilibili'),
  () => {
    const dir = bilibiliFixtures ?? '';
    const { vectors } =
      bilibiliFixtures === undefined
        ? { vectors: [] }
        : frameIndex.parse(JSON.parse(readFileSync(join(dir, 'frames/index.json'), 'utf8')));

    it.each(vectors.map((vector) => [vector.id, vector.desc, vector] as const))('%s: %s', async (_id, _what, vector) => {
      const bytes = readFileSync(join(dir, 'frames', vector.file));
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(vector.sha256);
      const before = Buffer.from(bytes);
      const frame = await decodeFrame(bytes);
      expect(frame.errors).toEqual(vector.expect.errors);
      expect(frame.packets).toEqual(vector.expect.packets);
      expect(bytes.equals(before), 'the caller’s bytes are left as they are').toBe(true);
    });

    it('writes the packets of a client byte for byte', () => {
      const client = clientIndex.parse(JSON.parse(readFileSync(join(dir, 'client/index.json'), 'utf8')));
      for (const { file, op, bodyJson, bodyText } of client.vectors) {
        const wanted = readFileSync(join(dir, 'client', file));
        if (op === 2) expect(heartbeatPacket().equals(wanted)).toBe(true);
        else if (bodyText !== undefined) expect(authPacket(bodyText).equals(wanted)).toBe(true);
        else {
          // The order of keys is free.
          const written = authPacket(JSON.stringify(bodyJson));
          expect(written.subarray(4, 16).equals(wanted.subarray(4, 16))).toBe(true);
          expect(JSON.parse(written.toString('utf8', 16))).toEqual(JSON.parse(wanted.toString('utf8', 16)));
        }
      }
    });
  },
);
