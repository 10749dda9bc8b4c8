import { randomBytes } from 'node:crypto';
import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { Clock, Host } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import type { WhenCalm } from '#main/platform/when-calm.ts';
import { type AvatarModel, modelDescriptionSchema } from '#shared/avatar/model.ts';
import type { BrokenModel, LibraryView, RemovedModel } from '#shared/avatar/model-import.ts';
import type { VtubeReport } from '#shared/avatar/vtube-report.ts';
import { createCell } from '#shared/cell.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import { folderBytes } from '../import/model-folder.ts';
import { addMotionFiles } from '../import/motion-files.ts';
import { type StagedModel, THUMBNAIL_FILE } from '../import/staged-model.ts';
import type { OpenModelLibrary } from '../library.types.ts';
import { createImportJobs } from './import-jobs.ts';
import { runImportProcess } from './import-process.ts';
import { libraryFolders, modelIdsIn, moveFolder, prepareFolders } from './library-folders.ts';
import { type ModelRecord, modelFromRecord, readRecord, writeLearned, writeRecord } from './model-record.ts';
import { describeShipped, firstStartModel, listShippedModels } from './shipped-models.ts';
import { thumbnailFromBase64 } from './thumbnail.ts';

export interface ModelLibraryOptions {
  readonly dataDir: string;
  readonly resources: string;
  /** Address of a file below the data folder's `models`. */
  readonly url: (path: string) => string;
  readonly spawnWorker: Host['spawnWorker'];
  /** What shipped models can do is read after this: their stages say the same of the one in use. */
  readonly whenCalm: WhenCalm;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Hands VTube Studio's settings of a new model to whoever understands them. */
  readonly takeVtube: (model: AvatarModel, fileName: string, json: string) => VtubeReport;
  /** The model is gone for good. */
  readonly onErased: (id: string) => void;
  /** Pixels along the longer side of a texture. */
  readonly textureLimit: () => number;
}

interface Held {
  readonly record: ModelRecord;
  /** ms; 0: none. */
  readonly thumbnailAt: number;
}

export function createModelLibrary(options: ModelLibraryOptions): OpenModelLibrary {
  const { clock, logger } = options;
  const folders = libraryFolders(options.dataDir);
  const held = new Map<string, Held>();
  const broken = new Map<string, BrokenModel>();
  const removed = new Map<string, RemovedModel>();
  // The first stage asks before the disk has answered.
  let shipped: readonly AvatarModel[] = [firstStartModel];
  const models = createCell<readonly AvatarModel[]>(shipped);
  const view = createCell<LibraryView>({ models: [...shipped], broken: [], removed: [], jobs: [] });
  /** Writes to a model's folder, one after the other. */
  const writes = new Map<string, Promise<unknown>>();

  const jobs = createImportJobs({
    folders,
    clock,
    textureLimit: options.textureLimit,
    run: (order, signal, onProgress) =>
      runImportProcess(order, { spawn: () => options.spawnWorker('import-worker', []), clock, logger }, signal, onProgress),
    store: takeIn,
    addMotions: async (source, into) => {
      const { record } = need(into);
      if (record.format !== 'vrm') throw new StudioError('invalid-input', `${record.name} takes no motion files`);
      const notes = await addMotionFiles(source, folders.model(into), record.entry);
      const bytes = await folderBytes(folders.model(into));
      await update(into, { bytes, revision: need(into).record.revision + 1 });
      return notes;
    },
  });
  const unsubscribe = jobs.jobs.subscribe(publish);
  /** Shipped models of which a stage has said what they can do. */
  const learned = new Set<string>();
  let closed = false;
  let stopWaiting = (): void => {};
  const calm = new Promise<void>((done) => {
    const cancel = options.whenCalm(done);
    stopWaiting = () => {
      cancel();
      done();
    };
  });
  const ready = open();

  async function open(): Promise<void> {
    shipped = await listShippedModels(options.resources, logger);
    publishModels();
    try {
      await prepareFolders(folders, clock.now());
    } catch (error) {
      logger.error('the folder of models cannot be used', { folder: folders.models, cause: messageFromUnknown(error) });
    }
    for (const id of await modelIdsIn(folders.models)) await read(id);
    for (const id of await modelIdsIn(folders.trash)) await readRemoved(id);
    publishModels();
    await calm;
    if (!closed) await describeAll();
  }

  /** The stage's word on a model that it draws is final. */
  async function describeAll(): Promise<void> {
    for (const { id } of shipped) {
      const bare = shipped.find((model) => model.id === id);
      if (bare === undefined) continue;
      const described = await describeShipped(options.resources, bare, logger);
      shipped = shipped.map((model) => {
        if (model.id !== id) return model;
        return learned.has(id) ? { ...described, description: model.description } : described;
      });
    }
    publishModels();
  }

  async function read(id: string): Promise<void> {
    const folder = folders.model(id);
    try {
      const record = await readRecord(folder, id);
      await stat(join(folder, record.entry));
      held.set(id, { record, thumbnailAt: await timeOf(join(folder, THUMBNAIL_FILE)) });
    } catch (error) {
      logger.warn('a model in the library is damaged', { id, cause: messageFromUnknown(error) });
      broken.set(id, {
        id,
        name: await nameOf(folder, id),
        reason: messageFromUnknown(error).slice(0, 500),
        bytes: await folderBytes(folder).catch(() => 0),
      });
    }
  }

  async function readRemoved(id: string): Promise<void> {
    const folder = folders.trashed(id);
    const { mtimeMs } = await stat(folder);
    removed.set(id, { id, name: await nameOf(folder, id), removedAt: mtimeMs, bytes: await folderBytes(folder).catch(() => 0) });
  }

  function publishModels(): void {
    const imported = [...held.values()].sort((a, b) => b.record.addedAt - a.record.addedAt);
    models.set([
      ...shipped,
      ...imported.map(({ record, thumbnailAt }) =>
        modelFromRecord(record, (path) => options.url(`${record.id}/${path}`), thumbnailAt),
      ),
    ]);
    publish();
  }

  function publish(): void {
    view.set({
      models: [...models.get()],
      broken: [...broken.values()],
      removed: [...removed.values()].sort((a, b) => b.removedAt - a.removedAt),
      jobs: [...jobs.jobs.get()],
    });
  }

  /** Gives staged models their ids and their place. All or none. */
  async function takeIn(
    staging: string,
    staged: readonly StagedModel[],
  ): Promise<{ ids: readonly string[]; vtube: readonly VtubeReport[] }> {
    const taken: Held[] = [];
    try {
      for (const model of staged) {
        const { folder, hasThumbnail, notes: _, ...fields } = model;
        const id = randomBytes(16).toString('hex');
        const now = clock.now();
        const record: ModelRecord = { ...fields, version: 1, id, addedAt: now, accepted: false, revision: 0 };
        await writeRecord(join(staging, folder), record);
        await moveFolder(join(staging, folder), folders.model(id), pause);
        taken.push({ record, thumbnailAt: hasThumbnail ? now : 0 });
      }
    } catch (error) {
      for (const { record } of taken) await rm(folders.model(record.id), { recursive: true, force: true }).catch(() => undefined);
      throw error;
    }
    for (const each of taken) held.set(each.record.id, each);
    publishModels();
    const vtube: VtubeReport[] = [];
    for (const { record } of taken) vtube.push(...(await vtubeReportOf(record)));
    return { ids: taken.map(({ record }) => record.id), vtube };
  }

  /** A file that cannot be understood costs the settings, not the model. */
  async function vtubeReportOf({ id, vtubeFile }: ModelRecord): Promise<readonly VtubeReport[]> {
    const model = models.get().find((each) => each.id === id);
    if (model === undefined || vtubeFile === null) return [];
    try {
      const json = await readFile(join(folders.model(id), vtubeFile), 'utf8');
      return [options.takeVtube(model, basename(vtubeFile), json)];
    } catch (error) {
      logger.warn('settings of VTube Studio were not taken over', { id, vtubeFile, cause: messageFromUnknown(error) });
      return [];
    }
  }

  const pause = (): Promise<void> => new Promise((done) => void clock.after(200, done));

  function need(id: string): Held {
    const found = held.get(id);
    if (found !== undefined) return found;
    if (shipped.some((model) => model.id === id))
      throw new StudioError('forbidden', 'this avatar comes with the program and cannot be changed; add a copy of your own');
    throw new StudioError('not-found', 'this model is not in the library any more; look at the list again');
  }

  /** Changes the record in memory at once and on disk after earlier writes. */
  async function update(
    id: string,
    change: Partial<Pick<ModelRecord, 'name' | 'accepted' | 'description' | 'bytes' | 'revision'>>,
    write?: (folder: string) => Promise<void>,
  ): Promise<void> {
    const before = need(id);
    const record = { ...before.record, ...change };
    held.set(id, { ...before, record });
    publishModels();
    await afterwards(id, () => (write === undefined ? writeRecord(folders.model(id), record) : write(folders.model(id))));
  }

  function afterwards<T>(id: string, task: () => Promise<T>): Promise<T> {
    const last = writes.get(id) ?? Promise.resolve();
    const next = last.then(task, task).catch((cause: unknown) => {
      if (cause instanceof StudioError) throw cause;
      throw new StudioError(
        'storage',
        `the model's folder cannot be written (${messageFromUnknown(cause)}); free some space or allow writing, and try again`,
        { cause },
      );
    });
    const settled = next
      .catch(() => undefined)
      .finally(() => {
        if (writes.get(id) === settled) writes.delete(id);
      });
    writes.set(id, settled);
    return next;
  }

  return {
    models,
    view,
    ready,
    find: (id) => models.get().find((model) => model.id === id),
    modelByVtubeFile: (fileName) =>
      [...held.values()].find(({ record }) => record.vtubeFile !== null && basename(record.vtubeFile) === fileName)?.record.id,
    learn(id, description) {
      const parsed = modelDescriptionSchema.safeParse(description);
      if (!parsed.success || !models.get().some((model) => model.id === id)) return;
      if (held.has(id))
        update(id, { description: parsed.data }, (folder) => writeLearned(folder, parsed.data)).catch((error: unknown) =>
          logger.warn('what a stage learned of a model cannot be kept', { id, cause: messageFromUnknown(error) }),
        );
      else {
        learned.add(id);
        shipped = shipped.map((model) => (model.id === id ? { ...model, description: parsed.data } : model));
        publishModels();
      }
    },
    importPath(path, into) {
      const full = resolve(path);
      return jobs.importPath(full, basename(full) || full, into);
    },
    beginUpload: jobs.beginUpload,
    write: jobs.write,
    cancelImport: jobs.cancel,
    dismissImport: jobs.dismiss,
    rename: (id, name) => update(id, { name }),
    accept: async (id) => {
      if (shipped.some((model) => model.id === id)) return;
      await update(id, { accepted: true });
    },
    async remove(id) {
      const { record } = need(id);
      held.delete(id);
      publishModels();
      const now = clock.now();
      try {
        await afterwards(id, async () => {
          await utimes(folders.model(id), now / 1000, now / 1000);
          await moveFolder(folders.model(id), folders.trashed(id), pause);
        });
      } catch (error) {
        await read(id);
        publishModels();
        throw error;
      }
      removed.set(id, { id, name: record.name, removedAt: now, bytes: record.bytes });
      publish();
    },
    async restore(id) {
      if (!removed.has(id))
        throw new StudioError('not-found', 'this model is not among the removed ones any more; add it again from its file');
      await afterwards(id, () => moveFolder(folders.trashed(id), folders.model(id), pause));
      removed.delete(id);
      await read(id);
      publishModels();
    },
    async erase(id) {
      if (!removed.has(id) && !broken.has(id))
        throw new StudioError('not-found', 'only removed and broken models can be deleted for good; remove it first');
      await afterwards(id, () =>
        rm(removed.has(id) ? folders.trashed(id) : folders.model(id), { recursive: true, force: true, maxRetries: 3 }),
      );
      removed.delete(id);
      broken.delete(id);
      options.onErased(id);
      publish();
    },
    async setThumbnail(id, png) {
      need(id);
      const bytes = thumbnailFromBase64(png);
      await afterwards(id, () => writeFile(join(folders.model(id), THUMBNAIL_FILE), bytes));
      held.set(id, { ...need(id), thumbnailAt: clock.now() });
      publishModels();
    },
    async close() {
      closed = true;
      stopWaiting();
      unsubscribe();
      await jobs.close();
      await ready.catch(() => undefined);
      await Promise.allSettled([...writes.values()]);
    },
  };
}

async function timeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}

/** A name for people, where the record has one. */
async function nameOf(folder: string, id: string): Promise<string> {
  return readRecord(folder, id).then(
    ({ name }) => name,
    () => id.slice(0, 8),
  );
}
