import type { TemplateItem, TemplateScene } from '#shared/obs/setup/template.ts';
import type { Change, Remember } from './deeds.ts';
import type { SceneSnapshot } from './obs-snapshot.types.ts';
import { directItem, itemKey, type Ours, sceneKey, shows } from './ours.ts';
import { liesAt, type Placed, placedFrom, placedFromTransform } from './placement.ts';
import type { PlanInput, PlannedStep } from './plan.types.ts';
import type { SourceBook } from './plan-sources.ts';

interface Around {
  readonly input: PlanInput;
  readonly ours: Ours;
  readonly sources: SourceBook;
}
export interface PlannedScene {
  readonly name: string;
  readonly isNew: boolean;
  readonly steps: readonly PlannedStep[];
}

/** One scene of the template with its items, from back to front, so that each new one comes to lie on top. */
export function planScene(scene: TemplateScene, around: Around): PlannedScene {
  const { input, ours, sources } = around;
  const key = sceneKey(input.template.id, scene.id);
  const there = ours.scenes.get(key);
  const known = input.record.scenes[key];
  const name = there?.name ?? sources.names.take(known?.name ?? scene.name);
  const backToFront = [...scene.items].reverse();
  const items = backToFront.flatMap((item, at) =>
    planItem(item, { ...around, key, there, name, behind: backToFront.slice(0, at).reverse() }),
  );
  return { name, isNew: there === undefined, steps: [sceneStep(scene, key, name, around), ...items] };
}

function sceneStep(scene: TemplateScene, key: string, name: string, { input, ours }: Around): PlannedStep {
  const there = ours.scenes.get(key);
  const known = input.record.scenes[key];
  const base = { id: `scene/${scene.id}`, subject: 'scene', name, parent: '' } as const;
  const remember: Remember = { scene: { key, name, wanted: scene.name } };
  if (there === undefined) {
    const change: Change = {
      op: { do: 'create-scene', name, mark: key },
      remember,
      back: [{ op: { do: 'remove-scene', name } }],
    };
    if (known !== undefined) return { ...base, verb: 'repair', why: 'missing', changes: [change] };
    return { ...base, verb: 'make', why: name === scene.name ? 'new' : 'name-taken', changes: [change] };
  }
  if (input.ownNames && known !== undefined && known.wanted !== scene.name && there.name === known.name) {
    const renamed: Remember = { scene: { key, name: scene.name, wanted: scene.name } };
    const change: Change = {
      op: { do: 'rename-scene', from: name, to: scene.name },
      remember: renamed,
      back: [
        {
          op: { do: 'rename-scene', from: scene.name, to: name },
          remember: { scene: { key, name, wanted: known.wanted } },
        },
      ],
    };
    return { ...base, verb: 'update', why: 'template-changed', changes: [change] };
  }
  const byHand = known !== undefined && known.name !== name;
  return { ...base, verb: 'keep', why: byHand ? 'changed-by-hand' : 'as-planned', changes: [] };
}

interface ItemAround extends Around {
  readonly key: string;
  readonly there: SceneSnapshot | undefined;
  /** Of the scene, now or to be. */
  readonly name: string;
  /** Items of the template that lie behind this one, the nearest first. */
  readonly behind: readonly TemplateItem[];
}

function planItem(item: TemplateItem, around: ItemAround): PlannedStep[] {
  const { input, sources, key, there, name } = around;
  const ownKey = itemKey(key, item.source);
  const sourceName = sources.nameOf(item.source);
  // The source's own step says why it is left out.
  if (sourceName === undefined) return [];
  const placement = sources.overflows(item.source) ? { ...item.placement, fit: 'cover' as const } : item.placement;
  const placed = placedFrom(placement, input.snapshot.canvas);
  const present = sources.present(item.source);
  const recorded = input.record.items[ownKey];
  if (there !== undefined && present !== undefined) {
    const direct = directItem(there, present.name, recorded?.id);
    const base = stepOf(ownKey, present.name, there.name);
    if (direct === undefined && shows(input.snapshot, there.name, present.name))
      return [{ ...base, verb: 'keep', why: 'moved-by-hand', changes: [] }];
    if (direct !== undefined) {
      if (liesAt(direct.transform, placed)) return [{ ...base, verb: 'keep', why: 'as-planned', changes: [] }];
      // Not where Yingxi left it, or nobody knows where that was: by hand.
      if (recorded === undefined || Object.keys(recorded.placed).length === 0 || !liesAt(direct.transform, recorded.placed))
        return [{ ...base, verb: 'keep', why: 'moved-by-hand', changes: [] }];
      const change: Change = {
        op: { do: 'place', scene: there.name, source: present.name, id: direct.id, transform: placed },
        remember: { item: { key: ownKey, placed } },
        back: [
          {
            op: {
              do: 'place',
              scene: there.name,
              source: present.name,
              id: direct.id,
              transform: placedFromTransform(direct.transform),
            },
            remember: { item: { key: ownKey, placed: recorded.placed } },
          },
        ],
      };
      return [{ ...base, verb: 'update', why: 'template-changed', changes: [change] }];
    }
  }
  return makeItem(item, { ...around, ownKey, placed, name });
}

function makeItem(
  item: TemplateItem,
  { input, sources, key, there, name, behind, ownKey, placed }: ItemAround & { readonly ownKey: string; readonly placed: Placed },
): PlannedStep[] {
  const above =
    there === undefined ? undefined : behind.map(({ source }) => sources.nameOf(source)).filter((each) => each !== undefined);
  const source = sources.makeInto(item.source, name, item.visible, above);
  const sourceName = sources.nameOf(item.source) ?? '';
  const changes: Change[] = [];
  if (source === undefined)
    changes.push({
      op: {
        do: 'create-item',
        scene: name,
        source: sourceName,
        visible: item.visible,
        ...(above === undefined ? {} : { above }),
      },
      remember: { item: { key: ownKey, placed } },
      back: [{ op: { do: 'remove-item', scene: name, source: sourceName } }],
    });
  changes.push({
    op: {
      do: 'place',
      scene: name,
      source: sourceName,
      transform: placed,
      ...(item.locked ? { locked: true } : {}),
    },
    remember: { item: { key: ownKey, placed } },
    back: [],
  });
  const known = input.record.items[ownKey] !== undefined && input.record.scenes[key] !== undefined;
  const step: PlannedStep = {
    ...stepOf(ownKey, sourceName, name),
    verb: known ? 'repair' : 'make',
    why: known ? 'missing' : 'new',
    changes,
  };
  return source === undefined ? [step] : [source, step];
}

const stepOf = (key: string, name: string, parent: string) => ({ id: `item/${key}`, subject: 'item', name, parent }) as const;
