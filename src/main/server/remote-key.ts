import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { writeFileAtomicSync } from '#main/platform/atomic-file.ts';
import type { Logger } from '#main/platform/logger.ts';
import { messageFromUnknown } from '#shared/errors.ts';

/** What is remembered of the phones' page: whether it is open, its key, and its port, so that bookmarks stay valid. */
export interface RemoteKeyFile {
  readonly enabled: boolean;
  readonly key: string;
  /** 0: none was used yet. */
  readonly port: number;
  update(change: { readonly enabled?: boolean; readonly key?: string; readonly port?: number }): void;
  /** Takes the same time for right and wrong ones. */
  isKey(candidate: string): boolean;
}

const schema = z.object({
  enabled: z.boolean(),
  key: z.string().regex(/^[A-Za-z0-9_-]{43}$/u),
  port: z.number().int().min(0).max(65_535),
});

export const newRemoteKey = (): string => randomBytes(32).toString('base64url');

/** `file`: remote.json, mode 0600. One that is missing or broken means: closed, with a new key. */
export function openRemoteKeyFile(file: string, logger: Logger): RemoteKeyFile {
  let known = read(file, logger) ?? { enabled: false, key: newRemoteKey(), port: 0 };
  return {
    get enabled() {
      return known.enabled;
    },
    get key() {
      return known.key;
    },
    get port() {
      return known.port;
    },
    update(change) {
      known = { ...known, ...change };
      try {
        mkdirSync(dirname(file), { recursive: true });
        writeFileAtomicSync(file, `${JSON.stringify(known, undefined, 2)}\n`, 0o600);
      } catch (error) {
        logger.warn('the key of the phones’ page cannot be kept; it holds until the program ends', {
          file,
          cause: messageFromUnknown(error),
        });
      }
    },
    isKey: (candidate) => timingSafeEqual(digestOf(candidate), digestOf(known.key)),
  };
}

/** Hashed first: timingSafeEqual wants equal lengths, and the length of a guess must not matter. */
const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

function read(file: string, logger: Logger): z.infer<typeof schema> | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT'))
      logger.warn('the key of the phones’ page cannot be read; it is closed and gets a new one', {
        file,
        cause: messageFromUnknown(error),
      });
    return undefined;
  }
}
