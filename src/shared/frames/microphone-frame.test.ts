import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodePcmFrame } from './frame-codec.ts';
import { decodeMicrophoneFrame, encodeMicrophoneFrame, MICROPHONE_FRAME } from './microphone-frame.ts';

describe('frames of the microphone', () => {
  it('come out as they went in', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 32 - 1 }),
        fc.double({ min: 0, max: 1e13, noNaN: true }),
        fc.float32Array({ minLength: MICROPHONE_FRAME, maxLength: MICROPHONE_FRAME, min: -1, max: 1, noNaN: true }),
        (sequence, sourceTimeMs, samples) => {
          expect(decodeMicrophoneFrame(encodeMicrophoneFrame({ sequence, sourceTimeMs, samples }))).toEqual({
            sequence,
            sourceTimeMs,
            samples,
          });
        },
      ),
    );
  });

  it('turn what is no sound into silence or full scale', () => {
    const samples = new Float32Array(MICROPHONE_FRAME);
    samples.set([Number.NaN, Number.POSITIVE_INFINITY, 7, -7]);
    const decoded = decodeMicrophoneFrame(encodeMicrophoneFrame({ sequence: 1, sourceTimeMs: 1, samples })).samples;
    expect([...decoded.subarray(0, 4)]).toEqual([0, 0, 1, -1]);
  });

  it('are refused when they are cut, of another kind or without a time', () => {
    const good = encodeMicrophoneFrame({ sequence: 1, sourceTimeMs: 1, samples: new Float32Array(MICROPHONE_FRAME) });
    expect(() => decodeMicrophoneFrame(good.subarray(0, good.length - 4))).toThrow(/not one of 320 samples/u);
    const pcm = encodePcmFrame({
      sequence: 1,
      sourceTimeMs: 1,
      turnId: 1,
      utterance: 0,
      startSample: 0,
      samples: new Float32Array(316),
    });
    expect(() => decodeMicrophoneFrame(pcm)).toThrow(/kind 2/u);
    const timeless = encodeMicrophoneFrame({
      sequence: 1,
      sourceTimeMs: Number.NaN,
      samples: new Float32Array(MICROPHONE_FRAME),
    });
    expect(() => decodeMicrophoneFrame(timeless)).toThrow(/no time/u);
  });
});
