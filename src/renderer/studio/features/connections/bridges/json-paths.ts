/** Paths of all plain values in an example, as the field mapper writes them, and of lists of objects. */
export interface JsonPaths {
  readonly values: readonly string[];
  readonly lists: readonly string[];
}

const MOST_PATHS = 300;
const DEEPEST = 12;

/** `list`: the path of the list of messages, whose first message is looked into; '' = the example itself. Empty for text that is no JSON. */
export function pathsInJson(text: string, list: string): JsonPaths {
  const example = jsonFrom(text);
  const lists: string[] = [];
  walk(example, '', 0, () => {}, lists);
  const within = list === '' ? example : at(example, list);
  const message: unknown = Array.isArray(within) ? within[0] : within;
  const values: string[] = [];
  walk(message, '', 0, (path) => values.push(path), []);
  return { values: values.slice(0, MOST_PATHS), lists: lists.slice(0, MOST_PATHS) };
}

function walk(value: unknown, path: string, depth: number, onValue: (path: string) => void, lists: string[]): void {
  if (depth > DEEPEST) return;
  if (typeof value !== 'object' || value === null) {
    if (path !== '' && value !== null) onValue(path);
    return;
  }
  if (Array.isArray(value) && path !== '' && typeof value[0] === 'object') lists.push(path);
  // The second of a list is built as the first.
  const entries = Array.isArray(value)
    ? value.slice(0, 1).map((one, index) => [String(index), one] as const)
    : Object.entries(value);
  for (const [key, inner] of entries) walk(inner, path === '' ? key : `${path}.${key}`, depth + 1, onValue, lists);
}

function at(value: unknown, path: string): unknown {
  let inner = value;
  for (const step of path.split('.')) {
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, step)) return undefined;
    inner = Reflect.get(inner, step);
  }
  return inner;
}

function jsonFrom(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
