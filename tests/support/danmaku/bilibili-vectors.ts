import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { authPacket, heartbeatPacket } from '#main/connectors/bilibili/codec/client-packets.ts';
import { decodeFrame } from '#main/connectors/bilibili/codec/decode-frame.ts';
import { openLiveHeaders, openLiveStringToSign } from '#main/connectors/bilibili/signing/open-live.ts';
import { signWbi, wbiKeyFrom } from '#main/connectors/bilibili/signing/wbi.ts';
import { exactDifference } from './subset.ts';
import { readVectors, type VectorReader } from './vector.ts';

/** A malformed frame must be done with within this, ms. */
const LONGEST_MS = 1000;

/** One WebSocket message to packets and errors, exactly and in order. */
export const bilibiliFrameVectors: VectorReader = (dir, path) =>
  readVectors(dir, path, {
    id: z.string(),
    file: z.string(),
    sha256: z.string(),
    expect: z.object({ errors: z.array(z.string()), packets: z.array(z.unknown()) }),
  }).map(({ id, file, sha256, expect }) => ({
    name: `${path} ${id}`,
    async check() {
      const bytes = readFileSync(join(dir, dirname(path), file));
      const changed = exactDifference(createHash('sha256').update(bytes).digest('hex'), sha256, 'sha256 of the file');
      if (changed !== undefined) return changed;
      const beganMs = performance.now();
      const { packets, errors } = await decodeFrame(bytes);
      const tookMs = performance.now() - beganMs;
      if (tookMs > LONGEST_MS) return `it took ${Math.round(tookMs)} ms`;
      return exactDifference(errors, expect.errors, 'errors') ?? exactDifference(packets, expect.packets, 'packets');
    },
  }));

/** What a client sends. The order of keys in its JSON is free. */
export const bilibiliClientVectors: VectorReader = (dir, path) =>
  readVectors(dir, path, {
    file: z.string(),
    op: z.number(),
    bodyText: z.string().optional(),
    bodyJson: z.unknown().optional(),
  }).map(({ file, op, bodyText, bodyJson }) => ({
    name: `${path} ${file}`,
    check() {
      const wanted = readFileSync(join(dir, dirname(path), file));
      if (bodyText !== undefined)
        return exactDifference(
          (op === 2 ? heartbeatPacket() : authPacket(bodyText)).toString('hex'),
          wanted.toString('hex'),
          'bytes',
        );
      const written = authPacket(JSON.stringify(bodyJson));
      return (
        exactDifference(written.toString('hex', 4, 16), wanted.toString('hex', 4, 16), 'header') ??
        exactDifference(JSON.parse(written.toString('utf8', 16)), JSON.parse(wanted.toString('utf8', 16)), 'body')
      );
    },
  }));

export const bilibiliOpenSigningVectors: VectorReader = (dir, path) =>
  readVectors(dir, path, {
    name: z.string(),
    accessKeyId: z.string(),
    accessKeySecret: z.string(),
    nonce: z.string(),
    timestamp: z.string(),
    body: z.string(),
    expect: z.object({ stringToSign: z.string(), headers: z.record(z.string(), z.string()) }),
  }).map(({ name, timestamp, body, expect, ...keys }) => ({
    name: `${path} ${name}`,
    check() {
      const signing = { ...keys, seconds: Number(timestamp) };
      return (
        exactDifference(openLiveStringToSign(body, signing), expect.stringToSign, 'string to sign') ??
        exactDifference(openLiveHeaders(body, signing), expect.headers, 'headers')
      );
    },
  }));

export const bilibiliWbiVectors: VectorReader = (dir, path) =>
  readVectors(dir, path, {
    name: z.string(),
    img_url: z.string(),
    sub_url: z.string(),
    params: z.record(z.string(), z.union([z.string(), z.number()])),
    wts: z.number(),
    expect: z.object({ mixinKey: z.string(), query: z.string(), w_rid: z.string() }),
  }).map(({ name, img_url, sub_url, params, wts, expect }) => ({
    name: `${path} ${name}`,
    check() {
      const mixinKey = wbiKeyFrom(img_url, sub_url) ?? '';
      const { query, signature } = signWbi(params, mixinKey, wts);
      return exactDifference({ mixinKey, query, w_rid: signature }, expect, 'signature');
    },
  }));
