import { StudioError } from '#shared/errors.ts';
import type { ObsInput, ObsSceneItem, ObsState } from '#shared/obs/obs-state.ts';

/** Where an item is: in a scene, or in a group of that scene. */
export interface FoundItem {
  readonly scene: string;
  readonly item: ObsSceneItem;
}
const MAX_NAMED = 8;

export function requireScene(state: ObsState, scene: string): string {
  const names = state.scenes.map(({ name }) => name);
  if (names.includes(scene)) return scene;
  throw notThere(`There is no scene "${scene}" in OBS.`, scene, names);
}

/** `scene` '' = the one on air. Groups in the scene are looked into as well. */
export function requireItems(state: ObsState, scene: string, source: string): readonly FoundItem[] {
  const name = scene === '' ? state.programScene : requireScene(state, scene);
  const all = allItems(state, name);
  const found = all.filter(({ item }) => item.source === source);
  if (found.length > 0) return found;
  const elsewhere = state.scenes.filter((one) => allItems(state, one.name).some(({ item }) => item.source === source));
  if (elsewhere.length > 0)
    throw new StudioError(
      'not-found',
      `"${source}" is not in the scene "${name}". It is in: ${listed(elsewhere.map((one) => one.name))}. Name one of these scenes.`,
    );
  throw notThere(
    `There is no source "${source}" in the scene "${name}" of OBS.`,
    source,
    all.map(({ item }) => item.source),
  );
}

function allItems(state: ObsState, scene: string): FoundItem[] {
  const items = state.scenes.find(({ name }) => name === scene)?.items ?? [];
  return items.flatMap((item) => [
    { scene, item },
    ...(item.kind === 'group' ? (state.groups.find(({ name }) => name === item.source)?.items ?? []) : []).map((inner) => ({
      scene: item.source,
      item: inner,
    })),
  ]);
}

export function requireInput(state: ObsState, source: string): ObsInput {
  const found = state.inputs.find(({ name }) => name === source);
  if (found !== undefined) return found;
  throw notThere(
    `There is no source "${source}" in OBS.`,
    source,
    state.inputs.map(({ name }) => name),
  );
}

export function requireSound(state: ObsState, source: string): NonNullable<ObsInput['audio']> {
  const { audio } = requireInput(state, source);
  if (audio !== null) return audio;
  const heard = state.inputs.flatMap(({ name, audio: sound }) => (sound === null ? [] : [name]));
  throw new StudioError('invalid-input', `"${source}" makes no sound. Sources with sound: ${listed(heard)}.`);
}

/** Of an input or a scene. */
export function requireFilter(state: ObsState, source: string, filter: string): { readonly enabled: boolean } {
  const owner = state.scenes.find(({ name }) => name === source) ?? requireInput(state, source);
  const found = owner.filters.find(({ name }) => name === filter);
  if (found !== undefined) return found;
  throw notThere(
    `"${source}" has no filter "${filter}" in OBS.`,
    filter,
    owner.filters.map(({ name }) => name),
  );
}

export function requireTransition(state: ObsState, transition: string): string {
  const names = state.transitions.map(({ name }) => name);
  if (names.includes(transition)) return transition;
  throw notThere(`OBS has no transition "${transition}".`, transition, names);
}

function notThere(what: string, wanted: string, names: readonly string[]): StudioError {
  const alike = namesAlike(wanted, names);
  if (alike.length > 0) return new StudioError('not-found', `${what} Did you mean ${listed(alike)}? Choose it again.`);
  if (names.length === 0) return new StudioError('not-found', `${what} There is none at all: add it in OBS first.`);
  return new StudioError('not-found', `${what} There are: ${listed(names)}. Choose one of them.`);
}

const listed = (names: readonly string[]): string =>
  names
    .slice(0, MAX_NAMED)
    .map((name) => `"${name}"`)
    .join(', ') + (names.length > MAX_NAMED ? ' and more' : '');

/** Names that a slip of the keys, other case or width would make of `wanted`; the nearest first. */
export function namesAlike(wanted: string, names: readonly string[]): readonly string[] {
  const folded = fold(wanted);
  if (folded === '') return [];
  return names
    .map((name) => ({ name, distance: distanceOf(folded, fold(name)) }))
    .filter(({ distance }) => distance <= Math.max(1, Math.floor([...folded].length / 3)))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ name }) => name);
}

const fold = (name: string): string => name.normalize('NFKC').toLowerCase().replace(/\s+/gu, '').slice(0, 60);

/** Letters to add, drop or change (Levenshtein). */
function distanceOf(a: string, b: string): number {
  const right = [...b];
  let row = right.map((_, index) => index + 1);
  let corner = 0;
  for (const letter of a) {
    let diagonal = corner;
    corner += 1;
    let left = corner;
    row = row.map((above, index) => {
      left = Math.min(above + 1, left + 1, diagonal + (letter === right[index] ? 0 : 1));
      diagonal = above;
      return left;
    });
  }
  return row.at(-1) ?? corner;
}
