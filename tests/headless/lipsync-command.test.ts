import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readLabelledSounds, scoreMouths } from '../support/lip-sync-score.ts';

const root = join(import.meta.dirname, '..', '..');
const golden = join(root, 'tests', 'golden', 'lip-sync');
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yingxi-lipsync-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const lipsync = (...args: string[]): Promise<{ code: number; out: string; err: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [join(root, 'scripts', 'lipsync.mjs'), ...args], { maxBuffer: 1e8 }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, out, err }),
    );
  });
const linesOf = (out: string): Record<string, unknown>[] =>
  out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

/** A 16-bit WAV of 16 kHz with other samples from `fromMs` on. */
async function withOtherFuture(file: string, fromMs: number): Promise<string> {
  const bytes = Buffer.from(await readFile(join(golden, file)));
  for (let at = 44 + fromMs * 32; at + 1 < bytes.length; at += 2) bytes.writeInt16LE(((at * 7919) % 20_000) - 10_000, at);
  const changed = join(folder, `future-${fromMs}.wav`);
  await writeFile(changed, bytes);
  return changed;
}

describe('npm run lipsync', () => {
  it('says at t nothing that needs sound after t + 10 ms, whatever comes then', async () => {
    const whole = linesOf((await lipsync(join(golden, 'rms-1.wav'))).out);
    expect(whole.length).toBeGreaterThan(200);
    expect(whole[0]).toEqual({ tMs: 0, vowels: { aa: 0, ih: 0, ou: 0, ee: 0, oh: 0 }, open: 0, viseme: 'sil' });
    const changed = linesOf((await lipsync(await withOtherFuture('rms-1.wav', 1000))).out);
    expect(changed.slice(0, 100)).toEqual(whole.slice(0, 100));
    expect(changed.slice(100, 110)).not.toEqual(whole.slice(100, 110));
    expect(whole.map(({ tMs }) => tMs)).toEqual(whole.map((_, i) => i * 10));
  });

  it('writes rows that the scorer takes', async () => {
    const rowsFile = join(folder, 'rows.json');
    const sounds = readLabelledSounds(golden);
    const { code, out } = await lipsync('--rows', rowsFile, ...sounds.map(({ id }) => join(golden, `${id}.wav`)));
    expect({ code, out }).toEqual({ code: 0, out: '' });
    const rows = new Map<string, number[][]>(Object.entries(JSON.parse(await readFile(rowsFile, 'utf8'))));
    expect(scoreMouths(sounds, rows).best.openCorr).toBeGreaterThan(0.7);
  });

  it('says what is wrong with a file, reads the others, and fails', async () => {
    const text = join(folder, 'text.wav');
    await writeFile(text, 'this is no sound');
    const { code, out, err } = await lipsync(text, join(folder, 'none.wav'), join(golden, 'rms-3.wav'));
    expect(code).toBe(1);
    expect(err).toContain('text.wav: the WAV file cannot be read');
    expect(err).toContain('none.wav: there is no such file');
    expect(linesOf(out).length).toBeGreaterThan(150);
    expect((await lipsync('--loud', text)).code).toBe(2);
  });
});
