import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { messageFromUnknown } from '#shared/errors.ts';
import type { FormFile } from './multipart.ts';
import { voiceProblem } from './voice-problem.ts';

/** Recordings of 3 to 10 s; more is a mistake. */
const MOST_BYTES = 20 * 1024 * 1024;

/** A recording on this computer, to be sent along. Throws `needs-reference` with the path when it cannot be read. */
export async function referenceFile(path: string): Promise<FormFile> {
  let file: Awaited<ReturnType<typeof open>> | undefined;
  try {
    file = await open(path, 'r');
    const { size } = await file.stat();
    if (size > MOST_BYTES) throw new Error(`it has ${Math.round(size / 1024 / 1024)} MB: a few seconds of speech are enough`);
    return { name: basename(path), bytes: await file.readFile() };
  } catch (error) {
    throw voiceProblem('needs-reference', `the recording ${path} cannot be read: ${messageFromUnknown(error)}`, path);
  } finally {
    await file?.close();
  }
}
