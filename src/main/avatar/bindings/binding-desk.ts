import type { AvatarDesk, AvatarView, ModelLibrary } from '#main/avatar/avatar.types.ts';
import type { FireAnswer, Fired, PerformAction } from '#main/avatar/bindings.types.ts';
import type { ItemDesk } from '#main/avatar/items.types.ts';
import type { Clock, Hotkey } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import type { Binding } from '#shared/avatar/bindings.ts';
import { type Cell, createCell } from '#shared/cell.ts';
import type { BindingDraft, BindingsView } from '#shared/contract/bindings.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import type { HealthReport } from '#shared/health.ts';
import { globalKeyProblem, normalAccelerator } from '#shared/hotkeys/accelerator.ts';
import type { Language } from '#shared/speech/emotion.ts';
import { createActionRunner } from './action-runner.ts';
import { createActivityBook } from './activity-book.ts';
import { createBindingEditing } from './binding-editing.ts';
import { newBindingId } from './binding-list.ts';
import type { BindingService } from './binding-service.types.ts';
import { createBindingStore } from './binding-store.ts';
import { conflictsOf } from './conflicts.ts';
import { defaultBindings } from './default-bindings.ts';
import { createFireQueue } from './fire-queue.ts';
import { createGestureTriggers } from './gesture-triggers.ts';
import { createShowTriggers } from './show-triggers.ts';

export interface BindingDeskOptions {
  /** `bindings.json` in the data folder. */
  readonly file: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly report: (health: HealthReport) => void;
  readonly perform: PerformAction;
  readonly avatar: Pick<AvatarDesk, 'view'>;
  readonly library: Pick<ModelLibrary, 'models'>;
  /** What is on stage, for the lamps of buttons that show items. */
  readonly items: Pick<ItemDesk, 'items'> | undefined;
  /** Hotkeys of the settings that are set: they win over bindings. */
  readonly settingsHotkeys: () => readonly { readonly accelerator: string; readonly action: string }[];
  /** Of the interface: names of the hotkeys that are made. */
  readonly language: () => Language;
  /** Whether this is a Mac, whose ⌘ is what Ctrl is elsewhere. */
  readonly mac: boolean;
}

export const HOTKEY_PREFIX = 'binding:';
/** A test answers after this long even when nothing went wrong. */
const TEST_WAIT_MS = 700;

export function createBindingDesk(options: BindingDeskOptions): BindingService {
  const { clock, logger, avatar, mac } = options;
  const store = createBindingStore(options);
  const editing = createBindingEditing(store, mac);
  const book = createActivityBook();
  const viewVersion = createCell(0);
  const stateVersion = createCell(0);
  const firedListeners = new Set<(fired: Fired) => void>();
  const hotkeyListeners = new Set<() => void>();
  const testers = new Map<string, (problem: string | undefined) => void>();
  let held: ReadonlySet<string> = new Set();
  let shown = shownOf(avatar.view.get());
  let current: readonly Binding[] = [];
  let byId: ReadonlyMap<string, Binding> = new Map();
  let hotkeyText = '';
  let ending: Promise<void> | undefined;

  const bump = (cell: Cell<number>): void => cell.set(cell.get() + 1);
  const runner = createActionRunner({
    clock,
    perform: options.perform,
    onOutcome(id, problem) {
      testers.get(id)?.(problem);
      if (!byId.has(id)) return;
      if (problem !== undefined) logger.warn('an action of a hotkey failed', { binding: id, problem });
      book.problem(id, problem);
      bump(stateVersion);
    },
    onChange: () => bump(stateVersion),
  });
  const queue = createFireQueue(clock, countDropped);
  const triggers = createShowTriggers((id, by) => void fire(id, by, false));
  const gestures = createGestureTriggers({
    clock,
    press: (id) => void fire(id, 'gesture', true),
    release: runner.release,
    keepHolding: runner.keepHolding,
  });

  relist();
  const unsubscribes = [
    editing.bindings.subscribe(relist),
    avatar.view.subscribe(onAvatar),
    options.library.models.subscribe(() => bump(viewVersion)),
    ...(options.items === undefined ? [] : [options.items.items.subscribe(() => bump(stateVersion))]),
  ];
  seed();

  /** Everything that follows from the list and the model in use. */
  function relist(): void {
    const all = editing.bindings.get();
    const modelId = avatar.view.get().model?.id;
    current = all.filter((binding) => binding.modelId === null || binding.modelId === modelId);
    byId = new Map(all.map((binding) => [binding.id, binding]));
    book.forget(new Set(byId.keys()));
    triggers.use(current);
    gestures.use(current);
    bump(viewVersion);
    bump(stateVersion);
    tellHotkeys();
  }

  function onAvatar(view: AvatarView): void {
    const before = shown;
    shown = shownOf(view);
    if (shown.expressions !== before.expressions) bump(stateVersion);
    if (view.model === before.model) return;
    if (view.model?.id !== before.model?.id) runner.stop();
    relist();
    seed();
  }

  /** The first time that a model comes with something to show, its hotkeys make themselves. */
  function seed(): void {
    const { model } = avatar.view.get();
    if (model === undefined || editing.isSeeded(model.id)) return;
    if (model.description.expressions.length + model.description.motions.length === 0) return;
    const own = editing.bindings.get().filter(({ modelId }) => modelId === model.id);
    const made = own.length > 0 ? [] : defaultsFor(model);
    editing.takeIn(made, model.id);
    if (made.length > 0) logger.info('hotkeys were made for a model', { model: model.name, count: made.length });
  }

  function defaultsFor(model: NonNullable<AvatarView['model']>): readonly Binding[] {
    const rivals = editing.bindings.get().filter(({ modelId }) => modelId === null || modelId === model.id);
    const taken = rivals.flatMap((binding) => binding.triggers);
    const accelerators = [
      ...taken.flatMap((trigger) => (trigger.type === 'key' ? [trigger.accelerator] : [])),
      ...options.settingsHotkeys().map(({ accelerator }) => accelerator),
    ];
    const slots = taken.flatMap((trigger) => (trigger.type === 'button' ? [trigger.slot] : []));
    return defaultBindings(model, { accelerators, slots }, { mac, language: options.language() });
  }

  function createDefaults(): number {
    const { model } = avatar.view.get();
    if (model === undefined) return 0;
    const does = new Set(
      editing.bindings.get().flatMap((one) => (one.modelId === model.id ? one.actions.map(({ action }) => deedOf(action)) : [])),
    );
    const missing = defaultsFor(model).filter(({ actions }) => actions.every(({ action }) => !does.has(deedOf(action))));
    return editing.takeIn(missing, model.id);
  }

  function countDropped(): void {
    book.dropped();
    bump(stateVersion);
  }

  function fire(id: string, by: Fired['by'], holds: boolean): FireAnswer {
    const binding = byId.get(id);
    if (binding === undefined || (by !== 'test' && !current.includes(binding))) return 'unknown';
    if (!binding.enabled && by !== 'test') return 'off';
    if (by !== 'test' && clock.now() < book.coolingUntil(id)) return 'cooling';
    if (by !== 'api' && by !== 'chat' && by !== 'gift' && by !== 'viewer') return start(binding, by, holds);
    const answer = queue.push(id, by === 'gift', () => {
      const newest = byId.get(id);
      if (newest?.enabled === true && current.includes(newest) && clock.now() >= book.coolingUntil(id)) start(newest, by, holds);
    });
    if (answer === 'queue-full') countDropped();
    return answer;
  }

  function start(binding: Binding, by: Fired['by'], holds: boolean): FireAnswer {
    const at = clock.now();
    book.fired(binding, by, at);
    if (!runner.run(binding, holds)) {
      countDropped();
      return 'queue-full';
    }
    for (const listener of firedListeners) {
      try {
        listener({ binding, by, at });
      } catch (error) {
        logger.error('a listener of fired hotkeys failed', { cause: messageFromUnknown(error) });
      }
    }
    return 'done';
  }

  function test(draft: BindingDraft): Promise<string | undefined> {
    const id = newBindingId();
    return new Promise((resolve) => {
      const done = (problem: string | undefined): void => {
        cancel();
        testers.delete(id);
        resolve(problem);
      };
      const cancel = clock.after(TEST_WAIT_MS, () => done(undefined));
      testers.set(id, (problem) => (problem === undefined ? undefined : done(problem)));
      if (!runner.run({ ...draft, id }, false)) done('Too many chains run. Press stop, then try again.');
    });
  }

  function isOn(binding: Binding): boolean {
    const worn = options.items?.items.get() ?? [];
    const lamps = binding.actions.flatMap(({ action }) => {
      if (action.type === 'expression' && action.mode !== 'off') return [shown.active.has(action.name)];
      if (action.type === 'item' && action.mode !== 'off') return [worn.some(({ file }) => file.fileName === action.fileName)];
      return [];
    });
    return lamps.length > 0 && lamps.every((lit) => lit);
  }

  /** One registration a key, whose press fires all that share it. */
  function hotkeys(): readonly Hotkey[] {
    const settings = new Set(options.settingsHotkeys().map(({ accelerator }) => normalAccelerator(accelerator, mac)));
    const keys = new Map<string, { accelerator: string; ids: string[] }>();
    for (const { id, enabled, triggers: own } of current) {
      for (const trigger of own) {
        if (!enabled || trigger.type !== 'key' || !trigger.global || globalKeyProblem(trigger.accelerator, mac) !== undefined)
          continue;
        const key = normalAccelerator(trigger.accelerator, mac);
        if (settings.has(key)) continue;
        const known = keys.get(key);
        if (known === undefined) keys.set(key, { accelerator: trigger.accelerator, ids: [id] });
        else if (!known.ids.includes(id)) known.ids.push(id);
      }
    }
    return [...keys.values()].map(({ accelerator, ids }) => ({
      accelerator,
      action: `${HOTKEY_PREFIX}${ids[0]}`,
      run: () => {
        for (const id of ids) fire(id, 'key', false);
      },
    }));
  }

  function tellHotkeys(): void {
    const text = JSON.stringify(hotkeys());
    if (text === hotkeyText) return;
    hotkeyText = text;
    for (const listener of hotkeyListeners) listener();
  }

  function view(): BindingsView {
    const bindings = editing.bindings.get();
    const { model } = avatar.view.get();
    const owners = new Set(bindings.map(({ modelId }) => modelId));
    return {
      bindings: [...bindings],
      model: model === undefined ? null : { id: model.id, name: model.name },
      models: options.library.models.get().flatMap(({ id, name }) => (owners.has(id) ? [{ id, name }] : [])),
      conflicts: conflictsOf(bindings, { settings: options.settingsHotkeys(), held, mac }),
      canUndo: editing.canUndo,
    };
  }

  function stop(): void {
    queue.clear();
    runner.stop();
  }

  function close(): Promise<void> {
    ending ??= (() => {
      for (const unsubscribe of unsubscribes) unsubscribe();
      gestures.close();
      stop();
      firedListeners.clear();
      hotkeyListeners.clear();
      return store.close();
    })();
    return ending;
  }

  return {
    bindings: editing.bindings,
    current: () => current,
    fire: (id, by) => fire(id, by, false),
    press: fire,
    release: (id) => runner.release(id),
    keepHolding: (ids) => runner.keepHolding(ids),
    test,
    stop,
    createDefaults,
    live: (event) => triggers.live(event),
    heard: (sentence) => triggers.heard(sentence),
    touched: (part) => triggers.touched(part),
    sawHands: gestures.see,
    said: (text) => triggers.said(text).flatMap((id) => (fire(id, 'voice', false) === 'done' ? [byId.get(id)?.name ?? ''] : [])),
    add: editing.add,
    change: editing.change,
    remove: editing.remove,
    duplicate: editing.duplicate,
    move: editing.move,
    undo: editing.undo,
    takeIn: editing.takeIn,
    get canUndo() {
      return editing.canUndo;
    },
    hotkeys,
    onHotkeys(listener) {
      hotkeyListeners.add(listener);
      return () => hotkeyListeners.delete(listener);
    },
    noteRefused(refused) {
      held = new Set(refused.map(({ accelerator }) => normalAccelerator(accelerator, mac)));
      bump(viewVersion);
    },
    refresh() {
      bump(viewVersion);
      tellHotkeys();
    },
    viewVersion,
    stateVersion,
    view,
    state: () => book.state(current, isOn, runner.isRunning),
    isOn,
    onFired(listener) {
      firedListeners.add(listener);
      return () => firedListeners.delete(listener);
    },
    close: () => void close(),
    closed: close,
  };
}

/** What of the avatar bindings look at; compared by identity, so that a moving avatar tells nothing. */
interface Shown {
  readonly model: AvatarView['model'];
  readonly expressions: string;
  readonly active: ReadonlySet<string>;
}
function shownOf({ model, expressions }: AvatarView): Shown {
  const names = expressions.filter(({ active }) => active).map(({ name }) => name);
  return { model, expressions: names.join('\n'), active: new Set(names) };
}

/** Two actions with the same deed do the same thing. */
function deedOf(action: Binding['actions'][number]['action']): string {
  return 'name' in action ? `${action.type}:${action.name}` : action.type;
}
