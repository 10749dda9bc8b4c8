import { z } from 'zod';
import { IMPORT_LIMITS } from '#shared/avatar/model-import.ts';
import { ImportFailure } from '../import-failure.ts';
import { shrinkPicture, sizeWithin } from '../textures/shrink-picture.ts';
import { damaged, glbFrom, roundUp } from './glb.ts';
import { type InspectedVrm, pictureBytes } from './inspect-vrm.ts';

/** Everything else of the file stays as it is. */
const editableSchema = z.looseObject({
  buffers: z.array(z.looseObject({ byteLength: z.number() })),
  bufferViews: z.array(z.looseObject({ byteOffset: z.number().default(0), byteLength: z.number() })),
});

export interface ShrunkGlb {
  readonly file: Uint8Array;
  /** Pictures that were made smaller. */
  readonly count: number;
  readonly largestBefore: number;
}

/** The file with every texture's longer side at `limit` at most; undefined where none is larger. Throws `ImportFailure`. */
export async function shrinkGlb(
  vrm: InspectedVrm,
  limit: number,
  name: string,
  signal: AbortSignal,
  onProgress: (share: number) => void,
): Promise<ShrunkGlb | undefined> {
  const large = vrm.textures.filter(({ header }) => sizeWithin(header, limit) !== undefined);
  if (large.length === 0) return undefined;
  const replaced = new Map<number, Uint8Array>();
  for (const [done, { image, header }] of large.entries()) {
    signal.throwIfAborted();
    const { bufferView, name: picture } = vrm.gltf.images[image] ?? {};
    if (bufferView === undefined || replaced.has(bufferView)) continue;
    if (vrm.gltf.accessors.some((accessor) => accessor.bufferView === bufferView))
      throw damaged(name, 'a texture lies over other numbers');
    replaced.set(
      bufferView,
      await shrinkPicture(
        pictureBytes(vrm.gltf, vrm.glb.bin, image),
        header,
        limit,
        `${name}: texture ${picture ?? image}`,
        signal,
      ),
    );
    onProgress((done + 1) / large.length);
  }
  const largestBefore = large.reduce((most, { header }) => Math.max(most, header.width, header.height), 0);
  return { file: rebuild(vrm, replaced, name), count: replaced.size, largestBefore };
}

/** Lays all buffer views one after the other, each at a multiple of 4 bytes, with the new pictures in place of the old. */
function rebuild(vrm: InspectedVrm, replaced: ReadonlyMap<number, Uint8Array>, name: string): Uint8Array {
  const json = editableSchema.parse(vrm.glb.json);
  const parts = json.bufferViews.map(
    (view, index) => replaced.get(index) ?? vrm.glb.bin.subarray(view.byteOffset, view.byteOffset + view.byteLength),
  );
  const total = parts.reduce((sum, part) => sum + roundUp(part.length), 0);
  if (total > IMPORT_LIMITS.fileBytes)
    throw new ImportFailure('too-large', name, `${name} would have ${total} bytes. Export it with smaller textures.`);
  const bin = new Uint8Array(total);
  let at = 0;
  for (const [index, part] of parts.entries()) {
    bin.set(part, at);
    const view = json.bufferViews[index];
    if (view !== undefined) Object.assign(view, { byteOffset: at, byteLength: part.length });
    at += roundUp(part.length);
  }
  const [buffer] = json.buffers;
  if (buffer !== undefined) buffer.byteLength = total;
  return glbFrom(json, bin);
}
