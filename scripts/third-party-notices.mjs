import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from './steps/paths.mjs';

// Writes THIRD_PARTY_NOTICES.md from package-lock.json and the licence files of the installed packages; `--check` only compares.

const FILE = inRoot('THIRD_PARTY_NOTICES.md');
const LICENCE_FILE = /^(licen[cs]e|copying|notice|unlicense)/i;
/** Packages that have a section of their own above the list. */
const SPECIAL = ['@echogarden/espeak-ng-emscripten', 'pixi-live2d-display'];

const INTRODUCTION = `# Third-party notices

Yingxi itself is under the MIT licence (LICENSE). It is built on the packages below, each under its own licence.
Made by \`npm run notices\`; do not edit by hand.

## Kept apart: eSpeak NG (GPL-3.0-or-later)

\`@echogarden/espeak-ng-emscripten\` contains eSpeak NG, which is under the GNU General Public License, version 3 or later. It is an *optional component*:
Yingxi runs without it, starts it only in a process of its own and talks to that process by messages; none of its code is linked into or bundled with
Yingxi's own program. Leave it out with \`npm ci --omit=optional\`. Its sources: https://github.com/espeak-ng/espeak-ng and
https://github.com/echogarden-project/espeak-ng-emscripten. Its licence text is below.

## Live2D

\`pixi-live2d-display\` is under the MIT licence, but contains framework code of Live2D Inc. under the Live2D Open Software License
(https://www.live2d.com/eula/live2d-open-software-license-agreement_en.html). Live2D's Cubism Core is *not* part of Yingxi, is never shipped, bundled or
downloaded by it, and stays under Live2D's Proprietary Software License; who wants to show Live2D models obtains it from Live2D.

## Default avatar

\`resources/avatars/default.vrm\` is dedicated to the public domain (CC0 1.0, https://creativecommons.org/publicdomain/zero/1.0/).

## Electron and Chromium

The desktop program runs on Electron (MIT) and with it on Chromium, Node.js and others; their notices lie beside the Electron executable as \`LICENSE\`
(\`LICENSE.electron.txt\`) and \`LICENSES.chromium.html\`.

## Packages
`;

/** Packages of the production tree: those of the lock file that are not for development only. Binaries for one platform are named, not quoted: each machine has its own. */
function packages() {
  const { packages: all } = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8'));
  const found = new Map();
  for (const [path, entry] of Object.entries(all)) {
    if (path === '' || entry.dev || entry.devOptional || entry.link) continue;
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const key = `${name}@${entry.version}`;
    if (found.has(key)) continue;
    const forOnePlatform = Boolean(entry.os || entry.cpu || entry.libc);
    found.set(key, {
      name,
      version: entry.version,
      licence: licenceOf(entry, path),
      text: forOnePlatform ? '' : licenceText(path),
    });
  }
  return [...found.values()].sort((a, b) => (a.name === b.name ? compare(a.version, b.version) : compare(a.name, b.name)));
}

/** Plain order of code units: the same on every machine. */
function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

function licenceOf(entry, path) {
  const declared = entry.license ?? readManifest(path).license ?? readManifest(path).licenses;
  if (typeof declared === 'string') return declared;
  return (Array.isArray(declared) ? declared : [declared]).map((one) => one?.type ?? 'see its text').join(', ');
}

function licenceText(path) {
  const folder = inRoot(path);
  if (!existsSync(folder)) return '';
  return readdirSync(folder)
    .filter((name) => LICENCE_FILE.test(name) && !/\.(js|ts|json|html)$/i.test(name))
    .sort()
    .flatMap((name) => {
      try {
        return [readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim()];
      } catch {
        // A folder of that name.
        return [];
      }
    })
    .join('\n\n');
}

function readManifest(path) {
  try {
    return JSON.parse(readFileSync(inRoot(path, 'package.json'), 'utf8'));
  } catch {
    return {};
  }
}

/** Equal texts are quoted once. */
function render() {
  const list = packages();
  const table = list.map(
    ({ name, version, licence }) => `| ${name} | ${version} | ${licence} |${SPECIAL.includes(name) ? ' see above' : ''}`,
  );
  const byText = new Map();
  for (const { name, version, text } of list)
    if (text !== '') byText.set(text, [...(byText.get(text) ?? []), `${name} ${version}`]);
  const texts = [...byText].map(([text, names]) => `### ${names.join(', ')}\n\n${fenced(text)}\n`);
  return `${INTRODUCTION}\n| Package | Version | Licence |\n| --- | --- | --- |\n${table.map((row) => row.replace('| see above', '(see above) |')).join('\n')}\n\n## Licence texts\n\n${texts.join('\n')}`;
}

function fenced(text) {
  return `\`\`\`\`text\n${text}\n\`\`\`\``;
}

const wanted = render();
if (process.argv.includes('--check')) {
  const present = existsSync(FILE) ? readFileSync(FILE, 'utf8') : '';
  if (present !== wanted) {
    console.error(
      present === ''
        ? 'THIRD_PARTY_NOTICES.md is missing. Run: npm run notices'
        : 'THIRD_PARTY_NOTICES.md is out of date. Run: npm run notices',
    );
    process.exitCode = 1;
  }
} else {
  writeFileSync(FILE, wanted);
  console.log(`THIRD_PARTY_NOTICES.md: ${wanted.length} characters`);
}
