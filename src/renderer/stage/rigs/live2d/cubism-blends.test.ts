import { describe, expect, it } from 'vitest';
import { encodeFakeMoc, FAKE_BLENDS, type FakeDrawable, fakeCubismCoreScript } from '../../../../../tests/fakes/cubism-core.ts';
import { blendsOf } from './cubism-blends.ts';
import type { CubismCore } from './cubism-core.ts';

const [NORMAL, ADD, MULTIPLY] = [0, 1, 2];

function load(blends: readonly FakeDrawable['blend'][], options: Parameters<typeof fakeCubismCoreScript>[0]) {
  const core: CubismCore = new Function(`${fakeCubismCoreScript({ lateBy: 0, ...options })} return Live2DCubismCore;`)();
  const drawables = blends.map((blend, at) => ({
    id: `mesh${at}`,
    part: 'all',
    texture: 0,
    box: [0, 0, 1, 1] as const,
    uv: [0, 0, 1, 1] as const,
    order: at,
    ...(blend !== undefined && { blend }),
  }));
  const bytes = encodeFakeMoc({ canvas: { width: 1, height: 1, unit: 1 }, parameters: [], parts: [{ id: 'all' }], drawables });
  const moc = core.Moc.fromArrayBuffer(Uint8Array.from(bytes).buffer);
  const model = moc === null ? null : core.Model.fromMoc(moc);
  return { core, model: model ?? expect.fail('no model') };
}

describe('blends of Cubism 5.3', () => {
  it('are nothing to a Core from before: its flags decide, and nothing is simplified', () => {
    const { core, model } = load(['Screen', undefined], { orders: 'drawables' });
    expect(blendsOf(core, model)).toEqual({ modes: undefined, simplified: 0 });
  });

  it('that older files had are drawn as ever; new ones as the nearest of those, and are counted', () => {
    const { core, model } = load(['Normal', 'AddCompatible', 'MultiplyCompatible', 'Add', 'Multiply', 'Screen', 'Overlay'], {
      orders: 'model',
    });
    const { modes, simplified } = blendsOf(core, model);
    expect([...(modes ?? [])]).toEqual([NORMAL, ADD, MULTIPLY, ADD, MULTIPLY, ADD, NORMAL]);
    expect(simplified).toBe(4);
  });

  it('are found by their names, whatever numbers a Core gives them', () => {
    const { core, model } = load(['AddCompatible', 'Multiply'], { orders: 'model' });
    const other = { ...core, ColorBlendType_Normal: 0, ColorBlendType_AddCompatible: 16, ColorBlendType_Multiply: 4 };
    const drawables = { ...model.drawables, blendModes: Int32Array.of(16, 4) };
    expect([...(blendsOf(other, { drawables }).modes ?? [])]).toEqual([ADD, MULTIPLY]);
    expect([...(blendsOf(core, model).modes ?? [])]).toEqual([ADD, MULTIPLY]);
  });

  it('of coverage, and offscreen pictures, count as simplified too', () => {
    const { core, model } = load(['Normal', 'Normal'], { orders: 'model', offscreens: 3 });
    expect(blendsOf(core, model).simplified).toBe(3);
    const atop = 1 << 8;
    const drawables = { ...model.drawables, blendModes: Int32Array.of(FAKE_BLENDS.Normal | atop, FAKE_BLENDS.Normal) };
    expect(blendsOf(core, { drawables, offscreens: { count: 1 } }).simplified).toBe(2);
  });
});
