import { describe, expect, it } from 'vitest';
import { healthStatusSchema } from '#shared/health.ts';
import { ledgerDecisionSchema, ledgerReasonSchema, TIME_MARKS } from '#shared/live/ledger.ts';
import { liveEventSchema, livePlatformSchema } from '#shared/live/live-event.ts';
import { EMOTIONS, LANGUAGES } from '#shared/speech/emotion.ts';
import { SOURCE_STATES } from '#shared/tracking/source-state.ts';
import { fill, lookUp, resolveLanguage, STRING_TABLES } from './strings.ts';

type Table = { readonly [key: string]: string | Table };

function entriesOf(table: Table, path = ''): readonly (readonly [string, string])[] {
  return Object.entries(table).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}${key}`, value] as const] : entriesOf(value, `${path}${key}.`),
  );
}
const placeholdersOf = (text: string): readonly string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').sort();

describe('the string tables', () => {
  const master = new Map(entriesOf(STRING_TABLES['zh-CN']));

  it.each(['en', 'ja'] as const)('%s has exactly the keys of the master table', (language) => {
    expect(
      entriesOf(STRING_TABLES[language])
        .map(([path]) => path)
        .sort(),
    ).toEqual([...master.keys()].sort());
  });

  it.each(['en', 'ja'] as const)('%s has the same placeholders in every string', (language) => {
    for (const [path, text] of entriesOf(STRING_TABLES[language])) {
      expect(placeholdersOf(text), path).toEqual(placeholdersOf(master.get(path) ?? ''));
    }
  });

  it.each(Object.keys(STRING_TABLES) as (keyof typeof STRING_TABLES)[])('%s has no empty or padded string', (language) => {
    for (const [path, text] of entriesOf(STRING_TABLES[language])) {
      expect(text.trim(), path).toBe(text);
      expect(text.length, path).toBeGreaterThan(0);
    }
  });

  it('names everything that the studio can tell', () => {
    const { reasons, decisions, emotions, languages, platforms, marks, health, kinds } = STRING_TABLES['zh-CN'];
    expect(Object.keys(reasons).sort()).toEqual([...ledgerReasonSchema.options].sort());
    expect(Object.keys(decisions).sort()).toEqual([...ledgerDecisionSchema.options].sort());
    expect(Object.keys(emotions).sort()).toEqual([...EMOTIONS].sort());
    expect(Object.keys(platforms).sort()).toEqual([...livePlatformSchema.options].sort());
    expect(Object.keys(marks).sort()).toEqual(TIME_MARKS.filter((mark) => mark !== 'received').sort());
    expect(Object.keys(languages)).toEqual(expect.arrayContaining([...LANGUAGES]));
    expect(Object.keys(health)).toEqual(expect.arrayContaining([...healthStatusSchema.options]));
    expect(Object.keys(kinds)).toEqual(expect.arrayContaining(liveEventSchema.options.map((option) => option.shape.kind.value)));
  });
});

it('says in every language what ails tracking, in each state that is trouble', () => {
  const states = SOURCE_STATES.filter((state) => !['off', 'starting', 'waiting', 'tracking', 'no-person'].includes(state));
  const reasons = ['waiting', 'plain-model', ...states].map((state) => `tracking-${state}`);
  for (const { healthReasons } of Object.values(STRING_TABLES))
    expect(Object.keys(healthReasons)).toEqual(expect.arrayContaining(reasons));
});

describe('fill', () => {
  it('puts values in, and leaves a placeholder without value visible', () => {
    expect(fill('{n} of {total}', { n: 3 })).toBe('3 of {total}');
  });

  it('never reads a placeholder out of a value', () => {
    expect(fill('{name}: {text}', { name: '{text}', text: 'hi' })).toBe('{text}: hi');
  });
});

describe('resolveLanguage', () => {
  it.each([
    ['auto', ['zh-TW', 'en'], 'zh-CN'],
    ['auto', ['fr-FR', 'ja-JP'], 'ja'],
    ['auto', ['ko', 'de'], 'en'],
    ['auto', [], 'en'],
    ['ja', ['zh-CN'], 'ja'],
  ] as const)('%s with %j is %s', (setting, preferred, expected) => {
    expect(resolveLanguage(setting, preferred)).toBe(expected);
  });
});

it('looks up only what the table itself has', () => {
  expect(lookUp(STRING_TABLES.en.healthReasons, 'toString')).toBeUndefined();
  expect(lookUp(STRING_TABLES.en.healthReasons, 'disk-full')).toContain('disk');
});
