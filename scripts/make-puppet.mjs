// Makes the puppet that comes with the program, in resources/avatars/<name>: puppet.json, its pages and a thumbnail; and index.json.
//   node scripts/make-puppet.mjs            writes the files
//   node scripts/make-puppet.mjs --check    writes nothing; fails when a file is not what the script makes
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { runnerImport } from 'vite';
import { exitWithStale } from './made-files.mjs';
import { avatarsIndex } from './puppet/avatars-index.mjs';
import { CANVAS, DEFS } from './puppet/ink.mjs';
import { MOMO } from './puppet/momo.mjs';
import { stablePng } from './puppet/stable-png.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = join(root, 'resources', 'avatars');
/** Pixels of the puppet per unit of the drawing: sharp at 1080 lines from the chest up. */
const SCALE = 1.5;
const THUMBNAIL = { x: 132, y: 30, width: 736, height: 920, pixels: 512 };

const importSource = async (file) => (await runnerImport(file, { configFile: false, root, logLevel: 'error' })).module;
const { rigDrawing } = await importSource(join(root, 'src/shared/avatar/puppet/rig-drawing.ts'));
const { DEFAULT_AVATARS } = await importSource(join(root, 'src/shared/avatar/generator/default-avatars.ts'));
await initWasm(readFileSync(createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')));

const files = new Map([...puppetFiles(MOMO), ['index.json', avatarsIndex(DEFAULT_AVATARS)]]);
if (process.argv.includes('--check')) exitWithStale(files, folder, 'make-puppet.mjs');
else write();

function puppetFiles({ name, folder: into, meta, layers }) {
  const canvas = { width: CANVAS.width * SCALE, height: CANVAS.height * SCALE };
  const painted = layers.map(({ svg, name: layer, folders = [], blend = 'normal', clipped = false, visible = true }) => {
    const pixels = draw(svg, { x: 0, y: 0, ...CANVAS }, canvas.width);
    return { name: layer, folders, blend, clipped, visible, opacity: 1, x: 0, y: 0, pixels };
  });
  const { puppet, pages, report } = rigDrawing({ name, meta, canvas, layers: painted, pageSize: 2048 });
  if (report.missing.length > 0) throw new Error(`${name} lacks ${report.missing.join(', ')}`);
  // At rest nothing needs a mask but what shades.
  const shown = layers.filter(({ visible = true, blend = 'normal' }) => visible && blend === 'normal');
  const portrait = draw(shown.map(({ svg }) => svg).join(''), THUMBNAIL, THUMBNAIL.pixels);
  return [
    [`${into}/puppet.json`, Buffer.from(`${JSON.stringify(puppet, rounded)}\n`)],
    ...pages.map((page) => [`${into}/${page.file}`, stablePng(page)]),
    [`${into}/thumbnail.png`, stablePng(portrait)],
  ];
}

/** Warps need no more than a hundredth of a pixel. */
function rounded(_key, value) {
  return typeof value === 'number' ? Math.round(value * 1000) / 1000 : value;
}

/** Straight alpha. */
function draw(svg, { x, y, width, height }, pixels) {
  const whole = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${x} ${y} ${width} ${height}">${DEFS}${svg}</svg>`;
  const image = new Resvg(whole, { fitTo: { mode: 'width', value: pixels } }).render();
  const data = Uint8Array.from(image.pixels);
  for (let i = 0; i < data.length; i += 4) {
    const alpha = data[i + 3];
    if (alpha === 0 || alpha === 255) continue;
    for (let channel = i; channel < i + 3; channel++) data[channel] = Math.min(255, Math.round((data[channel] * 255) / alpha));
  }
  return { width: image.width, height: image.height, data };
}

function write() {
  for (const [name, bytes] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
    console.log(`${name}: ${Math.round(bytes.length / 1024)} KB`);
  }
}
