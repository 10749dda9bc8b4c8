import type { StandardParameterId } from '#shared/avatar/standard-parameters.ts';
import type { Rect } from '../puppet-format.ts';
import { grow, type Part } from './art.ts';
import type { RigBuilder } from './rig-builder.ts';

/** Things that swing behind what carries them. */
export type SwayKind = 'front' | 'side' | 'back' | 'ahoge' | 'ears' | 'skirt' | 'tail' | 'wings';

interface Sway {
  readonly output: StandardParameterId | (string & {});
  readonly tip: string;
  readonly name: string;
  /** Swings a second, of the root and of the tip; damping of both. */
  readonly frequency: number;
  readonly tipFrequency: number;
  readonly damping: number;
  /** How far the free end goes at 1, in lengths of the picture. */
  readonly reach: number;
  /** It hangs from its upper edge (1), or stands on its lower edge (−1). */
  readonly hangs: 1 | -1;
  /** Carried by the head, or by the body alone. */
  readonly carrier: 'head' | 'body';
}

const SWAYS: Readonly<Record<SwayKind, Sway>> = {
  front: {
    output: 'ParamHairFront',
    tip: 'HairFrontTip',
    name: 'Front hair',
    frequency: 1.7,
    tipFrequency: 2.6,
    damping: 0.32,
    reach: 0.1,
    hangs: 1,
    carrier: 'head',
  },
  side: {
    output: 'ParamHairSide',
    tip: 'HairSideTip',
    name: 'Side hair',
    frequency: 1.25,
    tipFrequency: 2,
    damping: 0.28,
    reach: 0.11,
    hangs: 1,
    carrier: 'head',
  },
  back: {
    output: 'ParamHairBack',
    tip: 'HairBackTip',
    name: 'Back hair',
    frequency: 0.95,
    tipFrequency: 1.5,
    damping: 0.3,
    reach: 0.08,
    hangs: 1,
    carrier: 'head',
  },
  ahoge: {
    output: 'AhogeSway',
    tip: 'AhogeTip',
    name: 'Ahoge',
    frequency: 2.2,
    tipFrequency: 3.2,
    damping: 0.16,
    reach: 0.22,
    hangs: -1,
    carrier: 'head',
  },
  ears: {
    output: 'EarSway',
    tip: 'EarTip',
    name: 'Animal ears',
    frequency: 2.4,
    tipFrequency: 3.4,
    damping: 0.3,
    reach: 0.1,
    hangs: -1,
    carrier: 'head',
  },
  skirt: {
    output: 'SkirtSway',
    tip: 'SkirtTip',
    name: 'Skirt',
    frequency: 1.2,
    tipFrequency: 1.9,
    damping: 0.35,
    reach: 0.1,
    hangs: 1,
    carrier: 'body',
  },
  tail: {
    output: 'TailSway',
    tip: 'TailTip',
    name: 'Tail',
    frequency: 0.8,
    tipFrequency: 1.2,
    damping: 0.25,
    reach: 0.18,
    hangs: 1,
    carrier: 'body',
  },
  wings: {
    output: 'WingSway',
    tip: 'WingTip',
    name: 'Wings',
    frequency: 1,
    tipFrequency: 1.5,
    damping: 0.35,
    reach: 0.06,
    hangs: -1,
    carrier: 'body',
  },
};

/** A warp for one picture that swings, under `parent`; its springs are made with the first picture of its kind. Returns the warp's id. */
export function addSway(rig: RigBuilder, kind: SwayKind, part: Part, parent: string): string {
  const sway = SWAYS[kind];
  addSprings(rig, kind, sway);
  const { bounds } = part.art;
  const free = (y: number): number => freedom(bounds, sway.hangs, y);
  const reach = bounds.height * sway.reach;
  return rig.warp(
    `sway-${part.id}`,
    parent,
    grow(bounds, 0.02),
    [2, 6],
    [
      {
        axes: [{ parameter: sway.output, keys: [-1, 0, 1] }],
        // On a circle about its root: aside is also up.
        shift: (_x, y, to = 0) => ({ x: to * reach * free(y) ** 1.7, y: -to * to * reach * 0.12 * free(y) ** 2 }),
      },
      {
        axes: [{ parameter: sway.tip, keys: [-1, 1] }],
        shift: (_x, y, to = 0) => ({ x: to * reach * 0.7 * free(y) ** 3.2, y: 0 }),
      },
    ],
  );
}

/** 0 at the fixed edge (and a little beyond it), 1 at the free one. */
function freedom(bounds: Rect, hangs: 1 | -1, y: number): number {
  const along = (y - bounds.y) / bounds.height;
  const distance = hangs === 1 ? along : 1 - along;
  return Math.max(0, Math.min(1, (distance - 0.15) / 0.85));
}

/** The root follows what carries it; the tip follows the root. Units: the output's, 1 is far. */
function addSprings(rig: RigBuilder, kind: SwayKind, sway: Sway): void {
  const { pieces } = rig;
  if (pieces.springs.some(({ id }) => id === kind)) return;
  rig.parameter(sway.output, { name: `${sway.name} sway`, min: -1, max: 1 });
  rig.parameter(sway.tip, { name: `${sway.name} tips`, min: -1, max: 1 });
  for (const id of ['ParamAngleX', 'ParamAngleZ', 'ParamBodyAngleX', 'ParamBodyAngleZ', 'ParamBaseX']) rig.parameter(id);
  pieces.physicsGroups.push({ id: kind, name: sway.name });
  const body = [
    { parameter: 'ParamBodyAngleX', weight: 0.05 },
    { parameter: 'ParamBaseX', weight: 0.06 },
  ];
  // A tilt carries what hangs below the neck to the other side; gravity pulls it back to the plumb line.
  const follow =
    sway.carrier === 'head'
      ? [{ parameter: 'ParamAngleX', weight: 0.045 }, { parameter: 'ParamAngleZ', weight: -0.02 * sway.hangs }, ...body]
      : [{ parameter: 'ParamBodyAngleZ', weight: -0.05 }, ...body];
  const hang =
    sway.carrier === 'head'
      ? [
          { parameter: 'ParamAngleZ', weight: 0.025 * sway.hangs },
          { parameter: 'ParamBodyAngleZ', weight: 0.03 * sway.hangs },
        ]
      : [{ parameter: 'ParamBodyAngleZ', weight: 0.06 * sway.hangs }];
  pieces.springs.push(
    {
      id: kind,
      group: kind,
      output: sway.output,
      follow,
      hang,
      frequency: sway.frequency,
      damping: sway.damping,
      wind: 0.7 * sway.hangs,
    },
    {
      id: `${kind}-tip`,
      group: kind,
      output: sway.tip,
      follow: [{ parameter: sway.output, weight: -1.4 }],
      hang: [],
      frequency: sway.tipFrequency,
      damping: sway.damping * 0.9,
      wind: 0.35,
    },
  );
}
