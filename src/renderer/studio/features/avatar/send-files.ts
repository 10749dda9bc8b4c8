import type { StudioApi } from '#renderer/shared/client/client.ts';
import { UPLOAD_PIECE_BYTES } from '#shared/contract/models.ts';
import { StudioError } from '#shared/errors.ts';
import type { FileGroup } from './dropped-files.ts';

/** Files on their way at the same time: many small ones would otherwise wait for each other's answers. */
const AT_ONCE = 4;

/** Sends a group to the studio, which imports it when all is there. Resolves when everything was sent, or nobody awaits it any more (cancelled, refused). */
export async function sendFiles(client: StudioApi, group: FileGroup, into: string | null): Promise<void> {
  const files = group.files.map(({ path, file }) => ({ path, bytes: file.size }));
  const { url } = await client.models.beginUpload({ name: group.name, files, into });
  await sendPieces(url, group);
}

/** Sends the files of an upload that was announced. */
export async function sendPieces(url: string, group: FileGroup): Promise<void> {
  let next = 0;
  let goesOn = true;
  const sendNext = async (): Promise<void> => {
    while (goesOn && next < group.files.length) {
      const index = next;
      next += 1;
      const file = group.files[index]?.file;
      if (file !== undefined && !(await sendFile(`${url}/${index}`, file, () => goesOn))) goesOn = false;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sendNext));
}

/** False: the studio does not await it any more. */
async function sendFile(url: string, file: File, goesOn: () => boolean): Promise<boolean> {
  for (let offset = 0; offset < file.size && goesOn(); offset += UPLOAD_PIECE_BYTES) {
    const body = await file.slice(offset, offset + UPLOAD_PIECE_BYTES).arrayBuffer();
    const answer = await fetch(`${url}?offset=${offset}`, { method: 'PUT', body });
    if (answer.status === 404 || answer.status === 409) return false;
    if (!answer.ok) throw new StudioError('network', `the studio answered ${answer.status}; add the files again`);
  }
  return true;
}
