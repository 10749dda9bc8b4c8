import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SETTINGS_VERSION } from '#shared/settings/settings.ts';
import { migrateSettings, type SettingsMigration, settingsMigrations } from './migrations.ts';

/** `count` steps, each leaving its number in the document's trail. */
const trailSteps = (count: number): SettingsMigration[] =>
  Array.from({ length: count }, (_, from) => ({
    from,
    migrate: (document) => ({ ...document, trail: [...(Array.isArray(document.trail) ? document.trail : []), from] }),
  }));

test('has one step for every version that was ever written', () => {
  expect(settingsMigrations.map((step) => step.from)).toEqual(Array.from({ length: SETTINGS_VERSION }, (_, from) => from));
});

test('runs exactly the steps from the document’s version to the newest, in order and once each', () => {
  fc.assert(
    fc.property(fc.nat(12), fc.nat(12), (target, version) => {
      const result = migrateSettings({ version, keep: 'me' }, trailSteps(target), target);
      if (version > target) {
        expect(result).toEqual({ kind: 'future', version });
        return;
      }
      const expected = Array.from({ length: target - version }, (_, index) => version + index);
      if (expected.length === 0) expect(result).toMatchObject({ kind: 'current', document: { version: target, keep: 'me' } });
      else
        expect(result).toMatchObject({
          kind: 'migrated',
          fromVersion: version,
          document: { version: target, keep: 'me', trail: expected },
        });
    }),
  );
});

test('takes a document of no sensible version for the oldest, and never throws or changes what it was given', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (version, value) => {
      const raw = typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value, version } : value;
      const before = JSON.stringify(raw);
      const result = migrateSettings(raw);
      expect(JSON.stringify(raw)).toBe(before);
      if (result.kind === 'migrated') expect(result.fromVersion).toBe(0);
      if (result.kind === 'not-a-document') expect(typeof raw !== 'object' || raw === null || Array.isArray(raw)).toBe(true);
    }),
  );
});
