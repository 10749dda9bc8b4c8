import type { SetupNote } from '#shared/obs/setup/setup-view.ts';
import type { Change } from './deeds.ts';
import type { ObsSnapshot } from './obs-snapshot.types.ts';
import { findOurs, itemsOf, type Ours } from './ours.ts';
import type { Planned, PlannedStep, StageState } from './plan.types.ts';
import type { CollectionRecord } from './record.ts';
import { keysOf, removeInput, removeScene, withOrderBack } from './removals.ts';

export interface RemovalInput {
  readonly snapshot: ObsSnapshot;
  readonly record: CollectionRecord;
  readonly stage: StageState;
}

/** Takes away all that Yingxi made in this scene collection, whichever template it came from. Pure. */
export function planRemoval({ snapshot, record, stage }: RemovalInput): Planned {
  const ours = findOurs(snapshot, record);
  const keys = keysOf(ours.inputs, ours.scenes);
  const kept = keptScenes(snapshot, ours);
  const inputs = [...ours.inputs.values()].map((input): PlannedStep => {
    const changes = [removeInput(snapshot, input, keys)];
    return { id: `source/${input.name}`, verb: 'remove', subject: 'source', name: input.name, parent: '', why: 'ours', changes };
  });
  const scenes = inOrder(snapshot, ours).map(([id, scene]): PlannedStep => {
    const base = { id: `scene/${id}`, subject: 'scene', name: scene.name, parent: '' } as const;
    const why = kept.get(scene.name);
    if (why !== undefined) return { ...base, verb: 'skip', why, changes: [] };
    return { ...base, verb: 'remove', why: 'ours', changes: [removeScene(snapshot, id, scene, keys)] };
  });
  const steps = [...programStep(snapshot, ours, kept, record), ...inputs, ...scenes, ...stageStep(record, stage)];
  return {
    steps: withOrderBack(steps, snapshot),
    notes: notesOf(snapshot, ours, kept),
    present: ours.inputs.size + ours.scenes.size > 0,
  };
}

/** Scenes of ours that stay: the streamer's own sources would go with them, or nothing would be left to show. */
function keptScenes(snapshot: ObsSnapshot, ours: Ours): Map<string, 'holds-own-sources' | 'last-scene'> {
  const kept = new Map<string, 'holds-own-sources' | 'last-scene'>();
  for (const { name, items } of ours.scenes.values())
    if (items.some(({ source }) => !ours.isOurInput(source) && !ours.isOurScene(source))) kept.set(name, 'holds-own-sources');
  const left = snapshot.scenes.filter(({ name }) => !ours.isOurScene(name) || kept.has(name));
  const first = [...ours.scenes.values()][0];
  if (left.length === 0 && first !== undefined) kept.set(first.name, 'last-scene');
  return kept;
}

/** The last that was made goes first, so that the way back makes them in the order that they had. */
function inOrder(snapshot: ObsSnapshot, ours: Ours) {
  const place = new Map(snapshot.scenes.map(({ name }, at) => [name, at]));
  return [...ours.scenes].sort(([, a], [, b]) => (place.get(a.name) ?? 0) - (place.get(b.name) ?? 0));
}

function programStep(
  snapshot: ObsSnapshot,
  ours: Ours,
  kept: ReadonlyMap<string, unknown>,
  record: CollectionRecord,
): PlannedStep[] {
  const { programScene } = snapshot;
  if (!ours.isOurScene(programScene) || kept.has(programScene)) return [];
  const stays = (name: string): boolean => !ours.isOurScene(name) || kept.has(name);
  const names = snapshot.scenes.map(({ name }) => name).filter(stays);
  const scene = names.find((name) => name === record.before?.program) ?? names.at(-1);
  if (scene === undefined) return [];
  const change: Change = { op: { do: 'program', scene }, back: [{ op: { do: 'program', scene: programScene } }] };
  return [{ id: 'on-air', verb: 'update', subject: 'on-air', name: scene, parent: '', why: 'back-to-before', changes: [change] }];
}

function stageStep({ before }: CollectionRecord, stage: StageState): PlannedStep[] {
  const background = before?.background ?? stage.background;
  const windowOpen = before?.windowOpen ?? stage.windowOpen;
  if (background === stage.background && windowOpen === stage.windowOpen) return [];
  const change: Change = {
    op: { do: 'stage', background, windowOpen },
    back: [{ op: { do: 'stage', background: stage.background, windowOpen: stage.windowOpen } }],
  };
  return [{ id: 'stage', verb: 'update', subject: 'stage', name: '', parent: '', why: 'before-setup', changes: [change] }];
}

function notesOf(snapshot: ObsSnapshot, ours: Ours, kept: ReadonlyMap<string, string>): SetupNote[] {
  const notes: SetupNote[] = [];
  const own = [...kept].filter(([, why]) => why === 'holds-own-sources').map(([name]) => name);
  if (own.length > 0) notes.push({ code: 'own-sources-inside', names: own });
  const elsewhere = new Set<string>();
  for (const { name } of [...ours.inputs.values(), ...ours.scenes.values()])
    for (const { scene } of itemsOf(snapshot, name)) if (!ours.isOurScene(scene.name)) elsewhere.add(scene.name);
  if (elsewhere.size > 0) notes.push({ code: 'used-elsewhere', names: [...elsewhere] });
  return notes;
}
