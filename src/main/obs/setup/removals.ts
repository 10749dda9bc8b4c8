import type { Change, Deed, Op } from './deeds.ts';
import type { InputSnapshot, ItemSnapshot, ObsSnapshot, SceneSnapshot } from './obs-snapshot.types.ts';
import { itemKey, itemsOf } from './ours.ts';
import { placedFromTransform } from './placement.ts';
import type { PlannedStep } from './plan.types.ts';

/** Taking things of ours away, each with all that it needs to come back as it was. */

interface Keys {
  /** Key of the record of an item in a scene of ours; undefined elsewhere. */
  readonly keyOfItem: (sceneName: string, sourceName: string) => string | undefined;
}

export function keysOf(inputs: ReadonlyMap<string, InputSnapshot>, scenes: ReadonlyMap<string, SceneSnapshot>): Keys {
  const idOfScene = new Map([...scenes].map(([id, { name }]) => [name, id]));
  const idOfInput = new Map([...inputs].map(([id, { name }]) => [name, id]));
  return {
    keyOfItem(sceneName, sourceName) {
      const scene = idOfScene.get(sceneName);
      const input = idOfInput.get(sourceName);
      return scene === undefined || input === undefined ? undefined : itemKey(scene, input);
    },
  };
}

/** Removes an input with all its items. */
export function removeInput(snapshot: ObsSnapshot, input: InputSnapshot, keys: Keys): Change {
  const [first, ...others] = itemsOf(snapshot, input.name);
  const back: Deed[] = [];
  if (first !== undefined) {
    back.push({
      op: {
        do: 'create-input',
        name: input.name,
        kind: input.kind,
        settings: input.settings,
        scene: first.scene.name,
        visible: first.item.visible,
      },
      ...rememberItem(keys, first.scene, first.item),
    });
    back.push(placeBack(first.scene, first.item));
    for (const { scene, item } of others) back.push(...itemBack(scene, item, keys));
    back.push(...dressBack(input));
  }
  return { op: { do: 'remove-input', name: input.name }, back };
}

/** Removes one item of a source that has others. */
export const removeItem = (scene: SceneSnapshot, item: ItemSnapshot, keys: Keys): Change => ({
  op: { do: 'remove-item', scene: scene.name, source: item.source, id: item.id },
  back: itemBack(scene, item, keys),
});

/** Removes a scene that is empty by then, wherever it is nested. */
export function removeScene(snapshot: ObsSnapshot, id: string, scene: SceneSnapshot, keys: Keys): Change {
  return {
    op: { do: 'remove-scene', name: scene.name },
    back: [
      { op: { do: 'create-scene', name: scene.name, mark: id } },
      ...itemsOf(snapshot, scene.name).flatMap(({ scene: holder, item }) => itemBack(holder, item, keys)),
    ],
  };
}

/** With the way back of all that these steps take away goes the order of items, last of all: when everything is there again, and what was new is gone. */
export function withOrderBack(steps: readonly PlannedStep[], snapshot: ObsSnapshot): PlannedStep[] {
  const removed = new Set(steps.flatMap(({ changes }) => changes.flatMap(({ op }) => removedBy(op))));
  const order = snapshot.scenes.flatMap((scene) =>
    scene.items
      .filter(({ source }) => removed.has(source))
      .map((item): Deed => ({ op: { do: 'order', scene: scene.name, source: item.source, index: item.index } })),
  );
  const first = steps.findIndex(({ changes }) => changes.length > 0);
  return steps.map((step, at) =>
    at === first
      ? {
          ...step,
          changes: step.changes.map((change, nth) => (nth === 0 ? { ...change, back: [...change.back, ...order] } : change)),
        }
      : step,
  );
}

function removedBy(op: Op): string[] {
  if (op.do === 'remove-input' || op.do === 'remove-scene') return [op.name];
  return op.do === 'remove-item' ? [op.source] : [];
}

function itemBack(scene: SceneSnapshot, item: ItemSnapshot, keys: Keys): Deed[] {
  return [
    {
      op: { do: 'create-item', scene: scene.name, source: item.source, visible: item.visible },
      ...rememberItem(keys, scene, item),
    },
    placeBack(scene, item),
  ];
}

const placeBack = (scene: SceneSnapshot, item: ItemSnapshot): Deed => ({
  op: {
    do: 'place',
    scene: scene.name,
    source: item.source,
    transform: placedFromTransform(item.transform),
    locked: item.locked,
  },
});

function rememberItem(keys: Keys, scene: SceneSnapshot, item: ItemSnapshot): { readonly remember?: Deed['remember'] } {
  const key = keys.keyOfItem(scene.name, item.source);
  return key === undefined ? {} : { remember: { item: { key } } };
}

function dressBack(input: InputSnapshot): Deed[] {
  const back: Deed[] = input.filters.map(({ name, kind, settings, enabled }) => ({
    op: { do: 'create-filter', input: input.name, name, kind, settings, enabled },
  }));
  if (input.sound !== undefined) back.push({ op: { do: 'sound', input: input.name, sound: { ...input.sound } } });
  return back;
}
