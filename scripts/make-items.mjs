// Draws the items that ship with the program: `node scripts/make-items.mjs`. Pictures of our own, CC0.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { initWasm, Resvg } from '@resvg/resvg-wasm';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = join(root, 'resources/avatars/items');
const PIXELS = 256;
const INK = '#4a2f52';

/** Bodies of 100 × 100 pictures. */
const items = {
  heart: `
    <path d="M50 88C14 62 8 42 12 28 17 11 40 9 50 29 60 9 83 11 88 28 92 42 86 62 50 88Z" fill="#ff5f8f" stroke="${INK}" stroke-width="4" stroke-linejoin="round"/>
    <path d="M24 24c-6 4-7 14-4 20" fill="none" stroke="#fff" stroke-width="5" stroke-linecap="round" opacity=".8"/>
    <path d="M50 82C30 67 20 55 17 45 30 70 60 76 82 52 76 62 65 72 50 82Z" fill="#d93a70" opacity=".55"/>`,
  star: `
    <path d="M50 8 62 36 92 39 69 59 76 89 50 73 24 89 31 59 8 39 38 36Z" fill="#ffd447" stroke="${INK}" stroke-width="4" stroke-linejoin="round"/>
    <path d="M50 18 58 40 80 43" fill="none" stroke="#fff6cf" stroke-width="4" stroke-linecap="round" stroke-linejoin="round"/>
    <path d="M30 84 36 59 50 66 64 59 70 84 50 71Z" fill="#f0a92c" opacity=".5"/>`,
  rose: `
    <path d="M52 60C54 76 50 88 46 96" fill="none" stroke="#2f8f5b" stroke-width="5" stroke-linecap="round"/>
    <path d="M50 80C66 66 80 70 84 76 74 86 60 88 50 80Z" fill="#45b878" stroke="${INK}" stroke-width="3" stroke-linejoin="round"/>
    <circle cx="50" cy="36" r="28" fill="#e8365d" stroke="${INK}" stroke-width="4"/>
    <path d="M50 22c12-4 22 6 18 17-4 12-24 15-32 4-5-8 2-17 11-16 8 1 10 10 4 13" fill="none" stroke="#8f1238" stroke-width="4" stroke-linecap="round"/>
    <path d="M28 30c2-8 8-12 14-13" fill="none" stroke="#ff9db4" stroke-width="4" stroke-linecap="round"/>`,
  tomato: `
    <circle cx="50" cy="56" r="34" fill="#f2483c" stroke="${INK}" stroke-width="4"/>
    <path d="M22 66c8 20 40 24 54 4-4 14-16 20-27 20-13 0-24-10-27-24Z" fill="#b7252b" opacity=".55"/>
    <path d="M50 28C44 20 32 20 26 26c8 0 10 8 10 10 6-4 8-4 14-4s8 0 14 4c0-2 2-10 10-10-6-6-18-6-24 2Z" fill="#45b878" stroke="${INK}" stroke-width="3" stroke-linejoin="round"/>
    <path d="M50 28c0-6 2-10 5-13" fill="none" stroke="${INK}" stroke-width="4" stroke-linecap="round"/>
    <path d="M28 46c-3 5-4 10-3 15" fill="none" stroke="#ffb3a8" stroke-width="5" stroke-linecap="round"/>`,
  'paper-ball': `
    <path d="M22 30 44 14 70 18 88 40 84 68 62 88 34 84 14 62Z" fill="#f7f5f0" stroke="${INK}" stroke-width="4" stroke-linejoin="round"/>
    <path d="M22 30 48 40 70 18M48 40 40 64 14 62M48 40 84 68M40 64 62 88M40 64 66 58" fill="none" stroke="#b9b2c2" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/>
    <path d="M40 64 66 58 84 68 62 88Z" fill="#d8d3de" opacity=".7"/>`,
  cake: `
    <path d="M12 52 88 40 88 72 12 88Z" fill="#fff3dd" stroke="${INK}" stroke-width="4" stroke-linejoin="round"/>
    <path d="M12 66 88 53 88 60 12 74Z" fill="#ff8fab"/>
    <path d="M12 52C24 34 62 24 88 40L12 52Z" fill="#ffffff" stroke="${INK}" stroke-width="4" stroke-linejoin="round"/>
    <path d="M12 52 88 40 88 47C82 55 76 46 70 50 64 58 56 50 50 54 44 62 36 54 30 58 24 64 18 58 12 60Z" fill="#fff"/>
    <circle cx="52" cy="27" r="11" fill="#f2483c" stroke="${INK}" stroke-width="4"/>
    <path d="M48 22c2-2 4-3 6-3" stroke="#ffb3a8" stroke-width="3" stroke-linecap="round"/>`,
  glasses: `
    <g fill="none" stroke="${INK}" stroke-width="6" stroke-linecap="round" stroke-linejoin="round">
      <rect x="6" y="38" width="36" height="28" rx="12" fill="#8fd3ff" fill-opacity=".35"/>
      <rect x="58" y="38" width="36" height="28" rx="12" fill="#8fd3ff" fill-opacity=".35"/>
      <path d="M42 48C46 44 54 44 58 48"/>
    </g>
    <path d="M14 48 22 42M66 48 74 42" stroke="#fff" stroke-width="4" stroke-linecap="round"/>`,
  crown: `
    <path d="M12 80 8 34 30 52 50 18 70 52 92 34 88 80Z" fill="#ffd447" stroke="${INK}" stroke-width="4" stroke-linejoin="round"/>
    <path d="M12 80 11 68 89 68 88 80Z" fill="#f0a92c" stroke="${INK}" stroke-width="4" stroke-linejoin="round"/>
    <circle cx="50" cy="17" r="6" fill="#ff5f8f" stroke="${INK}" stroke-width="3"/><circle cx="8" cy="33" r="5" fill="#62c8ff" stroke="${INK}" stroke-width="3"/><circle cx="92" cy="33" r="5" fill="#62c8ff" stroke="${INK}" stroke-width="3"/>
    <circle cx="50" cy="60" r="6" fill="#ff5f8f"/>
    <path d="M20 50 24 62" stroke="#fff6cf" stroke-width="4" stroke-linecap="round"/>`,
  'cat-ears': `
    <g stroke="${INK}" stroke-width="4" stroke-linejoin="round">
      <path d="M8 82C4 46 8 22 16 14 30 22 42 40 46 62" fill="#5b4a6b"/>
      <path d="M92 82C96 46 92 22 84 14 70 22 58 40 54 62" fill="#5b4a6b"/>
    </g>
    <path d="M14 66C12 46 14 32 18 26 28 34 34 46 37 60Z" fill="#ffb3cb"/>
    <path d="M86 66C88 46 86 32 82 26 72 34 66 46 63 60Z" fill="#ffb3cb"/>
    <path d="M8 82C20 62 80 62 92 82" fill="none" stroke="${INK}" stroke-width="6" stroke-linecap="round"/>`,
};

await initWasm(readFileSync(createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')));
mkdirSync(folder, { recursive: true });
for (const [name, body] of Object.entries(items)) {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" fill="none">${body}</svg>`;
  const png = new Resvg(svg, { fitTo: { mode: 'width', value: PIXELS } }).render().asPng();
  writeFileSync(join(folder, `${name}.png`), png);
  console.log(`${name}.png  ${png.length} bytes`);
}
