import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parsePuppet } from '#shared/avatar/puppet/parse-puppet.ts';
import { type PsdBox, psdFigure, psdFile } from '../../../../../tests/fakes/psd-files.ts';
import { problemFromUnknown } from '../import-failure.ts';
import { runImport } from '../run-import.ts';
import type { StagedModel } from '../staged-model.ts';

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'yingxi-psd-'));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

function bring(
  bytes: Uint8Array,
  over: { readonly textureLimit?: number; readonly signal?: AbortSignal } = {},
): Promise<readonly StagedModel[]> {
  for (const folder of ['source', 'staging']) {
    rmSync(join(base, folder), { recursive: true, force: true });
    mkdirSync(join(base, folder));
  }
  writeFileSync(join(base, 'source', 'Sora.psd'), bytes);
  return runImport(
    {
      source: join(base, 'source', 'Sora.psd'),
      owned: false,
      name: 'Sora.psd',
      staging: join(base, 'staging'),
      textureLimit: over.textureLimit ?? 4096,
    },
    over.signal ?? new AbortController().signal,
    () => undefined,
  );
}
const problemOf = (bytes: Uint8Array): Promise<{ code: string; message: string }> =>
  bring(bytes).then(
    () => ({ code: 'taken', message: '' }),
    (error: unknown) => problemFromUnknown(error),
  );
const file = (name: string): Buffer => readFileSync(join(base, 'staging/model-0', name));
const puppet = () => parsePuppet(JSON.parse(file('puppet.json').toString('utf8')));
const layer = (id: string) => puppet().layers.find((each) => each.id === id);
/** Colours of a layer's picture on its page at shares of its width and height. */
function pixel(id: string, u: number, v: number): number[] {
  const { source, page } = layer(id) ?? { source: { x: 0, y: 0, width: 0, height: 0 }, page: 0 };
  const { width, data } = PNG.sync.read(file(`page-${page}.png`));
  const at = (Math.floor(source.y + v * source.height) * width + Math.floor(source.x + u * source.width)) * 4;
  return [...data.subarray(at, at + 4)];
}
const noteOf = (models: readonly StagedModel[], code: string): string | undefined =>
  models[0]?.notes.find((note) => note.code === code)?.detail;

describe('a layered drawing', () => {
  test('becomes a puppet that the library can show, with its report, and leaves no PSD behind', async () => {
    const models = await bring(psdFile([...psdFigure(), { name: 'Layer 12', at: [10, 380, 20, 10] }]));
    expect(models[0]).toMatchObject({ format: 'puppet', entry: 'puppet.json', name: 'Sora', hasThumbnail: true });
    expect(models[0]?.description.parameters.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['ParamAngleX', 'ParamEyeLOpen', 'ParamA']),
    );
    expect(noteOf(models, 'rigged-by-names')).toBe('9 / 10');
    expect(noteOf(models, 'layers-not-understood')).toBe('Layer 12');
    expect(noteOf(models, 'drawing-lacks')).toBeUndefined();
    expect(readdirSync(join(base, 'staging/model-0')).sort()).toEqual(['page-0.png', 'puppet.json', 'yingxi-thumbnail.png']);
  });

  test('keeps places, colours and order of what was painted', async () => {
    await bring(psdFile(psdFigure()));
    expect(puppet().canvas).toEqual({ width: 300, height: 400 });
    expect(layer('face')?.bounds).toEqual({ x: 100, y: 80, width: 100, height: 130 });
    expect(pixel('face', 0.5, 0.5)).toEqual([255, 220, 200, 255]);
    expect(layer('hair_back')?.z).toBeLessThan(layer('face')?.z ?? -1);
  });

  test('takes folders as part of the name, and their opacity and hiding for their layers', async () => {
    const inside: PsdBox[] = [
      { name: 'white', at: [165, 120, 25, 25] },
      { name: 'iris', at: [170, 122, 12, 20] },
    ];
    const models = await bring(
      psdFile([
        { name: 'face', at: [100, 80, 100, 130] },
        { name: 'eye_L', opacity: 0.5, children: inside },
        { name: 'sketch', hidden: true, children: [{ name: 'lines', at: [0, 0, 50, 50] }] },
        { name: 'fx_tears', hidden: true, at: [120, 150, 10, 20] },
      ]),
    );
    expect(layer('white')?.opacity).toBeCloseTo(0.5, 1);
    expect(layer('iris')?.clip).toEqual(['white']);
    expect(noteOf(models, 'layers-left-out')).toBe('lines');
    expect(layer('fx_tears')?.fades.length).toBe(1);
  });

  test('maps blend modes, names those it replaced, and keeps clipping', async () => {
    const models = await bring(
      psdFile([
        { name: 'face', at: [100, 80, 100, 130] },
        { name: 'shadow', at: [110, 90, 50, 50], blendMode: 'multiply', clipping: true },
        { name: 'glow', at: [110, 90, 50, 50], blendMode: 'linear dodge' },
        { name: 'tone', at: [110, 90, 50, 50], blendMode: 'overlay' },
      ]),
    );
    expect(['shadow', 'glow', 'tone'].map((id) => layer(id)?.blend)).toEqual(['multiply', 'add', 'normal']);
    expect(layer('shadow')?.clip).toEqual(['face']);
    expect(noteOf(models, 'blends-replaced')).toBe('tone (overlay → normal)');
  });

  test('paints only what a mask shows', async () => {
    await bring(psdFile([{ name: 'face', at: [100, 80, 100, 100], maskLeft: 40 }]));
    expect(layer('face')?.bounds).toEqual({ x: 100, y: 80, width: 40, height: 100 });
  });

  test('halves a drawing above the texture limit, without dark edges, and says so', async () => {
    const models = await bring(psdFile([{ name: 'face', at: [101, 81, 99, 99] }]), { textureLimit: 256 });
    expect(noteOf(models, 'textures-shrunk')).toBe('400 → 200');
    expect(puppet().canvas).toEqual({ width: 150, height: 200 });
    expect(layer('face')?.bounds).toEqual({ x: 50, y: 40, width: 50, height: 50 });
    // One of four pixels is painted: its colour, a quarter of its alpha.
    expect(pixel('face', 0, 0)).toEqual([255, 220, 200, 64]);
    expect(pixel('face', 0.5, 0.5)).toEqual([255, 220, 200, 255]);
  });

  test('says which layers to name when nothing is named', async () => {
    const models = await bring(psdFile([{ name: 'Layer 1', at: [0, 0, 300, 400] }]));
    expect(noteOf(models, 'drawing-lacks')).toBe('face, eyes, mouth, brows, hair');
  });
});

describe('a drawing that is refused', () => {
  const whole = Buffer.from(psdFile(psdFigure()));
  const edited = (edit: (bytes: Buffer) => void): Uint8Array => {
    const bytes = Buffer.from(whole);
    edit(bytes);
    return bytes;
  };

  test.each<readonly [string, () => Uint8Array, string, RegExp]>([
    ['is no PSD', () => Buffer.from('hello, I am a drawing'), 'damaged', /Save the drawing again/u],
    ['ends within its header', () => whole.subarray(0, 20), 'damaged', /again/u],
    ['ends within its layers', () => whole.subarray(0, Math.floor(whole.length * 0.3)), 'damaged', /cut off.*again/u],
    ['is a PSB', () => edited((bytes) => bytes.writeUInt16BE(2, 4)), 'other-format', /save it as PSD/u],
    ['claims a huge canvas', () => edited((bytes) => bytes.writeUInt32BE(30_000, 14)), 'texture-too-large', /Image Size/u],
    ['claims no canvas', () => edited((bytes) => bytes.writeUInt32BE(0, 18)), 'damaged', /again/u],
    ['is in CMYK', () => edited((bytes) => bytes.writeUInt16BE(4, 24)), 'texture-type', /RGB/u],
    ['has 32 bits a channel', () => edited((bytes) => bytes.writeUInt16BE(32, 22)), 'texture-type', /8 Bits/u],
    ['has a section of four gigabytes', () => edited((bytes) => bytes.writeUInt32BE(0xfffffff0, 34)), 'damaged', /again/u],
    [
      'has thousands of layers',
      () => psdFile(Array.from({ length: 2000 }, (_, i) => ({ name: `l${i}`, at: [0, 0, 1, 1] }) as const)),
      'too-large',
      /Merge layers/u,
    ],
    ['shows nothing', () => psdFile([{ name: 'face', hidden: true, at: [0, 0, 9, 9] }]), 'damaged', /show the layers/u],
  ])('when it %s, with what to do next', async (_what, make, code, words) => {
    const problem = await problemOf(make());
    expect(problem.code, problem.message).toBe(code);
    expect(problem.message).toMatch(words);
    expect(existsSync(join(base, 'staging/model-0/puppet.json'))).toBe(false);
  });

  test('whose layer claims more pixels than memory has, before any is unpacked', async () => {
    // The first layer's box: top, left, bottom, right.
    const box = Buffer.alloc(16);
    for (const [at, edge] of [40, 80, 280, 220].entries()) box.writeInt32BE(edge, at * 4);
    const record = whole.indexOf(box);
    expect(record).toBeGreaterThan(0);
    const bytes = edited((all) => {
      all.writeInt32BE(25_000, record + 8);
      all.writeInt32BE(25_000, record + 12);
    });
    expect(await problemOf(bytes)).toMatchObject({
      code: 'texture-too-large',
      message: expect.stringMatching(/hair_back.*Crop/u),
    });
  });

  test('stops between two layers when it is told to', async () => {
    const abort = new AbortController();
    const bringing = bring(whole, { signal: abort.signal });
    abort.abort(new Error('enough'));
    await expect(bringing).rejects.toThrow('enough');
  });
});
