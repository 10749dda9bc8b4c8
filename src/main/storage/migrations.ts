import { SETTINGS_VERSION } from '#shared/settings/settings.ts';

export type JsonObject = Record<string, unknown>;

/** Brings a document from version `from` to `from + 1`. Never throws on odd values: healing comes afterwards. */
export interface SettingsMigration {
  readonly from: number;
  readonly migrate: (document: JsonObject) => JsonObject;
}

/** One entry per version ever released, in order. To change the document's form: raise SETTINGS_VERSION and add the step here. */
export const settingsMigrations: readonly SettingsMigration[] = [
  // Before version numbers were written; the form was already that of version 1.
  { from: 0, migrate: (document) => document },
];

export type MigrationResult =
  | { readonly kind: 'current'; readonly document: JsonObject }
  | { readonly kind: 'migrated'; readonly document: JsonObject; readonly fromVersion: number }
  /** Written by a newer program: not to be touched. */
  | { readonly kind: 'future'; readonly version: number }
  | { readonly kind: 'not-a-document' };

/** Runs the steps that a parsed settings file still lacks. The input is not changed. */
export function migrateSettings(
  raw: unknown,
  migrations: readonly SettingsMigration[] = settingsMigrations,
  target: number = SETTINGS_VERSION,
): MigrationResult {
  if (!isJsonObject(raw)) return { kind: 'not-a-document' };
  const version = versionOf(raw);
  if (version > target) return { kind: 'future', version };
  let document: JsonObject = structuredClone(raw);
  for (let at = version; at < target; at += 1) {
    const step = migrations.find((migration) => migration.from === at);
    if (step) document = step.migrate(document);
  }
  document.version = target;
  return version === target ? { kind: 'current', document } : { kind: 'migrated', document, fromVersion: version };
}

/** A missing or senseless version is the oldest. */
function versionOf(document: JsonObject): number {
  const { version } = document;
  return typeof version === 'number' && Number.isInteger(version) && version > 0 ? version : 0;
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
