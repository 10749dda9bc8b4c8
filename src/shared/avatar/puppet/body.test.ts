import { describe, expect, it } from 'vitest';
import { parsed, plainPuppet, squareLayer } from '../../../../tests/support/puppet/puppet-fixtures.ts';
import { createPuppetBody } from './body.ts';

const shift = (id: string, parent: string | null, x: number) => ({
  id,
  parent,
  kind: 'transform' as const,
  pivot: { x: 0, y: 0 },
  bindings: [{ axes: [{ parameter: 'P', keys: [0, 1] }], forms: [{}, { x }] }],
});
const everywhere = (): boolean => true;

describe('the body of a puppet', () => {
  it('lies as drawn at rest, corner by corner', () => {
    const body = createPuppetBody(parsed(plainPuppet()), 1, everywhere);
    body.update(Float32Array.of(0));
    expect([...body.positions.slice(0, 6)]).toEqual([25, 25, 50, 25, 75, 25]);
    expect(body.indices.length).toBe(4 * 6);
  });

  it('goes through its deformers from the inside out', () => {
    const turn = {
      id: 'turn',
      parent: null,
      kind: 'transform' as const,
      pivot: { x: 0, y: 0 },
      bindings: [{ axes: [{ parameter: 'P', keys: [0, 1] }], forms: [{}, { angle: 90 }] }],
    };
    const puppet = parsed(
      plainPuppet({ deformers: [shift('inner', 'turn', 10), turn], layers: [squareLayer({ parent: 'inner' })] }),
    );
    const body = createPuppetBody(puppet, 1, everywhere);
    body.update(Float32Array.of(1));
    // 25, 25 goes right by 10, then a quarter clockwise about the origin.
    expect([...body.positions.slice(0, 2)].map(Math.round)).toEqual([-25, 35]);
    const point = Float32Array.of(25, 25);
    body.carry('inner', point);
    expect([...point].map(Math.round)).toEqual([-25, 35]);
  });

  it('says when nothing moved', () => {
    const puppet = parsed(plainPuppet({ deformers: [shift('a', null, 10)], layers: [squareLayer({ parent: 'a' })] }));
    const body = createPuppetBody(puppet, 1, everywhere);
    expect([body.update(Float32Array.of(0.5)), body.update(Float32Array.of(0.5)), body.update(Float32Array.of(0.6))]).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('draws the farthest first, and nothing where nothing can be seen', () => {
    const layers = [squareLayer({ id: 'near', z: 5 }), squareLayer({ id: 'far', z: -5 })];
    const body = createPuppetBody(parsed(plainPuppet({ layers })), 1, ({ id }, left) => id === 'far' || left < 0.5);
    expect(body.meshes.map(({ layer }) => layer.id)).toEqual(['far', 'near']);
    expect(body.meshes.map(({ indexCount }) => indexCount)).toEqual([4 * 6, 2 * 6]);
  });

  it('multiplies fades into the opacity', () => {
    const fade = { axes: [{ parameter: 'P', keys: [0, 1] }], forms: [1, 0.5] };
    const body = createPuppetBody(
      parsed(plainPuppet({ layers: [squareLayer({ opacity: 0.8, fades: [fade, fade] })] })),
      1,
      everywhere,
    );
    body.update(Float32Array.of(1));
    expect(body.opacities[0]).toBeCloseTo(0.2, 5);
    body.update(Float32Array.of(-1));
    expect(body.opacities[0]).toBeCloseTo(0.8, 5);
  });

  it('has fewer cells at less detail, never none', () => {
    const puppet = parsed(plainPuppet({ layers: [squareLayer({ cells: [10, 1] })] }));
    expect(createPuppetBody(puppet, 0.5, everywhere).meshes[0]?.vertexCount).toBe(6 * 2);
    expect(createPuppetBody(puppet, 0.01, everywhere).meshes[0]?.vertexCount).toBe(2 * 2);
  });
});
