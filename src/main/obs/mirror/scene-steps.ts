import type { ObsSceneItem, ObsState } from '#shared/obs/obs-state.ts';
import type { Outcome, Steps } from './mirror-steps.types.ts';
import { itemOrderWire, sceneOrderWire, transformWire } from './obs-answers.wire.ts';

type Scene = ObsState['scenes'][number];

/** Events of scenes, groups and the items in them. */
export const sceneSteps = {
  // Sources have a size from when they are first drawn, and no event tells it.
  CurrentProgramSceneChanged: (state, { sceneName: name }) => ({
    state: { ...state, programScene: name },
    reread: [{ of: 'scene', name }],
  }),
  CurrentPreviewSceneChanged: (state, { sceneName: name }) => ({
    state: { ...state, previewScene: name },
    reread: [{ of: 'scene', name }],
  }),
  StudioModeStateChanged: (state, { studioModeEnabled }) => ({
    state: { ...state, previewScene: studioModeEnabled ? (state.previewScene ?? state.programScene) : null },
    // Which scenes are in the preview and on air then is not always told.
    reread: [{ of: 'scenes' }],
  }),
  SceneCreated: (state, { sceneName, isGroup }) => created(state, sceneName, isGroup),
  SceneRemoved: (state, { sceneName }) => ({ state: withoutScene(state, sceneName) }),
  SceneNameChanged: (state, { oldSceneName, sceneName }) => renamed(state, oldSceneName, sceneName),
  SceneListChanged: (state, { scenes }) => ordered(state, sceneOrderWire.parse(scenes)),
  SceneItemCreated: (state, { sceneName }) => ({ state, reread: pieceOfItems(state, sceneName) }),
  SceneItemRemoved: (state, { sceneName, sceneItemId }) => ({
    state: withItems(state, sceneName, (items) => items.filter(({ id }) => id !== sceneItemId)),
  }),
  SceneItemEnableStateChanged: (state, { sceneName, sceneItemId, sceneItemEnabled }) => ({
    state: withItem(state, sceneName, sceneItemId, { visible: sceneItemEnabled }),
  }),
  SceneItemLockStateChanged: (state, { sceneName, sceneItemId, sceneItemLocked }) => ({
    state: withItem(state, sceneName, sceneItemId, { locked: sceneItemLocked }),
  }),
  SceneItemTransformChanged: (state, { sceneName, sceneItemId, sceneItemTransform }) => ({
    state: withItem(state, sceneName, sceneItemId, { transform: transformWire.parse(sceneItemTransform) }),
  }),
  SceneItemListReindexed: (state, { sceneName, sceneItems }) => reindexed(state, sceneName, itemOrderWire.parse(sceneItems)),
} satisfies Steps;

function created(state: ObsState, name: string, isGroup: boolean): Outcome {
  const reread = [{ of: isGroup ? ('group' as const) : ('scene' as const), name }];
  if (isGroup) {
    const known = state.groups.some((group) => group.name === name);
    return { state: known ? state : { ...state, groups: [...state.groups, { name, items: [] }] }, reread };
  }
  const known = state.scenes.some((scene) => scene.name === name);
  return { state: known ? state : { ...state, scenes: [...state.scenes, emptyScene(name)] }, reread };
}

/** A scene or group that is gone, with the items that showed it: OBS takes those away without a word. */
export function withoutScene(state: ObsState, name: string): ObsState {
  const rest = mapItems(state, (items) => without(items, (item) => item.source === name && isScene(item)));
  return {
    ...rest,
    scenes: without(rest.scenes, (scene) => scene.name === name),
    groups: without(rest.groups, (group) => group.name === name),
  };
}

function renamed(state: ObsState, from: string, to: string): Outcome {
  const known = [...state.scenes, ...state.groups].some(({ name }) => name === from);
  if (!known) return { state };
  // News of a name that is already there are late: what is known under the new name is younger.
  const base = [...state.scenes, ...state.groups].some(({ name }) => name === to) ? withoutScene(state, from) : state;
  const rename = <T extends { readonly name: string }>(one: T): T => (one.name === from ? { ...one, name: to } : one);
  const items = mapItems(base, (list) =>
    list.map((item) => (item.source === from && isScene(item) ? { ...item, source: to } : item)),
  );
  return {
    state: {
      ...items,
      scenes: items.scenes.map(rename),
      groups: items.groups.map(rename),
      programScene: state.programScene === from ? to : state.programScene,
      previewScene: state.previewScene === from ? to : state.previewScene,
    },
    // What was known under the old name may be younger than this event.
    reread: pieceOfItems(items, from).map((piece) => ({ ...piece, name: to })),
  };
}

/** The scenes as OBS lists them now: those that went are dropped, those that came are read. */
function ordered(state: ObsState, names: readonly string[]): Outcome {
  const known = new Map(state.scenes.map((scene) => [scene.name, scene]));
  const fresh = names.filter((name) => !known.has(name));
  return {
    state: { ...state, scenes: names.map((name) => known.get(name) ?? emptyScene(name)) },
    reread: fresh.map((name) => ({ of: 'scene' as const, name })),
  };
}

function reindexed(state: ObsState, scene: string, order: ReturnType<typeof itemOrderWire.parse>): Outcome {
  const index = new Map(order.map(({ sceneItemId, sceneItemIndex }) => [sceneItemId, sceneItemIndex]));
  const known = itemsOf(state, scene);
  if (known === undefined) return { state };
  // Items moved in or out of a group.
  if (known.length !== order.length || known.some(({ id }) => !index.has(id)))
    return { state, reread: pieceOfItems(state, scene) };
  const place = (item: ObsSceneItem): number => index.get(item.id) ?? 0;
  return { state: withItems(state, scene, (items) => [...items].sort((a, b) => place(b) - place(a))) };
}

function pieceOfItems(state: ObsState, name: string): { readonly of: 'group' | 'scene'; readonly name: string }[] {
  return [{ of: state.groups.some((group) => group.name === name) ? 'group' : 'scene', name }];
}

/** Of a scene or group, from front to back. */
export function itemsOf(state: ObsState, name: string): readonly ObsSceneItem[] | undefined {
  return (state.scenes.find((scene) => scene.name === name) ?? state.groups.find((group) => group.name === name))?.items;
}

export function withItems(state: ObsState, name: string, change: (items: ObsSceneItem[]) => ObsSceneItem[]): ObsState {
  return mapItems(state, (items, of) => (of === name ? change(items) : items));
}

/** Keeps every list that `change` hands back as it was, so that who compares sees what is the same. */
export function mapItems(state: ObsState, change: (items: ObsSceneItem[], of: string) => ObsSceneItem[]): ObsState {
  const each = <T extends { name: string; items: ObsSceneItem[] }>(list: T[]): T[] => {
    const next = list.map((one) => {
      const items = change(one.items, one.name);
      return items === one.items ? one : { ...one, items };
    });
    return next.every((one, place) => one === list[place]) ? list : next;
  };
  const scenes = each(state.scenes);
  const groups = each(state.groups);
  return scenes === state.scenes && groups === state.groups ? state : { ...state, scenes, groups };
}

/** The list itself when nothing is dropped. */
export function without<T>(list: T[], isGone: (one: T) => boolean): T[] {
  return list.some(isGone) ? list.filter((one) => !isGone(one)) : list;
}

function withItem(state: ObsState, scene: string, id: number, change: Partial<ObsSceneItem>): ObsState {
  return withItems(state, scene, (items) =>
    items.some((item) => item.id === id) ? items.map((item) => (item.id === id ? { ...item, ...change } : item)) : items,
  );
}

const isScene = (item: ObsSceneItem): boolean => item.kind === 'scene' || item.kind === 'group';
export const emptyScene = (name: string): Scene => ({ name, items: [], filters: [] });
