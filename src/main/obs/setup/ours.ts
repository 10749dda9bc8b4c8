import type { InputSnapshot, ItemSnapshot, ObsSnapshot, SceneSnapshot } from './obs-snapshot.types.ts';
import type { CollectionRecord } from './record.ts';

/** What in OBS is Yingxi's. A copy that the streamer made of such a thing carries the same mark and is the streamer's. */
export interface Ours {
  /** By the source's id. */
  readonly inputs: ReadonlyMap<string, InputSnapshot>;
  /** By "template/scene". */
  readonly scenes: ReadonlyMap<string, SceneSnapshot>;
  isOurInput(name: string): boolean;
  isOurScene(name: string): boolean;
}

export const sceneKey = (templateId: string, sceneId: string): string => `${templateId}/${sceneId}`;
export const itemKey = (ofScene: string, sourceId: string): string => `${ofScene}/${sourceId}`;

export function findOurs(snapshot: ObsSnapshot, record: CollectionRecord): Ours {
  const inputs = choose(snapshot.inputs, record.sources, record.copies);
  const scenes = choose(snapshot.scenes, record.scenes, record.copies);
  const inputNames = new Set([...inputs.values()].map(({ name }) => name));
  const sceneNames = new Set([...scenes.values()].map(({ name }) => name));
  return {
    inputs,
    scenes,
    isOurInput: (name) => inputNames.has(name),
    isOurScene: (name) => sceneNames.has(name),
  };
}

interface Marked {
  readonly name: string;
  readonly uuid: string;
  readonly mark: { readonly id: string } | undefined;
}

/** One thing per mark: that of the recorded uuid, else of the recorded name, else the first. Without a mark (OBS's "Defaults" wipes settings) only the uuid tells. */
function choose<Thing extends Marked>(
  things: readonly Thing[],
  record: Readonly<Record<string, { readonly name: string; readonly uuid: string }>>,
  copies: readonly string[],
): Map<string, Thing> {
  const byMark = new Map<string, Thing[]>();
  for (const thing of things) {
    if (thing.mark === undefined) continue;
    byMark.set(thing.mark.id, [...(byMark.get(thing.mark.id) ?? []), thing]);
  }
  for (const [id, { uuid }] of Object.entries(record)) {
    const unmarked = uuid === '' ? undefined : things.find((thing) => thing.uuid === uuid && thing.mark === undefined);
    if (unmarked !== undefined && !byMark.has(id)) byMark.set(id, [unmarked]);
  }
  const chosen = new Map<string, Thing>();
  for (const [id, candidates] of byMark) {
    const known = record[id];
    const sameUuid = candidates.find(({ uuid }) => uuid !== '' && uuid === known?.uuid);
    const others = candidates.filter(({ name }) => !copies.includes(name));
    const sameName = others.find(({ name }) => name === known?.name);
    // With a uuid that is gone and another name it is a copy of something that was deleted.
    const best = sameUuid ?? sameName ?? ((known?.uuid ?? '') === '' ? others[0] : undefined);
    if (best !== undefined) chosen.set(id, best);
  }
  return chosen;
}

/** Marked things that are not ours. */
export function copiesIn(snapshot: ObsSnapshot, ours: Ours): string[] {
  const marked = [...snapshot.inputs, ...snapshot.scenes].filter(({ mark }) => mark !== undefined);
  return marked.map(({ name }) => name).filter((name) => !ours.isOurInput(name) && !ours.isOurScene(name));
}

/** The item of a source that lies directly in a scene: the recorded one, else the first. */
export function directItem(scene: SceneSnapshot, source: string, recordedId: number | undefined): ItemSnapshot | undefined {
  const items = scene.items.filter((item) => item.source === source);
  return items.find(({ id }) => id === recordedId) ?? items[0];
}

/** Whether a scene shows a source, in whatever groups and scenes the streamer has put it. */
export function shows(snapshot: ObsSnapshot, sceneName: string, source: string): boolean {
  const seen = new Set<string>();
  const visit = (name: string): boolean => {
    if (seen.has(name)) return false;
    seen.add(name);
    const items = snapshot.scenes.find((scene) => scene.name === name)?.items ?? snapshot.groups.get(name) ?? [];
    return items.some((item) => item.source === source || visit(item.source));
  };
  return visit(sceneName);
}

/** Where a source lies: scenes (not groups) with each of its items. */
export function itemsOf(snapshot: ObsSnapshot, source: string): { readonly scene: SceneSnapshot; readonly item: ItemSnapshot }[] {
  return snapshot.scenes.flatMap((scene) =>
    scene.items.filter((item) => item.source === source).map((item) => ({ scene, item })),
  );
}
