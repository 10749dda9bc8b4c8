import { cleanText } from '../../clean-text.ts';

/**
 * Reading of values whose shape the platform does not promise: any index may be absent, any field of another type. Each answers undefined (or what is
 * said here) rather than throwing, for one odd field must not cost the message.
 */

/** The value at a path of keys and indexes. Own properties only. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let here = value;
  for (const key of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return undefined;
    here = Reflect.get(here, key);
  }
  return here;
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A whole number that is exact, from a number or digits; undefined otherwise. */
export function whole(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^-?\d{1,16}$/u.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : undefined;
}

/** Not negative. */
export function count(value: unknown): number | undefined {
  const number = whole(value);
  return number !== undefined && number >= 0 ? number : undefined;
}

/** An id as text, at most 100 characters; '' for 0, nothing and what is no id. */
export function idText(value: unknown): string {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value > 0 ? String(value) : '';
  return typeof value === 'string' && value !== '0' ? cleanText(value, 100) : '';
}

/** Viewers' and the platform's words; '' when there are none. */
export function words(value: unknown, limit: number): string {
  return typeof value === 'string' ? cleanText(value, limit) : '';
}

/** Unix seconds → ms; undefined when it is no such time. */
export function msFromSeconds(value: unknown): number | undefined {
  const seconds = whole(value);
  return seconds !== undefined && seconds > 0 && seconds < 1e11 ? seconds * 1000 : undefined;
}

/** An address of a picture, always https; undefined for anything else. */
export function pictureUrl(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 2000) return undefined;
  const url = value.startsWith('//') ? `https:${value}` : value.replace(/^http:\/\//iu, 'https://');
  return /^https:\/\/[^\s]+$/iu.test(url) ? url : undefined;
}

/** "#rrggbb" from such a text or from a 24-bit number. */
export function colourText(value: unknown): string | undefined {
  if (typeof value === 'string') return /^#[0-9a-f]{6}$/iu.test(value) ? value : undefined;
  const number = count(value);
  return number !== undefined && number <= 0xff_ffff ? `#${number.toString(16).padStart(6, '0')}` : undefined;
}

/** JSON within a text; undefined when it is none. */
export function jsonWithin(value: unknown): unknown {
  if (typeof value !== 'string' || value === '') return undefined;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
