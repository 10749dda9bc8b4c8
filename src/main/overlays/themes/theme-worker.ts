import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { StudioError } from '#shared/errors.ts';
import { checkTheme, THEME_LIMITS } from './theme-check.ts';
import { type ThemeReply, themeJobSchema } from './theme-protocol.ts';

/** Thread that unpacks and cleans one theme: an archive made to do harm ends this thread, not the show. */
const { source, target } = themeJobSchema.parse(workerData);
try {
  const { files, notes } = checkTheme(filesBelow(source));
  let bytes = 0;
  for (const [path, content] of files) {
    const to = join(target, ...path.split('/'));
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, content);
    bytes += content.length;
  }
  reply({ type: 'done', bytes, notes: [...notes] });
} catch (error) {
  if (!(error instanceof StudioError)) throw error;
  reply({ type: 'failed', message: error.message });
}

function filesBelow(folder: string): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  let bytes = 0;
  const visit = (prefix: string): void => {
    for (const entry of readdirSync(join(folder, prefix), { withFileTypes: true })) {
      const path = `${prefix}${entry.name}`;
      if (entry.isDirectory()) visit(`${path}/`);
      if (!entry.isFile()) continue;
      bytes += statSync(join(folder, path)).size;
      if (bytes > THEME_LIMITS.bytes || files.size >= THEME_LIMITS.files)
        throw new StudioError('too-large', 'The theme holds more than 24 MB or 300 files. Make its pictures smaller.');
      files.set(path, readFileSync(join(folder, path)));
    }
  };
  visit('');
  return files;
}

function reply(message: ThemeReply): void {
  parentPort?.postMessage(message);
}
