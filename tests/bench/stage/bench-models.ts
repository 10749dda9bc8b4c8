import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { collectLive2dFiles } from '#shared/avatar/cubism/live2d-files.ts';
import { LIVE2D_MANIFEST_FILE } from '#shared/avatar/cubism/live2d-manifest.ts';
import { imageModelFromFiles } from '#shared/avatar/image-model.ts';
import { live2dFolder, writeFolder } from '../../fakes/live2d-folder.ts';
import { modelFilesFrom } from '../../support/model-files.ts';
import { writePuppet } from '../../support/puppet/build-puppet.ts';
import { LAYERS } from '../../support/puppet/test-drawing.ts';

/** The test models of every format but VRM, in `<folder>/{puppet,image,live2d}`. */
export async function writeBenchModels(): Promise<{ folder: string; close(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'yingxi-bench-models-'));
  await writePuppet(join(folder, 'puppet'), LAYERS);
  const doll = live2dFolder();
  const { manifest } = await collectLive2dFiles(modelFilesFrom(doll), 'doll.model3.json');
  doll[LIVE2D_MANIFEST_FILE] = new TextEncoder().encode(JSON.stringify(manifest));
  writeFolder(join(folder, 'live2d'), doll);
  await writeImages(join(folder, 'image'));
  return { folder, close: () => rm(folder, { recursive: true, force: true }) };
}

async function writeImages(folder: string): Promise<void> {
  const pictures = { 'idle.png': [200, 40, 40], 'talk.png': [40, 200, 40], 'blink.png': [40, 40, 200] } as const;
  writeFolder(folder, Object.fromEntries(Object.entries(pictures).map(([file, colour]) => [file, square(colour)])));
  await writeFile(join(folder, 'image.json'), JSON.stringify(imageModelFromFiles(Object.keys(pictures), 'Pictures')));
}

/** 512×512, with a soft transparent rim. */
function square([red, green, blue]: readonly [number, number, number]): Uint8Array {
  const size = 512;
  const image = new PNG({ width: size, height: size });
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      const rim = Math.min(x, y, size - 1 - x, size - 1 - y);
      image.data.set([red, green, blue, Math.min(255, Math.max(0, rim - 10) * 40)], (y * size + x) * 4);
    }
  return PNG.sync.write(image);
}
