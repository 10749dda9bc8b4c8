import type { Rect } from '../puppet-format.ts';
import { centreX, centreY, grow, type Part, type Side, union } from './art.ts';
import { turnOf } from './head.ts';
import type { LayerPlacing, RigAxis, RigBuilder } from './rig-builder.ts';

type Fades = NonNullable<LayerPlacing['fades']>;

/** `ParamEye?Open` of an eye that is opened wide: surprise, fright. 1 is as drawn. */
const WIDE = 1.3;
/** How much of its height an eye gains then. */
const WIDE_GAIN = 0.12;
/** The share of an eye's height at which upper and lower lid meet. */
const MEETING = 0.7;
/** What is left of an eye's height when it is shut. */
const SHUT_LEFT = 0.03;
const EYE_PARTS = [
  'eye',
  'eye-white',
  'iris',
  'eye-highlight',
  'lash-upper',
  'lash-lower',
  'eye-lid',
  'eye-closed',
  'eye-smile',
] as const;

export function isEyePart(part: Part): boolean {
  return EYE_PARTS.some((role) => role === part.role);
}

/** One eye: lids that squash the picture, lashes that slide, an eyeball that looks, and drawn shut eyes where the artist made them. */
export function rigEye(rig: RigBuilder, side: Side, parts: readonly Part[]): void {
  const opening =
    boundsOf(parts, ['eye-white', 'eye']) ?? boundsOf(parts, ['iris', 'lash-upper']) ?? union(parts.map(({ art }) => art.bounds));
  if (opening === undefined) return;
  const has = (role: Part['role']): boolean => parts.some((part) => part.role === role);
  const whites = parts.filter(({ role }) => role === 'eye-white').map(({ id }) => id);
  // Where lashes are drawn, they are the line of a shut eye; else what is left of the eye is.
  const lids = createLids(rig, side, opening, has('lash-upper') ? 0 : SHUT_LEFT);
  const parent = turnOf('features');
  rigEyeball(rig, side, opening, parts, whites.length > 0 ? parent : lids.squash());
  const drawn: Fades = has('eye-closed') || has('eye-smile') ? [openFade(side)] : [];

  for (const part of parts) {
    const [cells, common] = [[6, 6] as const, { part: 'face' as const, fades: drawn }];
    if (part.role === 'iris' || part.role === 'eye-highlight')
      rig.layer(part, { ...common, parent: `eyeball-${side}`, cells: [4, 4], clip: whites });
    else if (part.role === 'lash-upper') rig.layer(part, { ...common, parent: lids.upperLash(part.art.bounds), cells: [8, 3] });
    else if (part.role === 'lash-lower') rig.layer(part, { ...common, parent: lids.lowerLash(part.art.bounds), cells: [8, 2] });
    else if (part.role === 'eye-lid') rig.layer(part, { ...common, parent: lids.fold(part.art.bounds), cells: [6, 2] });
    else if (part.role === 'eye-closed')
      rig.layer(part, { ...common, parent, cells: [4, 2], fades: shutFades(side, has('eye-smile'), false) });
    else if (part.role === 'eye-smile')
      rig.layer(part, { ...common, parent, cells: [4, 2], fades: shutFades(side, has('eye-closed'), true) });
    else if (part.role === 'eye')
      rig.layer(part, { ...common, parent: has('iris') ? lids.squash() : lids.gaze(), cells: [8, 8] });
    else rig.layer(part, { ...common, parent: lids.squash(), cells });
  }
}

function boundsOf(parts: readonly Part[], roles: readonly Part['role'][]): Rect | undefined {
  return union(parts.filter(({ role }) => roles.includes(role)).map(({ art }) => art.bounds));
}

const openOf = (side: Side) => `ParamEye${side}Open` as const;
const smileOf = (side: Side) => `ParamEye${side}Smile` as const;

/** Deformers of the lids, each made when a part first asks for it. */
function createLids(rig: RigBuilder, side: Side, opening: Rect, left: number) {
  rig.parameter(openOf(side), { name: side === 'L' ? 'Left eye open' : 'Right eye open', min: 0, max: WIDE });
  const axes: RigAxis[] = [
    { parameter: openOf(side), keys: [0, 1, WIDE] },
    { parameter: smileOf(side), keys: [0, 1] },
  ];
  const meeting = opening.y + opening.height * MEETING;
  const parent = turnOf('features');
  const made = new Set<string>();
  let lashes = 0;
  const arch = (x: number): number => {
    const u = Math.max(0, Math.min(1, (x - opening.x) / opening.width));
    return 1 - (2 * u - 1) ** 2;
  };
  /** The line of the shut lids: hangs a little in rest, arches up in a smile. */
  const shutLine = (x: number, smile: number): number =>
    meeting + opening.height * (smile > 0 ? -0.3 * arch(x) + 0.08 : 0.12 * arch(x));
  /** How far a smile lifts the lower lid of an open eye. */
  const lift = (x: number, y: number): number =>
    -opening.height * 0.22 * arch(x) * Math.max(0, Math.min(1, (y - opening.y) / opening.height)) ** 2;
  /** How far a point of a wide eye goes: the upper edge rises, the lower sinks a little. */
  const widened = (y: number, open: number): number => (open > 1 ? (y - opening.y - opening.height * 0.85) * WIDE_GAIN : 0);
  const once = (id: string, make: () => void): string => {
    if (!made.has(id)) make();
    made.add(id);
    return id;
  };

  function squash(): string {
    return once(`lids-${side}`, () => {
      rig.warp(
        `lids-${side}`,
        parent,
        grow(opening, 0.06),
        [6, 6],
        [
          {
            axes,
            shift: (x, y, open = 1, smile = 0) =>
              open === 0
                ? { x: 0, y: shutLine(x, smile) + (y - meeting) * left - y }
                : { x: 0, y: smile * lift(x, y) + widened(y, open) },
          },
        ],
      );
    });
  }
  return {
    squash,
    /** For eyes of one picture: its middle moves as the eyeball would. */
    gaze(): string {
      return once(`gaze-${side}`, () => {
        const parentId = squash();
        const bump = (x: number, y: number): number => {
          const [u, v] = [(x - opening.x) / opening.width, (y - opening.y) / opening.height];
          return u <= 0 || u >= 1 || v <= 0 || v >= 1 ? 0 : Math.sin(Math.PI * u) * Math.sin(Math.PI * v);
        };
        rig.warp(
          `gaze-${side}`,
          parentId,
          opening,
          [6, 6],
          [
            {
              axes: [{ parameter: 'ParamEyeBallX', keys: [-1, 1] }],
              shift: (x, y, to = 0) => ({ x: to * opening.width * 0.12 * bump(x, y), y: 0 }),
            },
            {
              axes: [{ parameter: 'ParamEyeBallY', keys: [-1, 1] }],
              shift: (x, y, to = 0) => ({ x: 0, y: -to * opening.height * 0.1 * bump(x, y) }),
            },
          ],
        );
      });
    },
    upperLash(bounds: Rect): string {
      const id = `lash-${side}-${lashes++}`;
      // An arch as drawn: its ends lie low, its middle high.
      const drawn = (x: number): number => bounds.y + bounds.height * (0.3 + 0.55 * (1 - arch(x)));
      rig.warp(
        id,
        parent,
        grow(bounds, 0.04),
        [8, 2],
        [
          {
            axes,
            shift: (x, y, open = 1, smile = 0) =>
              open === 0
                ? { x: 0, y: shutLine(x, smile) - opening.height * 0.02 + (y - drawn(x)) * 0.6 - y }
                : { x: 0, y: widened(y, open) },
          },
        ],
      );
      return id;
    },
    lowerLash(bounds: Rect): string {
      const id = `lash-${side}-${lashes++}`;
      // A bow as drawn: its ends lie high, its middle low.
      const drawn = (x: number): number => bounds.y + bounds.height * (0.15 + 0.7 * arch(x));
      rig.warp(
        id,
        parent,
        grow(bounds, 0.04),
        [8, 1],
        [
          {
            axes,
            shift: (x, y, open = 1, smile = 0) => ({
              x: 0,
              y: open === 0 ? shutLine(x, smile) - drawn(x) : smile * lift(x, y) + widened(y, open),
            }),
          },
        ],
      );
      return id;
    },
    fold(bounds: Rect): string {
      const id = `fold-${side}-${lashes++}`;
      rig.warp(
        id,
        parent,
        grow(bounds, 0.04),
        [4, 1],
        [
          {
            axes: [{ parameter: openOf(side), keys: [0, 1, WIDE] }],
            shift: (_x, y, open = 1) => ({ x: 0, y: open > 1 ? widened(y, open) : (1 - open) * opening.height * 0.3 }),
          },
        ],
      );
      return id;
    },
  };
}

function rigEyeball(rig: RigBuilder, side: Side, opening: Rect, parts: readonly Part[], parent: string): void {
  const ball = boundsOf(parts, ['iris']);
  if (ball === undefined) return;
  rig.transform(`eyeball-${side}`, parent, { x: centreX(ball), y: centreY(ball) }, [
    { axes: [{ parameter: 'ParamEyeBallX', keys: [-1, 1] }], form: (to) => ({ x: (to ?? 0) * opening.width * 0.15 }) },
    { axes: [{ parameter: 'ParamEyeBallY', keys: [-1, 1] }], form: (to) => ({ y: -(to ?? 0) * opening.height * 0.13 }) },
    {
      axes: [{ parameter: 'ParamEyeBallForm', keys: [-1, 1] }],
      form: (size) => ({ scaleX: (size ?? 0) * 0.2, scaleY: (size ?? 0) * 0.2 }),
    },
  ]);
}

/** Drawn shut eyes take over in the last third of the way. */
const NEARLY_SHUT = [0.12, 0.3] as const;

function openFade(side: Side): Fades[number] {
  return { axes: [{ parameter: openOf(side), keys: NEARLY_SHUT }], form: (open) => ((open ?? 1) > 0.2 ? 1 : 0) };
}

/** `other`: the artist drew the other kind of shut eye too, and a smile decides between them. */
function shutFades(side: Side, other: boolean, smiling: boolean): Fades {
  const shut: Fades[number] = {
    axes: [{ parameter: openOf(side), keys: NEARLY_SHUT }],
    form: (open) => ((open ?? 1) > 0.2 ? 0 : 1),
  };
  if (!other) return [shut];
  return [
    shut,
    { axes: [{ parameter: smileOf(side), keys: [0.4, 0.6] }], form: (smile) => ((smile ?? 0) > 0.5 === smiling ? 1 : 0) },
  ];
}

/** A brow: up and down, together, angle, and the bend of its form. */
export function rigBrow(rig: RigBuilder, side: Side, parts: readonly Part[], faceHeight: number): void {
  const bounds = union(parts.map(({ art }) => art.bounds));
  if (bounds === undefined) return;
  const outward = side === 'L' ? 1 : -1;
  const one = (what: 'Y' | 'X' | 'Angle' | 'Form'): RigAxis[] => [{ parameter: `ParamBrow${side}${what}`, keys: [-1, 1] }];
  rig.transform(`brow-${side}`, turnOf('features'), { x: centreX(bounds), y: centreY(bounds) }, [
    { axes: one('Y'), form: (to) => ({ y: -(to ?? 0) * faceHeight * 0.045 }) },
    { axes: one('X'), form: (to) => ({ x: (to ?? 0) * outward * bounds.width * 0.12 }) },
    // Below zero the inner end goes down: her left brow, right in the picture, turns against the clock.
    { axes: one('Angle'), form: (to) => ({ angle: (to ?? 0) * outward * 15 }) },
  ]);
  rig.warp(
    `brow-form-${side}`,
    `brow-${side}`,
    grow(bounds, 0.05),
    [6, 2],
    [
      {
        axes: one('Form'),
        shift: (x, _y, to = 0) => {
          const u = (x - bounds.x) / bounds.width;
          return { x: 0, y: -to * bounds.width * 0.12 * (1 - (2 * u - 1) ** 2) };
        },
      },
    ],
  );
  for (const part of parts) rig.layer(part, { parent: `brow-form-${side}`, cells: [6, 2], part: 'face' });
}
