import { expect, it } from 'vitest';
import { createFakeClock } from '../../../../tests/fakes/fake-clock.ts';
import { createEventAllowance } from './event-allowance.ts';

it('lets 400 events pass at once and 200 in each second after that', () => {
  const clock = createFakeClock();
  const allowance = createEventAllowance(clock);
  allowance.take(400);
  expect(allowance.debtMs()).toBe(0);
  allowance.take(100);
  expect(allowance.debtMs()).toBe(500);
  clock.advance(499);
  expect(allowance.debtMs()).toBeGreaterThan(0);
  clock.advance(1);
  expect(allowance.debtMs()).toBe(0);
  clock.advance(3_600_000);
  allowance.take(401);
  expect(allowance.debtMs()).toBe(5);
});
