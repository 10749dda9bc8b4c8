import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { liveEventSchema } from '#shared/live/live-event.ts';
import { grabChat } from '../fakes/bridge-program.ts';

const root = join(import.meta.dirname, '..', '..');
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yingxi-danmaku-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}
const run = (script: string, ...args: string[]): Promise<Ended> =>
  new Promise((resolve) => {
    execFile(process.execPath, [join(root, 'scripts', script), ...args], { maxBuffer: 1e8 }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, out, err }),
    );
  });
const file = async (name: string, content: string | Uint8Array): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
};
const eventsOf = ({ out }: Ended) =>
  out
    .split('\n')
    .slice(0, -1)
    .map((line) => liveEventSchema.parse(JSON.parse(line)));

describe('npm run decode', () => {
  it('prints one event on each line and nothing else, and names on the side what it could not read', async () => {
    const lines = [grabChat('7338697242632999936', 'a'), 'no', grabChat('2', 'b')].join('\n');
    const ended = await run('decode.mjs', 'bridge', await file('grab.jsonl', lines));
    expect(ended.code).toBe(0);
    expect(eventsOf(ended).map(({ id }) => id)).toEqual(['douyin:7338697242632999936', 'douyin:2']);
    expect(ended.err).toContain('1 × not-json');
  });

  it('lists the platforms when it does not know one', async () => {
    const ended = await run('decode.mjs', 'moon', 'x.bin');
    expect(ended).toMatchObject({ code: 1, out: '' });
    expect(ended.err).toMatch(/bilibili, bilibili-open, .*douyu.*bridge/u);
  });

  it('fails for a file of which nothing can be read', async () => {
    const ended = await run(
      'decode.mjs',
      'tiktok',
      await file('noise.bin', Buffer.from([255, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13])),
    );
    expect(ended).toMatchObject({ code: 1, out: '' });
  });
});

describe('npm run check:danmaku', () => {
  const stt = (object: object) => ({ vectors: [{ id: 'one', wire: 'a@=b/', object, roundTrip: true }] });

  it('names each vector that fails and closes with the counts', async () => {
    const dir = join(folder, 'vectors');
    await mkdir(join(dir, 'douyu'), { recursive: true });
    await writeFile(
      join(dir, 'douyu', 'stt.json'),
      JSON.stringify({ vectors: [...stt({ a: 'b' }).vectors, { ...stt({ a: 'c' }).vectors[0], id: 'two' }] }),
    );
    await writeFile(join(dir, 'douyu', 'normalize.json'), 'no JSON');
    await writeFile(join(dir, 'stranger.json'), '{}');
    const { code, out } = await run('check-danmaku.mjs', dir);
    expect(code).toBe(1);
    expect(out).toContain('FAILED douyu/stt.json two:');
    expect(out).toContain('FAILED douyu/normalize.json: the file cannot be read');
    expect(out).toContain('FAILED stranger.json: no check knows this file');
    expect(out.trim().split('\n').at(-1)).toBe('1 passed, 3 failed');
  });

  it('says aloud that there are no vectors', async () => {
    const ended = await run('check-danmaku.mjs', join(folder, 'nowhere'));
    expect(ended).toMatchObject({ code: 1, out: '' });
    expect(ended.err).toContain('no folder');
  });
});
