import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findLayerViolations } from '../../scripts/check-layers.mjs';

/**
 * Proves that each layer rule turns red. A fixture is a small src/ tree with one fault; its expect.json says which tools must refuse which file,
 * and by which rule. The fixture `sound` must pass them all: a checker that refuses everything proves nothing.
 */
const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(dirname(here));

/** One result per fixture and tool: { name, ok, output }. */
export function runLayerFixtures() {
  const fixtures = readdirSync(join(here, 'fixtures')).sort();
  return fixtures.flatMap((fixture) => {
    const expect = JSON.parse(readFileSync(join(here, 'fixtures', fixture, 'expect.json'), 'utf8'));
    // Inside the repository, so that the tools find their packages.
    mkdirSync(join(root, '.cache'), { recursive: true });
    const folder = mkdtempSync(join(root, '.cache', 'layers-'));
    try {
      cpSync(join(here, 'fixtures', fixture, 'src'), join(folder, 'src'), { recursive: true });
      return tools(expect).map(([tool, check]) => ({ name: `layers: ${fixture} (${tool})`, ...check(folder, expect) }));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

function tools(expect) {
  const all = [
    ['checker', checker, expect.layers],
    ['biome', biome, expect.biome],
    ['tsc', typescript, expect.typescript],
  ];
  return all.filter(([name, , wanted]) => wanted || (expect.sound && name !== 'tsc')).map(([name, check]) => [name, check]);
}

function checker(folder, expect) {
  const violations = findLayerViolations(folder);
  const output = JSON.stringify(violations, undefined, 2);
  if (expect.sound) return { ok: violations.length === 0, output };
  return { ok: violations.length === 1 && violations[0].rule === expect.layers && violations[0].file === expect.file, output };
}

/** The repository's own rules on the fixture's tree. */
function biome(folder, expect) {
  const { vcs, files, ...configuration } = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8'));
  writeFileSync(join(folder, 'biome.json'), JSON.stringify({ ...configuration, $schema: undefined, root: true }));
  const result = spawnSync(
    process.execPath,
    [join(root, 'node_modules/@biomejs/biome/bin/biome'), 'lint', '--only=style/noRestrictedImports', 'src'],
    {
      cwd: folder,
      encoding: 'utf8',
    },
  );
  const output = result.stdout + result.stderr;
  if (expect.sound) return { ok: result.status === 0 && /Checked [1-9]/.test(output), output };
  return { ok: result.status === 1 && output.includes('noRestrictedImports') && output.includes(expect.file), output };
}

/** The environment's own tsconfig: what it does not know must not compile. */
function typescript(folder, expect) {
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir');
  for (const name of ['tsconfig.base.json', expect.typescript]) cpSync(join(root, name), join(folder, name));
  const result = spawnSync(
    process.execPath,
    [join(root, 'node_modules/typescript/bin/tsc'), '-p', expect.typescript, '--noEmit'],
    { cwd: folder, encoding: 'utf8' },
  );
  const output = result.stdout + result.stderr;
  return { ok: result.status !== 0 && new RegExp(`${expect.file}.*Cannot find name`).test(output), output };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const results = runLayerFixtures();
  for (const { name, ok, output } of results) console.log(`${ok ? 'ok  ' : 'FAIL'} ${name}${ok ? '' : `\n${output}`}`);
  process.exitCode = results.every(({ ok }) => ok) ? 0 : 1;
}
