import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BODY_PARTS } from '#shared/tracking/body-parts.ts';
import type { DrivingMode } from '#shared/tracking/driving.ts';
import { type DrivingSettings, drivingSettingsSchema } from '#shared/tracking/tracking-settings.ts';
import { createFakeClock } from '../../../../tests/fakes/fake-clock.ts';
import type { DrivingDesk } from '../driving.types.ts';
import { createDrivingDesk } from './driving-desk.ts';

type Wishes = Parameters<typeof drivingSettingsSchema.parse>[0];

function open(wishes: Wishes = {}) {
  const clock = createFakeClock();
  let settings: DrivingSettings = drivingSettingsSchema.parse(wishes);
  const answers: boolean[] = [];
  const desk: DrivingDesk = createDrivingDesk({
    settings: () => settings,
    remember(patch) {
      settings = { ...settings, ...patch };
    },
    onAnswers: () => void answers.push(desk.aiAnswers),
    clock,
  });
  return {
    clock,
    desk,
    answers,
    share: (part: (typeof BODY_PARTS)[number]) => desk.shares[BODY_PARTS.indexOf(part)]!,
    change(patch: Partial<DrivingSettings>) {
      settings = { ...settings, ...patch };
      desk.settingsChanged();
    },
    settings: () => settings,
  };
}

describe('the driving desk', () => {
  it('hands every part to the human and back, and keeps the choice', () => {
    const { clock, desk, share, settings } = open();
    expect([...desk.shares]).toEqual(BODY_PARTS.map(() => 0));
    desk.faceFound(true);
    desk.drive({ mode: 'human' }, 'page');
    clock.advance(400);
    expect(share('head')).toBeGreaterThan(0.2);
    expect(share('head')).toBeLessThan(1);
    clock.advance(2000);
    expect([...desk.shares]).toEqual(BODY_PARTS.map(() => 1));
    expect(desk.view.get()).toMatchObject({ mode: 'human', reason: 'mode', automatic: false });
    expect(settings().mode).toBe('human');
    desk.drive({ mode: 'toggle' }, 'hotkey');
    clock.advance(3000);
    expect([...desk.shares]).toEqual(BODY_PARTS.map(() => 0));
    expect(desk.view.get()).toMatchObject({ mode: 'ai', reason: 'hotkey' });
  });

  it('in mode both gives each part to whom it belongs, as far as the fader says', () => {
    const { clock, desk, share } = open({ parts: { mouth: 'ai', hands: 'human' } });
    desk.faceFound(true);
    desk.drive({ mode: 'both', fader: 0.5 }, 'page');
    clock.advance(3000);
    expect([share('head'), share('mouth'), share('hands'), share('expression')]).toEqual([0.5, 0, 0.5, 0]);
    desk.drive({ fader: 1 }, 'page');
    clock.advance(300);
    expect(desk.view.get().reason).toBe('fader');
    expect(share('head')).toBeCloseTo(1, 1);
  });

  it('goes round the modes by one hotkey', () => {
    const { desk } = open();
    const modes: DrivingMode[] = [];
    for (let i = 0; i < 4; i++) {
      desk.drive({ mode: 'cycle' }, 'hotkey');
      modes.push(desk.view.get().mode);
    }
    expect(modes).toEqual(['both', 'human', 'ai', 'both']);
  });

  it('answers the chat unless the human alone drives', () => {
    const { clock, desk, answers, change } = open();
    desk.faceFound(true);
    desk.drive({ mode: 'human' }, 'page');
    expect(desk.aiAnswers).toBe(false);
    change({ aiAnswers: true });
    expect(desk.aiAnswers).toBe(true);
    change({ aiAnswers: false });
    desk.faceFound(false);
    clock.advance(2900);
    expect(desk.aiAnswers).toBe(false);
    clock.advance(200);
    expect(desk.aiAnswers).toBe(true);
    expect(answers).toEqual([false, true, false, true]);
  });

  it('lets the AI take over when the face is lost, and gives back when it is there again', () => {
    const { clock, desk, share } = open({ mode: 'human' });
    desk.faceFound(true);
    clock.advance(10_000);
    expect(share('head')).toBe(1);
    desk.faceFound(false);
    clock.advance(2000);
    desk.faceFound(true);
    clock.advance(2000);
    expect(desk.view.get().automatic).toBe(false);
    desk.faceFound(false);
    clock.advance(6000);
    expect(desk.view.get()).toMatchObject({ mode: 'human', reason: 'face-lost', automatic: true });
    expect(share('head')).toBe(0);
    desk.faceFound(true);
    clock.advance(3000);
    expect(desk.view.get()).toMatchObject({ reason: 'face-found', automatic: false });
    expect(share('head')).toBe(1);
  });

  it('lets the human take over when heard, until ten seconds of silence', () => {
    const { clock, desk, share } = open({ automatic: { voice: true } });
    desk.heard(true);
    clock.advance(20_000);
    expect(desk.view.get()).toMatchObject({ mode: 'ai', reason: 'voice', automatic: true });
    expect(share('mouth')).toBe(1);
    desk.heard(false);
    clock.advance(9000);
    expect(share('mouth')).toBe(1);
    clock.advance(5000);
    expect(share('mouth')).toBe(0);
    expect(desk.view.get().automatic).toBe(false);
  });

  it('lets the AI take over when the human neither moves nor speaks', () => {
    const { clock, desk, share } = open({ mode: 'human', automatic: { idle: true, idleSeconds: 20 } });
    desk.faceFound(true);
    for (let i = 0; i < 30; i++) {
      clock.advance(1000);
      desk.moved();
    }
    expect(desk.view.get().automatic).toBe(false);
    clock.advance(25_000);
    expect(desk.view.get()).toMatchObject({ reason: 'idle', automatic: true });
    expect(share('head')).toBe(0);
    desk.moved();
    clock.advance(3000);
    expect(share('head')).toBe(1);
  });

  it('whatever is asked in whatever order: no weight jumps, none leaves 0…1, and each ends at its target', () => {
    const part = fc.constantFrom(...BODY_PARTS);
    const command = fc.oneof(
      fc.record({ mode: fc.constantFrom<DrivingMode | 'toggle' | 'cycle'>('ai', 'human', 'both', 'toggle', 'cycle') }),
      fc.record({ fader: fc.double({ min: 0, max: 1, noNaN: true }) }),
      fc.record({ found: fc.boolean() }),
      fc.record({ heard: fc.boolean() }),
      fc.record({ moved: fc.constant(true) }),
      fc.record({ part, driver: fc.constantFrom('human' as const, 'ai' as const) }),
    );
    const automatic = fc.record({ faceLost: fc.boolean(), voice: fc.boolean(), idle: fc.boolean() });
    const steps = fc.array(fc.tuple(command, fc.integer({ min: 0, max: 4000 })), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(steps, automatic, fc.double({ min: 0.2, max: 2, noNaN: true }), (list, rules, fadeSeconds) => {
        const { clock, desk, change, settings } = open({ automatic: { ...rules, idleSeconds: 5 }, fadeSeconds });
        let before = [...desk.shares];
        let longest = 0;
        /** Of the fader, which is the quickest. */
        const most = (0.017 * 2.8) / Math.min(0.15, fadeSeconds);
        const run = (ms: number): void => {
          for (let t = 0; t < ms; t += 16) {
            clock.advance(16);
            desk.shares.forEach((share, at) => {
              longest = Math.max(longest, Math.abs(share - before[at]!));
              if (!(share >= -1e-9 && share <= 1 + 1e-9)) throw new Error(`a share of ${share}`);
            });
            before = [...desk.shares];
          }
        };
        for (const [one, ms] of list) {
          if ('mode' in one) desk.drive(one, 'hotkey');
          else if ('fader' in one) desk.drive(one, 'page');
          else if ('found' in one) desk.faceFound(one.found);
          else if ('heard' in one) desk.heard(one.heard);
          else if ('moved' in one) desk.moved();
          else change({ parts: { ...settings().parts, [one.part]: one.driver } });
          run(ms);
        }
        // Whoever holds it in the end: all parts stand still at shares that the view tells.
        run(20_000);
        expect(longest).toBeLessThanOrEqual(most);
        const still = [...desk.shares];
        run(200);
        expect([...desk.shares]).toEqual(still);
        const { mode, fader, automatic: held } = desk.view.get();
        if (held) return;
        expect(still).toEqual(
          BODY_PARTS.map((name) => (mode === 'human' || (mode === 'both' && settings().parts[name] === 'human') ? fader : 0)),
        );
      }),
      {
        numRuns: 40,
        // The voice gives back while the fader is on its way, quicker than a fade.
        examples: [
          [
            [
              [{ heard: true }, 0],
              [{ heard: false }, 9823],
              [{ fader: 0 }, 0],
            ],
            { faceLost: false, voice: true, idle: false },
            0.31,
          ],
        ],
      },
    );
  });
});
