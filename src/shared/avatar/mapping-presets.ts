import type { MappingRow } from '#shared/avatar/parameters.ts';
import { assertNever } from '#shared/errors.ts';

/** How much she moves for the same movement of the tracked person, and how quickly. */
export const MOTION_PRESETS = ['gentle', 'normal', 'lively'] as const;
export type MotionPreset = (typeof MOTION_PRESETS)[number];
/** What the source calls relaxed eyes: half of the way (VTube Studio's trackers) or all of it. */
export const EYE_PRESETS = ['half', 'full'] as const;
export type EyePreset = (typeof EYE_PRESETS)[number];

/** Degrees and centimetres of the person for the whole way of the avatar, and the filter's slowness. */
const MOTION: Readonly<Record<MotionPreset, { readonly reach: number; readonly smoothing: number }>> = {
  gentle: { reach: 1.4, smoothing: 2 },
  normal: { reach: 1, smoothing: 1 },
  lively: { reach: 0.7, smoothing: 0.5 },
};
const isPosture = (input: string): boolean => /^(FaceAngle|FacePosition|HandLeftAngle|HandRightAngle)/.test(input);
const isLid = (input: string): boolean => /^EyeOpen(Left|Right)$/.test(input);

/** Rows with the preset laid over those of the automatic mapping (`standard`); rows that it does not know scale from themselves once, and so never drift. */
export function withMotionPreset(
  rows: readonly MappingRow[],
  standard: readonly MappingRow[],
  preset: MotionPreset,
): MappingRow[] {
  const { reach, smoothing } = MOTION[preset];
  const home = new Map(standard.map((row) => [`${row.input}→${row.output}`, row]));
  return rows.map((row) => {
    const base = home.get(`${row.input}→${row.output}`);
    if (base === undefined || row.breathing) return row;
    const slower = { ...row, smoothing: Math.min(100, Math.round(base.smoothing * smoothing)) };
    if (!isPosture(row.input)) return slower;
    return { ...slower, inputMin: rounded(base.inputMin * reach), inputMax: rounded(base.inputMax * reach) };
  });
}

/** Lids whose rest is at half or at the whole of the input. Only the lid's own shutting is moved: a row for wide eyes stays. */
export function withEyePreset(rows: readonly MappingRow[], preset: EyePreset): MappingRow[] {
  return rows.map((row) => {
    const shuts = isLid(row.input) && Math.min(row.inputMin, row.inputMax) <= 0;
    if (!shuts) return row;
    const rest = restOf(preset);
    return row.inputMax >= row.inputMin ? { ...row, inputMin: 0, inputMax: rest } : { ...row, inputMin: rest, inputMax: 0 };
  });
}

function restOf(preset: EyePreset): number {
  switch (preset) {
    case 'half':
      return 0.5;
    case 'full':
      return 1;
    default:
      return assertNever(preset);
  }
}

const rounded = (value: number): number => Math.round(value * 100) / 100;
