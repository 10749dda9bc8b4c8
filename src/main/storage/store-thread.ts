import { Worker } from 'node:worker_threads';
import type { Logger } from '#main/platform/logger.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import { type StoreRequest, type StoreWorkerData, storeReplySchema } from './store-protocol.ts';

type WithoutId<T> = T extends { readonly id: number } ? Omit<T, 'id'> : never;
export type StoreTask = WithoutId<StoreRequest>;

/** Why a request to the store's thread failed. */
export class StoreThreadError extends Error {
  override readonly name = 'StoreThreadError';
  constructor(
    message: string,
    readonly code: string,
    /** disk: tell the streamer; thread: it ended and a new one will take the request; never: there is no database in this process. */
    readonly cure: 'disk' | 'thread' | 'never',
  ) {
    super(message);
  }
}

export interface StoreThread {
  /** Rows of the reply. Rejects StoreThreadError. Starts the thread when none runs. */
  ask(task: StoreTask): Promise<readonly string[]>;
  terminate(): Promise<void>;
}

export interface StoreThreadOptions {
  readonly workerFile: string;
  readonly data: StoreWorkerData;
  readonly logger: Logger;
  readonly onSetAside: (file: string, why: string) => void;
}

interface Waiting {
  readonly resolve: (rows: readonly string[]) => void;
  readonly reject: (error: StoreThreadError) => void;
}

/** One thread at a time; when it ends by itself all that was asked rejects and the next request starts another. */
export function createStoreThread(options: StoreThreadOptions): StoreThread {
  let worker: Worker | undefined;
  let nextId = 1;
  const waiting = new Map<number, Waiting>();

  function start(): Worker {
    const started = new Worker(options.workerFile, { workerData: options.data, execArgv: [] });
    started.on('message', receive);
    started.on('error', (error) => ended(started, messageFromUnknown(error)));
    started.on('exit', (code) => ended(started, `it exited with code ${code}`));
    return started;
  }

  function ended(which: Worker, why: string): void {
    if (which !== worker) return;
    worker = undefined;
    const orphans = [...waiting.values()];
    waiting.clear();
    if (orphans.length > 0)
      options.logger.error('the storage thread ended; starting it again', { why, unanswered: orphans.length });
    for (const orphan of orphans)
      orphan.reject(new StoreThreadError(`the storage thread ended: ${why}`, 'THREAD_ENDED', 'thread'));
  }

  function receive(message: unknown): void {
    const reply = storeReplySchema.parse(message);
    if (reply.type === 'set-aside') {
      options.onSetAside(reply.file, reply.why);
      return;
    }
    const asked = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (reply.type === 'done') asked?.resolve(reply.rows);
    else asked?.reject(new StoreThreadError(reply.message, reply.code, reply.permanent ? 'never' : 'disk'));
  }

  return {
    ask: (task) =>
      new Promise((resolve, reject) => {
        worker ??= start();
        const id = nextId++;
        waiting.set(id, { resolve, reject });
        worker.postMessage({ ...task, id });
      }),
    async terminate() {
      await worker?.terminate();
    },
  };
}
