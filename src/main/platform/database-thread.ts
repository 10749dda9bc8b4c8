import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import type { Logger } from '#main/platform/logger.ts';
import { messageFromUnknown } from '#shared/errors.ts';

/**
 * A database is owned by a worker thread of its own, so that no disk ever makes the show stutter (see database-worker.ts). Every request has an id and
 * gets exactly one reply with it, in order.
 */
const id = z.number().int();
export const databaseReplySchema = z.discriminatedUnion('type', [
  /** Rows as JSON texts. */
  z.object({ type: z.literal('done'), id, rows: z.array(z.string()) }),
  /** `code`: SQLite's or the file system's. `permanent`: the database can never be opened in this process. */
  z.object({ type: z.literal('error'), id, code: z.string(), message: z.string(), permanent: z.boolean() }),
  /** A damaged or foreign database was moved aside; a new one was begun, or the last backup taken up. */
  z.object({ type: z.literal('set-aside'), file: z.string(), why: z.string(), restoredFromMs: z.number().optional() }),
]);
export type DatabaseReply = z.infer<typeof databaseReplySchema>;
export type SetAside = Omit<Extract<DatabaseReply, { type: 'set-aside' }>, 'type'>;

export type WithoutId<T> = T extends { readonly id: number } ? Omit<T, 'id'> : never;

/** Why a request to a database's thread failed. */
export class DatabaseThreadError extends Error {
  override readonly name = 'DatabaseThreadError';
  constructor(
    message: string,
    readonly code: string,
    /** disk: tell the streamer; thread: it ended and a new one will take the request; never: there is no database in this process. */
    readonly cure: 'disk' | 'thread' | 'never',
  ) {
    super(message);
  }
}

export interface DatabaseThread<Task extends object> {
  /** Rows of the reply. Rejects DatabaseThreadError. Starts the thread when none runs. */
  ask(task: Task): Promise<readonly string[]>;
  terminate(): Promise<void>;
}

export interface DatabaseThreadOptions {
  readonly workerFile: string;
  /** Handed to the thread as its `workerData`. */
  readonly data: unknown;
  readonly logger: Logger;
  readonly onSetAside: (news: SetAside) => void;
}

interface Waiting {
  readonly resolve: (rows: readonly string[]) => void;
  readonly reject: (error: DatabaseThreadError) => void;
}

/** Of a thread's heap, for what lives briefly. */
const YOUNG_MB = 16;

/** One thread at a time; when it ends by itself all that was asked rejects and the next request starts another. */
export function createDatabaseThread<Task extends object>(options: DatabaseThreadOptions): DatabaseThread<Task> {
  let worker: Worker | undefined;
  let nextId = 1;
  const waiting = new Map<number, Waiting>();

  function start(): Worker {
    const started = new Worker(options.workerFile, {
      workerData: options.data,
      execArgv: [],
      // What it is sent is short-lived: more room would only be held, not used.
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
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
      orphan.reject(new DatabaseThreadError(`the storage thread ended: ${why}`, 'THREAD_ENDED', 'thread'));
  }

  function receive(message: unknown): void {
    const reply = databaseReplySchema.parse(message);
    if (reply.type === 'set-aside') {
      options.onSetAside(reply);
      return;
    }
    const asked = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (reply.type === 'done') asked?.resolve(reply.rows);
    else asked?.reject(new DatabaseThreadError(reply.message, reply.code, reply.permanent ? 'never' : 'disk'));
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
