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
    const faults = faultsIn(candidate, parsed.error.issues);
    for (const { path } of faults) healed.add(path.join('.') || '*');
    candidate = faults.reduce<unknown>((document, { path, cutTo }) => remove(document, path, cutTo), candidate);
    if (countNodes(candidate) >= nodes) return { settings: defaultSettings(), healed: ['*'] };
  }
}

/** What goes: all that lies at `path`, or of a list what is beyond its first `cutTo`. */
interface Fault {
  readonly path: Path;
  readonly cutTo: number | undefined;
}

/**
 * A value that is wrong in several ways, or that lacks several fields, is removed once: a second removal would take what surrounds it, or the
 * element that moved into its place.
 */
function faultsIn(document: unknown, issues: readonly Issue[]): Fault[] {
  const faults = new Map<string, Fault>();
  for (const issue of issues) {
    const cutTo = issue.code === 'too_big' && issue.origin === 'array' ? Number(issue.maximum) : undefined;
    const path = existing(document, issue.path);
    faults.set(JSON.stringify(path), { path, cutTo });
  }
  return [...faults.values()]
    .filter(({ path }) => !path.some((_, depth) => isRemoved(faults.get(JSON.stringify(path.slice(0, depth))))))
    .sort((a, b) => deepestAndLastFirst(a.path, b.path));
}

const isRemoved = (fault: Fault | undefined): boolean => fault !== undefined && fault.cutTo === undefined;

/** As far as `path` leads: where a required field is missing, what lacks it. */
function existing(document: unknown, path: Path): Path {
  let node = document;
  for (const [depth, key] of path.entries()) {
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, key)) return path.slice(0, depth);
    node = Reflect.get(node, key);
  }
  return path;
}

/** Later array elements go first, so that the indices of earlier issues still hold. */
function deepestAndLastFirst(a: Path, b: Path): number {
  for (let depth = 0; depth < Math.min(a.length, b.length); depth += 1) {
    const [left, right] = [a[depth], b[depth]];
    if (left === right) continue;
    return typeof left === 'number' && typeof right === 'number' ? right - left : 0;
  }
  return b.length - a.length;
}

/** `undefined` = all gone. */
function remove(node: unknown, path: Path, cutTo: number | undefined): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return cutTo !== undefined && Array.isArray(node) ? node.slice(0, cutTo) : undefined;
  if (Array.isArray(node)) {
    const index = Number(key);
    const kept = remove(node[index], rest, cutTo);
    return kept === undefined ? node.toSpliced(index, 1) : node.with(index, kept);
  }
  if (!isJsonObject(node) || typeof key !== 'string') return undefined;
  const { [key]: child, ...others } = node;
  const kept = remove(child, rest, cutTo);
  return kept === undefined ? others : { ...others, [key]: kept };
}

function countNodes(value: unknown): number {
  if (typeof value !== 'object' || value === null) return value === undefined ? 0 : 1;
  return Object.values(value).reduce<number>((sum, child) => sum + countNodes(child), 1);
}
