import type { Json } from './obs-kinds.ts';
import {
  anySource,
  flag,
  has,
  INTENT,
  item,
  named,
  number,
  type ObsHandlers,
  type ObsRequestContext,
  object,
  scene,
  text,
} from './obs-request.ts';
import { addItem, type FakeItem, type FakeScene, type FakeSource, newScene, ObsRefusal, transformOf } from './obs-world.ts';

/** Scenes and what is in them. */
export const sceneRequests: ObsHandlers = {
  GetSceneList(request) {
    const { world } = request;
    return {
      currentProgramSceneName: world.programScene,
      currentPreviewSceneName: world.previewScene ?? null,
      scenes: sceneList(request),
    };
  },
  GetGroupList: ({ world }) => ({ groups: world.groups.map((group) => group.source.name) }),
  CreateScene(request) {
    const name = text(request, 'sceneName');
    refuseTaken(request, name, 'scene name');
    const created = newScene(name);
    request.world.scenes.push(created);
    request.emit(INTENT.scenes, 'SceneCreated', { ...named(request, 'scene', created.source), isGroup: false });
    sceneListChanged(request);
    return request.hasUuids ? { sceneUuid: created.source.uuid } : undefined;
  },
  RemoveScene(request) {
    const { world } = request;
    const gone = scene(request);
    if (world.scenes.length < 2) throw new ObsRefusal(603, 'You cannot remove the last scene in the collection.');
    world.scenes = world.scenes.filter((each) => each !== gone);
    if (world.programScene === gone.source.name) switchProgram(request, world.scenes[0]?.source.name ?? '');
    request.emit(INTENT.scenes, 'SceneRemoved', { ...named(request, 'scene', gone.source), isGroup: false });
    sceneListChanged(request);
    removeItemsOf(request, gone.source);
    removeOrphans(
      request,
      gone.items.map((each) => each.source),
    );
    return undefined;
  },
  SetSceneName(request) {
    const { world } = request;
    const renamed = scene(request);
    const name = text(request, 'newSceneName');
    refuseTaken(request, name, 'new scene name');
    const before = renamed.source.name;
    renamed.source.name = name;
    if (world.programScene === before) world.programScene = name;
    if (world.previewScene === before) world.previewScene = name;
    request.emit(INTENT.scenes, 'SceneNameChanged', { ...named(request, 'scene', renamed.source), oldSceneName: before });
    return undefined;
  },
  GetCurrentProgramScene: ({ world }) => ({ currentProgramSceneName: world.programScene, sceneName: world.programScene }),
  SetCurrentProgramScene(request) {
    const next = scene(request).source.name;
    if (next !== request.world.programScene) switchProgram(request, next);
    return undefined;
  },
  GetCurrentPreviewScene: ({ world }) => ({ currentPreviewSceneName: preview(world.previewScene) }),
  SetCurrentPreviewScene(request) {
    preview(request.world.previewScene);
    const next = scene(request).source.name;
    request.world.previewScene = next;
    request.later(() => request.emit(INTENT.scenes, 'CurrentPreviewSceneChanged', { sceneName: next }));
    return undefined;
  },
  GetSceneSceneTransitionOverride(request) {
    const { transition } = scene(request);
    return { transitionName: transition.name, transitionDuration: transition.durationMs };
  },
  SetSceneSceneTransitionOverride(request) {
    const one = scene(request);
    one.transition = {
      name: has(request, 'transitionName') ? text(request, 'transitionName') : one.transition.name,
      durationMs: has(request, 'transitionDuration')
        ? number(request, 'transitionDuration', 50, 20_000)
        : one.transition.durationMs,
    };
    return undefined;
  },

  GetSceneItemList: (request) => ({ sceneItems: scene(request).items.map((each, at) => itemView(request, each, at)) }),
  GetGroupSceneItemList: (request) => ({
    sceneItems: scene(request, { groupsToo: true }).items.map((each, at) => itemView(request, each, at)),
  }),
  GetSceneItemId(request) {
    const name = text(request, 'sourceName');
    const one = scene(request, { groupsToo: true }).items.find((each) => each.source.name === name);
    if (one === undefined) throw new ObsRefusal(600, 'No scene items were found in the specified scene by that name or offset.');
    return { sceneItemId: one.id };
  },
  CreateSceneItem(request) {
    const source = anySource(request);
    const one = scene(request);
    if (one.source === source) throw new ObsRefusal(600, 'You cannot create scene item of a scene within itself.');
    return { sceneItemId: createItem(request, one, source).id };
  },
  DuplicateSceneItem(request) {
    const { scene: from, item: original } = item(request);
    const to = has(request, 'destinationSceneName')
      ? scene({ ...request, data: { sceneName: request.data.destinationSceneName } })
      : from;
    const copy = createItem(request, to, original.source);
    Object.assign(copy, {
      enabled: original.enabled,
      locked: original.locked,
      blend: original.blend,
      transform: { ...original.transform },
    });
    return { sceneItemId: copy.id };
  },
  RemoveSceneItem(request) {
    const { scene: one, item: gone } = item(request);
    removeItem(request, one, gone);
    removeOrphans(request, [gone.source]);
    return undefined;
  },
  GetSceneItemTransform: (request) => ({ sceneItemTransform: transformOf(item(request).item, request.world) }),
  SetSceneItemTransform(request) {
    const { scene: one, item: changed } = item(request);
    Object.assign(changed.transform, object(request, 'sceneItemTransform', { mayBeEmpty: false }));
    request.emit(INTENT.transforms, 'SceneItemTransformChanged', {
      ...named(request, 'scene', one.source),
      sceneItemId: changed.id,
      sceneItemTransform: transformOf(changed, request.world),
    });
    return undefined;
  },
  GetSceneItemEnabled: (request) => ({ sceneItemEnabled: item(request).item.enabled }),
  SetSceneItemEnabled(request) {
    const { scene: one, item: changed } = item(request);
    const enabled = flag(request, 'sceneItemEnabled');
    // As with OBS, what is so already makes no event.
    if (changed.enabled !== enabled) {
      changed.enabled = enabled;
      enabledChanged(request, one, changed);
    }
    return undefined;
  },
  GetSceneItemLocked: (request) => ({ sceneItemLocked: item(request).item.locked }),
  SetSceneItemLocked(request) {
    const { scene: one, item: changed } = item(request);
    const locked = flag(request, 'sceneItemLocked');
    if (changed.locked === locked) return undefined;
    changed.locked = locked;
    const data = { ...named(request, 'scene', one.source), sceneItemId: changed.id, sceneItemLocked: locked };
    request.emit(INTENT.sceneItems, 'SceneItemLockStateChanged', data);
    return undefined;
  },
  GetSceneItemIndex(request) {
    const { scene: one, item: asked } = item(request);
    return { sceneItemIndex: one.items.indexOf(asked) };
  },
  SetSceneItemIndex(request) {
    const { scene: one, item: moved } = item(request);
    const to = number(request, 'sceneItemIndex', 0, 8192);
    one.items = one.items.filter((each) => each !== moved);
    one.items.splice(Math.min(to, one.items.length), 0, moved);
    request.emit(INTENT.sceneItems, 'SceneItemListReindexed', {
      ...named(request, 'scene', one.source),
      sceneItems: one.items.map((each, at) => ({ sceneItemId: each.id, sceneItemIndex: at })),
    });
    return undefined;
  },
  GetSceneItemBlendMode: (request) => ({ sceneItemBlendMode: item(request).item.blend }),
  SetSceneItemBlendMode(request) {
    item(request).item.blend = text(request, 'sceneItemBlendMode');
    return undefined;
  },
  GetSceneItemSource: (request) => named(request, 'source', item(request).item.source),
};

export function createItem(request: ObsRequestContext, one: FakeScene, source: FakeSource): FakeItem {
  const enabled = has(request, 'sceneItemEnabled') ? flag(request, 'sceneItemEnabled') : true;
  const created = addItem(one, source, enabled);
  request.emit(INTENT.sceneItems, 'SceneItemCreated', {
    ...named(request, 'scene', one.source),
    ...named(request, 'source', source),
    sceneItemId: created.id,
    sceneItemIndex: one.items.length - 1,
  });
  if (!enabled) enabledChanged(request, one, created);
  return created;
}

export function refuseTaken({ world }: ObsRequestContext, name: string, what: string): void {
  const all = [...world.scenes, ...world.groups].map((each) => each.source).concat(world.inputs);
  if (all.some((source) => source.name === name)) throw new ObsRefusal(601, `A source already exists by that ${what}.`);
}

/** Takes the source out of every scene. */
export function removeItemsOf(request: ObsRequestContext, source: FakeSource): void {
  const { scenes, groups } = request.world;
  for (const one of [...scenes, ...groups])
    for (const each of one.items.filter((it) => it.source === source)) removeItem(request, one, each);
}

/** Goes on air at the end of the transition, after the answer. */
export function switchProgram(request: ObsRequestContext, next: string): void {
  const { world } = request;
  request.emit(INTENT.transitions, 'SceneTransitionStarted', { transitionName: world.transition });
  request.later(() => {
    if (!world.scenes.some((each) => each.source.name === next)) return;
    world.programScene = next;
    request.emit(INTENT.transitions, 'SceneTransitionEnded', { transitionName: world.transition });
    request.emit(INTENT.scenes, 'CurrentProgramSceneChanged', { sceneName: next });
  });
}

/** From bottom to top, as the protocol lists them. */
export function sceneList(request: ObsRequestContext): Json[] {
  return [...request.world.scenes].reverse().map((one, at) => ({ ...named(request, 'scene', one.source), sceneIndex: at }));
}

function sceneListChanged(request: ObsRequestContext): void {
  request.emit(INTENT.scenes, 'SceneListChanged', { scenes: sceneList(request) });
}

function removeItem(request: ObsRequestContext, one: FakeScene, gone: FakeItem): void {
  one.items = one.items.filter((each) => each !== gone);
  request.emit(INTENT.sceneItems, 'SceneItemRemoved', {
    ...named(request, 'scene', one.source),
    ...named(request, 'source', gone.source),
    sceneItemId: gone.id,
  });
}

/** OBS forgets an input with its last place in a scene. */
function removeOrphans(request: ObsRequestContext, sources: readonly FakeSource[]): void {
  const { world } = request;
  for (const source of sources) {
    const isUsed = [...world.scenes, ...world.groups].some((one) => one.items.some((each) => each.source === source));
    if (isUsed || !world.inputs.includes(source)) continue;
    world.inputs = world.inputs.filter((each) => each !== source);
    request.emit(INTENT.inputs, 'InputRemoved', named(request, 'input', source));
  }
}

function enabledChanged(request: ObsRequestContext, one: FakeScene, changed: FakeItem): void {
  const data = { ...named(request, 'scene', one.source), sceneItemId: changed.id, sceneItemEnabled: changed.enabled };
  request.emit(INTENT.sceneItems, 'SceneItemEnableStateChanged', data);
}

function itemView(request: ObsRequestContext, each: FakeItem, at: number): Json {
  const isInput = each.source.kind !== 'scene' && each.source.kind !== 'group';
  return {
    sceneItemId: each.id,
    sceneItemIndex: at,
    ...named(request, 'source', each.source),
    sourceType: isInput ? 'OBS_SOURCE_TYPE_INPUT' : 'OBS_SOURCE_TYPE_SCENE',
    inputKind: isInput ? each.source.kind : null,
    isGroup: isInput ? null : each.source.kind === 'group',
    sceneItemEnabled: each.enabled,
    sceneItemLocked: each.locked,
    sceneItemBlendMode: each.blend,
    sceneItemTransform: transformOf(each, request.world),
  };
}

function preview(name: string | undefined): string {
  if (name === undefined) throw new ObsRefusal(506);
  return name;
}
