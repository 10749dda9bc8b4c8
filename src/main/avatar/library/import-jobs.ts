import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '#main/platform/host.ts';
import type { PieceFiles } from '#main/platform/piece-files.ts';
import { type ImportJob, type ImportNote, type ImportState, isImportOver } from '#shared/avatar/model-import.ts';
import type { VtubeReport } from '#shared/avatar/vtube-report.ts';
import { type Cell, createCell } from '#shared/cell.ts';
import { StudioError } from '#shared/errors.ts';
import { ImportFailure, problemFromUnknown } from '../import/import-failure.ts';
import type { ImportOrder } from '../import/import-protocol.ts';
import type { StagedModel } from '../import/staged-model.ts';
import type { AnnouncedFile } from '../library.types.ts';
import type { LibraryFolders } from './library-folders.ts';
import { createUploadStore } from './upload-store.ts';

/**
 * Imports under way: receiving → waiting → unpacking → checking → textures → storing → done | failed | cancelled. Two run at the same time, the others
 * wait. Each has a staging folder that is gone when the job is over, whatever became of it.
 */
export interface ImportJobs {
  readonly jobs: Cell<readonly ImportJob[]>;
  /** Both return the job's id. `into`: the model that motions join. */
  importPath(path: string, name: string, into: string | undefined): string;
  beginUpload(name: string, files: readonly AnnouncedFile[], into: string | undefined): Promise<string>;
  write(id: string, index: number, offset: number, bytes: Uint8Array): Promise<void>;
  cancel(id: string): void;
  dismiss(id: string): void;
  /** Ends all. */
  close(): Promise<void>;
}

export interface ImportJobsOptions {
  readonly folders: LibraryFolders;
  readonly clock: Clock;
  readonly textureLimit: () => number;
  readonly run: (
    order: ImportOrder,
    signal: AbortSignal,
    onProgress: (state: ImportState, share: number) => void,
  ) => Promise<readonly StagedModel[]>;
  /** Takes the staged models into the library; returns their ids, and what became of VTube Studio's settings. */
  readonly store: (
    staging: string,
    models: readonly StagedModel[],
  ) => Promise<{ readonly ids: readonly string[]; readonly vtube: readonly VtubeReport[] }>;
  /** Adds motion files to a model; returns what to tell. */
  readonly addMotions: (source: string, into: string) => Promise<readonly ImportNote[]>;
}

const AT_ONCE = 2;
const MAX_OPEN = 20;
const MAX_LISTED = 40;
/** An upload that sends nothing for so long was left: the page is gone. */
const UPLOAD_SILENCE_MS = 60_000;

interface Running {
  readonly abort: AbortController;
  upload: PieceFiles | undefined;
  cancelSilence: () => void;
  readonly begin: (source: string, owned: boolean) => void;
  ended: Promise<void>;
}

export function createImportJobs(options: ImportJobsOptions): ImportJobs {
  const { folders, clock } = options;
  const jobs = createCell<readonly ImportJob[]>([]);
  const running = new Map<string, Running>();
  const waiting: (() => void)[] = [];
  let active = 0;
  let closed = false;

  function change(id: string, fields: Partial<ImportJob>): void {
    jobs.set(jobs.get().map((job) => (job.id === id && !isImportOver(job) ? { ...job, ...fields } : job)));
  }

  function add(name: string, state: ImportState, into: string | undefined): { id: string; run: Running } {
    if (closed) throw new StudioError('unavailable', 'the studio closes; add the model after the next start');
    if (running.size >= MAX_OPEN)
      throw new StudioError('conflict', `${running.size} imports are under way; wait until one is done`);
    const id = randomBytes(16).toString('hex');
    const job: ImportJob = {
      id,
      name,
      state,
      progress: 0,
      bytes: 0,
      modelIds: [],
      notes: [],
      vtube: [],
      problem: null,
      startedAt: clock.now(),
    };
    jobs.set([job, ...jobs.get()].filter((each, index) => index < MAX_LISTED || !isImportOver(each)));
    let begin: (source: { path: string; owned: boolean } | undefined) => void = () => {};
    const source = new Promise<{ path: string; owned: boolean } | undefined>((resolve) => {
      begin = resolve;
    });
    const run: Running = {
      abort: new AbortController(),
      upload: undefined,
      cancelSilence: () => {},
      begin: (path, owned) => begin({ path, owned }),
      ended: Promise.resolve(),
    };
    run.abort.signal.addEventListener('abort', () => begin(undefined), { once: true });
    running.set(id, run);
    run.ended = follow(id, name, into, run, source);
    return { id, run };
  }

  async function follow(
    id: string,
    name: string,
    into: string | undefined,
    run: Running,
    source: Promise<{ path: string; owned: boolean } | undefined>,
  ): Promise<void> {
    const outcome = await carryOut(id, name, into, run, source).catch((error: unknown): Partial<ImportJob> => {
      const cancelled = run.abort.signal.aborted && !(run.abort.signal.reason instanceof ImportFailure);
      return cancelled ? { state: 'cancelled', progress: 0 } : { state: 'failed', problem: problemFromUnknown(error) };
    });
    run.cancelSilence();
    // It is over when nothing of it is left on the disk.
    await rm(folders.job(id), { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
    running.delete(id);
    change(id, outcome);
  }

  async function carryOut(
    id: string,
    name: string,
    into: string | undefined,
    run: Running,
    source: Promise<{ path: string; owned: boolean } | undefined>,
  ): Promise<Partial<ImportJob>> {
    const from = await source;
    run.cancelSilence();
    if (from === undefined) throw run.abort.signal.reason;
    await turn(run.abort.signal);
    try {
      return await work(id, { name, into, from, signal: run.abort.signal });
    } finally {
      active -= 1;
      waiting.shift()?.();
    }
  }

  /** Resolves when one of the places is free; rejects when the job is cancelled before. */
  async function turn(signal: AbortSignal): Promise<void> {
    while (active >= AT_ONCE) {
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
      if (signal.aborted) throw signal.reason;
    }
    active += 1;
  }

  async function work(
    id: string,
    job: { name: string; into: string | undefined; from: { path: string; owned: boolean }; signal: AbortSignal },
  ): Promise<Partial<ImportJob>> {
    const staging = folders.job(id);
    await mkdir(staging, { recursive: true });
    if (job.into !== undefined) {
      change(id, { state: 'checking', progress: 0 });
      const notes = await options.addMotions(job.from.path, job.into);
      return { state: 'done', progress: 1, modelIds: [job.into], notes: [...notes] };
    }
    const order: ImportOrder = {
      type: 'import',
      source: job.from.path,
      owned: job.from.owned,
      name: job.name,
      staging,
      textureLimit: options.textureLimit(),
    };
    const models = await options.run(order, job.signal, (state, progress) => change(id, { state, progress }));
    if (job.signal.aborted) throw job.signal.reason;
    const { ids, vtube } = await options.store(staging, models);
    return { state: 'done', progress: 1, modelIds: [...ids], notes: models.flatMap(({ notes }) => notes), vtube: [...vtube] };
  }

  function awaitPieces(run: Running): void {
    run.cancelSilence();
    run.cancelSilence = clock.after(UPLOAD_SILENCE_MS, () =>
      run.abort.abort(
        new ImportFailure(
          'timeout',
          '',
          `Nothing more of the files came for ${UPLOAD_SILENCE_MS / 1000} s. Add them again, and leave the page open until they are in.`,
        ),
      ),
    );
  }

  return {
    jobs,
    importPath(path, name, into) {
      const { id, run } = add(name, 'waiting', into);
      run.begin(path, false);
      return id;
    },
    async beginUpload(name, files, into) {
      const { id, run } = add(name, 'receiving', into);
      const incoming = join(folders.job(id), 'incoming');
      try {
        run.upload = await createUploadStore(incoming, files);
      } catch (error) {
        run.abort.abort(
          error instanceof ImportFailure
            ? error
            : new ImportFailure(problemFromUnknown(error).code, name, problemFromUnknown(error).message),
        );
        return id;
      }
      if (run.upload.complete) run.begin(incoming, true);
      else awaitPieces(run);
      return id;
    },
    async write(id, index, offset, bytes) {
      const run = running.get(id);
      if (run?.upload === undefined || run.upload.complete)
        throw new StudioError('not-found', 'no such upload is awaited; add the files again');
      const { upload } = run;
      await upload.write(index, offset, bytes);
      change(id, { bytes: upload.received, progress: upload.total === 0 ? 1 : upload.received / upload.total });
      awaitPieces(run);
      if (upload.complete) {
        change(id, { state: 'waiting', progress: 0 });
        run.begin(join(folders.job(id), 'incoming'), true);
      }
    },
    cancel(id) {
      running.get(id)?.abort.abort(new StudioError('cancelled', 'the import was cancelled'));
    },
    dismiss(id) {
      jobs.set(jobs.get().filter((job) => job.id !== id || !isImportOver(job)));
    },
    async close() {
      closed = true;
      const all = [...running.values()];
      for (const { abort } of all) abort.abort(new StudioError('cancelled', 'the studio closes'));
      await Promise.allSettled(all.map(({ ended }) => ended));
    },
  };
}
