import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StudioError } from '#shared/errors.ts';
import { BONE_AT, emptyPose } from '#shared/tracking/bones.ts';
import { createPerformanceCursor } from './performance-cursor.ts';
import type { NamedInput } from './performance-format.ts';
import { createPerformanceRecorder } from './performance-recorder.ts';
import { readPerformance } from './read-performance.ts';

const YAW: NamedInput = { name: 'FaceAngleX', min: -30, max: 30, default: 0 };
const MOUTH: NamedInput = { name: 'MouthOpen', min: 0, max: 1, default: 0 };
function join(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
const SAID = { text: 'Hé 你', language: 'zh', emotion: 'happy', intensity: 0.5, speaker: 'her' } as const;
const SHAPE = { startMs: 0, endMs: 80, viseme: 'aa', open: 1 } as const;
/** Two seconds: the head turns all the time, the mouth from 0.5 to 1 s, a wave of the hand at 1 s, a word at 0.5 s. */
function recorded(): Uint8Array[] {
  const recorder = createPerformanceRecorder({ program: 'test', recordedAtMs: 5, model: { id: 'm', name: 'Model' } });
  const pieces: Uint8Array[] = [...recorder.start];
  for (let frame = 0; frame < 120; frame++) {
    const ms = (frame * 1000) / 60;
    pieces.push(
      ...recorder.frame(ms, (visit) => {
        visit(YAW, 20 * Math.sin(ms / 300));
        if (ms >= 500 && ms < 1000) visit(MOUTH, 0.7);
      }),
    );
    if (frame === 60) {
      pieces.push(...recorder.event(ms, { type: 'motion', name: 'wave', loop: false }));
      const pose = emptyPose();
      pose.set([0, 0.1, 0], 0);
      pose.set([0, 0.6, 0, 0.8], 3 + BONE_AT.get('leftHand')! * 4);
      pieces.push(...recorder.pose(ms, pose));
    }
    if (frame === 30) {
      const line = recorder.line(ms, { ...SAID, turn: 0, startMs: ms - 20 });
      pieces.push(...line!.pieces, ...recorder.cues(ms, line!.number, { visemes: [SHAPE], words: [] }));
      pieces.push(...recorder.sound(ms, line!.number, Float32Array.of(0, 0.5, -1)));
    }
    if (frame === 32) pieces.push(...recorder.sound(ms, 0, Float32Array.of(0.25)));
  }
  return [...pieces, ...recorder.end(2000)];
}

describe('a recorded performance', () => {
  it('gives back every value at its time, and nothing for an input that nobody moves', () => {
    const performance = readPerformance(join(recorded()));
    expect(performance).toMatchObject({ lengthMs: 2000, whole: true, head: { model: { name: 'Model' } } });
    expect(performance.inputs.map(({ name }) => name)).toEqual(['FaceAngleX', 'MouthOpen']);
    const cursor = createPerformanceCursor(performance);
    cursor.seek(400);
    expect(cursor.values[0]).toBeCloseTo(20 * Math.sin(400 / 300), 1);
    expect(cursor.values[1]).toBeNaN();
    cursor.seek(700);
    expect(cursor.values[1]).toBeCloseTo(0.7, 5);
    cursor.seek(1500);
    expect(cursor.values[1]).toBeNaN();
    cursor.seek(700);
    expect(cursor.values[1]).toBeCloseTo(0.7, 5);
  });

  it('gives each event once on the way, and poses as they were', () => {
    const cursor = createPerformanceCursor(readPerformance(join(recorded())));
    expect(cursor.seek(999)).toEqual([]);
    expect(cursor.seek(1100)).toEqual([{ ms: 1000, did: { type: 'motion', name: 'wave', loop: false } }]);
    expect(cursor.seek(1900)).toEqual([]);
    const at = 3 + BONE_AT.get('leftHand')! * 4;
    expect(cursor.pose[at + 1]).toBeCloseTo(0.6, 4);
    expect(cursor.pose[at + 3]).toBeCloseTo(0.8, 4);
    expect(cursor.pose[1]).toBeCloseTo(0.1, 5);
    expect(cursor.pose[3]).toBeNaN();
  });

  it('gives back what was said, when, and how it sounded', () => {
    const [line, ...more] = readPerformance(join(recorded())).lines;
    expect(more).toEqual([]);
    expect(line).toMatchObject({ ...SAID, turn: 0, startMs: 480, visemes: [SHAPE], words: [], samples: 4 });
    const sound = line!.sound.flatMap((piece) =>
      [...new Array(piece.byteLength / 2).keys()].map((at) => piece.getInt16(at * 2, true)),
    );
    expect(sound).toEqual([0, 16384, -32767, 8192]);
  });

  it('never holds a sentence that is longer than a reader takes', () => {
    const recorder = createPerformanceRecorder({ program: 'test', recordedAtMs: 5, model: null });
    const line = recorder.line(0, { ...SAID, text: 'a'.repeat(6000), turn: 0, startMs: 0 });
    const pieces = [...recorder.start, ...line!.pieces];
    for (let second = 0; second < 130; second++) pieces.push(...recorder.sound(second * 1000, 0, new Float32Array(48_000)));
    const [read] = readPerformance(join(pieces)).lines;
    expect([read!.samples, read!.text.length]).toEqual([48_000 * 120, 5000]);
  });

  it('refuses sound of a sentence that it does not have', () => {
    const { start, sound } = createPerformanceRecorder({ program: 'test', recordedAtMs: 5, model: null });
    expect(() => readPerformance(join([...start, ...sound(10, 0, Float32Array.of(1))]))).toThrow(/no sentence 0/u);
  });

  it('is read up to its last whole piece when it was cut off anywhere', () => {
    const bytes = join(recorded());
    const all = readPerformance(bytes);
    const [magic, head] = recorded();
    fc.assert(
      fc.property(fc.integer({ min: magic!.length + head!.length, max: bytes.length - 1 }), (length) => {
        const part = readPerformance(bytes.slice(0, length));
        expect(part.whole).toBe(false);
        expect(all.values.slice(0, part.values.length)).toEqual(part.values);
      }),
      { numRuns: 60 },
    );
    expect(readPerformance(bytes.slice(0, bytes.length - 30)).values.length).toBeGreaterThan(all.values.length - 3);
  });

  it('writes only what changes', () => {
    const recorder = createPerformanceRecorder({ program: 'test', recordedAtMs: 0, model: null });
    const still = (): readonly Uint8Array[] => recorder.frame(0, (visit) => visit(YAW, 5.00001));
    expect(still()).toHaveLength(2);
    expect(still()).toHaveLength(0);
  });

  it('is refused, never misread, when its bytes are changed', () => {
    const bytes = join(recorded());
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }), (changes) => {
        const copy = bytes.slice();
        for (const [at, value] of changes) copy[at] = value;
        try {
          const { values, times, which, inputs, lengthMs } = readPerformance(copy);
          expect(values.some((value) => Math.abs(value) === Number.POSITIVE_INFINITY)).toBe(false);
          expect(times.every((ms, index) => index === 0 || ms >= times[index - 1]!)).toBe(true);
          expect(which.every((input) => input < inputs.length)).toBe(true);
          expect(lengthMs).toBeLessThanOrEqual(12 * 3600 * 1000);
        } catch (error) {
          expect(error).toBeInstanceOf(StudioError);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('is told from any other file', () => {
    expect(() => readPerformance(new TextEncoder().encode('{"Version":3}'))).toThrow('no performance');
    expect(() => readPerformance(new Uint8Array(0))).toThrow('no performance');
  });
});
