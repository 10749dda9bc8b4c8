/** Steps of a path such as `data.user.0.name`; '' is the value itself. */
export function stepsFromPath(path: string): readonly string[] {
  const trimmed = path.trim();
  return trimmed === ''
    ? []
    : trimmed
        .replace(/\[(\d+)\]/gu, '.$1')
        .split('.')
        .map((step) => step.trim());
}

/** What lies there; undefined when the way ends before. Only own properties count: `__proto__` and `length` lead nowhere. */
export function valueAtPath(value: unknown, path: string): unknown {
  let at = value;
  for (const step of stepsFromPath(path)) {
    if (typeof at !== 'object' || at === null) return undefined;
    if (Array.isArray(at)) at = /^\d{1,6}$/u.test(step) ? at[Number(step)] : undefined;
    else at = Object.hasOwn(at, step) ? Reflect.get(at, step) : undefined;
  }
  return at;
}
