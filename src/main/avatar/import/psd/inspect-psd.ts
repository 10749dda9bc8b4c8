import { readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ImportNote } from '#shared/avatar/model-import.ts';
import { descriptionOf } from '#shared/avatar/puppet/describe-puppet.ts';
import { type RiggedDrawing, rigDrawing } from '#shared/avatar/puppet/rig-drawing.ts';
import { asImportFailure, type Inspected, type InspectOptions } from '../inspection.ts';
import { NO_META } from '../staged-model.ts';
import { writePng } from '../textures/png-writer.ts';
import { flatPortrait } from './flat-portrait.ts';
import { PSD_LIMITS } from './psd-header.ts';
import { type PsdDrawing, readPsdLayers } from './read-psd-layers.ts';

/** Pages above this are only for pictures that need them. Pixels a side. */
const PAGE_LIMIT = 8192;

/** A layered drawing becomes a puppet, rigged by the names of its layers: puppet.json and pages in place of the PSD. */
export async function inspectPsd(options: InspectOptions): Promise<Inspected> {
  const { folder, found, droppedName, textureLimit, signal, onTextures } = options;
  const file = basename(found.entry);
  const startedAt = performance.now();
  const drawing = await readPsdLayers(await readFile(join(folder, found.entry)), file, {
    sideLimit: textureLimit,
    signal,
    isLate: () => performance.now() - startedAt > PSD_LIMITS.milliseconds,
    onProgress: (share) => onTextures(share * 0.7),
  });
  const name = file.replace(/\.[^.]*$/u, '').trim() || droppedName;
  const { canvas, layers } = drawing;
  const rigged = await asImportFailure(async () => rigDrawing({ name, meta: NO_META, canvas, layers, pageSize: PAGE_LIMIT }));
  for (const [done, page] of rigged.pages.entries()) {
    signal.throwIfAborted();
    await writeFile(join(folder, page.file), await writePng(Uint8Array.from(page.data), page.width, page.height));
    onTextures(0.7 + (0.3 * (done + 1)) / rigged.pages.length);
  }
  await writeFile(join(folder, 'puppet.json'), JSON.stringify(rigged.puppet));
  await rm(join(folder, found.entry));
  return {
    format: 'puppet',
    entry: 'puppet.json',
    name,
    meta: NO_META,
    description: descriptionOf(rigged.puppet),
    notes: notesOf(drawing, rigged),
    vtubeFile: null,
    portrait: await flatPortrait(rigged),
  };
}

/** What was understood of the drawing, and what was not. */
function notesOf(drawing: PsdDrawing, { report, empty }: RiggedDrawing): ImportNote[] {
  const { drawn, canvas, withoutPicture, blendsReplaced } = drawing;
  const unknown = report.roles.filter(({ role }) => role === 'other').map(({ layer }) => layer);
  // Layers, not the parts that one of both eyes is cut into.
  const used = drawing.layers.length - report.skipped.length - empty.length;
  const notes: ImportNote[] = [{ code: 'rigged-by-names', detail: `${used - unknown.length} / ${used}` }];
  const add = (code: ImportNote['code'], names: readonly string[]): void => {
    if (names.length > 0) notes.push({ code, detail: listed(names) });
  };
  add('layers-not-understood', unknown);
  add('drawing-lacks', report.missing);
  add('layers-left-out', [...report.skipped, ...withoutPicture, ...empty]);
  add('blends-replaced', blendsReplaced);
  const [before, after] = [Math.max(drawn.width, drawn.height), Math.max(canvas.width, canvas.height)];
  if (after < before) notes.push({ code: 'textures-shrunk', detail: `${before} → ${after}` });
  return notes;
}

function listed(names: readonly string[]): string {
  const rest = names.length > 30 ? ` … (${names.length})` : '';
  return `${names.slice(0, 30).join(', ')}${rest}`.slice(0, 2000);
}
