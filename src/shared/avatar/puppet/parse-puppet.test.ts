import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StudioError } from '#shared/errors.ts';
import { artOf, FIGURE, plainPuppet, squareLayer } from '../../../../tests/support/puppet/puppet-fixtures.ts';
import { autoRig } from './auto-rig/auto-rig.ts';
import { createPuppetBody } from './body.ts';
import { describePuppet } from './describe-puppet.ts';
import { parsePuppet } from './parse-puppet.ts';
import { PUPPET_LIMITS } from './puppet-format.ts';

const transform = (id: string, parent: string | null) => ({
  id,
  parent,
  kind: 'transform' as const,
  pivot: { x: 0, y: 0 },
  bindings: [],
});

/** What the refusal says; '' when it was taken. */
function refusal(json: unknown): string {
  try {
    parsePuppet(json);
    return '';
  } catch (error) {
    if (!(error instanceof StudioError)) throw error;
    return error.message;
  }
}

describe('reading a puppet', () => {
  it('takes a plain one, and what the rigger makes', () => {
    expect(refusal(plainPuppet())).toBe('');
    expect(refusal(JSON.parse(JSON.stringify(autoRig(artOf(FIGURE)).puppet)))).toBe('');
  });

  const form = { x: 1 };
  const axes: { parameter: string; keys: number[] }[] = [{ parameter: 'P', keys: [0, 1] }];
  const cases: readonly (readonly [what: string, json: unknown, says: string])[] = [
    ['something else', { hello: 1 }, 'no puppet'],
    ['nothing', null, 'no puppet'],
    ['a newer version', { ...plainPuppet(), version: 9 }, 'update the program'],
    ['a way out of the folder', plainPuppet({ pages: [{ file: '../x.png', width: 1, height: 1 }] }), 'no way out'],
    ['an absolute path', plainPuppet({ pages: [{ file: '/etc/x.png', width: 1, height: 1 }] }), 'beside puppet.json'],
    ['an address', plainPuppet({ pages: [{ file: 'https://a.b/x.png', width: 1, height: 1 }] }), 'beside puppet.json'],
    ['a page too large', plainPuppet({ pages: [{ file: 'x.png', width: 9000, height: 1 }] }), 'pages.0.width'],
    ['a page that is not there', plainPuppet({ layers: [squareLayer({ page: 3 })] }), 'no page 3'],
    ['an unknown parent', plainPuppet({ layers: [squareLayer({ parent: 'ghost' })] }), 'no "ghost"'],
    ['an unknown mask', plainPuppet({ layers: [squareLayer({ clip: ['ghost'] })] }), 'no "ghost"'],
    ['an unknown parameter', plainPuppet({ derived: [{ parameter: 'Q', inputs: [{ parameter: 'P', weight: 1 }] }] }), 'no "Q"'],
    ['one id twice', plainPuppet({ layers: [squareLayer({}), squareLayer({})] }), 'twice'],
    ['parents in a circle', plainPuppet({ deformers: [transform('a', 'b'), transform('b', 'a')] }), 'circle'],
    [
      'a default out of range',
      plainPuppet({ parameters: [{ id: 'P', name: '', min: 0, max: 1, default: 2 }] }),
      'outside of the range',
    ],
    ['no number', plainPuppet({ layers: [squareLayer({ opacity: Number.NaN })] }), 'layers.0.opacity'],
    [
      'keys that fall',
      plainPuppet({ layers: [squareLayer({ fades: [{ axes: [{ parameter: 'P', keys: [1, 0] }], forms: [0, 1] }] })] }),
      'keys must rise',
    ],
    [
      'a form too few',
      plainPuppet({
        deformers: [{ ...transform('a', null), bindings: [{ axes: [...axes, ...axes], forms: [form, form] }] }],
      }),
      '2 forms for 4',
    ],
    [
      'a warp form of another size',
      plainPuppet({
        deformers: [
          {
            id: 'w',
            parent: null,
            kind: 'warp',
            bounds: { x: 0, y: 0, width: 1, height: 1 },
            columns: 1,
            rows: 1,
            bindings: [{ axes, forms: [[0], [0]] }],
          },
        ],
      }),
      '1 numbers instead of 8',
    ],
    [
      'too many layers',
      plainPuppet({ layers: Array.from({ length: PUPPET_LIMITS.layers + 1 }, (_, i) => squareLayer({ id: `l${i}` })) }),
      'layers',
    ],
  ];
  it.each(cases)('refuses %s and says so', (_what, json, says) => {
    expect(refusal(json)).toContain(says);
  });

  it('describes what a library shows', () => {
    const { name, description, meta, pages } = describePuppet(autoRig(artOf(FIGURE)).puppet);
    expect(name).toBe('Art');
    expect(meta.licence).toBe('CC0-1.0');
    expect(pages).toEqual([{ file: 'page-0.png', width: 2048, height: 2048 }]);
    expect(description.parameters.map(({ id }) => id)).toContain('ParamAngleX');
    expect(description.expressions.map(({ name: one }) => one)).toContain('Smile');
    expect(description.motions.map(({ name: one }) => one)).toContain('Nod');
    expect(description.meshes.map(({ id }) => id)).toContain('hair_front');
    expect(description.hitAreas).toEqual(expect.arrayContaining(['hair', 'face', 'body']));
    expect(description.textures).toEqual({ count: 1, largest: 2048 });
  });

  it('refuses or draws 2,000 mutated files, and nothing else happens', () => {
    const { face, mouth, hair_front, iris_L } = FIGURE;
    const text = JSON.stringify(autoRig(artOf({ face, mouth, iris_L, hair_front })).puppet);
    const mutation = fc.record({
      seed: fc.nat(),
      count: fc.integer({ min: 1, max: 6 }),
      value: fc.constantFrom<unknown>(null, -1, 0, 1e9, 'x', '', [], {}, true, 1e-30, '../..'),
    });
    let taken = 0;
    fc.assert(
      fc.property(mutation, ({ seed, count, value }) => {
        const json: unknown = JSON.parse(text);
        for (let i = 0; i < count; i++) mutate(json, seed + i * 7919, value);
        if (refusal(json) !== '') return;
        taken++;
        const puppet = parsePuppet(json);
        const body = createPuppetBody(puppet, 0.3, () => true);
        body.update(Float32Array.from(puppet.parameters, ({ max }) => max));
        expect(body.positions.every(Number.isFinite)).toBe(true);
      }),
      { numRuns: 2000 },
    );
    expect(taken).toBeGreaterThan(0);
  });
});

/** Replaces one value somewhere in the tree. */
function mutate(json: unknown, seed: number, value: unknown): void {
  let at: unknown = json;
  for (let depth = 0, s = seed; depth < 8; depth++) {
    if (typeof at !== 'object' || at === null) return;
    const keys = Object.keys(at);
    if (keys.length === 0) return;
    const key = keys[s % keys.length]!;
    s = Math.floor(s / 3) + 17 * depth;
    const next: unknown = Reflect.get(at, key);
    if (typeof next !== 'object' || next === null || depth === 7 || s % 5 === 0) {
      Reflect.set(at, key, value);
      return;
    }
    at = next;
  }
}
