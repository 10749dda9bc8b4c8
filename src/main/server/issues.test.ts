import { expect, test } from 'vitest';
import { z } from 'zod';
import { postEventsInputSchema } from '#shared/contract/live.ts';
import { describeIssues } from './issues.ts';

function described(schema: z.ZodType, input: unknown): string {
  const result = schema.safeParse(input);
  return result.success ? 'valid' : describeIssues(result.error.issues, input);
}

test('names the path of each wrong field', () => {
  const schema = z.object({ a: z.number(), b: z.object({ c: z.array(z.string()) }) });
  expect(described(schema, { a: 'x', b: { c: ['y', 1] } })).toMatch(/^a: .*expected number.*; b\.c\.1: .*expected string/u);
});

test('calls a wrong input as a whole "input"', () => {
  expect(described(z.string(), 5)).toMatch(/^input: /u);
});

test('names three fields at most and counts the rest', () => {
  const schema = z.object({ a: z.number(), b: z.number(), c: z.number(), d: z.number(), e: z.number() });
  expect(described(schema, {})).toMatch(/^a: .*; b: .*; c: .* \(and 2 more\)$/u);
});

test.each([
  [{ text: 5 }, /^text: .*expected string/u],
  [{ text: 'hi', user: { name: '' } }, /^user\.name: /u],
  [{ text: 'x'.repeat(2001) }, /^text: Too big/u],
  [{ events: [{ text: 'ok' }, {}] }, /^events\.1/u],
  [{ events: Array.from({ length: 1001 }, () => ({ text: 'a' })) }, /^events: Too big/u],
  [{ kind: 'gift', v: 1, id: 'a', platform: 'twitch', source: 'twitch-irc', roomId: 'r', timestamp: 'now' }, /timestamp: /u],
])('of an alternative tells about the form that was meant: %j', (input, pattern) => {
  expect(described(postEventsInputSchema, input)).toMatch(pattern);
});

test('makes do with issues of another kind', () => {
  expect(describeIssues([{ what: 'ever' }], {})).toBe('the input is not valid');
  expect(describeIssues([], {})).toBe('the input is not valid');
});
