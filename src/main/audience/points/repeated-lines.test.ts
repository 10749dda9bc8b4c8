import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Appraised } from '#main/director/appraise.types.ts';
import { defaultSettings } from '#shared/settings/settings.ts';
import { chatOf, superChatOf } from '../../../../tests/fakes/live-events.ts';
import { type EarningRules, earningsFrom } from './earnings.ts';
import { createRepeatedLines } from './repeated-lines.ts';

const shown = fc.record({
  viewer: fc.constantFrom('p:1', 'p:2'),
  atMs: fc.integer({ min: 0, max: 5 }).map((tens) => 1_700_000_000_000 + tens * 10_000),
  action: fc.constantFrom('allow', 'mask', 'hold', 'block'),
  paid: fc.boolean(),
  day: fc.constantFrom('2026-11-22', '2026-11-23'),
  everySeconds: fc.constantFrom(0, 30),
});

test('leaves out no line that brings something which none before it has brought', () => {
  const { points } = defaultSettings().audience;
  const settings = new Map([0, 30].map((everySeconds) => [everySeconds, { ...points, chatEverySeconds: everySeconds }]));
  fc.assert(
    fc.property(fc.array(shown, { maxLength: 40 }), (lines) => {
      const repeated = createRepeatedLines();
      const [all, looked] = [new Set<string>(), new Set<string>()];
      for (const [index, { viewer, atMs, action, paid, day, everySeconds }] of lines.entries()) {
        const event = paid ? superChatOf(30, 'hi', { id: `s:${index}` }) : chatOf('hi', { id: `c:${index}`, atMs });
        const one = {
          event,
          appraisal: {
            viewerKey: viewer,
            shown: event,
            verdict: { action },
            reading: undefined,
            loyalty: 0,
            claimedBy: undefined,
          },
        } as Appraised;
        const rules: EarningRules = { points: settings.get(everySeconds) ?? points, showId: 7, day };
        const ids = earningsFrom(one, 'custom:1', rules).map(({ eventId, reason }) => `${reason}:${eventId}`);
        for (const id of ids) all.add(id);
        if (!repeated.isRepeat(one, rules)) for (const id of ids) looked.add(id);
      }
      expect([...looked]).toEqual([...all]);
    }),
  );
});

test('leaves out most lines of a viewer who writes all the time', () => {
  const repeated = createRepeatedLines();
  const rules: EarningRules = { points: { ...defaultSettings().audience.points, chatEverySeconds: 30 }, showId: 7, day: 'd' };
  const isLeftOut = Array.from({ length: 30 }, (_, second) => {
    const event = chatOf('hi', { id: `c:${second}`, atMs: 1_700_000_010_000 + second * 1000 });
    const appraisal = {
      viewerKey: 'p:1',
      shown: event,
      verdict: { action: 'allow' },
      reading: undefined,
      loyalty: 0,
      claimedBy: undefined,
    };
    return repeated.isRepeat({ event, appraisal } as Appraised, rules);
  });
  // One interval; its first line is looked at.
  expect(isLeftOut).toEqual([false, ...Array.from({ length: 29 }, () => true)]);
});
