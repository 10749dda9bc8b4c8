import { createHash } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import { EMOTE_ENDINGS, fetchEmote } from './emote-fetch.ts';

/** Pictures of emotes, fetched once and kept in a folder. Pages load them from this computer: none of them speaks with a platform. */
export interface EmoteShelf {
  /** Address on this computer; '': there is none yet. It is fetched then, and `onArrived` tells. Returns at once. */
  pictureOf(key: string): string;
  /** Idempotent; ends what is under way. */
  close(): Promise<void>;
}

export interface EmoteShelfOptions {
  /** Made with the first picture. */
  readonly folder: string;
  readonly urlOf: (fileName: string) => string;
  /** Undefined: nobody is asked for this one. */
  readonly addressOf: (key: string) => string | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onArrived: (key: string) => void;
}

const AT_ONCE = 4;
/** What waits beyond these is asked for again with the next line that shows it. */
const WAITING_MOST = 200;
const FILES_MOST = 3000;
/** Once it is full so many of the oldest go together. */
const GO_TOGETHER = 500;
const AGAIN_AFTER_MS = 10 * 60_000;
const FAILURES_KEPT = 1000;
const NAME = new RegExp(`^[0-9a-f]{40}\\.(${Object.values(EMOTE_ENDINGS).join('|')})$`, 'u');

export function createEmoteShelf(options: EmoteShelfOptions): EmoteShelf {
  const { folder, clock, logger } = options;
  /** File names by their stem, oldest first; undefined: the folder was not looked at yet. */
  let files: Map<string, string> | undefined;
  let reading: Promise<void> | undefined;
  const waiting = new Set<string>();
  const running = new Set<Promise<void>>();
  const fetching = new Set<string>();
  /** When a key failed last. */
  const failedAt = new Map<string, number>();
  const ending = new AbortController();

  function want(key: string): void {
    if (waiting.size >= WAITING_MOST || fetching.has(key) || ending.signal.aborted) return;
    if (clock.now() - (failedAt.get(key) ?? Number.NEGATIVE_INFINITY) < AGAIN_AFTER_MS) return;
    waiting.add(key);
    reading ??= readFolder().then(next);
    if (files !== undefined) next();
  }

  async function readFolder(): Promise<void> {
    const names = (await readdir(folder).catch(() => [])).filter((name) => NAME.test(name));
    const aged = await Promise.all(
      names.map(async (name) => ({ name, ms: (await stat(join(folder, name)).catch(() => undefined))?.mtimeMs ?? 0 })),
    );
    aged.sort((a, b) => a.ms - b.ms);
    files = new Map(aged.map(({ name }) => [name.slice(0, 40), name]));
  }

  function next(): void {
    for (const key of waiting) {
      if (running.size >= AT_ONCE || ending.signal.aborted) return;
      waiting.delete(key);
      if (files?.has(stemOf(key))) {
        options.onArrived(key);
        continue;
      }
      fetching.add(key);
      const run = bring(key).finally(() => {
        running.delete(run);
        fetching.delete(key);
        next();
      });
      running.add(run);
    }
  }

  async function bring(key: string): Promise<void> {
    try {
      const address = options.addressOf(key);
      if (address === undefined) return;
      const { bytes, ending: kind } = await fetchEmote(address, clock, ending.signal);
      const name = `${stemOf(key)}.${kind}`;
      await mkdir(folder, { recursive: true });
      // Half a picture never stands under its name.
      await writeFile(join(folder, `.${name}`), bytes);
      await rename(join(folder, `.${name}`), join(folder, name));
      if (ending.signal.aborted) return;
      files?.set(stemOf(key), name);
      await makeRoom();
      options.onArrived(key);
    } catch (cause) {
      if (ending.signal.aborted) return;
      failedAt.delete(key);
      failedAt.set(key, clock.now());
      const [oldest] = failedAt.keys();
      if (failedAt.size > FAILURES_KEPT && oldest !== undefined) failedAt.delete(oldest);
      logger.debug('an emote has no picture', { key, problem: messageFromUnknown(cause) });
    }
  }

  async function makeRoom(): Promise<void> {
    if (files === undefined || files.size <= FILES_MOST) return;
    const old = [...files].slice(0, GO_TOGETHER);
    for (const [stem] of old) files.delete(stem);
    await Promise.all(old.map(([, name]) => rm(join(folder, name), { force: true })));
  }

  return {
    pictureOf(key) {
      const name = files?.get(stemOf(key));
      if (name !== undefined) return options.urlOf(name);
      want(key);
      return '';
    },
    async close() {
      ending.abort();
      waiting.clear();
      await reading;
      await Promise.allSettled([...running]);
    },
  };
}

const stemOf = (key: string): string => createHash('sha256').update(key).digest('hex').slice(0, 40);
