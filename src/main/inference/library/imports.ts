import { randomBytes } from 'node:crypto';
import { mkdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Clock } from '#main/platform/host.ts';
import type { PieceFiles } from '#main/platform/piece-files.ts';
import { StudioError } from '#shared/errors.ts';
import type { ModelImport } from '#shared/inference/local-models.ts';
import type { ModelManifest } from '#shared/inference/model-manifest.ts';
import type { AnnouncedModelFile } from '../library.types.ts';
import { type FreeBytes, requireRoom } from './disk-room.ts';
import { findFiles } from './find-files.ts';
import type { LibraryFolders } from './library-folders.ts';
import { failureFromUnknown, ModelFailure } from './model-failure.ts';
import { type FoundFile, judgePath } from './model-paths.ts';
import { recogniseModels } from './recognise/recognise-model.ts';
import { createSlots } from './slots.ts';
import { stageModel } from './stage-model.ts';
import { unpackZip } from './unpack-zip.ts';
import { createUploadStore } from './upload-store.ts';

/**
 * Imports: receiving → unpacking → checking → storing → done | failed | cancelled. One works at a time, the others wait; each has a staging folder
 * that is gone when it is over, whatever became of it.
 */
export interface Imports {
  list(): readonly ModelImport[];
  /** Both return the import's id. */
  path(path: string): string;
  upload(name: string, files: readonly AnnouncedModelFile[]): Promise<string>;
  write(id: string, index: number, offset: number, bytes: Uint8Array): Promise<void>;
  cancel(id: string): void;
  dismiss(id: string): void;
  close(): Promise<void>;
}

export interface ImportsOptions {
  readonly folders: LibraryFolders;
  readonly clock: Clock;
  readonly freeBytes: FreeBytes;
  /** Takes a staged model into the library; returns its id. Throws `already-here`. */
  readonly store: (folder: string, staged: Omit<ModelManifest, 'id'>) => Promise<string>;
  readonly onChange: () => void;
}

const MAX_OPEN = 10;
const MAX_LISTED = 20;
/** An upload that sends nothing for so long was left: the page is gone. */
const UPLOAD_SILENCE_MS = 60_000;

interface Source {
  readonly path: string;
  /** It lies in our staging folder. */
  readonly owned: boolean;
}
interface Running {
  readonly abort: AbortController;
  readonly begin: (source: Source) => void;
  upload: PieceFiles | undefined;
  cancelSilence: () => void;
  ended: Promise<void>;
}

export function createImports(options: ImportsOptions): Imports {
  const { folders, clock } = options;
  const running = new Map<string, Running>();
  const slots = createSlots(1);
  let list: readonly ModelImport[] = [];
  let closed = false;

  const room = (bytes: number): Promise<void> => requireRoom(folders.staging, bytes, options.freeBytes);

  function change(id: string, fields: Partial<ModelImport>): void {
    list = list.map((one) => (one.id === id && !isOver(one) ? { ...one, ...fields } : one));
    options.onChange();
  }

  function add(name: string, state: ModelImport['state']): { id: string; run: Running } {
    if (closed) throw new StudioError('unavailable', 'The studio closes. Add the model after the next start.');
    if (running.size >= MAX_OPEN)
      throw new StudioError('conflict', `${running.size} imports are under way. Wait until one is done.`);
    const id = randomBytes(16).toString('hex');
    const fresh: ModelImport = { id, name, state, share: 0, modelId: null, problem: null, detail: '', message: '' };
    list = [fresh, ...list].filter((one, index) => index < MAX_LISTED || !isOver(one));
    const abort = new AbortController();
    let begin: (source: Source) => void = () => {};
    const source = new Promise<Source>((resolve, reject) => {
      begin = resolve;
      abort.signal.addEventListener('abort', () => reject(abort.signal.reason), { once: true });
    });
    const run: Running = { abort, begin, upload: undefined, cancelSilence: () => {}, ended: Promise.resolve() };
    running.set(id, run);
    run.ended = follow(id, name, run, source);
    options.onChange();
    return { id, run };
  }

  async function follow(id: string, name: string, run: Running, source: Promise<Source>): Promise<void> {
    const { signal } = run.abort;
    let outcome: Partial<ModelImport>;
    try {
      outcome = { state: 'done', share: 1, modelId: await work(id, name, await source, signal) };
    } catch (error) {
      const reason = signal.aborted ? signal.reason : error;
      const { code, detail, message } = failureFromUnknown(reason);
      const isCancelled = reason instanceof StudioError && reason.code === 'cancelled';
      outcome = isCancelled ? { state: 'cancelled', share: 0 } : { state: 'failed', problem: code, detail, message };
    }
    run.cancelSilence();
    // It is over when nothing of it is left on the disk.
    await rm(folders.job(id), { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
    running.delete(id);
    change(id, outcome);
  }

  async function work(id: string, name: string, source: Source, signal: AbortSignal): Promise<string> {
    await slots.take(signal);
    try {
      const onShare = (state: 'unpacking' | 'storing') => (share: number) => change(id, { state, share });
      const chosen = await unpacked(id, name, source, signal, onShare('unpacking'));
      change(id, { state: 'checking', share: 0 });
      const models = await recogniseModels(chosen.folder, name, chosen.files);
      if (!chosen.owned)
        await room(models.reduce((sum, { files }) => sum + files.reduce((all, { file }) => all + file.bytes, 0), 0));
      let last: string | undefined;
      let alreadyHere: ModelFailure | undefined;
      for (const [index, model] of models.entries()) {
        const to = join(folders.job(id), `model-${index}`);
        await mkdir(to, { recursive: true });
        const staged = await stageModel(model, {
          from: chosen.folder,
          to,
          owned: chosen.owned,
          signal,
          onShare: onShare('storing'),
        });
        signal.throwIfAborted();
        try {
          last = await options.store(to, staged);
        } catch (error) {
          if (!(error instanceof ModelFailure) || error.code !== 'already-here') throw error;
          alreadyHere = error;
        }
      }
      if (last === undefined)
        throw alreadyHere ?? new ModelFailure('nothing-known', name, `No speech model was found in ${name}.`);
      return last;
    } finally {
      slots.give();
    }
  }

  /** The files that were chosen; an archive among them alone is unpacked first. */
  async function unpacked(
    id: string,
    name: string,
    { path, owned }: Source,
    signal: AbortSignal,
    onShare: (share: number) => void,
  ): Promise<{ readonly folder: string; readonly files: readonly FoundFile[]; readonly owned: boolean }> {
    const stats = await stat(path);
    const only = owned && stats.isDirectory() ? await onlyZip(path, name) : undefined;
    const archive = only ?? (stats.isFile() && /\.zip$/iu.test(path) ? path : undefined);
    if (archive !== undefined) {
      const folder = join(folders.job(id), 'unpacked');
      await mkdir(folder, { recursive: true });
      change(id, { state: 'unpacking', share: 0 });
      await unpackZip(archive, folder, { signal, requireRoom: room, onShare });
      return { folder, files: await findFiles(folder, signal), owned: true };
    }
    if (stats.isDirectory()) return { folder: path, files: await findFiles(path, signal), owned };
    return { folder: dirname(path), files: await fileAndCompanions(path, signal), owned };
  }

  function awaitPieces(run: Running): void {
    run.cancelSilence();
    run.cancelSilence = clock.after(UPLOAD_SILENCE_MS, () =>
      run.abort.abort(
        new ModelFailure(
          'timeout',
          '',
          `Nothing more of the files came for ${UPLOAD_SILENCE_MS / 1000} s. Add them again, and leave the page open until they are in.`,
        ),
      ),
    );
  }

  return {
    list: () => list,
    path(path) {
      const { id, run } = add(basename(path), 'checking');
      run.begin({ path, owned: false });
      return id;
    },
    async upload(name, files) {
      const { id, run } = add(name, 'receiving');
      const incoming = join(folders.job(id), 'incoming');
      try {
        run.upload = await createUploadStore(incoming, files, room);
      } catch (error) {
        run.abort.abort(failureFromUnknown(error));
        return id;
      }
      if (run.upload.complete) run.begin({ path: incoming, owned: true });
      else awaitPieces(run);
      return id;
    },
    async write(id, index, offset, bytes) {
      const run = running.get(id);
      if (run?.upload === undefined || run.upload.complete)
        throw new StudioError('not-found', 'no such upload is awaited; add the files again');
      const { upload } = run;
      await upload.write(index, offset, bytes);
      change(id, { share: upload.total === 0 ? 1 : upload.received / upload.total });
      awaitPieces(run);
      if (!upload.complete) return;
      run.cancelSilence();
      run.begin({ path: join(folders.job(id), 'incoming'), owned: true });
    },
    cancel(id) {
      running.get(id)?.abort.abort(new StudioError('cancelled', 'the import was cancelled'));
    },
    dismiss(id) {
      list = list.filter((one) => one.id !== id || !isOver(one));
      options.onChange();
    },
    async close() {
      closed = true;
      const all = [...running.values()];
      for (const { abort } of all) abort.abort(new StudioError('cancelled', 'the studio closes'));
      await Promise.allSettled(all.map(({ ended }) => ended));
    },
  };
}

const isOver = ({ state }: ModelImport): boolean => state === 'done' || state === 'failed' || state === 'cancelled';

async function onlyZip(folder: string, name: string): Promise<string | undefined> {
  if (!/\.zip$/iu.test(name)) return undefined;
  const file = join(folder, basename(name));
  return stat(file).then(
    (found) => (found.isFile() ? file : undefined),
    () => undefined,
  );
}

/** One file of this computer, and what belongs to it by its name: a config, weights beside it. */
async function fileAndCompanions(path: string, signal: AbortSignal): Promise<readonly FoundFile[]> {
  const name = basename(path);
  const verdict = judgePath(name);
  const all = verdict.kind === 'safe' ? await findFiles(dirname(path), signal).catch(() => []) : [];
  const stem = name.replace(/(?:\.onnx)?\.json$|\.onnx$/iu, '');
  const near = all.filter((file) => !file.path.includes('/') && (file.path === name || file.path.startsWith(`${stem}.onnx`)));
  return near.length > 0 ? near : [{ path: name, bytes: (await stat(path)).size }];
}
