import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from '#main/platform/atomic-file.ts';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import type { Pause } from '#main/platform/watch-cell.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import { type LocalModelState, modelTrustSchema } from '#shared/inference/local-models.ts';
import { type ModelFile, type ModelManifest, modelManifestSchema } from '#shared/inference/model-manifest.ts';
import { type FreeBytes, requireRoom } from './disk-room.ts';
import { fetchFile, sizeOf } from './fetch-file.ts';
import { type LibraryFolders, modelIdsIn } from './library-folders.ts';
import { failureFromUnknown, ModelFailure } from './model-failure.ts';
import { bytesOf, type ModelRecord, sha256OfFile, writeRecord } from './model-record.ts';
import { createSlots } from './slots.ts';
import { createSpeedometer } from './speedometer.ts';

/**
 * Downloads under way and broken off: downloading ⇄ paused | failed → installed. Every file is fetched to `<file>.part`, checked, and renamed; when
 * all are there the folder moves into the library. A start of the program finds what lies there as paused.
 */
export interface Downloads {
  /** What the streamer sees; undefined: nothing is under way. */
  state(id: string): LocalModelState | undefined;
  /** Manifests of all, for those that are in no list any more. */
  all(): readonly { readonly manifest: ModelManifest; readonly trust: ModelRecord['trust'] }[];
  /** Begins, or goes on. */
  start(manifest: ModelManifest, trust: ModelRecord['trust']): void;
  pause(id: string): void;
  cancel(id: string): Promise<void>;
  /** Reads what an earlier run left. */
  restore(): Promise<void>;
  /** Pauses all. */
  close(): Promise<void>;
}

export interface DownloadsOptions {
  readonly folders: LibraryFolders;
  readonly clock: Clock;
  readonly pause: Pause;
  readonly logger: Logger;
  readonly freeBytes: FreeBytes;
  /** The address to really ask, for a mirror. */
  readonly address: (url: string) => string;
  /** Takes a complete folder into the library. */
  readonly install: (folder: string, record: ModelRecord) => Promise<void>;
  readonly onChange: () => void;
}

const DOCUMENT = 'download.json';
const documentSchema = z.object({
  version: z.literal(1),
  trust: modelTrustSchema,
  /** Validators by path, of what came so far. */
  etags: z.record(z.string(), z.string()),
  manifest: modelManifestSchema,
});
type DownloadDocument = z.infer<typeof documentSchema>;

/** Files on their way at the same time, of all models together. */
const FILES_AT_ONCE = 3;
const TELL_EVERY_MS = 100;
/** After so long without a byte it is told once more: the speed that is shown has fallen. */
const QUIET_MS = 3000;

interface Job {
  readonly document: DownloadDocument;
  readonly received: Map<string, number>;
  readonly speed: ReturnType<typeof createSpeedometer>;
  name: 'downloading' | 'verifying' | 'paused' | 'failed';
  /** Of its files, those that are being fetched. */
  active: number;
  failure: ModelFailure | undefined;
  abort: AbortController;
  ended: Promise<void>;
  /** Writes of the document, one after the other. */
  saved: Promise<void>;
}

export function createDownloads(options: DownloadsOptions): Downloads {
  const { folders, clock, logger } = options;
  const jobs = new Map<string, Job>();
  const slots = createSlots(FILES_AT_ONCE);
  let toldAt = 0;
  let cancelTelling: (() => void) | undefined;
  let cancelQuiet = (): void => {};

  function newJob(document: DownloadDocument, name: Job['name']): Job {
    const job: Job = {
      document,
      received: new Map(),
      speed: createSpeedometer(clock),
      name,
      active: 0,
      failure: undefined,
      abort: new AbortController(),
      ended: Promise.resolve(),
      saved: Promise.resolve(),
    };
    jobs.set(document.manifest.id, job);
    return job;
  }

  async function run(job: Job): Promise<void> {
    const { manifest, trust } = job.document;
    const { signal } = job.abort;
    const folder = folders.download(manifest.id);
    try {
      await mkdir(folder, { recursive: true });
      await save(job);
      await requireRoom(folder, bytesOf(manifest) - receivedOf(job), options.freeBytes);
      await Promise.all(manifest.files.map((file) => stopOthersOnFailure(job, bring(job, file))));
      signal.throwIfAborted();
      job.name = 'verifying';
      options.onChange();
      const record: ModelRecord = { version: 1, origin: 'downloaded', trust, addedAt: clock.now(), manifest };
      await job.saved;
      await rm(join(folder, DOCUMENT), { force: true });
      await writeRecord(folder, record);
      await options.install(folder, record);
      jobs.delete(manifest.id);
    } catch (error) {
      // A pause and a cancel have said what it is now.
      if (job.name === 'paused') return;
      job.name = 'failed';
      job.failure = failureFromUnknown(signal.aborted ? signal.reason : error);
      logger.warn('a model could not be downloaded', { id: manifest.id, code: job.failure.code, cause: job.failure.message });
      await save(job).catch(() => undefined);
    } finally {
      options.onChange();
    }
  }

  async function stopOthersOnFailure(job: Job, work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      if (!job.abort.signal.aborted) job.abort.abort(failureFromUnknown(error));
      throw error;
    }
  }

  async function bring(job: Job, file: ModelFile): Promise<void> {
    const { signal } = job.abort;
    const folder = folders.download(job.document.manifest.id);
    const target = join(folder, file.path);
    const part = `${target}.part`;
    await slots.take(signal);
    job.active += 1;
    try {
      if ((await sizeOf(target)) === file.bytes && (await sha256OfFile(target, signal)) === file.sha256) {
        progress(job, file, file.bytes);
        return;
      }
      if (file.url === undefined)
        throw new ModelFailure(
          'no-source',
          file.path,
          `Nobody offers ${file.path} for download. Import the model from a file instead.`,
        );
      await mkdir(dirname(part), { recursive: true });
      await fetchFile(
        { url: options.address(file.url), part, bytes: file.bytes, sha256: file.sha256, etag: job.document.etags[file.path] },
        {
          clock,
          pause: options.pause,
          signal,
          onProgress: (received) => progress(job, file, received),
          onEtag: (etag) => {
            if (etag === undefined) delete job.document.etags[file.path];
            else job.document.etags[file.path] = etag;
            void save(job).catch(() => undefined);
          },
          requireRoom: (bytes) => requireRoom(folder, bytes, options.freeBytes),
        },
      );
      await rename(part, target);
    } finally {
      job.active -= 1;
      slots.give();
    }
  }

  function progress(job: Job, file: ModelFile, received: number): void {
    job.received.set(file.path, received);
    job.speed.at(receivedOf(job));
    cancelQuiet();
    cancelQuiet = clock.after(QUIET_MS, options.onChange);
    const wait = toldAt + TELL_EVERY_MS - clock.now();
    if (wait <= 0) tell();
    else cancelTelling ??= clock.after(wait, tell);
  }

  function tell(): void {
    cancelTelling?.();
    cancelTelling = undefined;
    toldAt = clock.now();
    options.onChange();
  }

  function save(job: Job): Promise<void> {
    const { document } = job;
    const written = job.saved.then(() =>
      writeFileAtomic(join(folders.download(document.manifest.id), DOCUMENT), JSON.stringify(document)),
    );
    job.saved = written.catch(() => undefined);
    return written;
  }

  async function restoreOne(id: string): Promise<void> {
    const folder = folders.download(id);
    try {
      const document = documentSchema.parse(JSON.parse(await readFile(join(folder, DOCUMENT), 'utf8')));
      if (document.manifest.id !== id) throw new StudioError('storage', 'it is of another model');
      const job = newJob(document, 'paused');
      for (const { path, bytes } of document.manifest.files) {
        const target = join(folder, path);
        job.received.set(path, Math.min(bytes, Math.max(await sizeOf(target), await sizeOf(`${target}.part`))));
      }
    } catch (error) {
      logger.warn('the rest of a download cannot be used and is deleted', { id, cause: messageFromUnknown(error) });
      await rm(folder, { recursive: true, force: true });
    }
  }

  async function stop(job: Job): Promise<void> {
    job.name = 'paused';
    job.speed.reset();
    job.abort.abort(new StudioError('cancelled', 'the download was paused'));
    await job.ended;
    await job.saved;
  }

  return {
    state(id) {
      const job = jobs.get(id);
      return job === undefined ? undefined : stateOf(job);
    },
    all: () => [...jobs.values()].map(({ document: { manifest, trust } }) => ({ manifest, trust })),
    start(manifest, trust) {
      const job = jobs.get(manifest.id) ?? newJob({ version: 1, trust, etags: {}, manifest }, 'paused');
      if (job.name === 'downloading' || job.name === 'verifying') return;
      const before = job.ended;
      job.name = 'downloading';
      job.failure = undefined;
      job.abort = new AbortController();
      job.speed.reset();
      job.ended = before.then(() => run(job));
      options.onChange();
    },
    pause(id) {
      const job = jobs.get(id);
      if (job?.name !== 'downloading') throw new StudioError('conflict', 'This model is not being downloaded.');
      void stop(job);
      options.onChange();
    },
    async cancel(id) {
      const job = jobs.get(id);
      if (job === undefined) throw new StudioError('not-found', 'This model is not being downloaded.');
      if (job.name === 'verifying') throw new StudioError('conflict', 'This model has just arrived. Remove it instead.');
      await stop(job);
      jobs.delete(id);
      options.onChange();
      await rm(folders.download(id), { recursive: true, force: true, maxRetries: 3 });
      options.onChange();
    },
    async restore() {
      for (const id of await modelIdsIn(folders.downloads)) await restoreOne(id);
    },
    async close() {
      const all = [...jobs.values()];
      cancelTelling?.();
      cancelQuiet();
      await Promise.allSettled(all.map((job) => (job.name === 'downloading' ? stop(job) : job.ended)));
    },
  };
}

const receivedOf = ({ received }: Job): number => [...received.values()].reduce((sum, bytes) => sum + bytes, 0);

function stateOf(job: Job): LocalModelState {
  const progress = { receivedBytes: receivedOf(job), totalBytes: bytesOf(job.document.manifest) };
  if (job.name === 'verifying') return { name: 'verifying' };
  if (job.name === 'failed') {
    const { message, code, detail } = job.failure ?? failureFromUnknown(undefined);
    return { name: 'failed', message, problem: code, detail, ...progress };
  }
  const bytesPerSecond = job.speed.bytesPerSecond();
  if (job.name === 'paused') return { name: 'paused', ...progress, bytesPerSecond: 0 };
  const left = progress.totalBytes - progress.receivedBytes;
  const etaSeconds = bytesPerSecond > 0 ? Math.ceil(left / bytesPerSecond) : null;
  return { name: 'downloading', ...progress, bytesPerSecond, etaSeconds, waiting: job.active === 0 };
}
