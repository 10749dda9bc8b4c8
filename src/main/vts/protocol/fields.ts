import { z } from 'zod';

/**
 * Fields as plugins send them: many serialisers write null for what was not set, so absent and null mean the same everywhere.
 * Ranges are checked by the handlers, for each has an error number of its own.
 */
export const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');
export const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);
export const number = z
  .number()
  .nullish()
  .transform((value) => value ?? undefined);
export const maybeFlag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? undefined);

export const texts = z
  .array(z.string())
  .nullish()
  .transform((value) => value ?? []);

export const listOf = <S extends z.ZodType>(entry: S) =>
  z
    .array(entry)
    .nullish()
    .transform((value) => value ?? []);

/** Takes anything: handlers that have an error number for a wrong type look for themselves. */
export const anything = z.unknown().optional();

export const isHexId = (value: string): boolean => /^[0-9a-f]{32}$/i.test(value);
export const within = (value: number, least: number, most: number): boolean =>
  Number.isFinite(value) && value >= least && value <= most;
export const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));
/** Degrees as the API reports them: 0…360. */
export const turnOf = (degrees: number): number => ((degrees % 360) + 360) % 360;
