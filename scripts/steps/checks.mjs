import { readFileSync } from 'node:fs';
import { runLayerFixtures } from '../../tests/layers/run.mjs';
import { findLayerViolations } from '../check-layers.mjs';
import { inRoot, root } from './paths.mjs';
import { run } from './run.mjs';

const CHECK_WITHIN_MS = 15 * 60_000;
const bin = (path) => inRoot('node_modules', ...path.split('/'));

/** Checks that are no Vitest tests; each yields { name, ok, output }. */
export async function* typeChecks() {
  const { references } = JSON.parse(readFileSync(inRoot('tsconfig.json'), 'utf8'));
  // Each thread of the compiler checks much that the others check too: together they cost twice the time of one, which e2e has better use for.
  const options = ['--noEmit', '--singleThreaded', '--pretty', 'false'];
  for (const { path } of references)
    yield check(`types: ${path.replace('./', '')}`, bin('typescript/bin/tsc'), ['-p', path, ...options]);
}

export async function* lintChecks() {
  yield check('lint: biome', bin('@biomejs/biome/bin/biome'), ['check', '--error-on-warnings', '--max-diagnostics=50', '.']);
  const violations = findLayerViolations(root);
  yield {
    name: 'lint: layers',
    ok: violations.length === 0,
    output: violations.map(({ file, line, rule, message }) => `${file}:${line} ${rule}: ${message}`).join('\n'),
  };
  yield* runLayerFixtures();
  yield check('notices: THIRD_PARTY_NOTICES.md is up to date', inRoot('scripts', 'third-party-notices.mjs'), ['--check']);
  yield check('puppet: the shipped puppet is what its script draws', inRoot('scripts', 'make-puppet.mjs'), ['--check']);
}

async function check(name, script, args) {
  const result = await run(process.execPath, [script, ...args], { timeoutMs: CHECK_WITHIN_MS, modest: true });
  return { name, ok: result.code === 0, output: result.timedOut ? `${result.output}\ntook too long` : result.output };
}
