// Makes the avatars that come with the program, in resources/avatars: a .vrm and a thumbnail each, and index.json.
//   node scripts/make-avatars.mjs            writes the files; thumbnails need a Chromium
//   node scripts/make-avatars.mjs --check    writes nothing; fails when a .vrm or index.json is not what the generator makes
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, runnerImport } from 'vite';
import { exitWithStale } from './made-files.mjs';
import { avatarsIndex } from './puppet/avatars-index.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = join(root, 'resources', 'avatars');
const generator = join(root, 'src', 'shared', 'avatar', 'generator');
/** A portrait from the chest up. Metres; degrees. */
const PORTRAIT = { width: 512, height: 640, centre: 1.205, tall: 0.62, yaw: 8 };

const importSource = async (file) => (await runnerImport(file, { configFile: false, root, logLevel: 'error' })).module;
const { DEFAULT_AVATARS } = await importSource(join(generator, 'default-avatars.ts'));
const { generateAvatar } = await importSource(join(generator, 'generate-avatar.ts'));

const files = new Map(DEFAULT_AVATARS.map(({ file, options }) => [`${file}.vrm`, Buffer.from(generateAvatar(options).vrm)]));
files.set('index.json', avatarsIndex(DEFAULT_AVATARS));

if (process.argv.includes('--check')) exitWithStale(files, folder, 'make-avatars.mjs');
else await write();

async function write() {
  for (const [name, bytes] of files) {
    writeFileSync(join(folder, name), bytes);
    console.log(`${name}: ${Math.round(bytes.length / 1024)} KB`);
  }
  const page = await openPage();
  try {
    for (const { file } of DEFAULT_AVATARS) {
      await page.evaluate((base64) => window.loadAvatar(base64), files.get(`${file}.vrm`).toString('base64'));
      const url = await page.evaluate((shot) => window.drawAvatar(shot), { ...PORTRAIT, expressions: {} });
      writeFileSync(join(folder, `${file}.png`), Buffer.from(url.slice(url.indexOf(',') + 1), 'base64'));
    }
  } finally {
    await page.context().browser().close();
  }
}

/** A Chromium with make-avatars-page.ts in it. */
async function openPage() {
  const { findChromium, launchChromium } = await importSource(join(root, 'tests', 'support', 'browser.ts'));
  if (findChromium() === undefined) throw new Error('thumbnails need a Chromium: install it, or name it in YINGXI_CHROMIUM');
  const entry = join(root, 'scripts', 'make-avatars-page.ts');
  const lib = { entry, formats: ['iife'], name: 'page' };
  const bundles = await build({ configFile: false, root, logLevel: 'error', build: { write: false, lib } });
  const { code } = [bundles].flat()[0].output[0];
  const page = await (await launchChromium()).newPage();
  await page.addScriptTag({ content: code });
  return page;
}
