import type { Puppet } from '../puppet-format.ts';
import type { Part } from './art.ts';
import type { RigBuilder } from './rig-builder.ts';

type Expression = Puppet['expressions'][number];
type Motion = Puppet['motions'][number];
type Values = Readonly<Record<string, number>>;

const pair = (name: 'Brow' | 'Eye', what: string, value: number): Values => ({
  [`Param${name}L${what}`]: value,
  [`Param${name}R${what}`]: value,
});

/** Added to whatever she does, so that she may speak and blink meanwhile. */
const FACES: Readonly<Record<string, Values>> = {
  Smile: { ...pair('Eye', 'Smile', 1), ...pair('Brow', 'Y', 0.3), ParamMouthForm: 1, ParamCheek: 0.4 },
  Angry: {
    ...pair('Brow', 'Angle', -1),
    ...pair('Brow', 'Y', -0.6),
    ...pair('Brow', 'Form', -0.8),
    ...pair('Brow', 'X', -0.5),
    ParamMouthForm: -0.8,
  },
  Sad: { ...pair('Brow', 'Angle', 1), ...pair('Brow', 'Form', 0.6), ...pair('Eye', 'Open', -0.3), ParamMouthForm: -0.9 },
  Surprised: {
    ...pair('Brow', 'Y', 1),
    ...pair('Eye', 'Open', 0.3),
    ParamEyeBallForm: -0.6,
    ParamMouthOpenY: 0.5,
    ParamMouthForm: -0.4,
  },
  Shy: { ...pair('Brow', 'Angle', 0.7), ...pair('Eye', 'Open', -0.3), ParamCheek: 1, ParamMouthForm: 0.3, ParamAngleZ: 6 },
  Wink: { ParamEyeLOpen: -1, ParamEyeLSmile: 1, ParamMouthForm: 0.8 },
  'Eyes closed': { ...pair('Eye', 'Open', -1), ...pair('Eye', 'Smile', 0.5) },
};

type Curve = readonly (readonly [seconds: number, value: number])[];
interface Gesture {
  readonly duration: number;
  /** Without this parameter it would say nothing. */
  readonly needs?: string;
  readonly curves: Readonly<Record<string, Curve>>;
}
const GESTURES: Readonly<Record<string, Gesture>> = {
  Nod: {
    duration: 1.3,
    curves: {
      ParamAngleY: [
        [0, 0],
        [0.25, -18],
        [0.5, 4],
        [0.75, -14],
        [1.1, 0],
      ],
      ParamBodyAngleY: [
        [0, 0],
        [0.3, -4],
        [0.8, -2],
        [1.1, 0],
      ],
    },
  },
  'Shake head': {
    duration: 1.6,
    curves: {
      ParamAngleX: [
        [0, 0],
        [0.25, 20],
        [0.6, -20],
        [0.95, 16],
        [1.3, 0],
      ],
    },
  },
  Bounce: {
    duration: 1.5,
    curves: {
      ParamBaseY: [
        [0, 0],
        [0.15, -3],
        [0.35, 8],
        [0.6, -3],
        [0.8, 6],
        [1.05, -1.5],
        [1.3, 0],
      ],
      ParamAngleZ: [
        [0, 0],
        [0.35, 8],
        [0.8, -8],
        [1.3, 0],
      ],
    },
  },
  Bow: {
    duration: 2.4,
    curves: {
      ParamAngleY: [
        [0, 0],
        [0.7, -30],
        [1.5, -30],
        [2.2, 0],
      ],
      ParamBodyAngleY: [
        [0, 0],
        [0.7, -10],
        [1.5, -10],
        [2.2, 0],
      ],
      ParamEyeLOpen: [
        [0, 1],
        [0.5, 0],
        [1.6, 0],
        [2, 1],
      ],
      ParamEyeROpen: [
        [0, 1],
        [0.5, 0],
        [1.6, 0],
        [2, 1],
      ],
    },
  },
  Wave: {
    duration: 2.6,
    needs: 'ParamArmRA',
    curves: {
      ParamArmRA: [
        [0, 0],
        [0.4, 10],
        [2.1, 10],
        [2.6, 0],
      ],
      ParamArmRB: [
        [0, 0],
        [0.4, 10],
        [0.7, 4],
        [1, 10],
        [1.3, 4],
        [1.6, 10],
        [2.1, 6],
        [2.6, 0],
      ],
      ParamAngleZ: [
        [0, 0],
        [0.6, -8],
        [2, -8],
        [2.6, 0],
      ],
    },
  },
  'Happy sway': {
    duration: 3.2,
    curves: {
      ParamAngleZ: [
        [0, 0],
        [0.8, 14],
        [2.4, -14],
        [3.2, 0],
      ],
      ParamBodyAngleZ: [
        [0, 0],
        [0.8, 5],
        [2.4, -5],
        [3.2, 0],
      ],
      ParamBaseX: [
        [0, 0],
        [0.8, 3],
        [2.4, -3],
        [3.2, 0],
      ],
    },
  },
};

/** Expressions and gestures that this rig can show, and a switch for every effect layer. */
export function repertoire(rig: RigBuilder, effects: readonly Part[]): { expressions: Expression[]; motions: Motion[] } {
  const known = rig.parameters;
  const expressions = Object.entries(FACES).flatMap(([name, values]): Expression[] => {
    const parameters = Object.entries(values)
      .filter(([id]) => known.has(id))
      .map(([id, value]) => ({ id, value, blend: 'add' as const }));
    return parameters.length === 0 ? [] : [{ name, fadeIn: 0.2, fadeOut: 0.3, parameters }];
  });
  for (const effect of effects)
    expressions.push({
      name: effect.art.name,
      fadeIn: 0.2,
      fadeOut: 0.2,
      parameters: [{ id: effectParameter(effect), value: 1, blend: 'overwrite' }],
    });
  const possible = Object.entries(GESTURES).filter(([, { needs }]) => needs === undefined || known.has(needs));
  const motions = possible.map(
    ([name, { duration, curves }]): Motion => ({
      name,
      group: 'Gestures',
      duration,
      loop: false,
      fadeIn: 0.15,
      fadeOut: 0.2,
      curves: Object.entries(curves)
        .filter(([parameter]) => known.has(parameter))
        .map(([parameter, keys]) => ({
          parameter,
          easing: 'smooth',
          keys: keys.map(([time, value]): [number, number] => [time, value]),
        })),
    }),
  );
  return { expressions, motions: motions.filter(({ curves }) => curves.length > 0) };
}

export const effectParameter = (part: Part): string => `Show:${part.id}`;
