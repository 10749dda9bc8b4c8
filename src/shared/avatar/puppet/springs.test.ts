import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AUTHOR_PHYSICS } from '#shared/avatar/scene-start.ts';
import { parsed, plainPuppet } from '../../../../tests/support/puppet/puppet-fixtures.ts';
import type { SpringDefinition } from './puppet-format.ts';
import { createSprings } from './springs.ts';

const spring = (change: Partial<SpringDefinition> = {}): SpringDefinition => ({
  id: 's',
  group: 'hair',
  output: 'Out',
  follow: [{ parameter: 'In', weight: 1 }],
  hang: [],
  frequency: 1,
  damping: 1,
  wind: 0,
  ...change,
});

function setup(change: Partial<SpringDefinition> = {}) {
  const puppet = parsed(
    plainPuppet({
      parameters: [
        { id: 'In', name: '', min: -1000, max: 1000, default: 0 },
        { id: 'Out', name: '', min: -1, max: 1, default: 0 },
      ],
      physicsGroups: [{ id: 'hair', name: 'Hair' }],
      springs: [spring(change)],
    }),
  );
  const springs = createSprings(puppet);
  const values = new Float32Array(2);
  return {
    springs,
    step(dt: number, input: number): number {
      values.set([input, 0]);
      springs.update({ dt }, values);
      return values[1]!;
    },
  };
}

describe('springs', () => {
  it('lag behind what carries them and come to rest', () => {
    const { step } = setup({ damping: 0.3 });
    step(1 / 60, 0);
    expect(step(1 / 60, 1)).toBeLessThan(-0.9);
    let last = 0;
    for (let i = 0; i < 600; i++) last = step(1 / 60, 1);
    expect(last).toBeCloseTo(0, 3);
  });

  it('overshoot when lightly damped, never when critically', () => {
    for (const [damping, overshoots] of [
      [0.2, true],
      [1, false],
      [3, false],
    ] as const) {
      const { step } = setup({ damping });
      step(0, 0);
      let highest = -1;
      for (let i = 0; i < 300; i++) highest = Math.max(highest, step(1 / 60, 1));
      expect(highest > 0.01, `damping ${damping}`).toBe(overshoots);
    }
  });

  it('hang where gravity and tilt put them', () => {
    const { step } = setup({ follow: [], hang: [{ parameter: 'In', weight: 0.02 }] });
    step(0, 0);
    let last = 0;
    for (let i = 0; i < 300; i++) last = step(1 / 60, 20);
    expect(last).toBeCloseTo(0.4, 3);
  });

  it('come to the same place in one step as in many', () => {
    for (const damping of [0.2, 1, 2.5]) {
      const [coarse, fine] = [setup({ damping }), setup({ damping })];
      coarse.step(0, 0);
      fine.step(0, 0);
      const once = coarse.step(0.2, 1);
      let many = 0;
      for (let i = 0; i < 50; i++) many = fine.step(0.2 / 50, 1);
      expect(many).toBeCloseTo(once, 4);
    }
  });

  it('stay finite and bounded at any step, any input and any tuning', () => {
    const input = fc.oneof(fc.float({ min: -1e6, max: 1e6 }), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY));
    const dt = fc.oneof(
      fc.double({ min: 0, max: 100, noNaN: true }),
      fc.constantFrom(0, 1e-9, Number.NaN, Number.POSITIVE_INFINITY, -1),
    );
    const tuning = fc.record({
      frequency: fc.double({ min: 0.05, max: 30, noNaN: true }),
      damping: fc.double({ min: 0.05, max: 10, noNaN: true }),
    });
    fc.assert(
      fc.property(tuning, fc.array(fc.tuple(dt, input), { maxLength: 60 }), (change, steps) => {
        const { step } = setup(change);
        for (const [seconds, value] of steps) {
          const out = step(seconds, value);
          expect(Number.isFinite(out)).toBe(true);
          expect(Math.abs(out)).toBeLessThanOrEqual(4.001);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('forget what they swing from when reset', () => {
    const { springs, step } = setup({ damping: 0.1 });
    step(0, 0);
    step(0.01, 500);
    springs.reset();
    expect(step(0.01, 500)).toBe(0);
    expect(step(0.01, 500)).toBe(0);
  });

  it('obey strength, also per group, and hold still at none', () => {
    const at = (strength: number, group: number): number => {
      const { springs, step } = setup();
      springs.setPhysics({ ...AUTHOR_PHYSICS, strength, groups: [{ id: 'hair', strength: group, wind: 1 }] });
      step(0, 0);
      return step(0.001, 1);
    };
    const normal = at(50, 1);
    expect(at(100, 1)).toBeCloseTo(normal * 2, 4);
    expect(at(50, 0.5)).toBeCloseTo(normal / 2, 4);
    expect(Math.abs(at(0, 1))).toBe(0);
  });

  it('move in the wind, and not without it', () => {
    const { springs, step } = setup({ wind: 0.5 });
    const swing = (): number => {
      const seen = Array.from({ length: 240 }, () => step(1 / 60, 0));
      return Math.max(...seen) - Math.min(...seen);
    };
    step(0, 0);
    expect(swing()).toBe(0);
    springs.setPhysics({ ...AUTHOR_PHYSICS, wind: 100 });
    expect(swing()).toBeGreaterThan(0.05);
  });
});
