import { copyFileSync, readFileSync } from 'node:fs';
import { codeFromError, fileStampFromMs } from '#main/platform/disk-problem.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import type { HealthReport } from '#shared/health.ts';
import { defaultSettings, type Settings } from '#shared/settings/settings.ts';
import { healSettings } from './heal-settings.ts';
import { type JsonObject, migrateSettings } from './migrations.ts';

export interface LoadedSettings {
  readonly settings: Settings;
  /** The file must be copied there before it may be replaced; `undefined` when it has been, or when there is nothing to keep. */
  readonly backupDue: string | undefined;
  /** Something to tell the streamer about what was found. */
  readonly notice: HealthReport | undefined;
  /** The healed or migrated document differs from the file and should be written. */
  readonly rewrite: boolean;
  /** False when the file is there but cannot be read: replacing it could destroy good settings. */
  readonly replaceable: boolean;
}

type Verdict = {
  readonly settings: Settings;
  readonly notice: HealthReport | undefined;
  readonly keepOld: boolean;
  readonly rewrite: boolean;
};

/** Reads, migrates and heals the settings file. Takes the backup itself where the disk lets it; never changes the file. */
export function loadSettings(file: string, nowMs: number): LoadedSettings {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (codeFromError(error) === 'ENOENT') return sound(defaultSettings());
    return { ...sound(defaultSettings()), notice: unreadable(file, error), replaceable: false };
  }
  const backup = file.replace(/(\.json)?$/, `.broken-${fileStampFromMs(nowMs)}.json`);
  const verdict = judge(text, backup);
  return {
    settings: verdict.settings,
    notice: verdict.notice,
    backupDue: verdict.keepOld && !copied(file, backup) ? backup : undefined,
    rewrite: verdict.rewrite,
    replaceable: true,
  };
}

/** True when the copy is there. */
export function copied(file: string, backup: string): boolean {
  try {
    copyFileSync(file, backup);
    return true;
  } catch (error) {
    return codeFromError(error) === 'ENOENT';
  }
}

function judge(text: string, backup: string): Verdict {
  let raw: unknown;
  try {
    raw = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return broken(`is not valid JSON (${messageFromUnknown(error)}); all settings are back at their defaults`, backup);
  }
  const migrated = migrateSettings(raw);
  switch (migrated.kind) {
    case 'not-a-document':
      return broken('does not hold an object; all settings are back at their defaults', backup);
    case 'future':
      return {
        settings: defaultSettings(),
        keepOld: true,
        rewrite: false,
        notice: {
          status: 'degraded',
          reason: 'settings-from-newer-version',
          message: `The settings file is of version ${migrated.version}, which only a newer Yingxi understands. Defaults are used and the file is kept as ${backup}. Update Yingxi, then put that file back.`,
        },
      };
    case 'current':
    case 'migrated':
      return healedVerdict(migrated.document, migrated.kind === 'migrated', backup);
  }
}

function healedVerdict(document: JsonObject, changedForm: boolean, backup: string): Verdict {
  const { settings, healed } = healSettings(document);
  if (healed.length === 0) return { settings, notice: undefined, keepOld: changedForm, rewrite: changedForm };
  const named = healed.length > 8 ? `${healed.slice(0, 8).join(', ')} and ${healed.length - 8} more` : healed.join(', ');
  return { ...broken(`had values that are not valid; back at their defaults: ${named}. All else was kept`, backup), settings };
}

function broken(what: string, backup: string): Verdict {
  return {
    settings: defaultSettings(),
    keepOld: true,
    rewrite: true,
    notice: {
      status: 'degraded',
      reason: 'settings-healed',
      message: `The settings file ${what}. The old file is kept as ${backup}. Look through the settings.`,
    },
  };
}

function sound(settings: Settings): LoadedSettings {
  return { settings, backupDue: undefined, notice: undefined, rewrite: false, replaceable: true };
}

function unreadable(file: string, error: unknown): HealthReport {
  return {
    status: 'degraded',
    reason: 'settings-unreadable',
    message: `The settings file ${file} cannot be read (${messageFromUnknown(error)}). Defaults are used and changes last for this session only. Allow reading it and start again.`,
  };
}
