import { createReadStream, type Stats } from 'node:fs';
import { lstat, realpath, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** A file that may be sent, and how long a browser may keep it. */
export interface ServedFile {
  readonly path: string;
  readonly stats: Stats;
  readonly caching: 'none' | 'revalidate' | 'forever';
  readonly contentType: string;
}

/**
 * The file that URL path `pathname` names inside `root`, following no way out of it: no `..`, no drive or stream names (`:`),
 * no hidden files, no link that leads outside. Undefined when there is none.
 */
export async function fileInside(root: string, pathname: string): Promise<{ path: string; stats: Stats } | undefined> {
  const segments = segmentsFromPathname(pathname);
  if (segments === undefined) return undefined;
  try {
    const [base, path] = await Promise.all([realpath(root), realpath(join(root, ...segments))]);
    if (!path.startsWith(base.endsWith(sep) ? base : base + sep)) return undefined;
    const stats = await stat(path);
    return stats.isFile() ? { path, stats } : undefined;
  } catch {
    return undefined;
  }
}

/** As `fileInside`, but no link at all is followed below `root` (which may be one itself: a folder that was moved to another disk). */
export async function fileWithoutLinks(root: string, pathname: string): Promise<{ path: string; stats: Stats } | undefined> {
  const segments = segmentsFromPathname(pathname);
  if (segments === undefined) return undefined;
  try {
    let path = await realpath(root);
    let stats: Stats | undefined;
    for (const segment of segments) {
      path = join(path, segment);
      stats = await lstat(path);
      if (stats.isSymbolicLink()) return undefined;
    }
    return stats?.isFile() ? { path, stats } : undefined;
  } catch {
    return undefined;
  }
}

function segmentsFromPathname(pathname: string): readonly string[] | undefined {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
  // A NUL would cut the path short in the file system; a colon names a drive or a stream on Windows.
  if (/[\0\\:]/u.test(decoded)) return undefined;
  const segments = decoded.split('/').filter((segment) => segment !== '');
  return segments.some((segment) => segment.startsWith('.')) ? undefined : segments;
}

/** Sends `file`, or 304 when the client has it. Ends quietly when the client leaves. */
export async function sendFile(request: IncomingMessage, response: ServerResponse, file: ServedFile): Promise<void> {
  const etag = `"${file.stats.size.toString(36)}-${Math.round(file.stats.mtimeMs).toString(36)}"`;
  response.setHeader('content-type', file.contentType);
  response.setHeader('etag', etag);
  response.setHeader('cache-control', cacheControl[file.caching]);
  if (file.caching !== 'none' && request.headers['if-none-match'] === etag) {
    response.writeHead(304).end();
    return;
  }
  response.setHeader('accept-ranges', 'bytes');
  const range = rangeFrom(request.headers.range, file.stats.size);
  if (range === 'unsatisfiable') {
    response.writeHead(416, { 'content-range': `bytes */${file.stats.size}` }).end();
    return;
  }
  const { start, end } = range ?? { start: 0, end: file.stats.size - 1 };
  response.setHeader('content-length', end - start + 1);
  if (range === undefined) response.writeHead(200);
  else response.writeHead(206, { 'content-range': `bytes ${start}-${end}/${file.stats.size}` });
  if (request.method === 'HEAD' || end < start) {
    response.end();
    return;
  }
  await pipeline(createReadStream(file.path, { start, end }), response).catch(() => response.destroy());
}

/**
 * The one range of bytes that a player asks for when it seeks (RFC 9110, 14.2), both ends included. Undefined: the whole file, as also for several
 * ranges and for what cannot be read.
 */
export function rangeFrom(
  header: string | undefined,
  size: number,
): { readonly start: number; readonly end: number } | 'unsatisfiable' | undefined {
  const [, from = '', to = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/u.exec(header ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  if (from === '')
    return Number(to) === 0 || size === 0 ? 'unsatisfiable' : { start: Math.max(0, size - Number(to)), end: size - 1 };
  const start = Number(from);
  if (start >= size) return 'unsatisfiable';
  const end = to === '' ? size - 1 : Math.min(Number(to), size - 1);
  return end < start ? undefined : { start, end };
}

const cacheControl = { none: 'no-store', revalidate: 'no-cache', forever: 'public, max-age=31536000, immutable' } as const;
