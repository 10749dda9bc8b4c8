import { describe, expect, it } from 'vitest';
import type { Binding, Trigger } from '#shared/avatar/bindings.ts';
import { emptyHands, HAND_GESTURES, HAND_STRIDE, type HandGesture } from '#shared/tracking/hand-channels.ts';
import { createFakeClock } from '../../../../tests/fakes/fake-clock.ts';
import { createGestureTriggers } from './gesture-triggers.ts';

const ID = 'a'.repeat(32);
const binding = (change: Partial<Extract<Trigger, { type: 'gesture' }>> = {}): Binding => ({
  id: ID,
  name: '',
  modelId: null,
  enabled: true,
  triggers: [{ type: 'gesture', hand: 'left', gesture: 'victory', holdSeconds: 0.5, ...change }],
  actions: [{ delay: 0, action: { type: 'stop' } }],
  cooldown: 0,
});

function open(bindings: readonly Binding[] = [binding()], swapped = false) {
  const clock = createFakeClock();
  const log: string[] = [];
  const triggers = createGestureTriggers({
    clock,
    press: () => void log.push('press'),
    release: () => void log.push('release'),
    keepHolding: (ids) => void log.push(`holding ${ids.length}`),
  });
  triggers.use(bindings);
  /** Pictures 60 times a second; undefined: that hand is not seen. */
  const make = async (left: HandGesture | undefined, right: HandGesture | undefined, ms: number): Promise<void> => {
    const hands = emptyHands();
    if (left !== undefined) hands[HAND_STRIDE - 1] = HAND_GESTURES.indexOf(left);
    if (right !== undefined) hands[2 * HAND_STRIDE - 1] = HAND_GESTURES.indexOf(right);
    for (let at = 0; at < ms; at += 16) {
      triggers.see(hands, swapped);
      await clock.advance(16);
    }
  };
  return { triggers, clock, log, make, presses: () => log.filter((line) => !line.startsWith('holding')) };
}

describe('a sign of the hand as a key', () => {
  it('presses after its time, once, and lets go when it is gone', async () => {
    const { make, presses } = open();
    await make('victory', undefined, 400);
    expect(presses()).toEqual([]);
    await make('victory', undefined, 2000);
    expect(presses()).toEqual(['press']);
    await make('none', undefined, 600);
    expect(presses()).toEqual(['press', 'release']);
  });

  it('is not pressed by what flashes up, and not let go by a picture that errs', async () => {
    const { make, presses } = open();
    for (let i = 0; i < 5; i++) {
      await make('victory', undefined, 300);
      await make('open', undefined, 300);
    }
    expect(presses()).toEqual([]);
    await make('victory', undefined, 320);
    await make('none', undefined, 64);
    await make('victory', undefined, 320);
    await make(undefined, undefined, 200);
    await make('victory', undefined, 320);
    expect(presses()).toEqual(['press']);
  });

  it.each<[Extract<Trigger, { type: 'gesture' }>['hand'], HandGesture | undefined, HandGesture | undefined, boolean]>([
    ['left', 'victory', undefined, true],
    ['left', undefined, 'victory', false],
    ['right', undefined, 'victory', true],
    ['either', 'open', 'victory', true],
    ['both', 'victory', 'open', false],
    ['both', 'victory', 'victory', true],
  ])('of the %s hand with %s and %s: %s', async (hand, left, right, expected) => {
    const { make, presses } = open([binding({ hand })]);
    await make(left, right, 700);
    expect(presses()).toEqual(expected ? ['press'] : []);
  });

  it('means the person’s own hand also where the avatar is a mirror picture', async () => {
    const { make, presses } = open([binding({ hand: 'left' })], true);
    await make('victory', undefined, 700);
    expect(presses()).toEqual([]);
    await make(undefined, 'victory', 700);
    expect(presses()).toEqual(['press']);
  });

  it('is let go when the tracker falls silent, and kept alive while it is made', async () => {
    const { make, clock, log } = open();
    await make('victory', undefined, 3000);
    expect(log.filter((line) => line === 'holding 1').length).toBeGreaterThan(3);
    await clock.advance(1200);
    expect(log.at(-1)).toBe('release');
  });

  it('is let go when its hotkey is switched off or changed', async () => {
    const { triggers, make, presses } = open();
    await make('victory', undefined, 700);
    triggers.use([binding({ gesture: 'fist' })]);
    expect(presses()).toEqual(['press', 'release']);
  });
});
