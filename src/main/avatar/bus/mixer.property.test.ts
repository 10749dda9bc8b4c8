import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { silentLogger } from '#main/platform/logger.ts';
import { autoMapping } from '#shared/avatar/mapping-auto.ts';
import type { MappingRow } from '#shared/avatar/parameters.ts';
import { decodeParameterFrame } from '#shared/frames/parameter-frame.ts';
import { createFakeClock } from '../../../../tests/fakes/fake-clock.ts';
import {
  advanceSlot,
  createInputSlot,
  type InputSlot,
  isTaken,
  releaseSlot,
  reportedValue,
  type SourceSession,
  writeSlot,
} from './input-slot.ts';
import { createParameterBus } from './parameter-bus.ts';

const TICK = 1 / 60;
const session = (id: string, fade = 1): SourceSession => ({ id, owner: id, fade, fadeTarget: fade, fadeRate: 0 });
const slot = (): InputSlot => createInputSlot('FaceAngleX', 'x', { min: -30, max: 30, default: 0 });
const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const share = fc.double({ min: 0, max: 1, noNaN: true });

/** Something that happens to one parameter: one of four sources speaks, lets go, or time passes. */
const event = fc.oneof(
  fc.record({
    type: fc.constant('write' as const),
    source: fc.integer({ min: 0, max: 3 }),
    mode: fc.constantFrom('set' as const, 'add' as const),
    priority: fc.integer({ min: 0, max: 3 }),
    value,
    weight: share,
  }),
  fc.record({ type: fc.constant('release' as const), source: fc.integer({ min: 0, max: 3 }) }),
  fc.record({ type: fc.constant('wait' as const), ticks: fc.integer({ min: 1, max: 100 }) }),
);

describe('the mixer of one parameter', () => {
  it('keeps its presence between nothing and all, its value finite, and lets go of everything in the end', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), fc.array(share, { minLength: 4, maxLength: 4 }), (events, fades) => {
        const one = slot();
        const sessions = fades.map((fade, index) => session(String(index), fade));
        let now = 0;
        const pass = (ticks: number): void => {
          for (let tick = 0; tick < ticks; tick += 1) {
            now += TICK * 1000;
            advanceSlot(one, now, TICK);
            if (!(one.presence >= 0 && one.presence <= 1 + 1e-12 && Number.isFinite(one.raw)))
              throw new Error(`presence ${one.presence}, value ${one.raw}`);
          }
        };
        for (const step of events) {
          if (step.type === 'wait') pass(step.ticks);
          else if (step.type === 'release') releaseSlot(one, sessions[step.source]);
          else if (step.mode === 'add' || !isTaken(one, sessions[step.source]!, step.priority, now))
            writeSlot(
              one,
              { session: sessions[step.source]!, mode: step.mode, priority: step.priority },
              step.value,
              step.weight,
              now,
            );
        }
        pass(100);
        expect(one.holds).toEqual([]);
        expect(one.presence).toBe(0);
        expect(one.raw).toBe(0);
      }),
      { numRuns: 300 },
    );
  });

  it('stays within what its sources say as long as they only set', () => {
    const write = fc.record({
      source: fc.integer({ min: 0, max: 2 }),
      value: fc.double({ min: -30, max: 30, noNaN: true }),
      weight: share,
    });
    fc.assert(
      fc.property(fc.array(write, { minLength: 1, maxLength: 40 }), (writes) => {
        const one = slot();
        const sessions = [0, 1, 2].map((index) => session(String(index)));
        let now = 0;
        const low = Math.min(0, ...writes.map((step) => step.value));
        const high = Math.max(0, ...writes.map((step) => step.value));
        for (const step of writes) {
          writeSlot(one, { session: sessions[step.source]!, mode: 'set', priority: step.source }, step.value, step.weight, now);
          for (let tick = 0; tick < 4; tick += 1) {
            now += TICK * 1000;
            advanceSlot(one, now, TICK);
            expect(one.raw).toBeGreaterThanOrEqual(low - 1e-9);
            expect(one.raw).toBeLessThanOrEqual(high + 1e-9);
          }
        }
      }),
    );
  });

  it('adds the same sum in any order', () => {
    fc.assert(
      fc.property(
        fc
          .array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 8 })
          .chain((sums) => fc.tuple(fc.constant(sums), fc.shuffledSubarray([...sums.keys()], { minLength: sums.length }))),
        ([sums, order]) => {
          const settled = (indices: readonly number[]): InputSlot => {
            const one = slot();
            for (const index of indices)
              writeSlot(one, { session: session(String(index)), mode: 'add', priority: 2 }, sums[index]!, 1, 0);
            for (let tick = 1; tick < 30; tick += 1) advanceSlot(one, tick * TICK * 1000, TICK);
            return one;
          };
          const [a, b] = [settled([...sums.keys()]), settled(order)];
          expect(b.raw).toBeCloseTo(a.raw, 6);
          expect(a.raw).toBeCloseTo(
            sums.reduce((sum, one) => sum + one, 0),
            6,
          );
          expect(reportedValue(b, 400)).toBeCloseTo(reportedValue(a, 400), 6);
        },
      ),
    );
  });

  it('arrives at what it reports when nothing changes any more', () => {
    const write = fc.record({
      mode: fc.constantFrom('set' as const, 'add' as const),
      value: fc.double({ min: -100, max: 100, noNaN: true }),
      weight: share,
    });
    fc.assert(
      fc.property(fc.array(write, { minLength: 1, maxLength: 4 }), (writes) => {
        const one = slot();
        const sessions = writes.map((_, index) => session(String(index)));
        let now = 0;
        for (let tick = 0; tick < 20; tick += 1) {
          for (const [index, step] of writes.entries())
            writeSlot(one, { session: sessions[index]!, mode: step.mode, priority: index }, step.value, step.weight, now);
          now += TICK * 1000;
          advanceSlot(one, now, TICK);
        }
        expect(one.presence).toBeCloseTo(1, 9);
        expect(one.raw).toBeCloseTo(reportedValue(one, now), 6);
      }),
    );
  });
});

describe('the whole bus', () => {
  const folder = mkdtempSync(join(tmpdir(), 'yingxi-mixer-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const number = fc.oneof(fc.double({ min: -1e300, max: 1e300, noNaN: true }), fc.constantFrom(0, 1e-300, -0));
  const [base] = autoMapping([{ id: 'ParamAngleX', name: '', min: -30, max: 30, default: 0 }]);
  const row: fc.Arbitrary<MappingRow> = fc
    .record({
      inputMin: number,
      inputMax: number,
      outputMin: number,
      outputMax: number,
      clampInput: fc.boolean(),
      clampOutput: fc.boolean(),
      curve: fc.double({ min: 0.1, max: 10, noNaN: true }),
      smoothing: fc.double({ min: 0, max: 100, noNaN: true }),
      blinking: fc.boolean(),
      breathing: fc.boolean(),
    })
    .map((shape) => ({ ...base!, ...shape }));

  it('lets no number out that is none, or beyond the model’s range, whatever the row and the values', () => {
    fc.assert(
      fc.property(row, fc.array(value, { minLength: 1, maxLength: 20 }), (one, values) => {
        const clock = createFakeClock();
        const bus = createParameterBus({
          file: join(folder, 'none.json'),
          sink: {
            table: () => {},
            frame(bytes) {
              const frame = decodeParameterFrame(bytes.slice().buffer);
              for (const out of frame.values) expect(Math.abs(out)).toBeLessThanOrEqual(30);
              for (const weight of frame.weights) expect(weight >= 0 && weight <= 1).toBe(true);
            },
          },
          random: () => 0.5,
          clock,
          logger: silentLogger,
          report: () => {},
        });
        bus.setModel('a'.repeat(32), [{ id: 'ParamAngleX', name: '', min: -30, max: 30, default: 0 }], { rows: [one] });
        for (const input of values) {
          bus.inject({ session: 's', owner: 's', priority: 2 }, 'set', [{ id: 'FaceAngleX', value: input, weight: 1 }]);
          clock.advance(40);
        }
        bus.drop('s');
        clock.advance(1000);
        void bus.close();
      }),
      { numRuns: 200 },
    );
  });
});
