import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The layer rules, in full. Biome's restricted imports say the simple ones in the editor; it cannot tell where a relative path leads, nor which
 * feature a file belongs to.
 *   shared ← main, renderer, preload · main and renderer never meet · only the Electron host imports electron ·
 *   platform ← hosts and features · features ← the files directly in src/main · features see of each other only types and ports ·
 *   relative imports stay inside a layer and, in main, inside a feature.
 */
const LAYERS = ['shared', 'main', 'renderer', 'preload'];
const MAY_IMPORT = {
  shared: ['shared'],
  main: ['main', 'shared'],
  renderer: ['renderer', 'shared'],
  preload: ['preload', 'shared'],
};
/** Files that other features may import: contracts, not implementations. */
const PORTS = [/\.types\.ts$/, /^connectors\/connector\.ts$/, /^director\/turn-request\.ts$/, /^stage\/stage-socket\.ts$/];
const NODE_MODULES = /^(node:|fs$|path$|os$|crypto$|child_process$|worker_threads$|http$|https$|net$)/;

/** All violations below `root`/src: { file, line, rule, message }. */
export function findLayerViolations(root) {
  const source = join(root, 'src');
  return files(source).flatMap((file) => {
    const from = place(source, file);
    return importsOf(readFileSync(file, 'utf8')).flatMap(({ specifier, line }) => {
      const fault = judge(from, specifier, source, file);
      return fault ? [{ file: relative(root, file), line, rule: fault[0], message: `${specifier}: ${fault[1]}` }] : [];
    });
  });
}

function judge(from, specifier, source, file) {
  if (/^electron($|\/)/.test(specifier)) {
    const allowed =
      from.layer === 'preload' || (from.layer === 'main' && (from.feature === 'electron' || from.path === 'index.ts'));
    return allowed
      ? undefined
      : ['electron-only-in-host', 'only src/main/electron, src/main/index.ts and src/preload import electron'];
  }
  if (NODE_MODULES.test(specifier)) {
    return from.layer === 'shared' || from.layer === 'renderer' ? ['no-node', `${from.layer} does not run in Node`] : undefined;
  }
  const to = target(specifier, source, file);
  if (!to) return undefined;
  if (!MAY_IMPORT[from.layer].includes(to.layer)) return ['one-way', `${from.layer} must not import ${to.layer}`];
  const isRelative = specifier.startsWith('.');
  if (isRelative && to.layer !== from.layer) return ['alias-across-layers', `use #${to.layer}/… to cross a layer`];
  if (from.layer === 'main') return judgeFeatures(from, to, isRelative);
  return undefined;
}

function judgeFeatures(from, to, isRelative) {
  if (to.layer !== 'main' || from.feature === to.feature || from.feature === '') return undefined;
  if (isRelative) return ['alias-across-features', 'use #main/… to leave a feature folder'];
  if (to.feature === 'platform' || PORTS.some((port) => port.test(to.path))) return undefined;
  // The desktop host brings the composition root to life and builds on the plain Node one.
  if (from.feature === 'electron' && (to.feature === '' || to.feature === 'node')) return undefined;
  if (to.feature === '') return ['features-below-studio', 'features do not know the composition root'];
  return [
    'no-sibling-features',
    `${from.feature} must not import ${to.feature}; let src/main/studio.ts connect them, or import a *.types.ts`,
  ];
}

/** Layer, feature folder ('' for files directly in the layer) and path within the layer. */
function place(source, file) {
  const [layer, ...rest] = relative(source, file).split(sep);
  return { layer, feature: rest.length > 1 ? rest[0] : '', path: rest.join('/') };
}

/** Where inside src an import leads; undefined for packages. */
function target(specifier, source, file) {
  const alias = /^#(\w+)\/(.*)$/.exec(specifier);
  const path = alias
    ? join(source, alias[1], alias[2])
    : specifier.startsWith('.')
      ? resolve(dirname(file), specifier)
      : undefined;
  if (path === undefined || relative(source, path).startsWith('..')) return undefined;
  const to = place(source, path);
  return LAYERS.includes(to.layer) ? to : undefined;
}

/** Every static and dynamic import, export-from and require; comments are no imports. */
function importsOf(text) {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' ')).replace(/(^|\s)\/\/[^\n]*/g, '$1');
  const pattern = /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)(['"])([^'"\n]+)\1/g;
  return [...code.matchAll(pattern)].map((match) => ({
    specifier: match[2].split('?')[0],
    line: code.slice(0, match.index).split('\n').length,
  }));
}

function files(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return files(path);
    return /\.tsx?$/.test(entry.name) && !/\.(test|testkit|fixture)\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const violations = findLayerViolations(resolve(process.argv[2] ?? '.'));
  for (const { file, line, rule, message } of violations) console.log(`${file}:${line} ${rule}: ${message}`);
  console.log(violations.length === 0 ? 'layers: no violation' : `layers: ${violations.length} violations`);
  process.exitCode = violations.length === 0 ? 0 : 1;
}
