import { expect, test } from 'vitest';
import { createRateLimit } from './rate-limit.ts';

test('allows a burst, then the steady rate, and says how long to wait', () => {
  let now = 0;
  const limit = createRateLimit({ perSecond: 10, burst: 3, now: () => now });
  expect([limit.take('a'), limit.take('a'), limit.take('a')]).toEqual([0, 0, 0]);
  expect(limit.take('a')).toBe(100);
  now = 60;
  expect(limit.take('a')).toBe(40);
  now = 100;
  expect(limit.take('a')).toBe(0);
  expect(limit.take('a')).toBe(100);
});

test('never saves up more than the burst', () => {
  let now = 0;
  const limit = createRateLimit({ perSecond: 10, burst: 2, now: () => now });
  limit.take('a');
  now = 3_600_000;
  expect([limit.take('a'), limit.take('a')]).toEqual([0, 0]);
  expect(limit.take('a')).toBeGreaterThan(0);
});

test('counts each key by itself', () => {
  const limit = createRateLimit({ perSecond: 1, burst: 1, now: () => 0 });
  expect(limit.take('a')).toBe(0);
  expect(limit.take('a')).toBe(1000);
  expect(limit.take('b')).toBe(0);
});

test('gives credit and says when it is paid back', () => {
  let now = 0;
  const limit = createRateLimit({ perSecond: 10, burst: 2, now: () => now });
  for (let count = 0; count < 2; count += 1) limit.owe('a');
  expect(limit.debtMs('a')).toBe(0);
  for (let count = 0; count < 5; count += 1) limit.owe('a');
  expect(limit.debtMs('a')).toBe(500);
  now = 499;
  expect(limit.debtMs('a')).toBe(1);
  now = 500;
  expect(limit.debtMs('a')).toBe(0);
});
