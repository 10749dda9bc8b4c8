import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { PNG } from 'pngjs';
import type { ModelMeta } from '#shared/avatar/model.ts';
import type { Art, ArtLayer } from '#shared/avatar/puppet/auto-rig/art.ts';
import { type AutoRigReport, autoRig } from '#shared/avatar/puppet/auto-rig/auto-rig.ts';
import { packPages } from '#shared/avatar/puppet/pack-pages.ts';
import type { Puppet, Rect } from '#shared/avatar/puppet/puppet-format.ts';
import { DEFS, DRAWING, type DrawnLayer } from './test-drawing.ts';

const META: ModelMeta = {
  author: 'Yingxi tests',
  licence: 'CC0-1.0',
  licenceUrl: 'https://creativecommons.org/publicdomain/zero/1.0/',
  contact: '',
  copyright: '',
  permissions: [],
};
const PAGE_SIZE = 2048;

interface Trimmed {
  readonly bounds: Rect;
  /** Straight alpha. */
  readonly rgba: Uint8Array;
}

let ready: Promise<void> | undefined;

async function loadResvg(): Promise<void> {
  const path = createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm');
  await initWasm(await readFile(path));
}

/** Draws the layers, trims them, lays them out, rigs them, and writes puppet.json with its pages into `folder`. */
export async function writePuppet(
  folder: string,
  layers: readonly DrawnLayer[],
): Promise<{ puppet: Puppet; report: AutoRigReport }> {
  ready ??= loadResvg();
  await ready;
  const pictures = layers.map(({ svg }) => trim(svg));
  const { places, pages } = packPages(
    pictures.map(({ bounds }) => bounds),
    PAGE_SIZE,
  );
  const sheets = pages.map(({ width, height }) => new PNG({ width, height, fill: true }));
  const artLayers = layers.map((layer, i): ArtLayer => {
    const { bounds, rgba } = pictures[i]!;
    const { page, x, y } = places[i]!;
    copy(rgba, bounds, sheets[page]!, x, y);
    const { name, folders = [], visible = true, clipped = false, blend = 'normal' } = layer;
    return { name, folders, bounds, page, source: { ...bounds, x, y }, opacity: 1, blend, clipped, visible };
  });
  const art: Art = {
    name: 'Test puppet',
    meta: META,
    canvas: DRAWING,
    pages: pages.map((page, i) => ({ ...page, file: `page-${i}.png` })),
    layers: artLayers,
  };
  const result = autoRig(art);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'puppet.json'), JSON.stringify(result.puppet));
  await Promise.all(sheets.map((sheet, i) => writeFile(join(folder, `page-${i}.png`), PNG.sync.write(sheet))));
  return result;
}

function trim(svg: string): Trimmed {
  const { width, height } = DRAWING;
  const whole = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${DEFS}${svg}</svg>`;
  const image = new Resvg(whole).render();
  const pixels = PNG.sync.read(Buffer.from(image.asPng())).data;
  let [left, top, right, bottom]: [number, number, number, number] = [width, height, 0, 0];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      if ((pixels[(y * width + x) * 4 + 3] ?? 0) > 0) {
        left = Math.min(left, x);
        right = Math.max(right, x + 1);
        top = Math.min(top, y);
        bottom = Math.max(bottom, y + 1);
      }
  const bounds = { x: left, y: top, width: right - left, height: bottom - top };
  const rgba = new Uint8Array(bounds.width * bounds.height * 4);
  for (let y = 0; y < bounds.height; y++) {
    const from = ((top + y) * width + left) * 4;
    rgba.set(pixels.subarray(from, from + bounds.width * 4), y * bounds.width * 4);
  }
  return { bounds, rgba };
}

function copy(rgba: Uint8Array, { width, height }: Rect, sheet: PNG, x: number, y: number): void {
  for (let row = 0; row < height; row++)
    sheet.data.set(rgba.subarray(row * width * 4, (row + 1) * width * 4), ((y + row) * sheet.width + x) * 4);
}
