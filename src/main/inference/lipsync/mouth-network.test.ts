import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { beforeAll, describe, expect, it } from 'vitest';
import { soundFromWav } from '#main/speech/audio/wav.ts';
import { LOGITS } from '#shared/speech/lipsync/decode.ts';
import { createFeatureMaker, FEATURES, HOP } from '#shared/speech/lipsync/features.ts';
import { LIP_SYNC_MODEL } from '../../../../tests/support/lip-sync-rows.ts';
import { createFloatArena } from './float-arena.ts';
import { HEADS, type MouthNetwork, mouthNetworkFromModel } from './mouth-network.ts';

const SPEECH = join(import.meta.dirname, '../../../../tests/golden/lip-sync/rms-1.wav');
let model: Uint8Array;
let network: MouthNetwork;
/** Features of real speech, frame after frame. */
let frames: Float32Array[];

beforeAll(async () => {
  model = await readFile(LIP_SYNC_MODEL);
  network = mouthNetworkFromModel(model);
  const { samples } = soundFromWav(await readFile(SPEECH));
  const maker = createFeatureMaker();
  frames = Array.from({ length: Math.floor(samples.length / HOP) }, (_, f) => {
    const frame = new Float32Array(FEATURES);
    maker.next(samples.subarray(f * HOP, (f + 1) * HOP), frame, 0);
    return frame;
  });
});

const through = (head: number, of: readonly Float32Array[] = frames): Float32Array[] => {
  const reader = network.read(head);
  return of.map((frame) => {
    const logits = new Float32Array(LOGITS);
    reader.next(frame, logits);
    return logits;
  });
};

describe('mouthNetworkFromModel', () => {
  it('computes what onnxruntime computes, over seconds of real speech', async () => {
    const session = await InferenceSession.create(Buffer.from(model), { intraOpNumThreads: 1, interOpNumThreads: 1 });
    const first = frames[0]!;
    const x = Float32Array.from([first, first, ...frames].flatMap((frame) => [...frame]));
    const { y } = await session.run({
      x: new Tensor('float32', x, [1, frames.length + 2, FEATURES]),
      h: new Tensor('float32', new Float32Array(2 * 96), [2, 1, 96]),
    });
    const theirs = y!.data as Float32Array;
    let worst = 0;
    for (let head = 0; head < HEADS; head++)
      for (const [f, logits] of through(head).entries())
        for (const [k, value] of logits.entries())
          worst = Math.max(worst, Math.abs(value - theirs[(f * HEADS + head) * LOGITS + k]!));
    expect(frames.length).toBeGreaterThan(200);
    // Logits are of the order of ten; sums of floats in another order differ in their last digits.
    expect(worst).toBeLessThan(2e-4);
  });

  it('keeps two streams apart, and begins anew after a reset', () => {
    const alone = through(0);
    const [one, other] = [network.read(0), network.read(0)];
    const [a, b] = [new Float32Array(LOGITS), new Float32Array(LOGITS)];
    for (const [f, frame] of frames.entries()) {
      one.next(frame, a);
      other.next(frames.at(-1 - f)!, b);
      expect(a).toEqual(alone[f]);
    }
    one.reset();
    one.next(frames[0]!, a);
    expect(a).toEqual(alone[0]);
  });

  it('refuses weights that are missing, cut off or no numbers, and says which', () => {
    const broken = Buffer.from(model);
    // The last time that the name stands there, it is the weight's own.
    broken.write('head_c', broken.lastIndexOf('head_b'));
    expect(() => mouthNetworkFromModel(broken)).toThrow(/"head_b" has 0 numbers, not 42/u);
    expect(() => mouthNetworkFromModel(model.subarray(0, model.length / 2))).toThrow(/cannot be read/u);
    const none = Buffer.from(model);
    // The weight's numbers lie right after its name.
    none.fill(0xff, none.lastIndexOf('head_b') + 10, none.lastIndexOf('head_b') + 60);
    expect(() => mouthNetworkFromModel(none)).toThrow(/"head_b" holds what is no number/u);
  });
});

describe('createFloatArena', () => {
  it('adds the products of every row, for any count of rows', () => {
    for (const [rows, columns] of [
      [1, 8],
      [3, 16],
      [21, 192],
      [288, 96],
    ] as const) {
      const arena = createFloatArena(rows * columns + rows + columns + 8);
      const [w, x, y] = [arena.take(rows * columns), arena.take(columns), arena.take(rows)];
      for (let i = 0; i < w.length; i++) w[i] = ((i * 7) % 13) - 6;
      for (let k = 0; k < columns; k++) x[k] = (k % 5) - 2;
      y.fill(0.5);
      arena.addProducts(w, x, y);
      for (let r = 0; r < rows; r++) expect(y[r]).toBe(x.reduce((sum, value, k) => sum + value * w[r * columns + k]!, 0.5));
    }
  });

  it('refuses shapes that do not fit, rather than read beyond them', () => {
    const arena = createFloatArena(64);
    const [w, x, y] = [arena.take(32), arena.take(8), arena.take(3)];
    expect(() => arena.addProducts(w, x, y)).toThrow(/32 weights do not take 8 numbers to 3/u);
    expect(() => arena.take(64)).toThrow(/full/u);
  });
});
