import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom, noiseOf } from '../../../../tests/support/echo-room.ts';
import { caughtOf, createScene, falseAlarms, ROOMS, runTrial } from '../../../../tests/support/echo-trial.ts';
import { createSyntheticVoices, type SyntheticVoices } from '../../../../tests/support/synthetic-voices.ts';
import { MORE_THAN_ECHO_DB } from '../interruption-judge.ts';
import { createEchoGuard, ECHO_GUARD_HOP } from './echo-guard.ts';

/** The full trial, thirty minutes and every level, is tests/bench/barge-in.bench.ts. */
describe('the echo guard with the real detector', () => {
  let voices: SyntheticVoices;
  beforeAll(async () => {
    voices = await createSyntheticVoices();
  });
  const room = (index: number) => ROOMS[index] ?? ROOMS[0] ?? expect.fail('no rooms');

  it('never takes her voice from the loudspeakers for the streamer’s', async () => {
    const scene = await createScene({ voices, room: room(4), seconds: 25, levelDb: undefined, streamerDb: 0 });
    const { confirmed, begun } = await runTrial(scene);
    expect(confirmed).toEqual([]);
    expect(begun).toEqual([]);
  });

  it('hears the streamer through her voice, louder and quieter than the echo', async () => {
    for (const levelDb of [-5, 5]) {
      const scene = await createScene({ voices, room: room(2), seconds: 24, levelDb, streamerDb: -26 });
      const { confirmed } = await runTrial(scene);
      expect(scene.interruptions.length).toBeGreaterThan(0);
      expect(caughtOf(scene, confirmed)).not.toContain(undefined);
      expect(falseAlarms(scene, confirmed)).toBe(0);
    }
  });
});

describe('the echo guard', () => {
  const SECOND = 16_000;
  const noise = (seconds: number, seed: number): Float32Array => {
    const random = createRandom(seed);
    return Float32Array.from({ length: seconds * SECOND }, () => random() - 0.5);
  };

  function run(heard: Float32Array, played: Float32Array): { cleaned: Float32Array; guard: ReturnType<typeof createEchoGuard> } {
    const guard = createEchoGuard();
    const cleaned = new Float32Array(heard.length);
    for (let at = 0; at + ECHO_GUARD_HOP <= heard.length; at += ECHO_GUARD_HOP)
      guard.process(
        heard.subarray(at, at + ECHO_GUARD_HOP),
        played.subarray(at, at + ECHO_GUARD_HOP),
        cleaned.subarray(at, at + ECHO_GUARD_HOP),
      );
    return { cleaned, guard };
  }

  it('leaves the sound as it is, one block later, while she is silent', () => {
    const heard = noise(1, 1);
    const { cleaned } = run(heard, new Float32Array(heard.length));
    let worst = 0;
    for (let i = 2 * ECHO_GUARD_HOP; i < heard.length - ECHO_GUARD_HOP; i++)
      worst = Math.max(worst, Math.abs((cleaned[i] ?? 0) - (heard[i - ECHO_GUARD_HOP] ?? 0)));
    expect(worst).toBeLessThan(1e-4);
  });

  it('finds the delay of the echo', () => {
    const played = noise(8, 2);
    // Speech comes and goes; a steady sound has no delay.
    for (let i = 0; i < played.length; i++) played[i] = (played[i] ?? 0) * (Math.sin(i / 2500) > 0.2 ? 1 : 0);
    const late = Math.round(0.2 * SECOND);
    const heard = noiseOf(played.length, {
      delayMs: 0,
      driftPpm: 0,
      gainDb: 0,
      reverberationMs: 0,
      noiseDb: -80,
      distortion: 0,
      seed: 3,
    });
    for (let i = late; i < heard.length; i++) heard[i] = (heard[i] ?? 0) + 0.2 * (played[i - late] ?? 0);
    const { guard } = run(heard, played);
    expect(guard.verdict.ready).toBe(true);
    expect(Math.abs((guard.verdict.delayMs ?? 0) - 200)).toBeLessThanOrEqual(24);
  });

  it('takes her voice for hers in a dry room too when the word on where it is jumps by 13 ms', () => {
    // As loud as it likes every 20 ms, from −60 to 0 dB.
    const levels = noise(1, 7).map((one) => 10 ** (3 * (one - 0.5)));
    const played = noise(24, 5).map((sample, i) => sample * (levels[Math.floor(i / 320)] ?? 0));
    const late = (seconds: number): number => Math.round((seconds < 20 ? 0.304 : 0.317) * SECOND);
    const heard = noise(24, 6).map((sample) => sample * 1e-4);
    for (let i = late(0); i < heard.length; i++) heard[i] = (heard[i] ?? 0) + 0.2 * (played[i - late(i / SECOND)] ?? 0);
    const guard = createEchoGuard();
    let most = 0;
    for (let at = 0; at + ECHO_GUARD_HOP <= heard.length; at += ECHO_GUARD_HOP) {
      guard.process(
        heard.subarray(at, at + ECHO_GUARD_HOP),
        played.subarray(at, at + ECHO_GUARD_HOP),
        new Float32Array(ECHO_GUARD_HOP),
      );
      if (at > 12 * SECOND) most = Math.max(most, guard.verdict.excessDb);
    }
    expect(most).toBeLessThan(MORE_THAN_ECHO_DB);
  });

  it('stays finite and silent for silence, full scale and what is no number', () => {
    for (const value of [0, 1, Number.NaN]) {
      const heard = new Float32Array(SECOND).fill(value);
      const { cleaned, guard } = run(
        heard.map((sample) => (Number.isFinite(sample) ? sample : 0)),
        new Float32Array(SECOND).fill(Number.isFinite(value) ? value : 0),
      );
      expect(cleaned.every(Number.isFinite)).toBe(true);
      expect(Number.isFinite(guard.verdict.excessDb)).toBe(true);
    }
  });
});
