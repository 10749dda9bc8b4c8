import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRowLife, mapInput, type RowShape, smoothed, softLimit } from './mapping.ts';

const SHAPE: RowShape = {
  inputMin: 0,
  inputMax: 10,
  outputMin: -1,
  outputMax: 1,
  clampInput: false,
  clampOutput: false,
  curve: 1,
};
const end = fc.double({ min: -1000, max: 1000, noNaN: true });

describe('mapInput', () => {
  it('lays the input’s range on the output’s and goes on beyond it', () => {
    expect([0, 5, 10, 20].map((raw) => mapInput(SHAPE, raw))).toEqual([-1, 0, 1, 3]);
  });

  it('runs backwards when either range does, and forwards when both do', () => {
    expect(mapInput({ ...SHAPE, inputMin: 10, inputMax: 0 }, 2)).toBeCloseTo(0.6);
    expect(mapInput({ ...SHAPE, outputMin: 1, outputMax: -1 }, 2)).toBeCloseTo(0.6);
    expect(mapInput({ ...SHAPE, inputMin: 10, inputMax: 0, outputMin: 1, outputMax: -1 }, 2)).toBeCloseTo(-0.6);
  });

  it('meets its ends exactly, clamped or not, whatever the curve', () => {
    fc.assert(
      fc.property(end, end, end, end, fc.boolean(), fc.double({ min: 0.1, max: 10, noNaN: true }), (a, b, c, d, clamp, curve) => {
        fc.pre(Math.abs(a - b) > 1e-3);
        const shape = { inputMin: a, inputMax: b, outputMin: c, outputMax: d, clampInput: clamp, clampOutput: clamp, curve };
        expect(mapInput(shape, a)).toBeCloseTo(c, 6);
        expect(mapInput(shape, b)).toBeCloseTo(d, 6);
      }),
    );
  });

  it('never leaves the output’s range when clamped, and never turns back', () => {
    const shape = fc.record({
      inputMin: end,
      inputMax: end,
      outputMin: end,
      outputMax: end,
      curve: fc.double({ min: 0.1, max: 10, noNaN: true }),
    });
    fc.assert(
      fc.property(shape, fc.array(end, { minLength: 2, maxLength: 20 }), (ends, inputs) => {
        const row = { ...ends, clampInput: true, clampOutput: false };
        const outputs = [...inputs].sort((x, y) => x - y).map((raw) => mapInput(row, raw));
        const low = Math.min(ends.outputMin, ends.outputMax) - 1e-9;
        const high = Math.max(ends.outputMin, ends.outputMax) + 1e-9;
        for (const output of outputs) expect(output >= low && output <= high).toBe(true);
        const steps = outputs.slice(1).map((output, at) => output - (outputs[at] ?? 0));
        expect(steps.every((step) => step >= -1e-9) || steps.every((step) => step <= 1e-9)).toBe(true);
      }),
    );
  });

  it('is a switch when the input’s range is one point', () => {
    const point = { ...SHAPE, inputMin: 5, inputMax: 5 };
    expect([4, 5, 6].map((raw) => mapInput(point, raw))).toEqual([-1, 1, 1]);
  });

  it('starts slowly above 1 and quickly below', () => {
    expect(mapInput({ ...SHAPE, curve: 2 }, 5)).toBeLessThan(0);
    expect(mapInput({ ...SHAPE, curve: 0.5 }, 5)).toBeGreaterThan(0);
  });
});

describe('softLimit', () => {
  it('has no corner: its slope never jumps', () => {
    const step = 1e-4;
    const slopes = Array.from({ length: 12_000 }, (_, at) => -0.1 + at * step).map(
      (place) => (softLimit(place + step) - softLimit(place)) / step,
    );
    const jumps = slopes.slice(1).map((slope, at) => Math.abs(slope - (slopes[at] ?? 0)));
    expect(Math.max(...jumps)).toBeLessThan(0.02);
  });
});

describe('smoothed', () => {
  it('comes as far in one long step as in many short ones', () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 100, noNaN: true }), fc.integer({ min: 1, max: 200 }), (smoothing, steps) => {
        let value = 0;
        for (let at = 0; at < steps; at += 1) value = smoothed(value, 1, smoothing, 0.5 / steps);
        expect(value).toBeCloseTo(smoothed(0, 1, smoothing, 0.5), 9);
      }),
    );
  });

  it('has gone 63 % of the way after its time constant, and follows at once without smoothing', () => {
    expect(smoothed(0, 1, 40, 0.4)).toBeCloseTo(1 - Math.exp(-1), 9);
    expect(smoothed(0, 1, 0, 0.001)).toBe(1);
  });
});

describe('a row’s own life', () => {
  /** A stream of numbers that is the same in each run. */
  const random = (): (() => number) => {
    let seed = 7;
    return () => {
      seed = (seed * 16_807) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
  };

  it('blinks 10 to 40 times a minute, each shut for a moment and wholly', () => {
    const life = createRowLife(random());
    let blinks = 0;
    let shut = 0;
    let before = 0;
    for (let tick = 0; tick < 60 * 300; tick += 1) {
      life.advance(1 / 60);
      if (!(life.blink >= 0 && life.blink <= 1)) throw new Error(`the lids are at ${life.blink}`);
      if (life.blink > 0 && before === 0) blinks += 1;
      if (life.blink === 1) shut += 1;
      before = life.blink;
    }
    expect(blinks / 5).toBeGreaterThan(10);
    expect(blinks / 5).toBeLessThan(40);
    expect(shut).toBeGreaterThan(blinks);
  });

  it('breathes 12 to 22 times a minute without a jump', () => {
    const life = createRowLife(random());
    let breaths = 0;
    let before = 0;
    for (let tick = 0; tick < 60 * 60; tick += 1) {
      life.advance(1 / 60);
      if (life.breath >= 0.5 && before < 0.5) breaths += 1;
      if (!(Math.abs(life.breath - before) < 0.03)) throw new Error(`a jump from ${before} to ${life.breath}`);
      before = life.breath;
    }
    expect(breaths).toBeGreaterThan(12);
    expect(breaths).toBeLessThan(22);
  });
});
