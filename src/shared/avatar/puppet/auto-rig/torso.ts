import { type Figure, grow, type Part } from './art.ts';
import type { RigBuilder } from './rig-builder.ts';

/** Pixels per height of the figure above the waist. */
const LEAN_DEGREES = 6;
const BODY_ENDS = [-10, 10] as const;

/** The whole figure: where it stands, how it leans, and the trunk that turns, stretches and breathes. The head hangs on `torso`. */
export function rigTorso(rig: RigBuilder, figure: Figure): void {
  const { all, faceX, bottom, chin, headTop, face } = figure;
  const hips = { x: faceX, y: Math.min(bottom, chin + face.height * 2.6) };
  rig.transform('base', null, { x: faceX, y: bottom }, [
    { axes: [{ parameter: 'ParamBaseX', keys: BODY_ENDS }], form: (x) => ({ x: ((x ?? 0) / 10) * face.width * 0.25 }) },
    { axes: [{ parameter: 'ParamBaseY', keys: BODY_ENDS }], form: (y) => ({ y: (-(y ?? 0) / 10) * face.height * 0.2 }) },
  ]);
  rig.transform('lean', 'base', hips, [
    { axes: [{ parameter: 'ParamBodyAngleZ', keys: BODY_ENDS }], form: (z) => ({ angle: ((z ?? 0) / 10) * LEAN_DEGREES }) },
  ]);
  const shoulders = chin + face.height * 0.35;
  /** 0 at the hips, 1 at the shoulders and above. */
  const height = (y: number): number => smooth((hips.y - y) / Math.max(1, hips.y - shoulders));
  /** 1 at the shoulders, less towards the chest; the head above goes along. */
  const shoulder = (y: number): number => smooth((shoulders + face.height * 0.7 - y) / (face.height * 0.7));
  const half = face.width * 1.1;
  rig.warp(
    'torso',
    'lean',
    grow({ x: all.x, y: headTop, width: all.width, height: bottom - headTop }, 0.03),
    [6, 12],
    [
      {
        axes: [{ parameter: 'ParamBodyAngleX', keys: BODY_ENDS }],
        shift: (x, y, to = 0) => {
          const nx = Math.max(-1, Math.min(1, (x - faceX) / half));
          // Round like a barrel below the neck; the head is carried as it is.
          const round = y > chin ? face.width * 0.06 * Math.sqrt(1 - nx * nx) * (to / 10) : 0;
          return { x: (to / 10) * face.width * 0.09 * height(y) + round, y: 0 };
        },
      },
      {
        axes: [{ parameter: 'ParamBodyAngleY', keys: BODY_ENDS }],
        shift: (_x, y, to = 0) => ({ x: 0, y: (-to / 10) * face.height * 0.07 * height(y) }),
      },
      {
        axes: [{ parameter: 'ParamBreath', keys: [0, 1] }],
        shift: (x, y, breath = 0) => {
          const chest = bell((y - (chin + face.height * 0.7)) / (face.height * 0.8));
          return { x: (x - faceX) * 0.012 * breath * chest, y: -face.height * 0.014 * breath * shoulder(y) };
        },
      },
      {
        axes: [{ parameter: 'ParamShoulderY', keys: BODY_ENDS }],
        // The neck sinks between shoulders that rise: only what is beside it goes up.
        shift: (x, y, to = 0) => {
          const beside = smooth((Math.abs(x - faceX) - face.width * 0.3) / (face.width * 0.4));
          const here = y > chin ? bell((y - shoulders) / (face.height * 0.8)) : 0;
          return { x: 0, y: (-to / 10) * face.height * 0.1 * beside * here };
        },
      },
    ],
  );
}

/** The neck joins the body, which it stands on, with the head, which turns away from it. */
export function addNeck(rig: RigBuilder, figure: Figure, part: Part): string {
  const { bounds } = part.art;
  const { face } = figure;
  const up = (y: number): number => Math.max(0, Math.min(1, (bounds.y + bounds.height * 0.85 - y) / (bounds.height * 0.85)));
  return rig.warp(
    `neck-${part.id}`,
    'torso',
    grow(bounds, 0.05),
    [2, 4],
    [
      {
        axes: [{ parameter: 'ParamAngleX', keys: [-30, 30] }],
        shift: (_x, y, to = 0) => ({ x: (to / 30) * face.width * 0.06 * up(y), y: 0 }),
      },
      {
        axes: [{ parameter: 'ParamAngleY', keys: [-30, 30] }],
        shift: (_x, y, to = 0) => ({ x: 0, y: (-to / 30) * face.height * 0.03 * up(y) }),
      },
      {
        axes: [{ parameter: 'ParamAngleZ', keys: [-30, 30] }],
        shift: (_x, y, to = 0) => ({ x: (to / 30) * face.width * 0.05 * up(y), y: 0 }),
      },
    ],
  );
}

/** Smoothstep, limited to 0…1. */
function smooth(x: number): number {
  const t = Math.max(0, Math.min(1, x));
  return t * t * (3 - 2 * t);
}

/** 1 at 0, falling to 0 at ±1. */
function bell(x: number): number {
  return smooth(1 - Math.abs(x));
}
