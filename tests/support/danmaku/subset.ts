import { isDeepStrictEqual } from 'node:util';

/**
 * How events are compared with expected ones: as many, in the same order; every expected key is there with an equal value, all the way
 * down. An expected `null` takes absence, `roles` means "contains all", other lists are exact in length.
 * Undefined when all is well, else where it differs.
 */
export function differenceOfEvents(actual: readonly unknown[], expected: readonly unknown[]): string | undefined {
  if (actual.length !== expected.length)
    return `${expected.length} events expected, ${actual.length} came: ${shown(actual.map(kindOf))}`;
  return firstOf(expected.map((one, index) => differenceOf(actual[index], one, `event ${index}`)));
}

export function differenceOf(actual: unknown, expected: unknown, path: string): string | undefined {
  if (expected === null) return actual === null || actual === undefined ? undefined : differs(path, actual, expected);
  if (Array.isArray(expected)) return listDifference(actual, expected, path);
  if (typeof expected !== 'object') return Object.is(actual, expected) ? undefined : differs(path, actual, expected);
  if (typeof actual !== 'object' || actual === null || Array.isArray(actual)) return differs(path, actual, expected);
  return firstOf(Object.entries(expected).map(([key, value]) => differenceOf(fieldOf(actual, key), value, `${path}.${key}`)));
}

/** Everything is there and nothing else. */
export function exactDifference(actual: unknown, expected: unknown, path: string): string | undefined {
  // Through JSON, so that a key whose value is undefined counts as absent.
  return isDeepStrictEqual(JSON.parse(JSON.stringify(actual)), expected) ? undefined : differs(path, actual, expected);
}

function listDifference(actual: unknown, expected: readonly unknown[], path: string): string | undefined {
  if (!Array.isArray(actual)) return differs(path, actual, expected);
  if (path.endsWith('.roles')) return expected.every((one) => actual.includes(one)) ? undefined : differs(path, actual, expected);
  if (actual.length !== expected.length) return differs(path, actual, expected);
  const isExact = path.endsWith('.segments') || path.endsWith('.targetIds');
  return firstOf(
    expected.map((one, index) => (isExact ? exactDifference : differenceOf)(actual[index], one, `${path}.${index}`)),
  );
}

const firstOf = (all: readonly (string | undefined)[]): string | undefined => all.find((one) => one !== undefined);
const fieldOf = (from: object, key: string): unknown => (Object.hasOwn(from, key) ? Reflect.get(from, key) : undefined);
const kindOf = (event: unknown): unknown => (typeof event === 'object' && event !== null ? fieldOf(event, 'kind') : event);
const differs = (path: string, actual: unknown, expected: unknown): string =>
  `${path} is ${shown(actual)}, expected ${shown(expected)}`;
const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'absent';
  return text.length <= 300 ? text : `${text.slice(0, 300)}…`;
};
