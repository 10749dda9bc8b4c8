import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Logger } from '#main/platform/logger.ts';
import { createItemLibrary, ITEM_BYTES_LIMIT } from './item-library.ts';

const GIF = Buffer.from('GIF89a-----------');
const quiet: Logger = { info() {}, warn() {}, error() {}, debug() {}, child: () => quiet } as unknown as Logger;
const folders: string[] = [];

async function setUp() {
  const root = await mkdtemp(join(tmpdir(), 'yingxi-items-'));
  folders.push(root);
  const folder = join(root, 'own');
  const shippedFolder = join(root, 'shipped');
  await mkdir(shippedFolder);
  await writeFile(join(shippedFolder, 'heart.gif'), GIF);
  const open = () =>
    createItemLibrary({
      folder,
      shippedFolder,
      urlOf: (path) => `/own/${path}`,
      shippedUrlOf: (path) => `/shipped/${path}`,
      logger: quiet,
    });
  return { folder, shippedFolder, open };
}
const names = (library: ReturnType<typeof createItemLibrary>) => library.files.get().map(({ fileName }) => fileName);

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

describe('item library', () => {
  it('keeps a picture from one start to the next, beside those that ship', async () => {
    const { open } = await setUp();
    await open().add('tomato.gif', GIF);
    const library = open();
    await library.ready;
    expect(names(library)).toEqual(['heart.gif', 'tomato.gif']);
    expect(library.find('TOMATO.gif')).toMatchObject({ kind: 'animation', url: '/own/tomato.gif' });
    expect([library.isShipped('heart.gif'), library.isShipped('tomato.gif')]).toEqual([true, false]);
  });

  it('gives a second file of the same name a name of its own, and an ending that fits', async () => {
    const { open, folder } = await setUp();
    const library = open();
    await library.add('tomato.gif', GIF);
    expect((await library.add('tomato.gif', GIF)).fileName).toBe('tomato (2).gif');
    expect((await library.add('virus.exe', GIF)).fileName).toBe('virus.gif');
    expect((await library.add('../../etc/passwd', GIF)).fileName).toBe('passwd.gif');
    expect((await library.add('..', GIF)).fileName).toBe('item.gif');
    expect((await readdir(folder)).sort()).toEqual(['item.gif', 'passwd.gif', 'tomato (2).gif', 'tomato.gif', 'virus.gif']);
  });

  it('refuses what is no picture, and what is too large', async () => {
    const { open } = await setUp();
    await expect(open().add('a.png', Buffer.from('<html>'))).rejects.toThrow('PNG, JPEG, GIF, WebP or GLB');
    await expect(open().add('a.gif', Buffer.concat([GIF, Buffer.alloc(ITEM_BYTES_LIMIT)]))).rejects.toThrow('12 MB');
  });

  it('reads a folder of numbered pictures as one animation, in the order of the numbers', async () => {
    const { open, folder } = await setUp();
    await mkdir(join(folder, 'wave'), { recursive: true });
    for (const number of [10, 9, 1]) await writeFile(join(folder, 'wave', `f${number}.png`), 'x');
    await mkdir(join(folder, 'empty'));
    const library = open();
    await library.ready;
    expect(library.find('wave')).toMatchObject({
      kind: 'frames',
      frameUrls: ['/own/wave/f1.png', '/own/wave/f9.png', '/own/wave/f10.png'],
    });
    expect(library.find('empty')).toBeUndefined();
  });

  it('removes the streamer’s own files only', async () => {
    const { open, shippedFolder, folder } = await setUp();
    const library = open();
    await library.add('tomato.gif', GIF);
    expect(await library.remove('heart.gif')).toBeUndefined();
    expect((await library.remove('tomato.gif'))?.fileName).toBe('tomato.gif');
    expect(await readdir(folder)).toEqual([]);
    expect(await readdir(shippedFolder)).toEqual(['heart.gif']);
  });
});
