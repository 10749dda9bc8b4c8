import { z } from 'zod';
import { StudioError } from '#shared/errors.ts';
import { parseCubismJson } from './cubism-json.ts';

/** `*.motion3.json`: curves over time. Times in seconds, values in the units of their parameters. */
const motion3Schema = z.object({
  Meta: z.object({
    Duration: z.number().min(0).max(36_000),
    Fps: z.number().optional(),
    Loop: z.boolean().optional(),
    AreBeziersRestricted: z.boolean().optional(),
    FadeInTime: z.number().optional(),
    FadeOutTime: z.number().optional(),
  }),
  Curves: z
    .array(
      z.object({
        Target: z.string(),
        Id: z.string().max(200),
        FadeInTime: z.number().optional(),
        FadeOutTime: z.number().optional(),
        Segments: z.array(z.number()).min(2).max(200_000),
      }),
    )
    .max(5000),
  UserData: z
    .array(z.object({ Time: z.number(), Value: z.string().max(1000) }))
    .max(1000)
    .nullish(),
});

/** model: `EyeBlink`, `LipSync` or `Opacity` of the whole model; parameter; part: its opacity. */
export type CurveTarget = 'model' | 'parameter' | 'part';

export interface MotionCurve {
  readonly target: CurveTarget;
  readonly id: string;
  /** Seconds; undefined: as the motion. */
  readonly fadeIn: number | undefined;
  readonly fadeOut: number | undefined;
  /** Time of each point, in order. */
  readonly times: Float32Array;
  readonly values: Float32Array;
  /** Index of each segment's first point, and its kind. A Bézier segment runs over four points, every other over two. */
  readonly starts: Uint32Array;
  readonly kinds: Uint8Array;
}

export interface Motion3 {
  /** Seconds. */
  readonly duration: number;
  readonly loop: boolean;
  /** Seconds; undefined: the file says nothing. */
  readonly fadeIn: number | undefined;
  readonly fadeOut: number | undefined;
  /** Bézier handles lie at thirds of the time: the curve's parameter is the time itself. Else it is found by solving for the time. */
  readonly restricted: boolean;
  readonly curves: readonly MotionCurve[];
  readonly events: readonly { readonly time: number; readonly value: string }[];
}

export const SEGMENT = { linear: 0, bezier: 1, stepped: 2, inverseStepped: 3 } as const;

export function readMotion3(text: string, file: string): Motion3 {
  const { Meta, Curves, UserData } = parseCubismJson(motion3Schema, text, file);
  return {
    duration: Meta.Duration,
    loop: Meta.Loop ?? false,
    fadeIn: fade(Meta.FadeInTime),
    fadeOut: fade(Meta.FadeOutTime),
    restricted: Meta.AreBeziersRestricted ?? false,
    curves: Curves.flatMap((curve) => {
      const target = targetOf(curve.Target);
      if (target === undefined) return [];
      return [
        {
          target,
          id: curve.Id,
          fadeIn: fade(curve.FadeInTime),
          fadeOut: fade(curve.FadeOutTime),
          ...segmentsFrom(curve.Segments, file),
        },
      ];
    }),
    events: (UserData ?? []).map(({ Time, Value }) => ({ time: Time, value: Value })),
  };
}

function targetOf(text: string): CurveTarget | undefined {
  if (text === 'Parameter') return 'parameter';
  if (text === 'PartOpacity') return 'part';
  return text === 'Model' ? 'model' : undefined;
}

function fade(seconds: number | undefined): number | undefined {
  return seconds === undefined || !(seconds >= 0) ? undefined : Math.min(10, seconds);
}

/** Segments come flat: time, value, then kind and one point (three for a Bézier) over and over. */
function segmentsFrom(flat: readonly number[], file: string): Pick<MotionCurve, 'times' | 'values' | 'starts' | 'kinds'> {
  const times = [flat[0] ?? 0];
  const values = [flat[1] ?? 0];
  const starts: number[] = [];
  const kinds: number[] = [];
  for (let at = 2; at < flat.length; ) {
    const kind = flat[at] ?? -1;
    const points = kind === SEGMENT.bezier ? 3 : 1;
    if (![0, 1, 2, 3].includes(kind) || at + 1 + points * 2 > flat.length)
      throw new StudioError('invalid-input', `${file} has a curve that breaks off at number ${at}; export the motion again`);
    starts.push(times.length - 1);
    kinds.push(kind);
    for (let point = 0; point < points; point++) {
      times.push(flat[at + 1 + point * 2] ?? 0);
      values.push(flat[at + 2 + point * 2] ?? 0);
    }
    at += 1 + points * 2;
  }
  return {
    times: Float32Array.from(times),
    values: Float32Array.from(values),
    starts: Uint32Array.from(starts),
    kinds: Uint8Array.from(kinds),
  };
}
