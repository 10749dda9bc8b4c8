import type { z } from 'zod';
import { defaultSettings, mergeSettings, readSettings, SETTINGS_VERSION, type Settings } from '#shared/settings/settings.ts';
import { isJsonObject, type JsonObject } from './migrations.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

export interface HealedSettings {
  readonly settings: Settings;
  /** Dotted paths whose value was dropped or cut for the default; empty when the document was sound. */
  readonly healed: readonly string[];
}

/**
 * Keeps every valid part of a document and puts defaults where a part is broken or missing. Works from zod's issues: what an issue
 * points at is removed and the rest parsed again. Each round removes at least one node, so it ends.
 */
export function healSettings(document: JsonObject): HealedSettings {
  const healed = new Set<string>();
  let candidate = mergeSettings({ version: SETTINGS_VERSION }, structuredClone(document));
  for (;;) {
    const parsed = readSettings(candidate);
    if (parsed.success) return { settings: parsed.data, healed: [...healed] };
    const nodes = countNodes(candidate);
    candidate = onePerPath(parsed.error.issues)
      .sort(deepestAndLastFirst)
      .reduce((document, issue) => withoutFault(document, issue, healed), candidate);
    if (countNodes(candidate) >= nodes) return { settings: defaultSettings(), healed: ['*'] };
  }
}

/** A value may be wrong in two ways at once; it is removed once, else the second removal would take what surrounds it. */
function onePerPath(issues: readonly Issue[]): Issue[] {
  return [...new Map(issues.map((issue) => [JSON.stringify(issue.path), issue])).values()];
}

/** Later array elements go first, so that the indices of earlier issues still hold. */
function deepestAndLastFirst(a: Issue, b: Issue): number {
  for (let depth = 0; depth < Math.min(a.path.length, b.path.length); depth += 1) {
    const [left, right] = [a.path[depth], b.path[depth]];
    if (left === right) continue;
    return typeof left === 'number' && typeof right === 'number' ? right - left : 0;
  }
  return b.path.length - a.path.length;
}

function withoutFault(document: unknown, issue: Issue, healed: Set<string>): unknown {
  const cut = issue.code === 'too_big' && issue.origin === 'array' ? Number(issue.maximum) : undefined;
  healed.add(issue.path.join('.') || '*');
  return remove(document, issue.path, cut);
}

/** Removes what lies at `path`; where there is nothing (a required field is missing) the parent goes instead. `undefined` = all gone. */
function remove(node: unknown, path: Path, cutTo: number | undefined): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return cutTo !== undefined && Array.isArray(node) ? node.slice(0, cutTo) : undefined;
  if (Array.isArray(node)) {
    const index = Number(key);
    const kept = remove(node[index], rest, cutTo);
    return kept === undefined ? node.toSpliced(index, 1) : node.with(index, kept);
  }
  if (!isJsonObject(node) || typeof key !== 'string' || !Object.hasOwn(node, key)) return undefined;
  const { [key]: child, ...others } = node;
  const kept = remove(child, rest, cutTo);
  return kept === undefined ? others : { ...others, [key]: kept };
}

function countNodes(value: unknown): number {
  if (typeof value !== 'object' || value === null) return value === undefined ? 0 : 1;
  return Object.values(value).reduce<number>((sum, child) => sum + countNodes(child), 1);
}
