import { codeFromError } from '#main/platform/disk-problem.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import type { ModelProblemCode } from '#shared/inference/local-models.ts';

/** Thrown wherever a model cannot be fetched or is found unfit; ends the job with words for the streamer. */
export class ModelFailure extends Error {
  override readonly name = 'ModelFailure';
  readonly code: ModelProblemCode;
  /** The file or the number in question, shown as it is. */
  readonly detail: string;

  /** `message`: English, what failed and what to do next. */
  constructor(code: ModelProblemCode, detail: string, message: string, options?: { cause?: unknown }) {
    super(message.slice(0, 2000), options);
    this.code = code;
    this.detail = detail.slice(0, 500);
  }
}

/** What is no `ModelFailure` is a file system's refusal or a mistake of ours. */
export function failureFromUnknown(error: unknown): ModelFailure {
  if (error instanceof ModelFailure) return error;
  const code = codeFromError(error);
  const what = messageFromUnknown(error).slice(0, 400);
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG')
    return new ModelFailure('disk-full', '', 'The disk is full. Free some space and go on with the download.', { cause: error });
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'EBUSY')
    return new ModelFailure(
      'not-writable',
      what,
      `The folder of models cannot be changed (${what}). Close programs that use it, allow writing, and try again.`,
      { cause: error },
    );
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR' || code === 'EIO')
    return new ModelFailure('not-readable', what, `A file of the model cannot be read (${what}). Check it and try again.`, {
      cause: error,
    });
  return new ModelFailure('internal', what, `It failed: ${what}. Try again; if it fails again, report it.`, { cause: error });
}

export const megabytes = (bytes: number): string =>
  bytes >= 1e9
    ? `${(bytes / 1e9).toFixed(1)} GB`
    : `${bytes < 10_000_000 ? (bytes / 1e6).toFixed(1) : Math.round(bytes / 1e6)} MB`;
