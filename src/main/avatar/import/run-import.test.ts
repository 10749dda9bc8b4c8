import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PNG } from 'pngjs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LIVE2D_MANIFEST_FILE } from '#shared/avatar/cubism/live2d-manifest.ts';
import {
  editZipRecords,
  type Files,
  imageFiles,
  live2dFiles,
  pngFile,
  puppetFiles,
  renameInZip,
  tinyVrm,
  vrmFile,
  zipFile,
} from '../../../../tests/fakes/model-files.ts';
import { problemFromUnknown } from './import-failure.ts';
import { runImport } from './run-import.ts';
import type { StagedModel } from './staged-model.ts';

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'yingxi-import-'));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

function put(files: Files, folder = 'source'): string {
  const root = join(base, folder);
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), bytes);
  }
  return root;
}
const staging = (): string => {
  const folder = join(base, 'staging');
  mkdirSync(folder, { recursive: true });
  return folder;
};
const run = (
  source: string,
  over: { textureLimit?: number; name?: string; owned?: boolean } = {},
): Promise<readonly StagedModel[]> => {
  if (over.owned !== true) rmSync(join(base, 'staging'), { recursive: true, force: true });
  return runImport(
    {
      source,
      owned: over.owned ?? false,
      name: over.name ?? source.split('/').at(-1) ?? '',
      staging: staging(),
      textureLimit: over.textureLimit ?? 4096,
    },
    new AbortController().signal,
    () => undefined,
  );
};
/** The problem's code and its words; fails when the model was taken. */
async function problemOf(
  source: string,
  over: Parameters<typeof run>[1] = {},
): Promise<{ code: string; message: string; detail: string }> {
  return run(source, over).then(
    () => ({ code: 'taken', message: '', detail: '' }),
    (error: unknown) => problemFromUnknown(error),
  );
}
const one = (name: string, bytes: Uint8Array): string => join(put({ [name]: bytes }), name);

describe('what is taken', () => {
  test('a VRM 1.0 file with its terms, its expressions and its portrait', async () => {
    const [model] = await run(one('Tiny.vrm', vrmFile()));
    expect(model).toMatchObject({
      format: 'vrm',
      name: 'Tiny',
      entry: 'Tiny.vrm',
      hasThumbnail: true,
      meta: { author: 'Aki, Bo', licenceUrl: 'https://vrm.dev/licenses/1.0/', contact: 'aki@example.org', copyright: '© Aki' },
    });
    expect(model?.meta.permissions).toContainEqual({ term: 'commercialUsage', value: 'personalProfit' });
    expect(model?.meta.permissions).toContainEqual({ term: 'allowRedistribution', value: 'false' });
    expect(model?.description.expressions.map(({ name }) => name)).toEqual(['happy', 'Wink']);
    expect(model?.description.meshes).toEqual([{ id: 'Face', tags: ['Skin'] }]);
    expect(readdirSync(join(staging(), 'model-0')).sort()).toEqual(['Tiny.vrm', 'motions', 'yingxi-thumbnail.png']);
  });

  test('a VRM 0.x file with the terms of that version, and its expressions under their present names', async () => {
    const [model] = await run(one('old.vrm', vrmFile(tinyVrm('0'))));
    expect(model).toMatchObject({ name: 'Tiny0', meta: { author: 'Aki', licence: 'CC_BY_NC' } });
    expect(model?.meta.permissions).toContainEqual({ term: 'allowedUserName', value: 'OnlyAuthor' });
    expect(model?.description.expressions.map(({ name }) => name)).toEqual(['happy', 'Wink']);
  });

  test('a Live2D folder, with the list that a stage needs beside its entry, and nothing of what else lies there', async () => {
    const folder = put({
      ...live2dFiles(),
      'setup.exe': Buffer.from('MZ'),
      '.DS_Store': Buffer.from('x'),
      'page.html': Buffer.from('<script>'),
    });
    const [model] = await run(folder);
    expect(model).toMatchObject({ format: 'live2d', entry: 'Hana.model3.json', name: 'Hana' });
    expect(model?.description.expressions.map(({ name }) => name)).toEqual(['smile']);
    expect(model?.notes.map(({ code }) => code)).toEqual(['core-needed', 'files-left-out']);
    expect(model?.notes[1]?.detail).toContain('setup.exe');
    expect(readdirSync(join(staging(), 'model-0'))).toContain(LIVE2D_MANIFEST_FILE);
    expect(readdirSync(join(staging(), 'model-0'))).not.toContain('setup.exe');
  });

  test('an archive with a folder in it, a puppet, and several costumes at once', async () => {
    const [zipped] = await run(one('hana.zip', zipFile(live2dFiles(), 'Hana/')));
    expect(zipped).toMatchObject({ format: 'live2d', entry: 'Hana.model3.json' });
    rmSync(join(base, 'source'), { recursive: true });
    expect((await run(put(puppetFiles())))[0]).toMatchObject({ format: 'puppet', name: 'Paper', meta: { author: 'Bo' } });
    const both = await run(put({ 'a/casual.vrm': vrmFile(), 'b/formal.vrm': vrmFile(tinyVrm('0')) }, 'costumes'));
    expect(both.map(({ folder, entry }) => [folder, entry])).toEqual([
      ['model-0', 'casual.vrm'],
      ['model-1', 'formal.vrm'],
    ]);
  });

  test('motions that lie beside a VRM, listed for the stage', async () => {
    await run(put({ 'Tiny.vrm': vrmFile(), 'dances/wave.vrma': vrmFile(), 'dances/broken.vrma': Buffer.from('no') }));
    const folder = join(staging(), 'model-0', 'motions');
    expect(JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8'))).toEqual([
      { name: 'wave', file: 'wave.vrma', group: '', duration: 0, loop: false },
    ]);
    expect(readdirSync(folder).sort()).toEqual(['index.json', 'wave.vrma']);
  });

  test('pictures alone, sorted out by their names', async () => {
    const [model] = await run(put(imageFiles(), 'Cat'));
    expect(model).toMatchObject({ format: 'image', entry: 'image.json', name: 'Cat', hasThumbnail: true });
    expect(JSON.parse(readFileSync(join(staging(), 'model-0', 'image.json'), 'utf8'))).toMatchObject({
      frames: { idle: 'idle.png', speaking: 'talk.png', blink: 'blink.png' },
    });
    expect((await run(one('me.png', pngFile(8, 8))))[0]).toMatchObject({ format: 'image', name: 'me' });
  });

  test('names of archives made in Japan and China', async () => {
    const packed = (placeholder: string, name: number[]): string => {
      const zip = zipFile({ [`${placeholder}.vrm`]: vrmFile() });
      return one('x.zip', renameInZip(zip, placeholder, Buffer.from(name)));
    };
    // 表情 in Shift-JIS, 表情 in GBK
    expect((await run(packed('AAAA', [0x95, 0x5c, 0x8f, 0xee])))[0]?.entry).toBe('表情.vrm');
    expect((await run(packed('AAAA', [0xb1, 0xed, 0xc7, 0xe9])))[0]?.entry).toBe('表情.vrm');
  });

  test('textures above the limit, made smaller with clean edges, in folders and inside VRM files', async () => {
    // Left half red and solid, right half green and invisible: a careless filter would mix green into the edge.
    const texture = pngFile(64, 32, (x) => (x < 31 ? [255, 0, 0, 255] : [0, 255, 0, 0]));
    const files = { ...live2dFiles(), 'Hana.2048/texture_00.png': texture };
    const [model] = await run(put(files), { textureLimit: 16 });
    expect(model?.notes).toContainEqual({ code: 'textures-shrunk', detail: '1 × 64 → 16' });
    expect(model?.description.textures.largest).toBe(16);
    const picture = PNG.sync.read(readFileSync(join(staging(), 'model-0', 'Hana.2048/texture_00.png')));
    expect([picture.width, picture.height]).toEqual([16, 8]);
    const pixel = (x: number): number[] => [...picture.data.subarray(x * 4, x * 4 + 4)];
    expect(pixel(0)).toEqual([255, 0, 0, 255]);
    expect(pixel(7)).toEqual([255, 0, 0, 191]);
    expect(pixel(15)).toEqual([0, 255, 0, 0]);

    const vrm = one('Tiny.vrm', vrmFile(tinyVrm('1', texture)));
    await run(vrm, { textureLimit: 16 });
    const shrunk = join(staging(), 'model-0', 'Tiny.vrm');
    writeFileSync(join(base, 'again.vrm'), readFileSync(shrunk));
    const [again] = await run(join(base, 'again.vrm'));
    expect(again?.description.textures).toEqual({ count: 1, largest: 16 });
    expect(again?.description.expressions).toHaveLength(2);
  });

  test('an upload, without copying it', async () => {
    const folder = put(live2dFiles(), 'staging/incoming');
    const [model] = await run(folder, { owned: true, name: 'Hana' });
    expect(model?.entry).toBe('Hana.model3.json');
    expect(existsSync(join(folder, 'Hana.moc3'))).toBe(false);
  });
});

describe('what is refused', () => {
  const changed = (change: (vrm: ReturnType<typeof tinyVrm>) => void): string => {
    const vrm = tinyVrm();
    change(vrm);
    return one('Tiny.vrm', vrmFile(vrm));
  };

  test('a file that is cut off, at any place', async () => {
    const whole = vrmFile();
    for (const share of [0.1, 0.5, 0.9, 0.999]) {
      const { code } = await problemOf(one('Tiny.vrm', whole.subarray(0, Math.floor(whole.length * share))));
      expect([share, code]).toEqual([share, 'truncated']);
    }
    expect((await problemOf(one('Tiny.vrm', whole.subarray(0, 10)))).code).toBe('other-format');
  });

  test('numbers that are none, indices beyond their lists, nodes in a circle, things from elsewhere', async () => {
    const cases: readonly (readonly [string, (vrm: ReturnType<typeof tinyVrm>) => void])[] = [
      ['numbers-broken', ({ bin }) => bin.writeFloatLE(Number.NaN, 4)],
      ['numbers-broken', ({ json, bin }) => bin.writeFloatLE(Number.POSITIVE_INFINITY, json.bufferViews[3]?.byteOffset ?? 0)],
      ['damaged', ({ json, bin }) => bin.writeUInt16LE(3, json.bufferViews[4]?.byteOffset ?? 0)],
      ['damaged', ({ json, bin }) => bin.writeUInt8(200, json.bufferViews[2]?.byteOffset ?? 0)],
      ['damaged', ({ json }) => Object.assign(json.accessors[0] ?? {}, { count: 4 })],
      ['damaged', ({ json }) => Object.assign(json.accessors[0] ?? {}, { count: 1e9 })],
      ['damaged', ({ json }) => Object.assign(json.accessors[0] ?? {}, { byteOffset: 2 })],
      ['damaged', ({ json }) => Object.assign(json.bufferViews[0] ?? {}, { byteLength: 4e9 })],
      ['damaged', ({ json }) => Object.assign(json.nodes[2] ?? {}, { children: [0] })],
      ['damaged', ({ json }) => Object.assign(json.nodes[0] ?? {}, { children: [900] })],
      ['damaged', ({ json }) => Object.assign(json.nodes[0] ?? {}, { matrix: [1, 2] })],
      ['damaged', ({ json }) => Object.assign(json.nodes[15] ?? {}, { skin: 7 })],
      ['external-reference', ({ json }) => Object.assign(json.buffers[0] ?? {}, { uri: '../../etc/passwd' })],
      ['external-reference', ({ json }) => Object.assign(json.images[0] ?? {}, { uri: 'https://example.org/x.png' })],
      ['unsupported-extension', ({ json }) => Object.assign(json, { extensionsRequired: ['KHR_draco_mesh_compression'] })],
      ['not-a-character', ({ json }) => Object.assign(json, { extensions: {} })],
      [
        'version-unsupported',
        ({ json }) => Object.assign(json.extensions, { VRMC_vrm: { ...Object(json.extensions.VRMC_vrm), specVersion: '2.0' } }),
      ],
      [
        'not-a-character',
        ({ json }) =>
          Object.assign(json.extensions, { VRMC_vrm: { specVersion: '1.0', humanoid: { humanBones: { hips: { node: 0 } } } } }),
      ],
    ];
    for (const [index, [code, change]] of cases.entries())
      expect([index, (await problemOf(changed(change))).code]).toEqual([index, code]);
  });

  test('a texture whose header claims half a gigabyte, and one of a type that is not read', async () => {
    const huge = Buffer.from(pngFile(4, 4));
    huge.writeUInt32BE(11_000, 16);
    huge.writeUInt32BE(50_000, 20);
    const { code, message } = await problemOf(one('Tiny.vrm', vrmFile(tinyVrm('1', huge))));
    expect(code).toBe('texture-too-large');
    expect(message).toContain('11000 × 50000');
    const claims = Buffer.from(pngFile(4, 4));
    claims.writeUInt32BE(12_000, 16);
    claims.writeUInt32BE(12_000, 20);
    expect((await problemOf(put({ ...live2dFiles(), 'Hana.2048/texture_00.png': claims }))).code).toBe('damaged');
    expect(await problemOf(one('Tiny.vrm', vrmFile(tinyVrm('1', Buffer.from('GIF89a....')))))).toMatchObject({
      code: 'texture-type',
    });
  });

  test('an archive that leads out of its folder, holds links, is locked, claims too much, or says a thing twice', async () => {
    const zip = zipFile({ 'aaaaaaaa.vrm': vrmFile(), 'bbbbbbbb.vrm': vrmFile() });
    const renamed = (to: string): Uint8Array => renameInZip(zip, 'aaaaaaaa.vrm', Buffer.from(to.padEnd(12, 'x')));
    const cases: readonly (readonly [string, Uint8Array])[] = [
      ['unsafe-path', renamed('../../../x')],
      ['unsafe-path', renamed('/etc/passwd')],
      ['unsafe-path', renamed('C:\\a.vrm')],
      ['unsafe-path', renamed('..\\..\\a.vrm')],
      ['damaged', renamed('BBBBBBBB.vrm')],
      [
        'unsafe-path',
        editZipRecords(
          zip,
          (record, index) => index === 0 && record.writeUInt8(3, 5) > 0 && record.writeUInt32LE(0o120777 * 65_536, 38),
        ),
      ],
      ['archive-encrypted', editZipRecords(zip, (record) => record.writeUInt16LE(record.readUInt16LE(8) | 1, 8))],
      ['archive-bomb', editZipRecords(zip, (record) => record.writeUInt32LE(400_000_000, 24))],
      ['too-large', editZipRecords(zip, (record) => record.writeUInt32LE(600_000_000, 24))],
      ['archive-broken', editZipRecords(zip, (record, index) => index === 1 && record.writeUInt32LE(5, 24))],
      ['archive-broken', zip.subarray(0, zip.length - 30)],
    ];
    for (const [index, [code, bytes]] of cases.entries()) {
      expect([index, (await problemOf(one('x.zip', bytes))).code]).toEqual([index, code]);
      expect(readdirSync(base).sort()).toEqual(['source', 'staging']);
    }
  });

  test('a bomb that lies about its size is cut off when it has written what it announced', async () => {
    const zip = zipFile({ 'a.vrm': Buffer.alloc(3_000_000) });
    const lying = editZipRecords(zip, (record) => record.writeUInt32LE(1000, 24));
    expect((await problemOf(one('x.zip', lying))).code).toBe('archive-broken');
  });

  test('a Live2D folder that lacks a file, names one outside, or has a model file that is none', async () => {
    const { 'Hana.moc3': _, ...noMoc } = live2dFiles();
    expect(await problemOf(put(noMoc))).toMatchObject({ code: 'missing-files' });
    const outside = Buffer.from(
      Buffer.from(live2dFiles()['Hana.model3.json'] ?? [])
        .toString()
        .replace('Hana.moc3', '../../../etc/passwd'),
    );
    expect((await problemOf(put({ ...live2dFiles(), 'Hana.model3.json': outside }, 'b'))).code).toBe('damaged');
    expect((await problemOf(put({ ...live2dFiles(), 'Hana.moc3': Buffer.from('nothing') }, 'c'))).code).toBe('damaged');
  });

  test('links in folders are not followed', async () => {
    const folder = put({ 'Tiny.vrm': vrmFile() });
    writeFileSync(join(base, 'secret.json'), '{}');
    symlinkSync(join(base, 'secret.json'), join(folder, 'link.json'));
    symlinkSync(base, join(folder, 'up'));
    await run(folder);
    expect(readdirSync(join(staging(), 'model-0')).sort()).toEqual(['Tiny.vrm', 'motions', 'yingxi-thumbnail.png']);
    symlinkSync(join(folder, 'Tiny.vrm'), join(base, 'link.vrm'));
    expect((await problemOf(join(base, 'link.vrm'))).code).toBe('unsafe-path');
  });

  test('says what else a file is, and what to do with it', async () => {
    const cases: readonly (readonly [string, string, RegExp])[] = [
      ['model.cmo3', 'editor-file', /export/iu],
      ['model.moc3', 'missing-files', /whole folder/iu],
      ['pack.rar', 'other-archive', /unpack/iu],
      ['figure.pmx', 'other-format', /VRM/u],
      ['dance.vrma', 'needs-model', /motion/iu],
      ['notes.docx', 'nothing-known', /\.vrm/u],
    ];
    for (const [name, code, words] of cases) {
      const problem = await problemOf(one(name, Buffer.from('some bytes here')));
      expect([name, problem.code]).toEqual([name, code]);
      expect(problem.message).toMatch(words);
    }
    expect((await problemOf(join(base, 'gone.vrm'))).code).toBe('not-found');
  });
});
