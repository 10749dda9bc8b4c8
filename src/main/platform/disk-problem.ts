import { messageFromUnknown } from '#shared/errors.ts';
import type { HealthReport } from '#shared/health.ts';

/** Error code of the file system or of SQLite, or ''. */
export function codeFromError(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

/** What a failure to write means for the streamer: a health report with the next step. `what` begins the sentence: "Settings". */
export function healthFromWriteError(what: string, path: string, error: unknown): HealthReport {
  const code = codeFromError(error);
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG' || code.startsWith('SQLITE_FULL')) {
    return {
      status: 'degraded',
      reason: 'disk-full',
      message: `${what} cannot be saved: the disk that holds ${path} is full. Free some space; it is kept in memory and saved as soon as there is room.`,
    };
  }
  if (
    code === 'EACCES' ||
    code === 'EPERM' ||
    code === 'EROFS' ||
    code.startsWith('SQLITE_READONLY') ||
    code.startsWith('SQLITE_CANTOPEN')
  ) {
    return {
      status: 'degraded',
      reason: 'not-writable',
      message: `${what} cannot be saved: ${path} may not be written (${code}). Allow writing to that folder; it is kept in memory and tried again.`,
    };
  }
  return {
    status: 'degraded',
    reason: 'write-failed',
    message: `${what} cannot be saved to ${path}: ${messageFromUnknown(error)}. It is kept in memory and tried again; check the disk.`,
  };
}

/** A point in time as part of a file name: 2026-11-21T21-19-37-004Z. */
export function fileStampFromMs(atMs: number): string {
  return new Date(Math.round(atMs)).toISOString().replaceAll(/[:.]/g, '-');
}
