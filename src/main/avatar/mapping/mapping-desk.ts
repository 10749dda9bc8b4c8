import { randomBytes } from 'node:crypto';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { autoMapping, type KnownInput } from '#shared/avatar/mapping-auto.ts';
import { withEyePreset, withMotionPreset } from '#shared/avatar/mapping-presets.ts';
import type { ModelParameter } from '#shared/avatar/model.ts';
import { importVtube, type VtubeImport } from '#shared/avatar/vtube-import.ts';
import { createCell } from '#shared/cell.ts';
import type { MappingView } from '#shared/contract/parameters.ts';
import { StudioError } from '#shared/errors.ts';
import type { HealthReport } from '#shared/health.ts';
import type { MappedModel, MappingDesk, ModelLook, VtubeTargets } from '../mapping.types.ts';
import type { MeasuredBus } from '../parameter-bus.types.ts';
import { presetsOf, type Rows, rowToAdd, withGapsFilled, withoutRow, withRow } from './mapping-edits.ts';
import { createModelSettingsStore, type ModelSettings, UNTOUCHED } from './model-settings.ts';

export interface MappingDeskOptions {
  /** Folder of its own in the data folder. */
  readonly folder: string;
  readonly bus: MeasuredBus;
  readonly targets: VtubeTargets;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly report: (health: HealthReport) => void;
}

const UNDO_STEPS = 50;
const NO_LOOK: ModelLook = { physics: undefined, tints: [] };
const NO_VIEW: MappingView = {
  modelId: null,
  modelName: '',
  parameters: [],
  rows: [],
  origin: 'automatic',
  undoSteps: 0,
  motion: null,
  eyes: null,
};

export function createMappingDesk(options: MappingDeskOptions): MappingDesk {
  const { bus, targets } = options;
  const store = createModelSettingsStore(options);
  const history = new Map<string, ModelSettings[]>();
  const view = createCell<MappingView>(NO_VIEW);
  const look = createCell<ModelLook>(NO_LOOK);
  let model: MappedModel | undefined;
  let parametersText = '';
  let sentRows = '';

  const inputs = (): readonly KnownInput[] => {
    const { standard, own, custom } = bus.list();
    return [...standard, ...own, ...custom];
  };
  const automaticOf = (parameters: readonly ModelParameter[]): Rows => autoMapping(parameters, inputs());
  const rowsOf = (settings: ModelSettings, parameters: readonly ModelParameter[]): Rows =>
    settings.origin === 'automatic' ? automaticOf(parameters) : settings.rows;

  function present(): MappedModel {
    if (model === undefined)
      throw new StudioError('conflict', 'No avatar is in use, so there is nothing to map. Choose an avatar first.');
    return model;
  }

  /** Tells the view and, when the rows changed, the bus. */
  function publish(): void {
    if (model === undefined) {
      view.set(NO_VIEW);
      look.set(NO_LOOK);
      return;
    }
    const { id, name } = model;
    const { parameters } = model.description;
    const settings = store.get(id);
    const automatic = automaticOf(parameters);
    const rows = settings.origin === 'automatic' ? automatic : settings.rows;
    const text = `${id} ${parametersText} ${JSON.stringify(rows)}`;
    if (text !== sentRows) {
      sentRows = text;
      bus.setModel(id, parameters, { rows: [...rows] });
    }
    const undoSteps = history.get(id)?.length ?? 0;
    const { origin } = settings;
    view.set({ modelId: id, modelName: name, parameters, rows: [...rows], origin, undoSteps, ...presetsOf(rows, automatic) });
    const before = look.get();
    const physics = settings.physics ?? undefined;
    if (before.physics !== physics || before.tints !== settings.tints) look.set({ physics, tints: settings.tints });
  }

  function change(modelId: string, next: ModelSettings): MappingView {
    const steps = history.get(modelId) ?? [];
    steps.push(store.get(modelId));
    if (steps.length > UNDO_STEPS) steps.shift();
    history.set(modelId, steps);
    store.set(modelId, next);
    publish();
    return view.get();
  }

  /** Changes the rows of the model in use; they are the streamer's own from then on. */
  function edit(make: (rows: Rows, automatic: Rows) => Rows): MappingView {
    const { id, description } = present();
    const settings = store.get(id);
    const before = rowsOf(settings, description.parameters);
    const rows = make(before, automaticOf(description.parameters));
    if (rows === before) return view.get();
    return change(id, { ...settings, origin: settings.origin === 'imported' ? 'imported' : 'own', rows: [...rows] });
  }

  const unwatch = bus.inputsRevision.subscribe(publish);

  return {
    view,
    look,
    setModel(next) {
      model = next;
      parametersText = JSON.stringify(next?.description.parameters ?? []);
      publish();
    },
    setRow: (row) => edit((rows) => withRow(rows, row)),
    addRow(wish) {
      const id = newId();
      const { parameters } = present().description;
      edit((rows) => withRow(rows, rowToAdd(rows, id, wish, { parameters, inputs: inputs() })));
      return id;
    },
    removeRow: (id) => edit((rows) => withoutRow(rows, id)),
    fillAutomatically() {
      const before = view.get().rows.length;
      const { parameters } = present().description;
      return edit((rows) => withGapsFilled(rows, parameters, inputs())).rows.length - before;
    },
    applyPreset: ({ motion, eyes }) =>
      edit((rows, automatic) => {
        const moved = motion === undefined ? rows : withMotionPreset(rows, automatic, motion);
        return eyes === undefined ? moved : withEyePreset(moved, eyes);
      }),
    reset: () => change(present().id, UNTOUCHED),
    undo() {
      const { id } = present();
      const before = history.get(id)?.pop();
      if (before === undefined)
        throw new StudioError('conflict', 'There is nothing to undo: this mapping has not been changed since Yingxi started.');
      store.set(id, before);
      publish();
      return view.get();
    },
    importVtube(fileName, text, of) {
      const target = of ?? present();
      const found = importVtube(text, fileName, contextFor(target, inputs(), targets));
      change(target.id, settingsFrom(found, store.get(target.id)));
      const fresh = found.bindings.filter(({ id }) => !targets.hasBinding(id, target.id));
      if (fresh.length > 0) targets.takeBindings(fresh, target.id);
      if (found.idleMotion !== undefined) targets.setIdleMotion(target.id, found.idleMotion);
      if (found.placement !== undefined) targets.setPlacement(target.id, found.placement);
      return found.report;
    },
    meters: () => ({
      faceFound: bus.faceFound(),
      sources: [...bus.sources()],
      rows: bus
        .meters()
        .filter(({ weight }) => weight > 0)
        .map(({ id, raw, mapped, weight }) => ({ id, raw, mapped, weight })),
    }),
    forget(modelId) {
      history.delete(modelId);
      store.forget(modelId);
    },
    close() {
      unwatch();
      return store.close();
    },
  };
}

const newId = (): string => randomBytes(16).toString('hex');

function contextFor(target: MappedModel, inputs: readonly KnownInput[], targets: VtubeTargets) {
  const names = new Set(inputs.map(({ name }) => name));
  const { parameters } = target.description;
  return {
    modelId: target.id,
    newId,
    parameters: parameters.length === 0 ? undefined : parameters,
    isInput: (name: string) => names.has(name),
    modelByFile: targets.modelByVtubeFile,
  };
}

/** An import without rows (a model that was never set up) leaves the mapping as it is. */
function settingsFrom(found: VtubeImport, before: ModelSettings): ModelSettings {
  const mapping =
    found.rows.length === 0
      ? { origin: before.origin, rows: before.rows }
      : { origin: 'imported' as const, rows: [...found.rows] };
  return { ...mapping, physics: found.physics ?? null, tints: [...found.tints] };
}
