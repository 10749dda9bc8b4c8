import { z } from 'zod';

/** Fields of foreign messages that are written now as numbers, now as text. */

const LONGEST_ID = 200;

/** An id of any size, or none: numbers become text; empty text and 0 are none. */
export const idSchema = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((id) =>
    id === null || id === undefined || id === '' || id === 0 || id === '0' ? undefined : String(id).slice(0, LONGEST_ID),
  );

/** A whole number from 0 on; undefined for anything else. */
export const countSchema = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((count) => {
    const number = typeof count === 'string' ? (/^\d{1,12}$/u.test(count) ? Number(count) : Number.NaN) : count;
    return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
  });

/** '' when there is none. */
export const textSchema = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((text) => (text === null || text === undefined ? '' : String(text)));
