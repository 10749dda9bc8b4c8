import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { chunksOf } from '#main/platform/body-chunks.ts';
import type { Clock } from '#main/platform/host.ts';
import { type Cell, createCell } from '#shared/cell.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import type { HealthReport } from '#shared/health.ts';

/** Where a model comes from, and which one it has to be. */
export interface ModelSource {
  readonly url: string;
  readonly sha256: string;
}

/** Google's own bundle, with the network of the 52 shapes: 3,758,596 bytes. */
export const OFFICIAL_MODEL: ModelSource = {
  url: 'https://storage.googleapis.com/mediapipe-models/face_landmarker/face_landmarker/float16/1/face_landmarker.task',
  sha256: '64184e229b263107bc2b804c6625db1341ff2bb731874b0bcc2fe6544e0bc9ff',
};

/** The official model, or what `YINGXI_FACE_MODEL_URL` (a mirror) and `YINGXI_FACE_MODEL_SHA256` (a newer one) of the environment say. */
export const modelSource = (env: Readonly<Record<string, string | undefined>>): ModelSource => ({
  url: env.YINGXI_FACE_MODEL_URL || OFFICIAL_MODEL.url,
  sha256: env.YINGXI_FACE_MODEL_SHA256 || OFFICIAL_MODEL.sha256,
});
export const OFFICIAL_MODEL_FILE = 'face_landmarker_official.task';

/** As pages see it. */
export interface OfficialModelView {
  readonly state: 'absent' | 'fetching' | 'ready' | 'failed';
  /** 0…1 while it is fetched. */
  readonly progress: number;
  readonly problem: string;
  /** Where pages read it; '' while it is not there. */
  readonly url: string;
}

export interface OfficialModelOptions {
  /** Where it is kept, a folder that pages may read. */
  readonly folder: string;
  /** Address of a file of that folder for pages. */
  readonly urlOf: (file: string) => string;
  readonly source: ModelSource;
  readonly clock: Clock;
  readonly report: (health: HealthReport) => void;
}

/**
 * The face model with 52 shapes: brought only on the user's word, checked, and only then put in its place. Whatever fails, the model that comes with the
 * program goes on. Wiring: one in the composition root, `folder` the data folder's `tracking`, `urlOf` from the user files, `report` under an id of its own.
 */
export interface OfficialModel {
  readonly cell: Cell<OfficialModelView>;
  /** Looks for one that was brought before. */
  restore(): Promise<void>;
  /** Resolves when it is there, or was called off; throws what went wrong, which the cell says as well. A second call joins the first. */
  fetch(): Promise<void>;
  cancel(): void;
  /** Takes a file of the user's away from where it lies, on the same disk; throws when it is another one. */
  import(path: string): Promise<void>;
  close(): Promise<void>;
}

/** The bundle has 3.7 MB; what is larger is something else. */
const MOST_BYTES = 16 * 1024 * 1024;
const SILENT_WITHIN_MS = 30_000;
const NEXT_STEP = 'Tracking goes on with the model that came with the program; try again, or choose the file on this computer.';

export function createOfficialModel(options: OfficialModelOptions): OfficialModel {
  const { folder, source } = options;
  const target = join(folder, OFFICIAL_MODEL_FILE);
  const part = `${target}.part`;
  const cell = createCell<OfficialModelView>({ state: 'absent', progress: 0, problem: '', url: '' });
  let running: { readonly ended: Promise<void>; readonly abort: AbortController } | undefined;

  const isThere = (): void => {
    cell.set({ state: 'ready', progress: 1, problem: '', url: options.urlOf(OFFICIAL_MODEL_FILE) });
    options.report({ status: 'ready' });
  };
  const failed = (error: unknown): void => {
    const problem = `${messageFromUnknown(error)} ${NEXT_STEP}`;
    // One that was there before still is.
    cell.set({ ...cell.get(), state: 'failed', progress: 0, problem });
    options.report({ status: 'degraded', reason: 'face-model', message: problem });
  };

  async function bring(fill: (abort: AbortSignal) => Promise<void>, abort: AbortController): Promise<void> {
    const before = cell.get();
    cell.set({ ...before, state: 'fetching', progress: 0, problem: '' });
    try {
      await mkdir(folder, { recursive: true });
      await fill(abort.signal);
      await requireChecksum(part, source.sha256);
      await rename(part, target);
      isThere();
    } catch (error) {
      await rm(part, { force: true }).catch(() => undefined);
      if (abort.signal.aborted && abort.signal.reason === CALLED_OFF) {
        cell.set(before.state === 'fetching' ? { ...before, state: 'absent' } : before);
        return;
      }
      failed(error);
      throw error;
    }
  }

  function begin(fill: (abort: AbortSignal) => Promise<void>): Promise<void> {
    if (running !== undefined) return running.ended;
    const abort = new AbortController();
    const ended = bring(fill, abort).finally(() => {
      running = undefined;
    });
    running = { ended, abort };
    return ended;
  }

  const cancel = (): void => running?.abort.abort(CALLED_OFF);
  return {
    cell,
    async restore() {
      const found = await stat(target).catch(() => undefined);
      if (found === undefined) return;
      try {
        await requireChecksum(target, source.sha256);
        isThere();
      } catch (error) {
        failed(error);
      }
    },
    fetch: () =>
      begin((signal) =>
        download(source.url, part, signal, options.clock, (progress) => cell.set({ ...cell.get(), state: 'fetching', progress })),
      ),
    cancel,
    async import(path) {
      cancel();
      await running?.ended.catch(() => undefined);
      await begin(() => rename(path, part));
    },
    async close() {
      cancel();
      await running?.ended.catch(() => undefined);
    },
  };
}

const CALLED_OFF = new StudioError('cancelled', 'The download was called off.');

async function download(
  url: string,
  part: string,
  signal: AbortSignal,
  clock: Clock,
  onProgress: (share: number) => void,
): Promise<void> {
  const quiet = new AbortController();
  const stop = (): void => quiet.abort(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  const { host } = new URL(url);
  const tooSlow = (): void =>
    quiet.abort(new StudioError('timeout', `${host} has sent nothing for ${SILENT_WITHIN_MS / 1000} s; check the network.`));
  let cancelTimer = clock.after(SILENT_WITHIN_MS, tooSlow);
  try {
    const response = await fetch(url, { signal: quiet.signal });
    if (!response.ok || response.body === null) throw new StudioError('network', `${host} answered ${response.status}.`);
    const length = Number(response.headers.get('content-length') ?? 0);
    if (length > MOST_BYTES) throw new StudioError('too-large', `${host} sent ${length} bytes, which is no face model.`);
    const file = await open(part, 'w');
    try {
      let received = 0;
      for await (const bytes of chunksOf(response.body)) {
        cancelTimer();
        cancelTimer = clock.after(SILENT_WITHIN_MS, tooSlow);
        received += bytes.length;
        if (received > MOST_BYTES) throw new StudioError('too-large', `${host} sends more than a face model has.`);
        await file.appendFile(bytes);
        if (length > 0) onProgress(Math.min(1, received / length));
      }
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    if (quiet.signal.aborted) throw quiet.signal.reason;
    if (error instanceof StudioError) throw error;
    throw new StudioError('network', `The face model could not be fetched from ${host}: ${causeOf(error)}.`, { cause: error });
  } finally {
    cancelTimer();
    signal.removeEventListener('abort', stop);
  }
}

/** Node's fetch says "fetch failed" and keeps the reason behind it. */
const causeOf = (error: unknown): string =>
  error instanceof Error && error.cause instanceof Error ? error.cause.message : messageFromUnknown(error);

async function requireChecksum(path: string, sha256: string): Promise<void> {
  const hash = createHash('sha256');
  for await (const bytes of createReadStream(path)) hash.update(bytes);
  const found = hash.digest('hex');
  if (found !== sha256)
    throw new StudioError(
      'invalid-input',
      `This is not the announced face model: its checksum is ${found.slice(0, 12)}…, not ${sha256.slice(0, 12)}….`,
    );
}
