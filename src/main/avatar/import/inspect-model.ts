import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describeLive2d } from '#shared/avatar/cubism/describe-live2d.ts';
import { LIVE2D_MANIFEST_FILE } from '#shared/avatar/cubism/live2d-manifest.ts';
import type { ImportNote } from '#shared/avatar/model-import.ts';
import { describePuppet } from '#shared/avatar/puppet/describe-puppet.ts';
import { assertNever } from '#shared/errors.ts';
import { isDrawing } from './find-models.ts';
import { ImportFailure } from './import-failure.ts';
import { inspectImageModel } from './inspect-image.ts';
import { asImportFailure, type Inspected, type InspectOptions, notesOf, parseJson, shrunkNote } from './inspection.ts';
import { checkPictures, filesOf, folderBytes } from './model-folder.ts';
import { settleMotions } from './motion-files.ts';
import { inspectPsd } from './psd/inspect-psd.ts';
import { NO_META, type StagedModel, THUMBNAIL_FILE, THUMBNAIL_PIXELS } from './staged-model.ts';
import { portraitOf } from './textures/shrink-picture.ts';
import { inspectVrm, pictureBytes } from './vrm/inspect-vrm.ts';
import { shrinkGlb } from './vrm/shrink-glb.ts';
import { vtubeBeside } from './vtube-beside.ts';

/** Reads a model of any format as something hostile. Throws `ImportFailure` that says what is wrong and what next. */
export async function inspectModel(options: InspectOptions): Promise<Omit<StagedModel, 'folder'>> {
  const { portrait, ...model } = await inspected(options);
  const picture = portrait === undefined ? undefined : await portraitOf(portrait, THUMBNAIL_PIXELS, options.signal);
  if (picture !== undefined) await writeFile(join(options.folder, THUMBNAIL_FILE), picture);
  return { ...model, bytes: await folderBytes(options.folder), hasThumbnail: picture !== undefined };
}

async function inspected(options: InspectOptions): Promise<Inspected> {
  const { format } = options.found;
  switch (format) {
    case 'vrm':
      return vrm(options);
    case 'live2d':
      return live2d(options);
    case 'puppet':
      return isDrawing(options.found.entry) ? inspectPsd(options) : puppet(options);
    case 'image':
      return inspectImageModel(options);
    default:
      return assertNever(format);
  }
}

async function vrm({ folder, found, textureLimit, signal, onTextures }: InspectOptions): Promise<Inspected> {
  const file = join(folder, found.entry);
  const name = basename(found.entry);
  const bytes = await readFile(file);
  const model = inspectVrm(bytes, name);
  const portrait =
    model.portrait === undefined ? undefined : Buffer.from(pictureBytes(model.gltf, model.glb.bin, model.portrait));
  const shrunk = await shrinkGlb(model, textureLimit, name, signal, onTextures);
  if (shrunk !== undefined) await writeFile(file, shrunk.file);
  await settleMotions(
    folder,
    found.files.filter((path) => path !== found.entry),
  );
  const { textures } = model.description;
  return {
    format: 'vrm',
    entry: found.entry,
    name: model.name.trim() || stem(found.entry),
    meta: model.meta,
    description:
      shrunk === undefined
        ? model.description
        : { ...model.description, textures: { ...textures, largest: Math.min(textures.largest, textureLimit) } },
    notes: shrunk === undefined ? [] : [shrunkNote(shrunk.count, shrunk.largestBefore, textureLimit)],
    vtubeFile: null,
    portrait,
  };
}

async function live2d({ folder, found, droppedName, textureLimit, signal, onTextures }: InspectOptions): Promise<Inspected> {
  const files = filesOf(folder, found.files);
  const report = await asImportFailure(() => describeLive2d(files, found.entry));
  const vtube = await vtubeBeside(found.files, report.entry, files.text);
  const portrait = vtube?.icon === undefined ? undefined : await readFile(join(folder, vtube.icon));
  const pictures = await checkPictures(folder, found.files, {
    limit: textureLimit,
    mayShrink: true,
    signal,
    onProgress: onTextures,
  });
  await writeFile(join(folder, folderOf(report.entry), LIVE2D_MANIFEST_FILE), JSON.stringify(report.manifest));
  const notes: ImportNote[] =
    report.problems.length === 0 ? [] : [{ code: 'texture-missing', detail: report.problems.join(' · ').slice(0, 2000) }];
  return {
    format: 'live2d',
    entry: report.entry,
    name: vtube?.name || report.name || droppedName,
    meta: NO_META,
    description: {
      ...report.description,
      textures: { ...report.description.textures, largest: Math.min(report.description.textures.largest, textureLimit) },
    },
    notes: [...notes, ...notesOf(pictures, textureLimit), { code: 'core-needed', detail: report.madeWith }],
    vtubeFile: vtube?.file ?? null,
    portrait,
  };
}

async function puppet({ folder, found, droppedName, textureLimit, signal, onTextures }: InspectOptions): Promise<Inspected> {
  const files = filesOf(folder, found.files);
  const facts = await asImportFailure(async () => {
    const text = await files.text(found.entry);
    return describePuppet(parseJson(text, found.entry));
  });
  for (const { file } of facts.pages)
    if (!found.files.includes(file))
      throw new ImportFailure(
        'missing-files',
        file,
        `${found.entry} names the picture ${file}, which is not there. Copy the whole puppet again.`,
      );
  // A puppet says where on its pages the layers lie, in pixels: pages cannot be made smaller without it.
  const { headers } = await checkPictures(folder, found.files, {
    limit: Math.max(textureLimit, 8192),
    mayShrink: false,
    signal,
    onProgress: onTextures,
  });
  for (const { file, width, height } of facts.pages) {
    const header = headers.get(file);
    if (header === undefined || header.width !== width || header.height !== height)
      throw new ImportFailure(
        'damaged',
        file,
        `${file} has ${header?.width ?? 0} × ${header?.height ?? 0} pixels, and ${found.entry} says ${width} × ${height}. Export the puppet again.`,
      );
  }
  return {
    format: 'puppet',
    entry: found.entry,
    name: facts.name || droppedName,
    meta: facts.meta,
    description: facts.description,
    notes: [],
    vtubeFile: null,
    portrait: undefined,
  };
}

const folderOf = (path: string): string => (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '');
const stem = (path: string): string => basename(path).replace(/\.[^.]*$/u, '');
