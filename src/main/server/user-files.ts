import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Stats } from 'node:fs';
import { join } from 'node:path';
import { themeFileTypeFromPath, userFileTypeFromPath } from '#main/server/content-type.ts';
import { fileWithoutLinks } from '#main/server/static-files.ts';
import type { TokenStore } from '#main/server/tokens.ts';

/** Folders of the data folder that pages may read. */
export const USER_FILE_KINDS = ['models', 'items', 'sounds', 'cubism', 'overlays', 'music', 'tracking', 'performances'] as const;
export type UserFileKind = (typeof USER_FILE_KINDS)[number];

const PREFIX = '/files/';

/**
 * The user's own files at `/files/<key>/<kind>/<path>`. The key is the right to read them: it stands in the path, so that a model's files
 * reach each other by relative references. It is made from the studio's token: as hard to guess, and the same after a restart.
 */
export interface UserFiles {
  /** The address of a file of the data folder's `kind`; `path` with forward slashes, not percent-encoded. */
  url(kind: UserFileKind, path: string): string;
  owns(pathname: string): boolean;
  /** Undefined for a wrong key (found out in the same time as a right one), a way out, a link, a hidden file, or no file at all. */
  find(pathname: string): Promise<{ path: string; stats: Stats; contentType: string } | undefined>;
}

export function createUserFiles(options: { readonly dataDir: string; readonly tokens: Pick<TokenStore, 'studio'> }): UserFiles {
  const key = createHmac('sha256', options.tokens.studio).update('yingxi user files').digest().subarray(0, 16).toString('hex');
  const keyDigest = digestOf(key);
  return {
    url: (kind, path) => `${PREFIX}${key}/${kind}/${path.split('/').map(encodeURIComponent).join('/')}`,
    owns: (pathname) => pathname.startsWith(PREFIX),
    async find(pathname) {
      const [guess = '', kindText = '', ...rest] = pathname.slice(PREFIX.length).split('/');
      const isKeyRight = timingSafeEqual(digestOf(guess), keyDigest);
      const kind = USER_FILE_KINDS.find((each) => each === kindText);
      if (!isKeyRight || kind === undefined) return undefined;
      const file = await fileWithoutLinks(join(options.dataDir, kind), rest.join('/'));
      if (file === undefined) return undefined;
      // The Cubism Core is a script that the streamer brought and agreed to; nothing else of these folders may run.
      const isCore = kind === 'cubism' && rest.length === 1 && /\.js$/iu.test(file.path);
      // Style sheets of themes went through a check that leaves nothing in them that reaches out.
      if (kind === 'overlays' && rest[0] === 'themes') return { ...file, contentType: themeFileTypeFromPath(file.path) };
      return { ...file, contentType: isCore ? 'text/javascript; charset=utf-8' : userFileTypeFromPath(file.path) };
    },
  };
}

/** Hashed first: timingSafeEqual wants equal lengths. */
const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();
