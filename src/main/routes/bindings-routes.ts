import type { ModelLibrary } from '#main/avatar/avatar.types.ts';
import type { BindingService, SoundLibrary } from '#main/avatar/bindings/binding-service.types.ts';
import type { FireAnswer } from '#main/avatar/bindings.types.ts';
import type { PhoneTalk } from '#main/hearing/hearing.types.ts';
import { type Pause, present, watchCell } from '#main/platform/watch-cell.ts';
import type { RemoteListener } from '#main/server/remote-listener.types.ts';
import { bindingEmoji } from '#shared/avatar/binding-emoji.ts';
import type { Binding } from '#shared/avatar/bindings.ts';
import { isProceduralExpression } from '#shared/avatar/procedural-expressions.ts';
import { type Cell, createCell } from '#shared/cell.ts';
import type { ActionChoices, bindingsContract } from '#shared/contract/bindings.ts';
import type { RemoteView, remoteContract } from '#shared/contract/remote.ts';
import { StudioError } from '#shared/errors.ts';
import type { Settings } from '#shared/settings/settings.ts';
import type { ShowChoices } from '#shared/show/show-choices.ts';
import type { DrivingMode } from '#shared/tracking/driving.ts';
import type { Implementer } from './implementer.types.ts';

/** What the handlers call. */
export interface BindingRouteServices {
  readonly pause: Pause;
  readonly bindings: BindingService;
  readonly sounds: SoundLibrary;
  readonly remote: RemoteListener;
  readonly library: Pick<ModelLibrary, 'models'>;
  readonly itemFiles: () => readonly string[];
  readonly showChoices: () => ShowChoices;
}
export interface RemoteRouteServices {
  readonly pause: Pause;
  readonly now: () => number;
  readonly bindings: BindingService;
  readonly isSpeaking: () => boolean;
  /** Tells when `isSpeaking` may have changed. */
  readonly onSpeaking: (listener: () => void) => () => void;
  readonly talk: () => PhoneTalk;
  readonly settings: () => Pick<Settings, 'tracking' | 'driving'>;
  readonly onSettings: (listener: () => void) => () => void;
  readonly drive: (mode: DrivingMode) => void;
  readonly stop: () => void;
}

const OK = { ok: true } as const;
const VIEW_EVERY_MS = 60;
const STATE_EVERY_MS = 60;

export function bindingsRoutes(os: Implementer<typeof bindingsContract>, services: BindingRouteServices) {
  const { bindings, sounds, remote, pause } = services;
  const watched = <T>(cell: Cell<T>, signal: AbortSignal | undefined, minIntervalMs: number) =>
    watchCell(cell, { signal: present(signal), pause, minIntervalMs });
  return {
    watch: os.watch.handler(async function* ({ signal }) {
      for await (const _ of watched(bindings.viewVersion, signal, VIEW_EVERY_MS)) yield bindings.view();
    }),
    watchState: os.watchState.handler(async function* ({ signal }) {
      for await (const _ of watched(bindings.stateVersion, signal, STATE_EVERY_MS)) yield bindings.state();
    }),
    choices: os.choices.handler(({ input }) => choicesOf(services, input.modelId)),
    list: os.list.handler(() => ({
      bindings: bindings
        .current()
        .map((binding) => ({ id: binding.id, name: binding.name, enabled: binding.enabled, slot: slotOf(binding) })),
    })),
    fire: os.fire.handler(({ input }) => {
      accepted(bindings.fire(input.id, 'api'), input.id);
      return OK;
    }),
    press: os.press.handler(({ input }) => ({ answer: bindings.press(input.id, input.by, input.holds) })),
    release: os.release.handler(({ input }) => {
      bindings.release(input.id);
      return OK;
    }),
    holding: os.holding.handler(({ input }) => {
      bindings.keepHolding(input.ids);
      return OK;
    }),
    test: os.test.handler(async ({ input }) => ({ problem: (await bindings.test(input)) ?? null })),
    add: os.add.handler(({ input }) => ({ id: bindings.add(input) })),
    change: os.change.handler(({ input }) => {
      bindings.change(input.id, input.change);
      return OK;
    }),
    remove: os.remove.handler(({ input }) => {
      bindings.remove(input.ids);
      return OK;
    }),
    duplicate: os.duplicate.handler(({ input }) => ({ id: bindings.duplicate(input.id) })),
    move: os.move.handler(({ input }) => {
      bindings.move(input.id, input.beforeId);
      return OK;
    }),
    undo: os.undo.handler(() => {
      bindings.undo();
      return OK;
    }),
    createDefaults: os.createDefaults.handler(() => ({ added: bindings.createDefaults() })),
    importSound: os.importSound.handler(async ({ input }) => ({
      fileName: await sounds.add(input.fileName, Buffer.from(input.base64, 'base64')),
    })),
    removeSound: os.removeSound.handler(({ input }) => {
      sounds.remove(input.fileName);
      return OK;
    }),
    watchRemote: os.watchRemote.handler(({ signal }) => watched(remote.view, signal, STATE_EVERY_MS)),
    setRemote: os.setRemote.handler(async ({ input }) => {
      await remote.setEnabled(input.enabled);
      return OK;
    }),
    renewRemoteKey: os.renewRemoteKey.handler(async () => {
      await remote.renewKey();
      return OK;
    }),
  };
}

/** The handlers that can be reached from the local network. */
export function remoteRoutes(os: Implementer<typeof remoteContract>, services: RemoteRouteServices) {
  const { bindings, pause } = services;
  return {
    watch: os.watch.handler(async function* ({ signal }) {
      const { viewVersion, stateVersion } = bindings;
      const changes = mergedChanges([
        viewVersion.subscribe,
        stateVersion.subscribe,
        services.onSpeaking,
        services.talk().onChange,
        services.onSettings,
      ]);
      try {
        for await (const _ of watchCell(changes.cell, { signal: present(signal), pause, minIntervalMs: STATE_EVERY_MS }))
          yield remoteView(services);
      } finally {
        changes.close();
      }
    }),
    press: os.press.handler(({ input }) => {
      const binding = bindings.current().find(({ id }) => id === input.id);
      if (binding === undefined || !isOnRemote(binding)) return { answer: 'unknown' as const };
      return { answer: bindings.press(input.id, 'button', input.holds) };
    }),
    release: os.release.handler(({ input }) => {
      bindings.release(input.id);
      return OK;
    }),
    holding: os.holding.handler(({ input }) => {
      bindings.keepHolding(input.ids);
      return OK;
    }),
    talk: os.talk.handler(({ input }) => {
      services.talk().hold(input.held);
      return OK;
    }),
    drive: os.drive.handler(({ input }) => {
      services.drive(input.mode);
      return OK;
    }),
    stop: os.stop.handler(() => {
      services.stop();
      return OK;
    }),
  };
}

const REMOTE_BUTTONS = 200;

/** What somebody could press at the computer; reactions to chat and gifts are no buttons. */
function isOnRemote({ enabled, triggers }: Binding): boolean {
  return enabled && triggers.some(({ type }) => ['button', 'key', 'mouse', 'gamepad', 'midi'].includes(type));
}

function remoteView({ bindings, isSpeaking, talk, settings, now }: RemoteRouteServices): RemoteView {
  const { tracking, driving } = settings();
  const { enabled, remote, restSeconds, rows } = tracking.controls;
  const { activity } = bindings.state();
  const at = now();
  const buttons = bindings
    .current()
    .filter(isOnRemote)
    .map((binding) => ({
      id: binding.id,
      name: binding.name,
      emoji: bindingEmoji(binding),
      slot: slotOf(binding),
      holds: binding.actions.some(({ action }) => action.type === 'expression' && action.mode === 'hold'),
      on: activity[binding.id]?.on ?? false,
      coolingFor: Math.max(0, ((activity[binding.id]?.coolUntil ?? 0) - at) / 1000),
    }))
    .sort((a, b) => (a.slot ?? 99) - (b.slot ?? 99))
    .slice(0, REMOTE_BUTTONS);
  return {
    modelName: bindings.view().model?.name ?? '',
    buttons,
    speaking: isSpeaking(),
    talk: talk().state(),
    driving: driving.mode,
    puppet: { enabled: enabled && remote, restSeconds, rows: rows.filter(({ device }) => device === 'remote') },
  };
}

function slotOf({ triggers }: Binding): number | null {
  for (const trigger of triggers) if (trigger.type === 'button') return trigger.slot;
  return null;
}

function choicesOf(services: BindingRouteServices, modelId: string | null): ActionChoices {
  const { bindings, library, itemFiles, sounds } = services;
  const models = library.models.get();
  const id = modelId ?? bindings.view().model?.id;
  const description = models.find((model) => model.id === id)?.description;
  const names = description?.expressions.map(({ name }) => name) ?? [];
  return {
    // What people switch on comes before what the program moves by itself.
    expressions: [...names.filter((name) => !isProceduralExpression(name)), ...names.filter(isProceduralExpression)],
    motions: description?.motions.map(({ name }) => name) ?? [],
    models: models.map(({ id: one, name }) => ({ id: one, name })),
    items: [...itemFiles()],
    sounds: [...sounds.files.get()],
    show: services.showChoices(),
  };
}

/** For callers that have only a status to choose on. */
function accepted(answer: FireAnswer, id: string): void {
  switch (answer) {
    case 'done':
      return;
    case 'unknown':
      throw new StudioError('not-found', `The model in use has no hotkey ${id}; GET /api/v1/bindings lists those it has.`);
    case 'off':
      throw new StudioError('conflict', 'This hotkey is switched off. Switch it on in the studio.');
    case 'cooling':
      throw new StudioError('conflict', 'This hotkey has fired just now. Wait for its cooldown.');
    case 'queue-full':
      throw new StudioError('rate-limited', 'Too many hotkeys wait. Fire at most 12 a second.');
  }
}

/** One cell that changes whenever one of several sources tells of a change. */
function mergedChanges(sources: readonly ((listener: () => void) => () => void)[]): {
  readonly cell: Cell<number>;
  close(): void;
} {
  const cell = createCell(0);
  const unsubscribes = sources.map((subscribe) => subscribe(() => cell.set(cell.get() + 1)));
  return {
    cell,
    close() {
      for (const unsubscribe of unsubscribes) unsubscribe();
    },
  };
}
