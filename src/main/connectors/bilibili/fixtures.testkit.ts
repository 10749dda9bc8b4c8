import { existsSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(process.cwd(), '../shared/fixtures/danmaku/bilibili');

/** The folder of vectors that lies beside the repository; undefined without it, which is said aloud. */
export const bilibiliFixtures: string | undefined = existsSync(folder) ? folder : undefined;
if (bilibiliFixtures === undefined)
  console.warn('skipped: the vectors of Bilibili are not beside the repository (../shared/fixtures/danmaku)');
