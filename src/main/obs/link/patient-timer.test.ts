import { expect, it } from 'vitest';
import type { Clock } from '#main/platform/host.ts';
import { createFakeClock } from '../../../../tests/fakes/fake-clock.ts';
import { afterPatiently } from './patient-timer.ts';

it('rings in time, once, and not at all when it is cancelled in either half', () => {
  const clock = createFakeClock();
  const rung: string[] = [];
  afterPatiently(clock, 800, () => rung.push('a'));
  const early = afterPatiently(clock, 800, () => rung.push('b'));
  const late = afterPatiently(clock, 800, () => rung.push('c'));
  afterPatiently(clock, 10, () => rung.push('short'));
  early();
  clock.advance(799);
  expect(rung).toEqual(['short']);
  late();
  clock.advance(1);
  clock.advance(5000);
  expect(rung).toEqual(['short', 'a']);
});

it('lets what came during a stall be read before its time is up', async () => {
  const clock: Clock = {
    now: () => performance.now(),
    after(delayMs, task) {
      const timer = setTimeout(task, delayMs);
      return () => clearTimeout(timer);
    },
  };
  const order: string[] = [];
  const rung = new Promise<void>((resolve) => {
    afterPatiently(clock, 60, () => {
      order.push('time is up');
      resolve();
    });
  });
  // What a socket hands on comes with the turn after a stall.
  setTimeout(() => setImmediate(() => order.push('answer')), 1);
  const end = performance.now() + 120;
  while (performance.now() < end);
  await rung;
  expect(order).toEqual(['answer', 'time is up']);
});
