import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { createPieceFiles, type PieceFiles } from '#main/platform/piece-files.ts';
import { createCell } from '#shared/cell.ts';
import type { OwnTheme, ThemeImport } from '#shared/contract/overlays.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import { SHIPPED_THEMES } from '#shared/overlays/overlay-list.ts';
import type { ThemeLibrary } from '../overlays.types.ts';
import { runThemeCheck } from './run-theme-check.ts';
import { isPlain, THEME_LIMITS } from './theme-check.ts';

/**
 * Themes of the streamer's own. An import goes receiving → checking → done | failed; what comes in lies in a staging folder, only what passed the check
 * gets into `folder`, under an id of its own.
 */
export interface ThemeLibraryOptions {
  readonly folder: string;
  /** Of imports under way; emptied at the start. */
  readonly staging: string;
  readonly workerFile: string;
  readonly urlOf: (path: string) => string;
  readonly clock: Clock;
  readonly logger: Logger;
}

interface Upload {
  readonly files: PieceFiles;
  readonly abort: AbortController;
  cancelSilence: () => void;
  /** The check, once all pieces are in. */
  work: Promise<void> | undefined;
}

const MAX_THEMES = 50;
const MAX_LISTED = 10;
const AT_ONCE = 4;
/** An upload that sends nothing for so long was left. */
const SILENCE_MS = 60_000;
const ABOUT = 'about.json';
const aboutSchema = z.object({ name: z.string(), bytes: z.number().int(), notes: z.array(z.string()) });

export function createThemeLibrary(options: ThemeLibraryOptions): ThemeLibrary {
  const { folder, staging, clock, logger } = options;
  const themes = createCell<readonly OwnTheme[]>([]);
  const imports = createCell<readonly ThemeImport[]>([]);
  const uploads = new Map<string, Upload>();
  const change = (id: string, fields: Partial<ThemeImport>): void =>
    imports.set(imports.get().map((one) => (one.id === id ? { ...one, ...fields } : one)));

  async function readAll(): Promise<void> {
    await rm(staging, { recursive: true, force: true });
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    const found = await Promise.all(entries.filter((entry) => entry.isDirectory()).map(({ name }) => readTheme(folder, name)));
    themes.set(found.filter((one) => one !== undefined));
  }
  const ready = readAll().catch((cause: unknown) =>
    logger.warn('the themes of the overlays cannot be read', { folder, cause: messageFromUnknown(cause) }),
  );

  async function finish(id: string, name: string, upload: Upload): Promise<void> {
    change(id, { state: 'checking' });
    const kept = join(staging, id, 'kept');
    try {
      const { bytes, notes } = await runThemeCheck({
        workerFile: options.workerFile,
        job: { source: join(staging, id, 'given'), target: kept },
        clock,
        signal: upload.abort.signal,
      });
      const themeId = freeId(name, (one) => themes.get().some((theme) => theme.id === one));
      const title = name.replace(/\.zip$/iu, '');
      await writeFile(join(kept, ABOUT), JSON.stringify({ name: title, bytes, notes }));
      await mkdir(folder, { recursive: true });
      await rename(kept, join(folder, themeId));
      themes.set([...themes.get(), { id: themeId, name: title, bytes, notes }]);
      change(id, { state: 'done', themeId });
    } catch (cause) {
      change(id, { state: 'failed', problem: messageFromUnknown(cause) });
    } finally {
      uploads.delete(id);
      await rm(join(staging, id), { recursive: true, force: true }).catch(() => undefined);
    }
  }

  function awaitPieces(id: string, upload: Upload): void {
    upload.cancelSilence();
    upload.cancelSilence = clock.after(SILENCE_MS, () => {
      uploads.delete(id);
      change(id, { state: 'failed', problem: 'Nothing more of the files came. Add the theme again, and leave the page open.' });
      void rm(join(staging, id), { recursive: true, force: true }).catch(() => undefined);
    });
  }

  return {
    themes,
    imports,
    ready,
    url: (id) => options.urlOf(`themes/${id}/theme.css`),
    async begin(name, files) {
      await ready;
      const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
      if (total > THEME_LIMITS.archiveBytes)
        throw new StudioError('too-large', 'A theme has at most 24 MB. Make its pictures smaller.');
      if (total === 0) throw new StudioError('invalid-input', 'These files are empty. Choose the folder or ZIP file of a theme.');
      if (themes.get().length >= MAX_THEMES || uploads.size >= AT_ONCE)
        throw new StudioError('conflict', 'There are too many themes. Remove one, or wait until one is in.');
      const bad = files.find(({ path }) => !isPlain(path));
      if (bad !== undefined)
        throw new StudioError(
          'invalid-input',
          `${bad.path.slice(0, 80)} is no plain path inside a folder. Rename it and add it again.`,
        );
      const id = randomBytes(16).toString('hex');
      const upload: Upload = {
        files: await createPieceFiles(join(staging, id, 'given'), files),
        abort: new AbortController(),
        cancelSilence: () => undefined,
        work: undefined,
      };
      uploads.set(id, upload);
      const listed: ThemeImport = { id, name, state: 'receiving', problem: '', themeId: '' };
      imports.set([listed, ...imports.get()].slice(0, MAX_LISTED));
      awaitPieces(id, upload);
      return { id, url: `/uploads/${id}` };
    },
    async write(id, index, offset, bytes) {
      const upload = uploads.get(id);
      if (upload === undefined) throw new StudioError('not-found', 'no such upload is awaited; add the theme again');
      await upload.files.write(index, offset, bytes);
      if (upload.work === undefined) awaitPieces(id, upload);
      // The last two pieces may come in together: one check is enough.
      if (!upload.files.complete || upload.work !== undefined) return;
      upload.cancelSilence();
      const name = imports.get().find((one) => one.id === id)?.name ?? 'theme';
      upload.work = finish(id, name, upload);
    },
    async remove(id) {
      await ready;
      if (!themes.get().some((one) => one.id === id)) throw new StudioError('not-found', `There is no theme ${id}.`);
      themes.set(themes.get().filter((one) => one.id !== id));
      await rm(join(folder, id), { recursive: true, force: true });
    },
    async close() {
      const open = [...uploads.values()];
      for (const { abort, cancelSilence } of open) {
        cancelSilence();
        abort.abort();
      }
      await Promise.allSettled(open.map(({ work }) => work));
    },
  };
}

async function readTheme(folder: string, id: string): Promise<OwnTheme | undefined> {
  try {
    return { id, ...aboutSchema.parse(JSON.parse(await readFile(join(folder, id, ABOUT), 'utf8'))) };
  } catch {
    // Not one of ours, or half a one.
    return undefined;
  }
}

/** From the name where it has Latin letters; never that of a shipped one. */
function freeId(name: string, isTaken: (id: string) => boolean): string {
  const stem =
    name
      .replace(/\.zip$/iu, '')
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/gu, '-')
      .replace(/^-+|-+$/gu, '')
      .slice(0, 40) || 'own';
  const shipped: readonly string[] = SHIPPED_THEMES;
  const taken = (id: string): boolean => isTaken(id) || shipped.includes(id);
  if (!taken(stem)) return stem;
  for (let number = 2; ; number++) if (!taken(`${stem}-${number}`)) return `${stem}-${number}`;
}
