import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StudioError } from '#shared/errors.ts';
import { soundFromWav } from './wav.ts';

interface Shape {
  readonly tag?: number;
  readonly channels?: number;
  readonly rate?: number;
  readonly bits?: number;
  readonly dataSize?: number;
  readonly extra?: Buffer;
}

function wav(
  body: Buffer,
  { tag = 1, channels = 1, rate = 22_050, bits = 16, dataSize = body.length, extra = Buffer.alloc(0) }: Shape = {},
): Buffer {
  const head = Buffer.alloc(36);
  head.write('RIFF', 0);
  head.writeUInt32LE(0xffffffff, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(tag, 20);
  head.writeUInt16LE(channels, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE((rate * channels * bits) / 8, 28);
  head.writeUInt16LE((channels * bits) / 8, 32);
  head.writeUInt16LE(bits, 34);
  const data = Buffer.alloc(8);
  data.write('data', 0);
  data.writeUInt32LE(dataSize, 4);
  return Buffer.concat([head, extra, data, body]);
}
const int16 = (...values: number[]): Buffer => Buffer.from(Int16Array.from(values).buffer);

describe('soundFromWav', () => {
  it('reads 16-bit mono and its rate', () => {
    expect(soundFromWav(wav(int16(0, 16_384, -32_768)))).toEqual({ sampleRateHz: 22_050, samples: Float32Array.of(0, 0.5, -1) });
  });

  it('averages channels', () => {
    expect([...soundFromWav(wav(int16(16_384, 0, -16_384, -16_384), { channels: 2 })).samples]).toEqual([0.25, -0.5]);
  });

  it.each([
    [8, 1, Buffer.of(128, 255, 0), [0, 127 / 128, -1]],
    [24, 1, Buffer.of(0, 0, 0x40, 0, 0, 0x80), [0.5, -1]],
    [32, 1, Buffer.from(Int32Array.of(1_073_741_824, -2_147_483_648).buffer), [0.5, -1]],
    [32, 3, Buffer.from(Float32Array.of(0.25, 7, Number.NaN).buffer), [0.25, 1, 0]],
    [64, 3, Buffer.from(Float64Array.of(-0.125).buffer), [-0.125]],
  ])('reads %d bits of format %d', (bits, tag, body, expected) => {
    expect([...soundFromWav(wav(body, { bits, tag })).samples]).toEqual(expected);
  });

  it.each([0, 0xffffffff, 0x7ffff000])(
    'takes a data chunk that names %d bytes to its end, as programs write to pipes',
    (dataSize) => {
      expect(soundFromWav(wav(int16(1, 2, 3), { dataSize })).samples).toHaveLength(3);
    },
  );

  it('steps over chunks it does not know, odd ones with their padding', () => {
    const extra = Buffer.concat([Buffer.from('LIST'), Buffer.of(3, 0, 0, 0), Buffer.of(1, 2, 3, 0)]);
    expect(soundFromWav(wav(int16(8), { extra })).samples).toHaveLength(1);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('this is no sound at all, really')],
    ['a header alone', wav(Buffer.alloc(0)).subarray(0, 30)],
    ['12 bits', wav(int16(1), { bits: 12 })],
    ['no channel', wav(int16(1), { channels: 0 })],
    ['a rate of 3 Hz', wav(int16(1), { rate: 3 })],
    ['an unknown coding', wav(int16(1), { tag: 85 })],
  ])('refuses %s with a reason', (_what, bytes) => {
    expect(() => soundFromWav(bytes)).toThrow(/WAV file cannot be read/);
  });

  it('answers any bytes with sound or a StudioError, never with a crash', () => {
    const sound = wav(int16(...Array.from({ length: 50 }, (_, i) => i * 100)));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat({ max: 60 }), fc.nat({ max: 255 })), { maxLength: 8 }),
        fc.nat({ max: sound.length }),
        (changes, length) => {
          const bytes = Buffer.from(sound.subarray(0, length));
          for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
          try {
            for (const value of soundFromWav(bytes).samples) if (!(Math.abs(value) <= 1)) return false;
            return true;
          } catch (error) {
            return error instanceof StudioError;
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
