import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type LiveEvent, liveEventSchema } from '#shared/live/live-event.ts';
import { withoutShared } from '../../../../../tests/support/without.ts';
import { createErrorCounters } from '../../error-counters.ts';
import { bilibiliFixtures } from '../fixtures.testkit.ts';
import { createMessageReader } from '../message-reader.ts';
import { createOpenTranslator } from './open-events.ts';
import { createWebTranslator } from './web-events.ts';

const vectorsSchema = z.object({
  vectors: z.array(z.object({ id: z.string(), desc: z.string(), input: z.unknown(), expect: z.array(z.unknown()) })),
});
const read = (name: string) =>
  bilibiliFixtures === undefined
    ? []
    : vectorsSchema.parse(JSON.parse(readFileSync(join(bilibiliFixtures, name), 'utf8'))).vectors;
const NOW_MS = 1_767_300_000_000;

/** "Subset" of the collection's rules: every expected key with an equal value; null stands for absent too; roles: contains all. */
function difference(wanted: unknown, actual: unknown, path: string): string[] {
  if (wanted === null)
    return actual === null || actual === undefined ? [] : [`${path}: ${JSON.stringify(actual)} instead of null`];
  if (typeof wanted !== 'object')
    return Object.is(wanted, actual) ? [] : [`${path}: ${JSON.stringify(actual)} instead of ${JSON.stringify(wanted)}`];
  if (path.endsWith('.roles') && Array.isArray(wanted) && Array.isArray(actual))
    return wanted.filter((role) => !actual.includes(role)).map((role) => `${path}: no ${String(role)}`);
  if (Array.isArray(wanted))
    return JSON.stringify(wanted) === JSON.stringify(actual)
      ? []
      : [`${path}: ${JSON.stringify(actual)} instead of ${JSON.stringify(wanted)}`];
  if (typeof actual !== 'object' || actual === null) return [`${path}: ${JSON.stringify(actual)} is no object`];
  return Object.entries(wanted).flatMap(([key, value]) => difference(value, Reflect.get(actual, key), `${path}.${key}`));
}

function expectVector(events: readonly LiveEvent[], wanted: readonly unknown[]): void {
  expect(events.map(({ kind }) => kind)).toHaveLength(wanted.length);
  for (const [index, one] of wanted.entries()) {
    expect(difference(one, events[index], `event ${index}`)).toEqual([]);
    liveEventSchema.parse(events[index]);
  }
}

describe.skipIf(bilibiliFixtures === undefined)(
  'Bilibili messages from the collection of vectors',
  withoutShared('fixtures/danmaku/bilibili'),
  () => {
    const routes = [
      ['web', 'normalize-web.json', createWebTranslator],
      ['open', 'normalize-open.json', createOpenTranslator],
    ] as const;
    for (const [route, file, create] of routes)
      it.each(read(file).map((vector) => [vector.id, vector.desc, vector] as const))(`${route} %s: %s`, (_id, _what, vector) => {
        const errors = createErrorCounters();
        const reader = createMessageReader(create(errors.add).eventsFrom, errors);
        expectVector(reader.read(Array.isArray(vector.input) ? vector.input : [vector.input], NOW_MS), vector.expect);
      });
  },
);
