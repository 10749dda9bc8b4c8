const ISO = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,3})\d*)?(Z|[+-]\d\d:\d\d)$/u;

/** ms since the epoch from RFC 3339 text, whose fractions of a second may have any length (Twitch writes nanoseconds); undefined when it is none. */
export function msFromIso(text: string | null | undefined): number | undefined {
  const match = ISO.exec(text ?? '');
  if (match === null) return undefined;
  const [, seconds = '', fraction = '0', zone = 'Z'] = match;
  const ms = Date.parse(`${seconds}.${fraction.padEnd(3, '0')}${zone}`);
  return Number.isNaN(ms) ? undefined : ms;
}
