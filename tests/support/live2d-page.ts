import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { collectLive2dFiles } from '#shared/avatar/cubism/live2d-files.ts';
import { LIVE2D_MANIFEST_FILE } from '#shared/avatar/cubism/live2d-manifest.ts';
import { type FakeCoreOptions, fakeCubismCoreScript } from '../fakes/cubism-core.ts';
import { type FolderChanges, live2dFolder, writeFolder } from '../fakes/live2d-folder.ts';
import { modelFilesFrom } from './model-files.ts';
import { openRigPage, type RigPage } from './rig-page/rig-page.ts';

/** A page with Live2D models of our own making on disk and fake Cores to draw them with. */
export interface Live2dPage {
  readonly rig: RigPage;
  /** Writes a model's folder as the import would, manifest and all; returns the entry's path for `rig.load`. */
  addModel(name: string, changes?: FolderChanges, manifest?: boolean): Promise<string>;
  close(): Promise<void>;
}

export const CORES: Readonly<Record<string, FakeCoreOptions>> = {
  '/core.js': {},
  '/core-6.js': { version: 0x06_00_0001, latestMoc: 6, orders: 'model' },
  '/core-empty.js': { fault: 'empty' },
  '/core-old.js': { version: 0x04_00_0000, latestMoc: 4, fault: 'old' },
  '/core-throws.js': { fault: 'throws' },
  '/core-full.js': { fault: 'null' },
  '/core-dead.js': { lateBy: Number.MAX_SAFE_INTEGER },
};

export async function openLive2dPage(browser: Browser): Promise<Live2dPage> {
  const folder = mkdtempSync(join(tmpdir(), 'yingxi-live2d-'));
  const files = Object.fromEntries(Object.entries(CORES).map(([path, options]) => [path, fakeCubismCoreScript(options)]));
  const rig = await openRigPage(browser, { format: 'live2d', folders: { models: folder }, files });
  return {
    rig,
    async addModel(name, changes = {}, manifest = true) {
      const written = live2dFolder(changes);
      if (manifest) {
        const found = await collectLive2dFiles(modelFilesFrom(written), 'doll.model3.json');
        written[LIVE2D_MANIFEST_FILE] = new TextEncoder().encode(JSON.stringify(found.manifest));
      }
      writeFolder(join(folder, name), written);
      return `/models/${name}/doll.model3.json`;
    },
    async close() {
      await rig.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
