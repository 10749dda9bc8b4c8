import type { ImportProblem, ImportProblemCode } from '#shared/avatar/model-import.ts';
import { messageFromUnknown } from '#shared/errors.ts';

/** Thrown wherever a model is found unfit; ends the import with words for the streamer. */
export class ImportFailure extends Error {
  override readonly name = 'ImportFailure';
  readonly problem: ImportProblem;

  /** `detail`: the file or the number in question, shown as it is. `message`: English, what failed and what to do next. */
  constructor(code: ImportProblemCode, detail: string, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.problem = { code, detail: detail.slice(0, 1000), message: message.slice(0, 2000) };
  }
}

/** What is not an `ImportFailure` is a file system's refusal or a mistake of ours. */
export function problemFromUnknown(error: unknown): ImportProblem {
  if (error instanceof ImportFailure) return error.problem;
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  const message = messageFromUnknown(error).slice(0, 500);
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return { code: 'disk-full', detail: '', message: 'The disk is full. Free some space and add the model again.' };
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return {
      code: 'not-found',
      detail: message,
      message: `A file of the model is not there: ${message}. Check the path and try again.`,
    };
  if (code === 'EACCES' || code === 'EPERM' || code === 'EISDIR' || code === 'EBUSY' || code === 'EIO')
    return {
      code: 'not-readable',
      detail: message,
      message: `A file of the model cannot be read: ${message}. Close programs that use it, allow reading, and try again.`,
    };
  return {
    code: 'internal',
    detail: message,
    message: `The import failed: ${message}. Try again; if it fails again, report the file that did it.`,
  };
}
