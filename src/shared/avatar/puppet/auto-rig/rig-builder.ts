import { type StandardParameterId, standardParameter } from '#shared/avatar/standard-parameters.ts';
import type { Deformer, Puppet, PuppetLayer, Rect } from '../puppet-format.ts';
import type { Part } from './art.ts';

/** A shift of a point of the canvas. */
export interface Shift {
  readonly x: number;
  readonly y: number;
}
export interface RigAxis {
  readonly parameter: string;
  readonly keys: readonly number[];
}
type TransformForm = { readonly [K in 'x' | 'y' | 'angle' | 'scaleX' | 'scaleY' | 'shearX']?: number };

/** Collects the pieces of a rig while it is made; each parameter is there once, as soon as something uses it. */
export interface RigBuilder {
  parameter(
    id: StandardParameterId | (string & {}),
    range?: { readonly name: string; readonly min: number; readonly max: number },
  ): void;
  /** `form` per combination of the axes' keys. Does nothing but return `parent` when no binding moves anything. */
  transform(
    id: string,
    parent: string | null,
    pivot: { readonly x: number; readonly y: number },
    bindings: readonly { readonly axes: readonly RigAxis[]; readonly form: (...keys: number[]) => TransformForm }[],
  ): string;
  /** `shift` of the point x, y at a combination of the axes' keys. */
  warp(
    id: string,
    parent: string | null,
    bounds: Rect,
    grid: readonly [columns: number, rows: number],
    bindings: readonly {
      readonly axes: readonly RigAxis[];
      readonly shift: (x: number, y: number, ...keys: number[]) => Shift;
    }[],
  ): string;
  layer(part: Part, placing: LayerPlacing): void;
  readonly parameters: ReadonlySet<string>;
  readonly pieces: Pick<Puppet, 'parameters' | 'deformers' | 'layers' | 'derived' | 'springs' | 'physicsGroups' | 'anchors'>;
}

export interface LayerPlacing {
  readonly parent: string;
  readonly cells: readonly [columns: number, rows: number];
  readonly clip?: readonly string[];
  readonly fades?: readonly { readonly axes: readonly RigAxis[]; readonly form: (...keys: number[]) => number }[];
  readonly part: PuppetLayer['part'];
}

export function createRigBuilder(): RigBuilder {
  const pieces: RigBuilder['pieces'] = {
    parameters: [],
    deformers: [],
    layers: [],
    derived: [],
    springs: [],
    physicsGroups: [],
    anchors: [],
  };
  const parameters = new Set<string>();

  function parameter(id: string, range?: { readonly name: string; readonly min: number; readonly max: number }): void {
    if (parameters.has(id)) return;
    parameters.add(id);
    const standard = standardParameter(id);
    pieces.parameters.push(
      standard === undefined
        ? { id, name: range?.name ?? id, min: range?.min ?? 0, max: range?.max ?? 1, default: 0 }
        : {
            ...range,
            id: standard.id,
            name: standard.name,
            min: range?.min ?? standard.min,
            max: range?.max ?? standard.max,
            default: standard.default,
          },
    );
  }

  function axesOf(axes: readonly RigAxis[]): { parameter: string; keys: number[] }[] {
    return axes.map(({ parameter: id, keys }) => {
      parameter(id);
      return { parameter: id, keys: [...keys] };
    });
  }

  function add(deformer: Deformer): string {
    pieces.deformers.push(deformer);
    return deformer.id;
  }

  return {
    parameters,
    pieces,
    parameter,
    transform(id, parent, pivot, bindings) {
      return add({
        id,
        parent,
        kind: 'transform',
        pivot: { x: round(pivot.x), y: round(pivot.y) },
        bindings: bindings.map(({ axes, form }) => ({
          axes: axesOf(axes),
          forms: combinations(axes).map((keys) => ({ x: 0, y: 0, angle: 0, scaleX: 0, scaleY: 0, shearX: 0, ...form(...keys) })),
        })),
      });
    },
    warp(id, parent, bounds, [columns, rows], bindings) {
      return add({
        id,
        parent,
        kind: 'warp',
        bounds: roundRect(bounds),
        columns,
        rows,
        bindings: bindings.map(({ axes, shift }) => ({
          axes: axesOf(axes),
          forms: combinations(axes).map((keys) => gridForm(bounds, columns, rows, (x, y) => shift(x, y, ...keys))),
        })),
      });
    },
    layer(part, { parent, cells, clip = [], fades = [], part: body }) {
      const { art } = part;
      pieces.layers.push({
        id: part.id,
        name: art.name,
        page: art.page,
        source: art.source,
        bounds: art.bounds,
        cells: [cells[0], cells[1]],
        parent,
        z: part.z,
        blend: art.blend,
        clip: [...clip],
        opacity: art.opacity,
        fades: fades.map(({ axes, form }) => ({ axes: axesOf(axes), forms: combinations(axes).map((keys) => form(...keys)) })),
        part: body,
        tags: [part.role],
      });
    },
  };
}

/** Every combination of keys, the first axis fastest. */
function combinations(axes: readonly RigAxis[]): number[][] {
  const [first, second] = axes;
  const along = first?.keys ?? [];
  if (second === undefined) return along.map((key) => [key]);
  return second.keys.flatMap((other) => along.map((key) => [key, other]));
}

function gridForm(bounds: Rect, columns: number, rows: number, shift: (x: number, y: number) => Shift): number[] {
  const form: number[] = [];
  for (let row = 0; row <= rows; row++)
    for (let column = 0; column <= columns; column++) {
      const { x, y } = shift(bounds.x + (bounds.width * column) / columns, bounds.y + (bounds.height * row) / rows);
      form.push(round(x), round(y));
    }
  return form;
}

/** A hundredth of a pixel is nothing that anybody sees; files stay small. */
function round(value: number): number {
  return Math.round(value * 100) / 100 || 0;
}

function roundRect({ x, y, width, height }: Rect): Rect {
  return { x: round(x), y: round(y), width: Math.max(0.01, round(width)), height: Math.max(0.01, round(height)) };
}
