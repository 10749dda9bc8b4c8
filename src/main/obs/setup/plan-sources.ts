import type { StepReason } from '#shared/obs/setup/setup-view.ts';
import type { TemplateSource } from '#shared/obs/setup/template.ts';
import type { Change, Json, Op, Remember, SoundPatch } from './deeds.ts';
import { createNameBook, type NameBook } from './names.ts';
import type { InputSnapshot } from './obs-snapshot.types.ts';
import type { Ours } from './ours.ts';
import type { PlanInput, PlannedStep } from './plan.types.ts';
import { keysOf, removeInput } from './removals.ts';
import { sameJson } from './same-json.ts';
import { type WantedInput, wantedInput } from './wanted-input.ts';

/** What becomes of each source of the template while its scenes are planned. */
export interface SourceBook {
  readonly names: NameBook;
  /** The source's input as it is in OBS now; undefined: it is still to be made, or is made by this plan. */
  present(sourceId: string): InputSnapshot | undefined;
  /** Its name now or to be; undefined: this OBS cannot have it. */
  nameOf(sourceId: string): string | undefined;
  /** Whether its picture may stand out of its box. */
  overflows(sourceId: string): boolean;
  /** Makes the input into a scene, if nobody did yet. */
  makeInto(sourceId: string, scene: string, visible: boolean, above: readonly string[] | undefined): PlannedStep | undefined;
  /** Inputs of another kind than is wanted now: they are taken away before they are made anew. */
  replaced(): PlannedStep[];
  /** Inputs that are there, brought up to date, and those that cannot be had. */
  untouched(): PlannedStep[];
}

export function createSourceBook(input: PlanInput, ours: Ours): SourceBook {
  const { snapshot, record, template } = input;
  const names = createNameBook(snapshot);
  const wanted = new Map<string, WantedInput | { readonly missing: StepReason }>();
  const shown = new Set(template.scenes.flatMap(({ items }) => items.map(({ source }) => source)));
  const around = { ...input, platform: snapshot.platform, canvas: snapshot.canvas, hearsDesktop: snapshot.hearsDesktop };
  for (const source of template.sources) if (shown.has(source.id)) wanted.set(source.id, wantedInput(source, around));
  const sourceOf = (id: string): TemplateSource | undefined => template.sources.find((source) => source.id === id);
  const outdated = new Set([...ours.inputs].filter(([id, { kind }]) => isOtherKind(wanted.get(id), kind)).map(([id]) => id));
  const made = new Map<string, string>();
  const present = (id: string): InputSnapshot | undefined => (outdated.has(id) ? undefined : ours.inputs.get(id));

  return {
    names,
    present,
    nameOf(id) {
      const want = wanted.get(id);
      if (want === undefined || 'missing' in want) return undefined;
      return present(id)?.name ?? made.get(id) ?? sourceOf(id)?.name;
    },
    overflows(id) {
      const want = wanted.get(id);
      return want !== undefined && !('missing' in want) && want.overflows;
    },
    makeInto(id, scene, visible, above) {
      const want = wanted.get(id);
      const source = sourceOf(id);
      if (source === undefined || want === undefined || 'missing' in want || present(id) !== undefined || made.has(id))
        return undefined;
      const old = outdated.has(id) ? ours.inputs.get(id)?.name : undefined;
      const name = old ?? names.take(record.sources[id]?.name ?? source.name);
      made.set(id, name);
      const known = record.sources[id] !== undefined && !outdated.has(id);
      return {
        id: `source/${id}`,
        verb: known ? 'repair' : 'make',
        subject: 'source',
        name,
        parent: '',
        why: known ? 'missing' : name === source.name || old !== undefined ? 'new' : 'name-taken',
        changes: makeChanges({ source, want, name, scene, visible, above, windowTitles: input.windowTitles }),
      };
    },
    replaced() {
      const keys = keysOf(ours.inputs, ours.scenes);
      return [...outdated].flatMap((id): PlannedStep[] => {
        const old = ours.inputs.get(id);
        if (old === undefined) return [];
        const changes = [removeInput(snapshot, old, keys)];
        return [
          {
            id: `replace/${id}`,
            verb: 'update',
            subject: 'source',
            name: old.name,
            parent: '',
            why: 'template-changed',
            changes,
          },
        ];
      });
    },
    untouched() {
      return template.sources.flatMap((source): PlannedStep[] => {
        const want = wanted.get(source.id);
        if (want === undefined) return [];
        if ('missing' in want) return [{ ...stepOf(source.id, source.name), verb: 'skip', why: want.missing, changes: [] }];
        const there = present(source.id);
        return there === undefined ? [] : updateSteps(source, want, there, input);
      });
    },
  };
}

const stepOf = (id: string, name: string) => ({ id: `source/${id}`, subject: 'source', name, parent: '' }) as const;

/** Versions of a kind ("…_v3") are the same kind. */
function isOtherKind(want: WantedInput | { readonly missing: StepReason } | undefined, kind: string): boolean {
  if (want === undefined || 'missing' in want) return false;
  const bare = (name: string): string => name.replace(/_v\d+$/, '');
  return bare(want.kind) !== bare(kind);
}

interface Making {
  readonly source: TemplateSource;
  readonly want: WantedInput;
  readonly name: string;
  readonly scene: string;
  readonly visible: boolean;
  readonly above: readonly string[] | undefined;
  readonly windowTitles: readonly string[];
}

function makeChanges({ source, want, name, scene, visible, above, windowTitles }: Making): Change[] {
  const settings = { ...want.settings, yingxi: { id: source.id } };
  const changes: Change[] = [
    {
      op: {
        do: 'create-input',
        name,
        kind: want.kind,
        settings,
        scene,
        visible,
        ...(above === undefined ? {} : { above: [...above] }),
      },
      remember: { source: { key: source.id, name, wanted: source.name, settings: want.settings, sound: want.sound } },
      back: [{ op: { do: 'remove-input', name } }],
    },
  ];
  const then = (op: Op): number => changes.push({ op, back: [] });
  if (want.pick !== undefined) then({ do: 'pick', input: name, property: want.pick, titles: [...windowTitles] });
  for (const filter of want.filters) then({ do: 'create-filter', input: name, ...filter, enabled: true });
  if (Object.keys(want.sound).length > 0) then({ do: 'sound', input: name, sound: want.sound });
  return changes;
}

/** Brings a changed template to an input that is there; what the streamer changed by hand stays, but for the address, without which nothing is seen. */
function updateSteps(source: TemplateSource, want: WantedInput, there: InputSnapshot, input: PlanInput): PlannedStep[] {
  const last = input.record.sources[source.id];
  const settings = compared(want.settings, there.settings, last?.settings, ['url']);
  const sound = compared(there.sound === undefined ? {} : want.sound, there.sound ?? {}, last?.sound, []);
  const filters = want.filters.filter(({ name }) => !there.filters.some((filter) => filter.name === name));
  const rename = input.ownNames && last !== undefined && last.wanted !== source.name && there.name === last.name;
  const name = there.name;
  const remember: Remember = {
    source: { key: source.id, name, wanted: source.name, settings: want.settings, sound: want.sound },
  };
  const changes: Change[] = [];
  if (settings.changed.size > 0)
    changes.push({
      op: { do: 'settings', input: name, settings: partOf(want.settings, settings.changed), whole: false },
      remember,
      back: [{ op: { do: 'settings', input: name, settings: there.settings, whole: true }, ...rememberAgain(source.id, input) }],
    });
  if (sound.changed.size > 0 && there.sound !== undefined)
    changes.push({
      op: { do: 'sound', input: name, sound: soundPart(want.sound, sound.changed) },
      remember,
      back: [{ op: { do: 'sound', input: name, sound: soundPart({ ...there.sound }, sound.changed) } }],
    });
  for (const filter of filters)
    changes.push({
      op: { do: 'create-filter', input: name, ...filter, enabled: true },
      back: [{ op: { do: 'remove-filter', input: name, name: filter.name } }],
    });
  if (rename) changes.push(renamed(source.id, name, source.name, input));
  const base = stepOf(source.id, name);
  if (changes.length > 0) {
    const why = filters.length > 0 ? 'missing' : settings.changed.has('url') ? 'address-changed' : 'template-changed';
    return [{ ...base, verb: filters.length > 0 ? 'repair' : 'update', why, changes }];
  }
  const byHand = settings.byHand || sound.byHand || (last !== undefined && last.name !== there.name);
  return [{ ...base, verb: 'keep', why: byHand ? 'changed-by-hand' : 'as-planned', changes: [] }];
}

function renamed(sourceId: string, from: string, to: string, input: PlanInput): Change {
  const last = input.record.sources[sourceId];
  const source = { key: sourceId, name: to, wanted: to, settings: last?.settings ?? {}, sound: last?.sound ?? {} };
  return {
    op: { do: 'rename-input', from, to },
    remember: { source },
    back: [{ op: { do: 'rename-input', from: to, to: from }, ...rememberAgain(sourceId, input) }],
  };
}

function rememberAgain(sourceId: string, { record }: PlanInput): { readonly remember?: Remember } {
  const last = record.sources[sourceId];
  if (last === undefined) return {};
  const { uuid: _, ...rest } = last;
  return { remember: { source: { key: sourceId, ...rest } } };
}

/** Names of the fields that should change. A field that is not as Yingxi left it was changed by hand, and stays unless it is among `always`. */
function compared(
  want: object,
  have: object,
  last: object | undefined,
  always: readonly string[],
): { readonly changed: ReadonlySet<string>; readonly byHand: boolean } {
  const haveOf = new Map<string, unknown>(Object.entries(have));
  const lastOf = new Map<string, unknown>(Object.entries(last ?? {}));
  const different = Object.entries(want).filter(([key, wanted]) => !sameJson(haveOf.get(key), wanted));
  const changed = different
    .map(([key]) => key)
    .filter((key) => always.includes(key) || (lastOf.has(key) && sameJson(haveOf.get(key), lastOf.get(key))));
  return { changed: new Set(changed), byHand: changed.length < different.length };
}

const partOf = (settings: Json, names: ReadonlySet<string>): Json =>
  Object.fromEntries(Object.entries(settings).filter(([name]) => names.has(name)));

function soundPart({ monitor, tracks, syncOffsetMs }: SoundPatch, names: ReadonlySet<string>): SoundPatch {
  return {
    ...(names.has('monitor') && monitor !== undefined ? { monitor } : {}),
    ...(names.has('tracks') && tracks !== undefined ? { tracks } : {}),
    ...(names.has('syncOffsetMs') && syncOffsetMs !== undefined ? { syncOffsetMs } : {}),
  };
}
