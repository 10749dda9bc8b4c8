import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { standardInput } from '#shared/avatar/input-parameters.ts';
import type { Viseme } from '#shared/speech/cues.ts';
import { createMouthTrack, MOUTH_VALUES } from '#shared/speech/mouth.ts';
import { blendMouth } from './blend-mouth.ts';
import { createCueWriter } from './cue-writer.ts';
import type { LipSyncFrame } from './frame.ts';
import { createLiveMouth } from './live-mouth.ts';
import { VOICE_INPUTS, VOICE_TUNING, writeVoiceInputs } from './voice-inputs.ts';

const frame = (tMs: number, viseme: Viseme, open: number, weights: readonly number[] = [open, 0, 0, 0, 0]): LipSyncFrame => ({
  tMs,
  weights: Float32Array.from(weights),
  open,
  viseme,
  levelDb: open > 0 ? -20 : -80,
});
/** `shapes`: [viseme, openness, frames] in a row. */
const framesOf = (shapes: readonly (readonly [Viseme, number, number])[]): LipSyncFrame[] => {
  const shapesOfFrames = shapes.flatMap(([viseme, open, count]) => Array.from({ length: count }, () => [viseme, open] as const));
  return shapesOfFrames.map(([viseme, open], i) => frame(i * 10, viseme, open));
};
const six = (...values: number[]): Float32Array => Float32Array.from(values);

describe('createLiveMouth', () => {
  it('shows a frame in the middle of its 10 ms', () => {
    const mouth = createLiveMouth();
    for (const each of framesOf([
      ['sil', 0, 10],
      ['aa', 1, 10],
      ['PP', 0, 10],
    ]))
      mouth.push(each);
    const out = new Float32Array(MOUTH_VALUES);
    mouth.sample(150, out);
    expect(out[5]).toBeCloseTo(1, 5);
    expect(out[0]).toBeCloseTo(1, 5);
    mouth.sample(250, out);
    expect(out[5]).toBeCloseTo(0, 4);
  });

  it('moves without jumps from frame to frame', () => {
    const mouth = createLiveMouth();
    for (const each of framesOf([
      ['sil', 0, 10],
      ['aa', 1, 10],
      ['PP', 0, 5],
      ['aa', 0.8, 10],
    ]))
      mouth.push(each);
    const [before, now] = [new Float32Array(MOUTH_VALUES), new Float32Array(MOUTH_VALUES)];
    mouth.sample(0, before);
    for (let t = 1; t < 350; t++) {
      mouth.sample(t, now);
      for (let k = 0; k < MOUTH_VALUES; k++) expect(Math.abs(now[k]! - before[k]!)).toBeLessThan(0.16);
      before.set(now);
    }
  });

  it('closes when no more frames come, but not at once', () => {
    const mouth = createLiveMouth();
    for (const each of framesOf([['aa', 1, 10]])) mouth.push(each);
    const out = new Float32Array(MOUTH_VALUES);
    mouth.sampleNewest(0, out);
    expect(out[5]).toBeCloseTo(1, 4);
    mouth.sampleNewest(50, out);
    expect(out[5]).toBeCloseTo(1, 4);
    mouth.sampleNewest(130, out);
    expect(out[5]).toBeGreaterThan(0.2);
    expect(out[5]).toBeLessThan(0.8);
    mouth.sampleNewest(300, out);
    expect([...out]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('shows a closed mouth for frames that were lost, and before all it still knows', () => {
    const mouth = createLiveMouth();
    for (const each of framesOf([['aa', 1, 300]])) mouth.push(each);
    mouth.push(frame(3200, 'aa', 1));
    const out = new Float32Array(MOUTH_VALUES);
    mouth.sample(3100, out);
    expect(out[5]).toBe(0);
    mouth.sample(100, out);
    expect(out[5]).toBe(0);
    mouth.reset();
    mouth.sampleNewest(0, out);
    expect(out[5]).toBe(0);
  });
});

describe('createCueWriter', () => {
  const cuesOf = (frames: readonly LipSyncFrame[]) => {
    const writer = createCueWriter();
    for (const each of frames) writer.push(each);
    return writer.end();
  };

  it('makes one cue of a run of frames, and keeps pressed lips of 20 ms', () => {
    const cues = cuesOf(
      framesOf([
        ['sil', 0, 10],
        ['aa', 0.9, 12],
        ['PP', 0.1, 2],
        ['aa', 0.8, 10],
        ['sil', 0, 10],
      ]),
    );
    expect(cues.map(({ viseme }) => viseme)).toEqual(['sil', 'aa', 'PP', 'aa', 'sil']);
    expect(cues[2]).toEqual({ startMs: 220, endMs: 240, viseme: 'PP', open: 0 });
    expect(cues[1]!.open).toBeCloseTo(0.9, 5);
  });

  it('leaves out a shape of one frame', () => {
    const cues = cuesOf(
      framesOf([
        ['aa', 0.9, 10],
        ['kk', 0.5, 1],
        ['aa', 0.9, 10],
      ]),
    );
    expect(cues).toHaveLength(1);
    expect(cues[0]).toMatchObject({ startMs: 0, endMs: 210, viseme: 'aa' });
  });

  it('covers all time once, in order, whatever the frames are, and gives cues out as they are complete', () => {
    const shapes = fc.array(
      fc.tuple(
        fc.constantFrom<Viseme>('sil', 'PP', 'aa', 'I', 'kk', 'SS'),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 9 }),
      ),
      { minLength: 1, maxLength: 30 },
    );
    fc.assert(
      fc.property(shapes, (list) => {
        const frames = framesOf(list);
        const writer = createCueWriter();
        const given = frames.flatMap((each) => {
          writer.push(each);
          const cues = writer.take();
          for (const cue of cues) expect(cue.endMs).toBeLessThanOrEqual(each.tMs + 10);
          return cues;
        });
        const cues = [...given, ...writer.end()];
        expect(cues[0]!.startMs).toBe(0);
        expect(cues.at(-1)!.endMs).toBe(frames.length * 10);
        for (let i = 1; i < cues.length; i++) expect(cues[i]!.startMs).toBe(cues[i - 1]!.endMs);
      }),
    );
  });

  it('holds no sound back for long: a shape that lasts is given out before it ends', () => {
    const writer = createCueWriter();
    const frames = framesOf([
      ['sil', 0, 60],
      ['aa', 0.9, 60],
      ['O', 0.6, 8],
      ['sil', 0, 60],
    ]);
    const cues = frames.flatMap((each) => {
      writer.push(each);
      const given = writer.take();
      expect(each.tMs + 10 - writer.untilMs).toBeLessThanOrEqual(130);
      return given;
    });
    cues.push(...writer.end());
    for (const cue of cues) expect(cue.endMs).toBeGreaterThan(cue.startMs);
    expect([...new Set(cues.map(({ viseme }) => viseme))]).toEqual(['sil', 'aa', 'O']);
    expect(cues.filter(({ viseme }) => viseme === 'aa').length).toBeLessThan(8);
  });

  it('gives cues that open the mouth as the frames did', () => {
    const track = createMouthTrack();
    track.append(
      cuesOf(
        framesOf([
          ['sil', 0, 10],
          ['aa', 0.9, 14],
          ['PP', 0, 6],
          ['O', 0.6, 14],
        ]),
      ),
    );
    const out = new Float32Array(MOUTH_VALUES);
    track.sample(170, out);
    expect(out[0]).toBeGreaterThan(0.8);
    track.sample(270, out);
    expect(out[5]).toBeLessThan(0.05);
    track.sample(370, out);
    expect(out[4]).toBeGreaterThan(0.6);
  });
});

describe('blendMouth', () => {
  const voice = six(1, 0, 0, 0, 0, 0.9);
  const camera = six(0, 0, 0.6, 0, 0, 0.3);
  const blended = (blend: Parameters<typeof blendMouth>[2]) => {
    const out = new Float32Array(MOUTH_VALUES);
    blendMouth(voice, camera, blend, out);
    return [...out];
  };

  it('is the voice alone without a face, and the camera alone without trust in the voice', () => {
    expect(blended({ voice: 1, camera: 1, cameraSeen: 0, voiceHeard: 1 })).toEqual([...voice]);
    expect(blended({ voice: 0, camera: 1, cameraSeen: 1, voiceHeard: 1 })).toEqual([...camera]);
  });

  it('lets a clear voice lead and a silent one follow', () => {
    const clear = blended({ voice: 1, camera: 1, cameraSeen: 1, voiceHeard: 1 });
    const silent = blended({ voice: 1, camera: 1, cameraSeen: 1, voiceHeard: 0 });
    expect(clear[5]).toBeCloseTo((2 * 0.9 + 0.3) / 3, 5);
    expect(silent[5]).toBeCloseTo((0.5 * 0.9 + 2 * 0.3) / 2.5, 5);
  });

  it('closes when neither may speak, and stays within its range for any input', () => {
    expect(blended({ voice: 0, camera: 0, cameraSeen: 1, voiceHeard: 1 })).toEqual([0, 0, 0, 0, 0, 0]);
    const out = new Float32Array(MOUTH_VALUES);
    blendMouth(six(NaN, 9, -3, 0, 0, 2), camera, { voice: NaN, camera: 2, cameraSeen: 0.5, voiceHeard: 7 }, out);
    for (const value of out) expect(value >= 0 && value <= 1).toBe(true);
  });
});

describe('writeVoiceInputs', () => {
  const written = (mouth: Float32Array, levelDb: number, camera?: { mouthOpen: number; mouthSmile: number }) => {
    const out = new Float32Array(VOICE_INPUTS.length);
    writeVoiceInputs({ mouth, levelDb, camera }, VOICE_TUNING, out);
    return Object.fromEntries(VOICE_INPUTS.map((name, i) => [name, out[i]!]));
  };

  it('drives standard inputs of VTube Studio, each between 0 and 1', () => {
    for (const name of VOICE_INPUTS) expect(standardInput(name)).toMatchObject({ group: 'voice', min: 0, max: 1 });
  });

  it('rests with no volume, a neutral form and full silence', () => {
    expect(written(six(0, 0, 0, 0, 0, 0), -90)).toMatchObject({
      VoiceVolume: 0,
      VoiceFrequency: 0.5,
      VoiceSilence: 1,
      VoiceA: 0,
    });
  });

  it('tells spread from rounded vowels', () => {
    expect(written(six(0, 1, 0, 0, 0, 0.3), -20).VoiceFrequency).toBeGreaterThan(0.9);
    expect(written(six(0, 0, 1, 0, 0, 0.3), -20).VoiceFrequency).toBeLessThan(0.1);
    expect(written(six(0, 0, 1, 0, 0, 0.3), -20)).toMatchObject({ VoiceU: 1, VoiceSilence: 0 });
  });

  it('hears no voice in a loud noise that moves no lips', () => {
    expect(written(six(0, 0, 0, 0, 0, 0), -10).VoiceVolume).toBe(0);
    expect(written(six(1, 0, 0, 0, 0, 0.9), -16).VoiceVolume).toBeCloseTo(1, 5);
  });

  it('joins the camera: the wider mouth, and the smile on top of the form', () => {
    const joined = written(six(0, 0, 0, 0, 0, 0), -90, { mouthOpen: 0.7, mouthSmile: 0.8 });
    expect(joined.VoiceVolumePlusMouthOpen).toBeCloseTo(0.7, 5);
    expect(joined.VoiceFrequencyPlusMouthSmile).toBeCloseTo(0.8, 5);
    expect(joined.VoiceVolume).toBe(0);
  });
});
