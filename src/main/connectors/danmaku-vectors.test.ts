import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { danmakuVectors, faultOf } from '../../../tests/support/danmaku/all-vectors.ts';

const folder = resolve(import.meta.dirname, '../../../../shared/fixtures/danmaku');
const vectors = existsSync(folder) ? danmakuVectors(folder) : [];
if (vectors.length === 0)
  console.warn('skipped: the vectors of live rooms are not beside the repository (../shared/fixtures/danmaku)');

describe.skipIf(vectors.length === 0)('the vectors of live rooms', () => {
  it.each(vectors.map((vector) => [vector.name, vector] as const))('are met: %s', async (_name, vector) => {
    expect(await faultOf(vector)).toBeUndefined();
  });
});
