import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { danmakuVectors, faultOf } from '../../../tests/support/danmaku/all-vectors.ts';
import { withoutShared } from '../../../tests/support/without.ts';

const folder = resolve(import.meta.dirname, '../../../../shared/fixtures/danmaku');
const vectors = existsSync(folder) ? danmakuVectors(folder) : [];

describe.skipIf(vectors.length === 0)('the vectors of live rooms', withoutShared('fixtures/danmaku'), () => {
  it.each(vectors.map((vector) => [vector.name, vector] as const))('are met: %s', async (_name, vector) => {
    expect(await faultOf(vector)).toBeUndefined();
  });
});
