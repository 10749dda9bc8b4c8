import fc from 'fast-check';
import { expect, it } from 'vitest';
import { judge } from './automatic.ts';

const NOW = 1_000_000;
const since = fc.integer({ min: NOW - 20_000, max: NOW });
const presence = fc.record({
  mode: fc.constantFrom('ai' as const, 'human' as const, 'both' as const),
  faceFound: fc.boolean(),
  faceSinceMs: since,
  speaking: fc.boolean(),
  heardMs: fc.oneof(since, fc.constant(Number.NEGATIVE_INFINITY)),
  movedMs: since,
});
const rules = fc.record({
  faceLost: fc.boolean(),
  faceLostSeconds: fc.integer({ min: 1, max: 10 }),
  voice: fc.boolean(),
  idle: fc.boolean(),
  idleSeconds: fc.integer({ min: 5, max: 12 }),
});

it('asks to be asked again only later, so that nobody waits for what is past', () => {
  fc.assert(
    fc.property(presence, rules, (is, settings) => {
      expect(judge(is, settings, NOW).againMs).toBeGreaterThan(NOW);
    }),
    { numRuns: 5000 },
  );
});

it('judges the same until the time that it names', () => {
  fc.assert(
    fc.property(presence, rules, fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), (is, settings, part) => {
      const now = judge(is, settings, NOW);
      const until = Number.isFinite(now.againMs) ? now.againMs : NOW + 3_600_000;
      const later = NOW + Math.floor((until - NOW - 1) * part);
      expect(judge(is, settings, later).override).toEqual(now.override);
    }),
    { numRuns: 5000 },
  );
});
