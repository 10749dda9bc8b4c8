import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { withoutShared } from '../../../../../tests/support/without.ts';
import { bilibiliFixtures } from '../fixtures.testkit.ts';
import { openLiveHeaders, openLiveStringToSign } from './open-live.ts';
import { signWbi, wbiKeyFrom } from './wbi.ts';

const openVectors = z.object({
  vectors: z.array(
    z.object({
      name: z.string(),
      accessKeyId: z.string(),
      accessKeySecret: z.string(),
      nonce: z.string(),
      timestamp: z.string(),
      body: z.string(),
      expect: z.object({ stringToSign: z.string(), headers: z.record(z.string(), z.string()) }),
    }),
  ),
});
const wbiVectors = z.object({
  vectors: z.array(
    z.object({
      name: z.string(),
      img_url: z.string(),
      sub_url: z.string(),
      params: z.record(z.string(), z.union([z.string(), z.number()])),
      wts: z.number(),
      expect: z.object({ mixinKey: z.string(), query: z.string(), w_rid: z.string() }),
    }),
  ),
});
const read = (name: string): unknown => JSON.parse(readFileSync(join(bilibiliFixtures ?? '', 'sign', name), 'utf8'));

describe.skipIf(bilibiliFixtures === undefined)(
  'Bilibili signatures from the collection of vectors',
  withoutShared('fixtures/danmaku/bilibili'),
  () => {
    const open = bilibiliFixtures === undefined ? [] : openVectors.parse(read('open-live.json')).vectors;
    const wbi = bilibiliFixtures === undefined ? [] : wbiVectors.parse(read('wbi.json')).vectors;

    it.each(open.map((vector) => [vector.name, vector] as const))('open platform: %s', (_name, vector) => {
      const signing = { ...vector, seconds: Number(vector.timestamp) };
      expect(openLiveStringToSign(vector.body, signing)).toBe(vector.expect.stringToSign);
      expect(openLiveHeaders(vector.body, signing)).toEqual(vector.expect.headers);
    });

    it.each(wbi.map((vector) => [vector.name, vector] as const))('web room: %s', (_name, vector) => {
      const key = wbiKeyFrom(vector.img_url, vector.sub_url) ?? '';
      expect(key).toBe(vector.expect.mixinKey);
      expect(signWbi(vector.params, key, vector.wts)).toEqual({ query: vector.expect.query, signature: vector.expect.w_rid });
    });
  },
);

describe('wbi key', () => {
  it('is none when the addresses are not the ones that carry it', () => {
    expect(wbiKeyFrom('', '')).toBeUndefined();
    expect(wbiKeyFrom('https://i0.example.test/short.png', 'https://i0.example.test/short.png')).toBeUndefined();
  });
});
