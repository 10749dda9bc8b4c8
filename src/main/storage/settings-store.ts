import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { writeFileAtomic } from '#main/platform/atomic-file.ts';
import { codeFromError, healthFromWriteError } from '#main/platform/disk-problem.ts';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import type { HealthReport } from '#shared/health.ts';
import { mergeSettings, readSettings, type Settings, type SettingsPatch } from '#shared/settings/settings.ts';
import { isJsonObject } from './migrations.ts';
import { type Environment, overridesFromEnvironment } from './settings-environment.ts';
import { copied, loadSettings } from './settings-file.ts';

export interface SettingsStore {
  /** The document with the environment's overrides laid over it. Frozen. */
  current(): Settings;
  /** Merges and validates; throws `invalid-input` naming the field, and then nothing has changed. Saved within 100 ms. */
  update(patch: SettingsPatch | Readonly<Record<string, unknown>>): Settings;
  /** Called after each change that can be seen in `current()`; returns its end. */
  onChange(listener: (settings: Settings) => void): () => void;
  /** Dotted paths that YINGXI_… variables fix; edits to them are saved but have no effect while the variable is set. */
  readonly fixedByEnvironment: readonly string[];
  /** Resolves once all changes so far are on disk; rejects `storage` when they cannot be. */
  flush(): Promise<void>;
  /** Flushes and ends. Idempotent; never rejects: what could not be written has been reported. */
  close(): Promise<void>;
}

export interface SettingsStoreOptions {
  readonly file: string;
  readonly environment: Environment;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly report: (health: HealthReport) => void;
}

const DEBOUNCE_MS = 50;
const RETRY_MS = 5000;

export function createSettingsStore(options: SettingsStoreOptions): SettingsStore {
  const { file, clock, logger } = options;
  const overrides = overridesFromEnvironment(options.environment);
  const loaded = loadSettings(file, clock.now());
  const listeners = new Set<(settings: Settings) => void>();
  let document = loaded.settings;
  let visible = overlay(document);
  let backupDue = loaded.backupDue;
  let writeProblem: HealthReport | undefined;
  let dirty = false;
  let cancelTimer: (() => void) | undefined;
  let writing: Promise<void> = Promise.resolve();
  let closed = false;

  /** The stored document plus the environment; overrides were validated one by one, so this cannot fail. */
  function overlay(base: Settings): Settings {
    const { data, error } = readSettings(mergeSettings(base, overrides.patch));
    if (error) throw error;
    return deepFreeze(data);
  }

  function reportHealth(): void {
    const fromEnvironment: HealthReport | undefined =
      overrides.problems.length > 0
        ? { status: 'degraded', reason: 'environment-invalid', message: overrides.problems.join(' ') }
        : undefined;
    options.report(writeProblem ?? loaded.notice ?? fromEnvironment ?? { status: 'ready' });
  }

  function schedule(delayMs: number): void {
    if (!dirty || closed || !loaded.replaceable) return;
    cancelTimer ??= clock.after(delayMs, () => {
      cancelTimer = undefined;
      void save().catch(() => schedule(RETRY_MS));
    });
  }

  /** One write at a time; each writes what is newest when its turn comes. */
  function save(): Promise<void> {
    cancelTimer?.();
    cancelTimer = undefined;
    const attempt = writing.then(writeNewest);
    writing = attempt.catch(() => undefined);
    return attempt;
  }

  async function writeNewest(): Promise<void> {
    if (!dirty || !loaded.replaceable) return;
    const text = `${JSON.stringify(document, undefined, 2)}\n`;
    dirty = false;
    try {
      if (backupDue !== undefined && !copied(file, backupDue))
        throw new StudioError('storage', `no backup could be made at ${backupDue}`);
      backupDue = undefined;
      mkdirSync(dirname(file), { recursive: true });
      await writeFileAtomic(file, text);
    } catch (error) {
      dirty = true;
      noteWriteProblem(healthFromWriteError('Settings', file, error), error);
      throw error;
    }
    noteWriteProblem(undefined, undefined);
  }

  function noteWriteProblem(problem: HealthReport | undefined, cause: unknown): void {
    if (problem?.message === writeProblem?.message) return;
    writeProblem = problem;
    if (problem) logger.error('settings not saved', { file, code: codeFromError(cause), cause: messageFromUnknown(cause) });
    else logger.info('settings saved again', { file });
    reportHealth();
  }

  function notify(): void {
    for (const listener of [...listeners]) {
      try {
        listener(visible);
      } catch (error) {
        logger.error('a settings listener failed', { cause: messageFromUnknown(error) });
      }
    }
  }

  if (loaded.notice) logger.warn(loaded.notice.message ?? 'settings were repaired', { file });
  for (const problem of overrides.problems) logger.warn(problem);
  reportHealth();
  dirty = loaded.rewrite;
  schedule(DEBOUNCE_MS);

  return {
    current: () => visible,
    fixedByEnvironment: overrides.fixed,
    update(patch) {
      const next = validated(document, patch);
      if (JSON.stringify(next) === JSON.stringify(document)) return visible;
      document = next;
      dirty = true;
      schedule(DEBOUNCE_MS);
      const before = JSON.stringify(visible);
      visible = overlay(document);
      if (JSON.stringify(visible) !== before) notify();
      return visible;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async flush() {
      if (dirty && !loaded.replaceable) throw new StudioError('storage', loaded.notice?.message ?? `${file} cannot be replaced`);
      try {
        await save();
      } catch (error) {
        schedule(RETRY_MS);
        throw new StudioError('storage', writeProblem?.message ?? messageFromUnknown(error), { cause: error });
      }
    },
    async close() {
      closed = true;
      await save().catch(() => undefined);
      listeners.clear();
    },
  };
}

function validated(document: Settings, patch: SettingsPatch | Readonly<Record<string, unknown>>): Settings {
  if (!isJsonObject(patch))
    throw new StudioError('invalid-input', 'A settings patch must be an object of groups, like {"voice":{"rate":1.2}}.');
  const parsed = readSettings(mergeSettings(document, patch));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new StudioError(
      'invalid-input',
      `Setting ${issue?.path.join('.') || 'document'}: ${issue?.message ?? 'not valid'}. Nothing was changed.`,
    );
  }
  const unknown = unknownPath(patch, parsed.data, []);
  if (unknown !== undefined) throw new StudioError('invalid-input', `There is no setting ${unknown}. Nothing was changed.`);
  return parsed.data;
}

/** The first path of the patch that the schema knows nothing of. */
function unknownPath(patch: unknown, accepted: unknown, path: readonly string[]): string | undefined {
  if (!isJsonObject(patch)) return undefined;
  for (const [key, value] of Object.entries(patch)) {
    if (value === undefined) continue;
    const here = [...path, key];
    if (!isJsonObject(accepted) || !Object.hasOwn(accepted, key)) return here.join('.');
    const deeper = unknownPath(value, accepted[key], here);
    if (deeper !== undefined) return deeper;
  }
  return undefined;
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const child of Object.values(value)) deepFreeze(child);
  return Object.freeze(value);
}
