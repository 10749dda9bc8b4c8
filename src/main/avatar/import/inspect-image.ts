import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { imageModelFromFiles, parseImageModel } from '#shared/avatar/image-model.ts';
import { describeImageModel } from '#shared/avatar/image-puppet.ts';
import { ImportFailure } from './import-failure.ts';
import { asImportFailure, type Inspected, type InspectOptions, notesOf, parseJson } from './inspection.ts';
import { checkPictures, filesOf } from './model-folder.ts';

/** Pictures as a model: idle, speaking and blinking frames, by what their names say or `image.json` states. */
export async function inspectImageModel(options: InspectOptions): Promise<Inspected> {
  const { folder, found, droppedName, textureLimit, signal, onTextures } = options;
  const stated = found.files.includes(found.entry);
  const model = await asImportFailure(async () =>
    stated
      ? parseImageModel(parseJson(await filesOf(folder, found.files).text(found.entry), found.entry))
      : imageModelFromFiles(found.files, droppedName),
  );
  const facts = await asImportFailure(async () => describeImageModel(model));
  for (const file of facts.files)
    if (!found.files.includes(file))
      throw new ImportFailure(
        'missing-files',
        file,
        `${found.entry} names the picture ${file}, which is not there. Copy all pictures again.`,
      );
  const pictures = await checkPictures(folder, found.files, {
    limit: textureLimit,
    mayShrink: true,
    signal,
    onProgress: onTextures,
  });
  if (!stated) await writeFile(join(folder, found.entry), JSON.stringify(model));
  const sizes = facts.files.flatMap((file) => pictures.headers.get(file) ?? []);
  const largest = sizes.reduce((most, { width, height }) => Math.max(most, width, height), 0);
  return {
    format: 'image',
    entry: found.entry,
    name: facts.name || droppedName,
    meta: facts.meta,
    description: { ...facts.description, textures: { ...facts.description.textures, largest } },
    notes: [...notesOf(pictures, textureLimit)],
    vtubeFile: null,
    portrait: await readFile(join(folder, model.frames.idle)),
  };
}
