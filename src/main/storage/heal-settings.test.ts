import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultSettings, settingsSchema } from '#shared/settings/settings.ts';
import { healSettings } from './heal-settings.ts';

type Path = readonly string[];

const leaves = (node: object, path: Path = []): Path[] =>
  Object.entries(node).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? leaves(value, [...path, key]) : [[...path, key]],
  );
const get = (node: unknown, path: Path): unknown =>
  path.reduce<unknown>((at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined), node);
const set = (node: unknown, path: Path, value: unknown): void => {
  const parent = get(node, path.slice(0, -1));
  if (typeof parent === 'object' && parent !== null) Reflect.set(parent, path.at(-1) ?? '', value);
};

/** A sound document in which nothing is at its default, so that a value that was kept shows. */
const sound = settingsSchema.parse({
  ...defaultSettings(),
  brain: { ...defaultSettings().brain, model: 'my-model', retries: 4, temperature: 0.1 },
  persona: {
    ...defaultSettings().persona,
    name: '小影',
    forbiddenTopics: ['a', 'b', 'c'],
    examples: [{ viewer: 'v', her: 'h' }],
  },
  voice: { ...defaultSettings().voice, rate: 1.7, voices: { zh: 'z', en: 'e', ja: 'j' } },
  stage: { ...defaultSettings().stage, zoom: 2, captions: { ...defaultSettings().stage.captions, size: 2 } },
});
const paths = leaves(sound).filter((path) => path[0] !== 'version');

test('keeps every valid value and defaults only those that are broken, wherever they are', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...paths), fc.jsonValue()), { maxLength: 12 }), (faults) => {
      const document = structuredClone(sound);
      for (const [path, value] of faults) set(document, path, value);
      const { settings, healed } = healSettings(document);
      expect(settingsSchema.safeParse(settings).success).toBe(true);
      const touched = new Set(faults.map(([path]) => path.join('.')));
      for (const path of paths)
        if (!touched.has(path.join('.'))) expect(get(settings, path), path.join('.')).toEqual(get(sound, path));
      if (settingsSchema.safeParse(document).success) expect(healed).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

test('makes complete settings of any object at all', () => {
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.constantFrom('voice', 'stage', 'brain', 'hotkeys', 'persona', 'language', 'x', '__proto__'),
        fc.jsonValue(),
      ),
      (document) => {
        expect(settingsSchema.safeParse(healSettings(document).settings).success).toBe(true);
      },
    ),
    { numRuns: 150 },
  );
});

test('drops single broken elements of a list and keeps its other ones', () => {
  const document = structuredClone(sound) as unknown;
  set(document, ['persona', 'forbiddenTopics'], ['a', 7, 'b', null, 'c']);
  set(
    document,
    ['persona', 'examples'],
    [{ viewer: 'one', her: '1' }, { viewer: 'no answer' }, 'x', { viewer: 'two', her: '2' }],
  );
  const { settings, healed } = healSettings(Object(document));
  expect(settings.persona.forbiddenTopics).toEqual(['a', 'b', 'c']);
  expect(settings.persona.examples).toEqual([
    { viewer: 'one', her: '1' },
    { viewer: 'two', her: '2' },
  ]);
  expect(healed).toEqual(
    expect.arrayContaining(['persona.forbiddenTopics.1', 'persona.forbiddenTopics.3', 'persona.examples.2']),
  );
});

test('an object that lacks all its fields goes alone, in a list and by itself', () => {
  const document = structuredClone(sound) as unknown;
  set(document, ['tracking', 'webcam', 'calibration'], {});
  set(document, ['persona', 'examples'], [{}, { viewer: 'two', her: '2' }]);
  const { settings, healed } = healSettings(Object(document));
  expect(settings.tracking.webcam).toEqual(sound.tracking.webcam);
  expect(settings.persona.examples).toEqual([{ viewer: 'two', her: '2' }]);
  expect([...healed].sort()).toEqual(['persona.examples.0', 'tracking.webcam.calibration']);
});

test('cuts a list that is too long instead of emptying it', () => {
  const document = structuredClone(sound) as unknown;
  set(
    document,
    ['director', 'stopWords'],
    Array.from({ length: 30 }, (_, index) => `w${index}`),
  );
  expect(healSettings(Object(document)).settings.director.stopWords).toHaveLength(20);
});
