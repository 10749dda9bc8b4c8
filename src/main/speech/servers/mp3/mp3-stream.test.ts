import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { problemFromError } from '../voice-problem.ts';
import { createMp3Stream } from './mp3-stream.ts';

/**
 * Tones, hisses and clicks (so that long, short and changing blocks occur), encoded by LAME; `reference.json` holds every 23rd sample of what
 * libmpg123 makes of them (channels averaged).
 */
const folder = join(import.meta.dirname, '../../../../../tests/golden/mp3');
const referenceSchema = z.record(
  z.string(),
  z.object({ sampleRateHz: z.number(), length: z.number(), every: z.number(), samples: z.array(z.number()) }),
);
const references = referenceSchema.parse(JSON.parse(readFileSync(join(folder, 'reference.json'), 'utf8')));
const fileOf = (name: string): Buffer => readFileSync(join(folder, `${name}.mp3`));

function decode(bytes: Uint8Array, cuts: readonly number[] = []): { rateHz: number; samples: number[] } {
  const stream = createMp3Stream();
  const edges = [0, ...[...cuts].sort((a, b) => a - b), bytes.length];
  const events = edges.slice(1).flatMap((to, i) => stream.push(bytes.slice(edges[i], to)));
  events.push(...stream.end());
  const format = events[0];
  expect(events.filter(({ type }) => type === 'format')).toHaveLength(1);
  return {
    rateHz: format?.type === 'format' ? format.sampleRateHz : 0,
    samples: events.flatMap((event) => (event.type === 'pcm' ? [...event.samples] : [])),
  };
}

describe('createMp3Stream', () => {
  it.each(Object.entries(references))('decodes %s as libmpg123 does', (name, reference) => {
    const { rateHz, samples } = decode(fileOf(name));
    expect(rateHz).toBe(reference.sampleRateHz);
    expect(samples).toHaveLength(reference.length);
    const worst = reference.samples.reduce(
      (most, value, i) => Math.max(most, Math.abs(value - samples[i * reference.every]!)),
      0,
    );
    expect(worst).toBeLessThan(2e-5);
    expect(Math.max(...reference.samples)).toBeGreaterThan(0.1);
  });

  it('gives the same samples however the bytes are cut', () => {
    const file = fileOf('edge-24000-mono').subarray(0, 2000);
    const whole = decode(file).samples;
    fc.assert(
      fc.property(fc.array(fc.nat(file.length), { maxLength: 30 }), (cuts) => {
        expect(decode(file, cuts).samples).toEqual(whole);
      }),
      { numRuns: 15 },
    );
  });

  it('passes over tags before, between and behind', () => {
    const file = fileOf('edge-24000-mono');
    const id3 = Buffer.concat([Buffer.from('ID3\u0003\u0000\u0000'), Buffer.from([0, 0, 2, 10]), Buffer.alloc(266, 0xff)]);
    const tail = Buffer.concat([Buffer.from('TAG'), Buffer.alloc(125, 0x20)]);
    expect(decode(Buffer.concat([id3, file, tail])).samples).toEqual(decode(file).samples);
  });

  it('finds the next frame behind a broken stretch, and loses no more than that', () => {
    const file = Buffer.from(fileOf('edge-24000-mono'));
    const whole = decode(file).samples.length;
    file.fill(0x55, 1000, 1400);
    const { samples } = decode(file);
    expect(samples.length).toBeGreaterThan(whole - 6 * 576);
    expect(samples.every(Number.isFinite)).toBe(true);
  });

  it('says so when it is no MP3, and never makes anything but samples of any bytes', () => {
    expect(() => decode(Buffer.from('<html><body>Log in, please</body></html>'))).toThrow(/no sound/u);
    const file = fileOf('joint-44100-stereo').subarray(0, 1800);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(255)), { minLength: 1, maxLength: 30 }), (changes) => {
        const bytes = Buffer.from(file);
        for (const [at, value] of changes) bytes[at] = value;
        try {
          const { samples } = decode(bytes);
          expect(samples.every((value) => value >= -1 && value <= 1)).toBe(true);
        } catch (error) {
          expect(problemFromError(error).code).toBe('not-sound');
        }
      }),
      { numRuns: 40 },
    );
  });
});
