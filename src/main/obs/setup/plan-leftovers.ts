import { itemsOf, type Ours, sceneKey } from './ours.ts';
import type { PlanInput, PlannedStep } from './plan.types.ts';
import type { SourceBook } from './plan-sources.ts';
import { keysOf, removeInput, removeItem, removeScene } from './removals.ts';

/** What an earlier form of this template made and the present one does not want any more. What other templates made stays. */
export function planLeftovers(input: PlanInput, ours: Ours, sources: SourceBook): PlannedStep[] {
  const { snapshot, template } = input;
  const keys = keysOf(ours.inputs, ours.scenes);
  const isOfTemplate = (id: string): boolean => id.startsWith(`${template.id}/`);
  const wantedScenes = new Map(template.scenes.map((scene) => [sceneKey(template.id, scene.id), scene]));
  const steps: PlannedStep[] = [];
  const leftItems = new Map<string, number>();

  for (const [id, scene] of ours.scenes) {
    if (!isOfTemplate(id)) continue;
    const wanted = wantedScenes.get(id);
    for (const [sourceId, there] of ours.inputs) {
      if (sources.present(sourceId) === undefined || wanted?.items.some(({ source }) => source === sourceId)) continue;
      const surplus = scene.items.filter((item) => item.source === there.name);
      if (surplus.length === 0) continue;
      leftItems.set(sourceId, (leftItems.get(sourceId) ?? 0) + surplus.length);
      const step = { id: `left/${id}/${sourceId}`, subject: 'item', name: there.name, parent: scene.name } as const;
      // With its last item OBS forgets the whole source: that is planned below, so that it can come back.
      const isLast = (leftItems.get(sourceId) ?? 0) >= itemsOf(snapshot, there.name).length;
      const changes = isLast ? [removeInput(snapshot, there, keys)] : surplus.map((item) => removeItem(scene, item, keys));
      steps.push({ ...step, verb: 'remove', why: 'not-in-template', changes });
    }
    if (wanted !== undefined) continue;
    steps.push(sceneStep());

    function sceneStep(): PlannedStep {
      const base = { id: `left/${id}`, subject: 'scene', name: scene.name, parent: '' } as const;
      if (scene.items.some((item) => !ours.isOurInput(item.source)))
        return { ...base, verb: 'skip', why: 'holds-own-sources', changes: [] };
      return { ...base, verb: 'remove', why: 'not-in-template', changes: [removeScene(snapshot, id, scene, keys)] };
    }
  }
  return steps;
}
