import { mapInput, smoothed } from '#shared/avatar/mapping.ts';
import type { ModelParameter } from '#shared/avatar/model.ts';
import type { MappingRow } from '#shared/avatar/parameters.ts';
import type { RecordedPerformance } from './read-performance.ts';
import { SAMPLE_RATE, samplePerformance } from './sample-performance.ts';
import { thinCurve } from './thin-curve.ts';

/** Lines may stray by this share of a parameter's range. */
const TOLERANCE = 1 / 500;

/**
 * A Live2D motion: what the mapping's rows make of the performance, one curve for each parameter that moves. Rows that breathe or blink by themselves are the
 * avatar's own life and are left out.
 */
export function motion3FromPerformance(
  performance: RecordedPerformance,
  rows: readonly MappingRow[],
  parameters: readonly ModelParameter[],
): string {
  const known = new Map(parameters.map((parameter) => [parameter.id, parameter]));
  const moved = new Set(performance.inputs.map(({ name }) => name));
  const curves = rows.flatMap((row) => {
    const parameter = known.get(row.output);
    if (!row.enabled || row.breathing || parameter === undefined || !moved.has(row.input)) return [];
    known.delete(row.output);
    return [{ row, parameter, filtered: Number.NaN, values: [] as number[] }];
  });
  const times: number[] = [];
  samplePerformance(performance, (seconds, inputs) => {
    times.push(seconds);
    for (const curve of curves) {
      const { row, parameter } = curve;
      const sampled = inputs.get(row.input);
      const target = sampled === undefined || sampled.presence === 0 ? parameter.default : mapInput(row, sampled.value);
      curve.filtered = Number.isNaN(curve.filtered) ? target : smoothed(curve.filtered, target, row.smoothing, 1 / SAMPLE_RATE);
      const least = Math.min(parameter.min, parameter.max);
      const mapped = Math.min(Math.max(curve.filtered, least), Math.max(parameter.min, parameter.max));
      const presence = sampled?.presence ?? 0;
      const value = parameter.default + (mapped - parameter.default) * presence;
      curve.values.push(Number.isFinite(value) ? value : parameter.default);
    }
  });
  const written = curves.map(({ row, parameter, values }) => {
    const points = thinCurve(times, values, Math.abs(parameter.max - parameter.min) * TOLERANCE);
    const flat = points.flatMap((index, place) => {
      const point = [round(times[index] ?? 0), round(values[index] ?? 0)];
      // Segments: the first point, then a 0 (a straight line) before each further one.
      return place === 0 ? point : [0, ...point];
    });
    return { curve: { Target: 'Parameter', Id: row.output, Segments: flat }, points: points.length };
  });
  const points = written.reduce((sum, each) => sum + each.points, 0);
  return JSON.stringify(
    {
      Version: 3,
      Meta: {
        Duration: round(performance.lengthMs / 1000),
        Fps: SAMPLE_RATE,
        Loop: false,
        AreBeziersRestricted: true,
        CurveCount: written.length,
        TotalSegmentCount: points - written.length,
        TotalPointCount: points,
        UserDataCount: 0,
        TotalUserDataSize: 0,
      },
      Curves: written.map(({ curve }) => curve),
    },
    undefined,
    '\t',
  );
}

const round = (value: number): number => Math.round(value * 10_000) / 10_000;
