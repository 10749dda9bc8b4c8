import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { soundFromWav } from '#main/speech/audio/wav.ts';
import { createCueWriter } from '#shared/speech/lipsync/cue-writer.ts';
import { createMouthTrack, MOUTH_VALUES } from '#shared/speech/mouth.ts';
import { copied, framesOf, LIP_SYNC_MODEL, openMouthNetwork, rowsOf } from '../../../../tests/support/lip-sync-rows.ts';
import { type MouthRow, readLabelledSounds, scoreMouths } from '../../../../tests/support/lip-sync-score.ts';
import { withoutShared } from '../../../../tests/support/without.ts';
import { FRAME_ROW, FRAMES_OP, framesEventSchema } from './frame-events.types.ts';
import { createLipSync } from './lip-sync.ts';
import { createLipSyncEngine } from './lip-sync-engine.ts';
import { MOUTH_OP, type MouthEvent, mouthEventSchema } from './mouth-events.types.ts';
import type { MouthNetwork } from './mouth-network.ts';

const golden = join(process.cwd(), 'tests', 'golden', 'lip-sync');
const fixtures =
  [process.env.YINGXI_LIPSYNC_FIXTURES, join(process.cwd(), '../shared/fixtures/lipsync')].find(
    (path) => path && existsSync(path),
  ) ?? '';
const HOP = 160;
let network: MouthNetwork;
let speech: Float32Array;

beforeAll(async () => {
  network = await openMouthNetwork();
  speech = soundFromWav(await readFile(join(golden, 'rms-1.wav'))).samples;
});

const noise = (length: number, gain: number): Float32Array => {
  let state = 1;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return gain * (state / 2 ** 31 - 1);
  });
};

describe('createLipSync', () => {
  it.each(['live', 'delayed'] as const)('says nothing that depends on later sound than it may know (%s)', async (variant) => {
    const lookAhead = variant === 'live' ? 0 : 2;
    const whole = framesOf(network, speech, { variant });
    for (const cut of [40, 95, 150]) {
      // What follows is another sound: what was said before must be the same to the last bit.
      const changed = Float32Array.from(speech);
      changed.set(noise(changed.length - cut * HOP, 0.5), cut * HOP);
      const other = framesOf(network, changed, { variant });
      expect(other.slice(0, cut - lookAhead)).toEqual(whole.slice(0, cut - lookAhead));
      expect(other.slice(cut - lookAhead, cut - lookAhead + 5)).not.toEqual(whole.slice(cut - lookAhead, cut - lookAhead + 5));
    }
  });

  it('says a frame as soon as its sound is in, at any sample rate', async () => {
    for (const sampleRateHz of [16_000, 48_000, 44_100]) {
      const frames: number[] = [];
      const lipSync = createLipSync({ network, variant: 'live', sampleRateHz, onFrame: ({ tMs }) => frames.push(tMs) });
      lipSync.push(new Float32Array(sampleRateHz / 2));
      expect(frames.length, `${sampleRateHz} Hz`).toBeGreaterThanOrEqual(49);
      expect(frames.length).toBeLessThanOrEqual(50);
      expect(frames).toEqual(frames.map((_, i) => i * 10));
    }
  });

  it('hears the same in 48 kHz as in 16 kHz', async () => {
    const upsampled = Float32Array.from({ length: speech.length * 3 }, (_, i) => {
      const at = i / 3;
      const k = Math.floor(at);
      return (speech[k] ?? 0) * (1 - at + k) + (speech[k + 1] ?? 0) * (at - k);
    });
    const [low, high] = [framesOf(network, speech), framesOf(network, upsampled, { sampleRateHz: 48_000 })];
    const difference =
      low.slice(5, -5).reduce((sum, { open }, i) => sum + Math.abs(open - high[i + 5]!.open), 0) / (low.length - 10);
    expect(difference).toBeLessThan(0.06);
  });

  it('says the same whatever pieces the sound comes in', async () => {
    const whole = framesOf(network, speech);
    for (const piece of [1, 97, 160, 1000].map((size) => Math.max(size, 40))) {
      const pieces = framesOf(network, speech.subarray(0, 16_000), { piece });
      for (const [i, frame] of pieces.entries()) {
        expect(frame.viseme).toBe(whole[i]!.viseme);
        expect(frame.open).toBeCloseTo(whole[i]!.open, 4);
      }
    }
  });

  it('gives the delayed frames that are due at a flush, then begins anew', async () => {
    const seen: ReturnType<typeof copied>[] = [];
    const lipSync = createLipSync({
      network,
      variant: 'delayed',
      sampleRateHz: 16_000,
      onFrame: (frame) => seen.push(copied(frame)),
    });
    lipSync.push(speech);
    const whole = Math.floor(speech.length / HOP);
    expect(seen).toHaveLength(whole - lipSync.lookAheadMs / 10);
    lipSync.flush();
    expect(seen.length).toBeGreaterThanOrEqual(whole);
    const first = seen.slice(0, 50);
    seen.length = 0;
    lipSync.push(speech);
    expect(seen.slice(0, 50)).toEqual(first);
  });

  it('forgets what waits when it is reset, and goes on cleanly', async () => {
    const seen: ReturnType<typeof copied>[] = [];
    const lipSync = createLipSync({
      network,
      variant: 'live',
      sampleRateHz: 16_000,
      onFrame: (frame) => seen.push(copied(frame)),
    });
    // Half a frame is left over.
    lipSync.push(noise(16_080, 0.8));
    lipSync.reset();
    seen.length = 0;
    lipSync.push(speech);
    expect(seen).toEqual(framesOf(network, speech));
  });

  it('stays closed and finite for silence, nothing, numbers that are none, and a constant', async () => {
    const broken = Float32Array.from({ length: 8000 }, (_, i) => [NaN, Infinity, -Infinity, 5][i % 4]!);
    for (const [name, samples] of [
      ['nothing', new Float32Array(0)],
      ['silence', new Float32Array(16_000)],
      ['NaN', new Float32Array(16_000).fill(NaN)],
      ['a constant', new Float32Array(16_000).fill(0.5)],
      ['broken', broken],
    ] as const) {
      const frames = framesOf(network, samples);
      for (const { open, weights, levelDb } of frames)
        for (const value of [open, ...weights, levelDb]) expect(Number.isFinite(value), name).toBe(true);
      if (name !== 'broken') for (const { open } of frames.slice(20)) expect(open, name).toBeLessThan(0.1);
    }
  });

  it('speaks on after noise, clipping and a change of loudness by 20 dB', async () => {
    const clipped = speech.map((value) => Math.max(-0.3, Math.min(0.3, value * 8)));
    const soft = speech.map((value) => value * 0.1);
    const joined = Float32Array.from([...noise(16_000, 0.7), ...clipped, ...new Float32Array(32_000), ...soft]);
    const frames = framesOf(network, joined);
    const widest = (from: number, to: number): number => Math.max(...frames.slice(from, to).map(({ open }) => open));
    const first = 100;
    const length = Math.floor(speech.length / HOP);
    expect(widest(first, first + length)).toBeGreaterThan(0.4);
    expect(widest(first + length + 200, frames.length)).toBeGreaterThan(0.4);
  });

  it('refuses a rate that it cannot hear in, with the range', () => {
    expect(() => createLipSync({ network, variant: 'live', sampleRateHz: 4000, onFrame: () => {} })).toThrow(/8000 to 192000/u);
  });
});

describe('the shipped model', () => {
  const rowsFor = async (folder: string, variant: 'live' | 'delayed') => {
    const sounds = readLabelledSounds(folder);
    const rows = new Map<string, readonly MouthRow[]>();
    for (const { id, wav } of sounds) rows.set(id, rowsOf(network, wav, variant));
    return scoreMouths(sounds, rows);
  };

  it('reads the mouth of a voice that it was not trained on, live and delayed', async () => {
    const { atZeroLag } = await rowsFor(golden, 'live');
    expect(atZeroLag.vowel).toBeGreaterThan(0.55);
    expect(atZeroLag.openCorr).toBeGreaterThan(0.72);
    const { best } = await rowsFor(golden, 'delayed');
    expect(best.lagMs).toBeLessThanOrEqual(50);
    expect(best.vowel).toBeGreaterThan(0.55);
    expect(best.openCorr).toBeGreaterThan(0.72);
    expect(best.bilabialClosed).toBeGreaterThan(0.85);
    expect(best.silenceClosed).toBeGreaterThan(0.85);
  });

  it.skipIf(!fixtures)(
    'beats 82 % of vowels and .85 of openness on eSpeak voices that it was not trained on, without delay',
    { ...withoutShared('fixtures/lipsync'), timeout: 120_000 },
    async () => {
      const { atZeroLag } = await rowsFor(fixtures, 'live');
      expect(atZeroLag.vowel).toBeGreaterThan(0.82);
      expect(atZeroLag.openCorr).toBeGreaterThan(0.85);
      expect(atZeroLag.bilabialClosed).toBeGreaterThan(0.85);
      expect(atZeroLag.silenceClosed).toBeGreaterThan(0.85);
    },
  );

  it('moves the mouth through cues as it does through frames', async () => {
    const [sound] = readLabelledSounds(golden);
    const writer = createCueWriter();
    const lipSync = createLipSync({ network, variant: 'delayed', sampleRateHz: 16_000, onFrame: (frame) => writer.push(frame) });
    lipSync.push(soundFromWav(sound!.wav).samples);
    lipSync.flush();
    const track = createMouthTrack();
    track.append(writer.end());
    const out = new Float32Array(MOUTH_VALUES);
    const rows = Array.from({ length: Math.floor(sound!.label.durationMs / 10) }, (_, f) => {
      track.sample((f + 0.5) * 10, out);
      return [...out];
    });
    expect(scoreMouths([sound!], new Map([[sound!.id, rows]])).atZeroLag.openCorr).toBeGreaterThan(0.7);
  });
});

describe('createLipSyncEngine', () => {
  const loaded = async (model = LIP_SYNC_MODEL) =>
    createLipSyncEngine().load(
      { key: 'lipsync', engine: 'lip-sync', files: { model }, options: {}, provider: 'cpu' },
      { threads: 1, session: () => Promise.reject(new Error('the lip-sync needs no session')) },
    );

  it('answers every push with cues of the time so far, and the end with the rest', async () => {
    const model = await loaded();
    const events: MouthEvent[] = [];
    const stream = model.stream!(MOUTH_OP, { sampleRateHz: 16_000 }, (event) => events.push(mouthEventSchema.parse(event)));
    for (let at = 0; at < speech.length; at += 8000) await stream.push(speech.subarray(at, at + 8000));
    expect(events).toHaveLength(Math.ceil(speech.length / 8000));
    await stream.tell('end');
    expect(events.at(-1)).toMatchObject({ ended: true });
    expect(events.slice(0, -1).every(({ ended }) => !ended)).toBe(true);
    const cues = events.flatMap(({ visemes }) => visemes);
    expect(cues[0]!.startMs).toBe(0);
    for (let i = 1; i < cues.length; i++) expect(cues[i]!.startMs).toBe(cues[i - 1]!.endMs);
    expect(Math.abs(cues.at(-1)!.endMs - (speech.length / 16_000) * 1000)).toBeLessThanOrEqual(50);
    expect(cues.filter(({ viseme }) => viseme === 'PP').length).toBeGreaterThan(2);
  });

  it('gives the frames of a microphone as they come', async () => {
    const model = await loaded();
    const rows: number[] = [];
    const stream = model.stream!(FRAMES_OP, { sampleRateHz: 16_000, variant: 'live' }, (event) =>
      rows.push(...framesEventSchema.parse(event).rows),
    );
    await stream.push(speech.subarray(0, 1600));
    expect(rows).toHaveLength(10 * FRAME_ROW);
    expect(rows[FRAME_ROW]).toBe(10);
  });

  it('says of a file that is no lip-sync model what to do', async () => {
    await expect(loaded(join(golden, 'rms-1.wav'))).rejects.toThrow(
      /no lip-sync model of this program \(.+\): use the one that came with it/u,
    );
  });

  it('names what it does not know', async () => {
    const model = await loaded();
    expect(() => model.stream!('sing', {}, () => {})).toThrow(/"mouth" and "frames", not "sing"/u);
    await expect(model.run('mouth', {}, () => {}, new AbortController().signal)).rejects.toThrow(/streams/u);
    const stream = model.stream!(MOUTH_OP, { sampleRateHz: 16_000 }, () => {});
    await expect(stream.tell('stop')).rejects.toThrow(/"end"/u);
  });
});
