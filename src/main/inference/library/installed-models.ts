import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { codeFromError } from '#main/platform/disk-problem.ts';
import type { Logger } from '#main/platform/logger.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import type { LocalModelState, ModelTrust } from '#shared/inference/local-models.ts';
import type { ModelManifest } from '#shared/inference/model-manifest.ts';
import { type LibraryFolders, modelIdsIn, moveFolder } from './library-folders.ts';
import { failureFromUnknown, type ModelFailure } from './model-failure.ts';
import {
  bytesOf,
  type ModelRecord,
  readRecord,
  readShippedManifest,
  requireChecksums,
  requireFiles,
  writeRecord,
} from './model-record.ts';

/** A model whose files are on this computer, or should be. */
export interface InstalledModel {
  readonly manifest: ModelManifest;
  readonly folder: string;
  readonly origin: 'shipped' | 'downloaded' | 'imported';
  readonly trust: ModelTrust;
  /** ms since the epoch; 0: shipped. */
  readonly addedAt: number;
  /** undefined: it can be used. */
  readonly failure: ModelFailure | undefined;
  readonly verifying: boolean;
}

/** What lies on the disk: shipped models, those that the streamer has, and removed ones until the program ends. */
export interface InstalledModels {
  /** Newest first, shipped ones last. */
  all(): readonly InstalledModel[];
  find(id: string): InstalledModel | undefined;
  removed(): readonly { readonly id: string; readonly name: string; readonly bytes: number }[];
  read(): Promise<void>;
  /** Moves a complete folder in. Throws when one of that id is there and whole. */
  add(folder: string, record: ModelRecord): Promise<void>;
  remove(id: string): Promise<void>;
  restore(id: string): Promise<void>;
  check(id: string, signal: AbortSignal): Promise<void>;
}

export function createInstalledModels(options: {
  readonly folders: LibraryFolders;
  /** Shipped models; read only. */
  readonly modelsDir: string;
  readonly logger: Logger;
  readonly pause: () => Promise<void>;
  readonly onChange: () => void;
}): InstalledModels {
  const { folders, modelsDir, logger } = options;
  const models = new Map<string, InstalledModel>();
  const removed = new Map<string, InstalledModel>();
  /** Changes of the disk, one after the other. */
  let last: Promise<unknown> = Promise.resolve();

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  }

  function set(model: InstalledModel): void {
    models.set(model.manifest.id, model);
    options.onChange();
  }

  async function readShipped(): Promise<void> {
    const entries = await readdir(modelsDir, { withFileTypes: true }).catch(() => []);
    for (const { name } of entries.filter((entry) => entry.isDirectory())) {
      const folder = join(modelsDir, name);
      try {
        const manifest = await readShippedManifest(folder);
        models.set(manifest.id, await judged({ manifest, folder, origin: 'shipped', trust: 'built-in', addedAt: 0 }));
      } catch (error) {
        // Other things of the program lie there, too.
        if (codeFromError(error) === 'ENOENT') continue;
        logger.error('a shipped model cannot be used', { folder: name, cause: messageFromUnknown(error) });
      }
    }
  }

  async function readOne(id: string): Promise<void> {
    const folder = folders.model(id);
    try {
      const { manifest, origin, trust, addedAt } = await readRecord(folder, id);
      models.set(id, await judged({ manifest, folder, origin, trust, addedAt }));
    } catch (error) {
      // Without its record nothing of it can be used or named; it stays for whoever looks into the folder.
      logger.warn('a folder among the models is damaged', { id, cause: messageFromUnknown(error) });
    }
  }

  async function judged(model: Omit<InstalledModel, 'failure' | 'verifying'>): Promise<InstalledModel> {
    try {
      await requireFiles(model.folder, model.manifest);
      return { ...model, failure: undefined, verifying: false };
    } catch (error) {
      return { ...model, failure: failureFromUnknown(error), verifying: false };
    }
  }

  function need(id: string): InstalledModel {
    const model = models.get(id);
    if (model === undefined)
      throw new StudioError('not-found', 'This model is not on this computer. Download or import it first.');
    return model;
  }

  function own(id: string): InstalledModel {
    const model = need(id);
    if (model.origin === 'shipped')
      throw new StudioError('forbidden', `${model.manifest.name} belongs to the program and cannot be removed.`);
    return model;
  }

  return {
    all: () => [...models.values()].sort((a, b) => b.addedAt - a.addedAt),
    find: (id) => models.get(id),
    removed: () =>
      [...removed.values()].map(({ manifest }) => ({ id: manifest.id, name: manifest.name, bytes: bytesOf(manifest) })),
    async read() {
      await readShipped();
      for (const id of await modelIdsIn(folders.root)) await readOne(id);
      options.onChange();
    },
    add: (folder, record) =>
      inTurn(async () => {
        const { manifest, origin, trust, addedAt } = record;
        const old = models.get(manifest.id);
        if (old !== undefined && old.failure === undefined)
          throw new StudioError('conflict', `${manifest.name} is here already.`);
        await requireFiles(folder, manifest);
        const target = folders.model(manifest.id);
        await writeRecord(folder, record);
        await rm(target, { recursive: true, force: true, maxRetries: 3 });
        await moveFolder(folder, target, options.pause);
        set({ manifest, folder: target, origin, trust, addedAt, failure: undefined, verifying: false });
      }),
    remove: (id) =>
      inTurn(async () => {
        const model = own(id);
        await rm(folders.trashed(id), { recursive: true, force: true, maxRetries: 3 });
        await moveFolder(model.folder, folders.trashed(id), options.pause);
        models.delete(id);
        removed.set(id, model);
        options.onChange();
      }),
    restore: (id) =>
      inTurn(async () => {
        const model = removed.get(id);
        if (model === undefined)
          throw new StudioError('not-found', 'This model cannot be taken back any more. Download or import it again.');
        if (models.has(id)) throw new StudioError('conflict', `${model.manifest.name} is here already.`);
        await moveFolder(folders.trashed(id), model.folder, options.pause);
        removed.delete(id);
        set(model);
      }),
    async check(id, signal) {
      const model = need(id);
      set({ ...model, verifying: true });
      try {
        await requireChecksums(model.folder, model.manifest, signal);
        set({ ...model, failure: undefined, verifying: false });
      } catch (error) {
        set(signal.aborted ? model : { ...model, failure: failureFromUnknown(error), verifying: false });
      }
    },
  };
}

export function stateOfInstalled({ failure, verifying, origin }: InstalledModel): LocalModelState {
  if (verifying) return { name: 'verifying' };
  if (failure === undefined) return { name: 'installed', origin };
  return {
    name: 'failed',
    message: failure.message,
    problem: failure.code,
    detail: failure.detail,
    receivedBytes: 0,
    totalBytes: 0,
  };
}
