import { isSafeNumber, parse } from 'lossless-json';

/** A run of digits in which JSON.parse could lose some. */
const LONG_NUMBER = /\d{16}/u;

/**
 * JSON whose whole numbers keep all their digits: those over 2^53 become strings. Throws a SyntaxError for what is no JSON, and a RangeError for
 * nesting without end.
 */
export function losslessJson(text: string): unknown {
  // The usual parser is ten times faster, and most messages have no such number.
  if (!LONG_NUMBER.test(text)) return JSON.parse(text);
  return parse(text, undefined, { parseNumber, onDuplicateKey: ({ newValue }) => newValue });
}

/** Of fractions, nobody needs the seventeenth digit. */
const parseNumber = (digits: string): number | string =>
  /^-?\d+$/u.test(digits) && !isSafeNumber(digits) ? digits : Number(digits);
