import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { silentLogger } from '#main/platform/logger.ts';
import { SOUND_BYTES_LIMIT } from '#shared/contract/bindings.ts';
import { createSoundLibrary } from './sound-library.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yingxi-sounds-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const library = () => createSoundLibrary(join(folder, 'sounds'), silentLogger);
const wav = Buffer.from('RIFF\0\0\0\0WAVEfmt ....');
const mp3 = Buffer.from([0xff, 0xfb, ...new Array<number>(20).fill(0)]);
const ogg = Buffer.from('OggS................');

it('keeps sounds under their names, with the ending that their content has', async () => {
  const sounds = library();
  expect(await sounds.add('boing.mp3', wav)).toBe('boing.wav');
  expect(await sounds.add('boing.wav', wav)).toBe('boing 2.wav');
  expect(await sounds.add('拍手.ogg', ogg)).toBe('拍手.ogg');
  expect(await sounds.add('a', mp3)).toBe('a.mp3');
  expect(await sounds.add('tag', Buffer.from('ID3.................'))).toBe('tag.mp3');
  expect(library().files.get()).toEqual(sounds.files.get());
  sounds.remove('a.mp3');
  expect(sounds.files.get()).not.toContain('a.mp3');
});

it('refuses what is no sound and what is too large, in words that say what to do', async () => {
  const sounds = library();
  await expect(sounds.add('page.mp3', Buffer.from('<!doctype html><script>'))).rejects.toThrow(/not a WAV, MP3 or Ogg/);
  await expect(sounds.add('empty.wav', Buffer.alloc(0))).rejects.toThrow(/not a WAV/);
  await expect(sounds.add('long.wav', Buffer.concat([wav, Buffer.alloc(SOUND_BYTES_LIMIT)]))).rejects.toThrow(
    /larger than 10 MB/,
  );
  expect(() => sounds.remove('../tokens.json')).toThrow(/no sound/);
  expect(sounds.files.get()).toEqual([]);
});

it('writes into its folder only, whatever a file is called', async () => {
  const sounds = library();
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('../../x.wav', 'C:\\x.wav', '.wav', 'con.wav', '..')),
      async (name) => {
        const kept = await sounds.add(name, wav);
        expect(kept).toMatch(/^[^./\\:\0][^/\\:\0]*\.wav$/u);
        expect(existsSync(join(folder, 'sounds', kept))).toBe(true);
        sounds.remove(kept);
      },
    ),
    { numRuns: 60 },
  );
  expect(readdirSync(folder)).toEqual(['sounds']);
  expect(readdirSync(join(folder, 'sounds'))).toEqual([]);
});
