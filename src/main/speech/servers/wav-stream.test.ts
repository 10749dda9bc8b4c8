import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { speechLike, type WavShape, wavOf } from '../../../../tests/fakes/voice-servers/sounds.ts';
import { problemFromError } from './voice-problem.ts';
import { createWavStream } from './wav-stream.ts';

const sound = speechLike(0.05, 24_000);

function read(bytes: Uint8Array, cuts: readonly number[] = []): { rateHz: number; samples: number[] } {
  const stream = createWavStream();
  const edges = [0, ...[...cuts].sort((a, b) => a - b), bytes.length];
  const events = edges.slice(1).flatMap((to, i) => stream.push(bytes.slice(edges[i], to)));
  events.push(...stream.end());
  const formats = events.filter((event) => event.type === 'format');
  expect(formats).toHaveLength(1);
  return {
    rateHz: formats[0]!.sampleRateHz,
    samples: events.flatMap((event) => (event.type === 'pcm' ? [...event.samples] : [])),
  };
}
const code = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    return problemFromError(error).code;
  }
  return 'none';
};

const SHAPES: readonly (readonly [string, WavShape, number])[] = [
  ['8 bits', { rateHz: 8000, bits: 8 }, 0.01],
  ['16 bits', { rateHz: 24_000 }, 1e-4],
  ['24 bits, stereo', { rateHz: 44_100, bits: 24, channels: 2 }, 1e-6],
  ['32 bits', { rateHz: 48_000, bits: 32 }, 1e-6],
  ['float', { rateHz: 22_050, bits: 32, float: true }, 1e-7],
  ['float of 64 bits', { rateHz: 22_050, bits: 64, float: true }, 1e-7],
  ['extensible float', { rateHz: 32_000, bits: 32, float: true, extensible: true }, 1e-7],
  ['tags before the sound', { rateHz: 32_000, withTags: true }, 1e-4],
];

describe('createWavStream', () => {
  it.each(SHAPES)('reads %s', (_, shape, tolerance) => {
    const { rateHz, samples } = read(wavOf(sound, shape));
    expect(rateHz).toBe(shape.rateHz);
    expect(samples).toHaveLength(sound.length);
    for (const [i, value] of samples.entries()) expect(Math.abs(value - sound[i]!)).toBeLessThan(tolerance);
  });

  it('gives the same samples however the bytes are cut', () => {
    const shape = fc.constantFrom(...SHAPES.map(([, one]) => one));
    fc.assert(
      fc.property(shape, fc.array(fc.nat(2000), { maxLength: 40 }), (one, cuts) => {
        const bytes = wavOf(sound.subarray(0, 200), one);
        expect(
          read(
            bytes,
            cuts.map((cut) => cut % bytes.length),
          ),
        ).toEqual(read(bytes));
      }),
    );
  });

  it.each([0, 0xffff_ffff, 0x7fff_ffff])(
    'reads to the end when the header says %i bytes, as streaming servers do',
    (dataLength) => {
      expect(read(wavOf(sound, { rateHz: 32_000, dataLength })).samples).toHaveLength(sound.length);
    },
  );

  it('plays files that follow each other as one, without their headers', () => {
    const file = wavOf(sound, { rateHz: 32_000, withTags: true });
    const { samples } = read(Buffer.concat([file, Buffer.from([0]), file]));
    expect(samples).toHaveLength(2 * sound.length);
    expect(samples.slice(sound.length)).toEqual(samples.slice(0, sound.length));
  });

  it('tells of half a file, of a rate that no voice has, and of what is no WAV', () => {
    const whole = wavOf(sound, { rateHz: 24_000 });
    expect(code(() => read(whole.subarray(0, 600)))).toBe('cut-off');
    expect(code(() => read(whole.subarray(0, 20)))).toBe('not-sound');
    for (const rateHz of [0, 1, 700_000]) expect(code(() => read(wavOf(sound, { rateHz })))).toBe('not-sound');
    expect(code(() => read(Buffer.from('this is no sound at all, but words')))).toBe('not-sound');
    expect(code(() => read(Buffer.concat([whole, wavOf(sound, { rateHz: 16_000 })])))).toBe('not-sound');
  });

  it('survives any bytes with a voice problem or some samples', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(60), (noise, at) => {
        const bytes = new Uint8Array(wavOf(sound.subarray(0, 100), { rateHz: 24_000 }));
        bytes.set(noise.slice(0, bytes.length - at), at);
        const kind = code(() => read(bytes));
        expect(['none', 'not-sound', 'cut-off']).toContain(kind);
      }),
    );
  });
});
