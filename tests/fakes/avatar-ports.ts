import { randomBytes } from 'node:crypto';
import type { AvatarDesk, AvatarView, ExpressionState, ModelLibrary } from '#main/avatar/avatar.types.ts';
import type { BindingDesk, Fired } from '#main/avatar/bindings.types.ts';
import type { ItemDesk } from '#main/avatar/items.types.ts';
import type { Injection, ParameterBus } from '#main/avatar/parameter-bus.types.ts';
import type { Clock } from '#main/platform/host.ts';
import type { StageMotion, StageOutline, StageReports, StageTouch, StageWindow } from '#main/vts/stage-reports.types.ts';
import type { Binding } from '#shared/avatar/bindings.ts';
import { ITEM_LIMITS, type Item, type ItemFile } from '#shared/avatar/items.ts';
import { type AvatarModel, emptyDescription, type ModelDescription } from '#shared/avatar/model.ts';
import type { InputParameter } from '#shared/avatar/parameters.ts';
import type { Placement, Tint } from '#shared/avatar/scene.ts';
import { AUTHOR_PHYSICS, HOME_PLACEMENT } from '#shared/avatar/scene-start.ts';
import { createCell } from '#shared/cell.ts';
import { StudioError } from '#shared/errors.ts';

/** Small in-memory implementations of the avatar's ports, with the rules that plugins can notice. */
export const hexId = (): string => randomBytes(16).toString('hex');

export const MIKA_ID = '1b2c3d4e5f60718293a4b5c6d7e8f901';
export const AOI_ID = 'a0a1a2a3a4a5a6a7a8a9aaabacadaeaf';
export const UNREAD_ID = 'c0c1c2c3c4c5c6c7c8c9cacbcccdcecf';

export const mikaDescription: ModelDescription = {
  ...emptyDescription,
  parameters: [
    { id: 'ParamAngleX', name: 'Angle X', min: -30, max: 30, default: 0 },
    { id: 'ParamMouthOpenY', name: 'Mouth', min: 0, max: 1, default: 0 },
  ],
  expressions: [
    {
      name: 'Cry',
      file: 'Cry.exp3.json',
      fadeIn: 0.5,
      fadeOut: 0.5,
      parameters: [{ id: 'ParamMouthOpenY', value: 0.8, blend: 'overwrite' }],
    },
    { name: 'Smile', file: 'Smile.exp3.json', fadeIn: 0.5, fadeOut: 0.5, parameters: [] },
  ],
  motions: [{ name: 'Wave', file: 'wave.motion3.json', group: '', duration: 2, loop: false }],
  meshes: [
    { id: 'D_HAIR_00', tags: ['hair', 'front'] },
    { id: 'D_HAIR_01', tags: ['hair', 'back'] },
    { id: 'D_FACE_00', tags: [] },
  ],
  physicsGroups: [
    { id: 'PhysicsSetting1', name: 'Hair front' },
    { id: 'PhysicsSetting2', name: '' },
  ],
  textures: { count: 2, largest: 2048 },
};

export function fakeModel(id: string, name: string, overrides: Partial<AvatarModel> = {}): AvatarModel {
  return {
    id,
    name,
    format: 'vrm',
    origin: 'imported',
    entry: `${name.toLowerCase()}.vrm`,
    url: `/files/key/models/${id}/${name.toLowerCase()}.vrm`,
    thumbnailUrl: `/files/key/models/${id}/icon.png?v=1`,
    bytes: 1000,
    addedAt: 0,
    meta: { author: '', licence: '', licenceUrl: '', contact: '', copyright: '', permissions: [] },
    description: mikaDescription,
    accepted: true,
    ...overrides,
  };
}

export const fakeFile = (fileName: string, kind: ItemFile['kind'] = 'image', frames = 0): ItemFile => ({
  fileName,
  kind,
  url: `/files/key/items/${fileName}`,
  frameUrls: Array.from({ length: frames }, (_, index) => `/files/key/items/${fileName}/${index}.png`),
  bytes: 100,
});

export interface FakeAvatar extends AvatarDesk {
  readonly tints: Map<string, Tint[]>;
  physics: unknown;
  values: Float32Array;
  /** Takes the avatar off the stage, as before the first one is loaded. */
  unload(): void;
  rename(name: string): void;
}

export function createFakeLibrary(): ModelLibrary {
  const models = createCell<readonly AvatarModel[]>([
    fakeModel(MIKA_ID, 'Mika'),
    fakeModel(AOI_ID, 'Aoi', { description: { ...mikaDescription, physicsGroups: [] } }),
    fakeModel(UNREAD_ID, 'Unread', { accepted: false }),
  ]);
  return { models, find: (id) => models.get().find((model) => model.id === id), learn: () => undefined };
}

export function createFakeAvatar(clock: Clock, models: ModelLibrary): FakeAvatar {
  const expressionsOf = (model: AvatarModel | undefined): readonly ExpressionState[] =>
    (model?.description.expressions ?? []).map(({ name, file }) => ({
      name,
      file,
      active: false,
      secondsLeft: undefined,
      held: false,
    }));
  const viewOf = (model: AvatarModel | undefined): AvatarView => ({
    model,
    loadedAt: clock.now(),
    loadMs: 321,
    placement: HOME_PLACEMENT,
    expressions: expressionsOf(model),
    motion: undefined,
    idleMotion: undefined,
    idlePlaylist: [],
  });
  const view = createCell<AvatarView>(viewOf(models.find(MIKA_ID)));
  const tints = new Map<string, Tint[]>();
  const desk: FakeAvatar = {
    view,
    tints,
    physics: undefined,
    values: new Float32Array([5, 0.25]),
    source() {
      throw new StudioError('internal', 'not used here');
    },
    scene: () => ({
      modelId: view.get().model?.id ?? MIKA_ID,
      expressions: [],
      tints: [],
      physics: { ...AUTHOR_PHYSICS, wind: 17, groups: [{ id: 'PhysicsSetting1', strength: 1.5, wind: 0.3 }] },
      idleMotion: null,
    }),
    load(modelId) {
      const model = models.find(modelId);
      if (model === undefined) return 'unknown';
      view.set(viewOf(model));
      return 'done';
    },
    move(target) {
      const before = view.get();
      if (before.model === undefined) return 'no-model';
      const placement: Placement = { ...before.placement };
      for (const key of ['x', 'y', 'rotation', 'size'] as const) placement[key] = target[key] ?? placement[key];
      view.set({ ...before, placement });
      return 'done';
    },
    setExpression(name, { active, seconds, held }) {
      const before = view.get();
      if (before.model === undefined) return 'no-model';
      if (!before.expressions.some((one) => one.name === name)) return 'unknown';
      const change = (one: ExpressionState): ExpressionState =>
        one.name === name ? { ...one, active: active === 'toggle' ? !one.active : active, secondsLeft: seconds, held } : one;
      view.set({ ...before, expressions: before.expressions.map(change) });
      return 'done';
    },
    clearExpressions: () => undefined,
    playMotion: () => 'done',
    setIdleMotion: () => 'done',
    setIdlePlaylist: () => 'done',
    tint(owner, tint) {
      tints.set(owner, [...(tints.get(owner) ?? []), tint]);
      return tint.meshes?.length ?? view.get().model?.description.meshes.length ?? 0;
    },
    setPhysics(physics) {
      desk.physics = physics;
    },
    parameterValues: () => desk.values,
    dropOwner: (owner) => void tints.delete(owner),
    close: () => undefined,
    unload: () => view.set(viewOf(undefined)),
    rename(name) {
      const { model } = view.get();
      if (model !== undefined) view.set({ ...view.get(), model: { ...model, name } });
    },
  };
  return desk;
}

const STANDARD: readonly (readonly [string, number, number])[] = [
  ['FacePositionX', -15, 15],
  ['FaceAngleX', -30, 30],
  ['FaceAngleY', -30, 30],
  ['FaceAngleZ', -90, 90],
  ['MouthSmile', 0, 1],
  ['MouthOpen', 0, 1],
  ['EyeOpenLeft', 0, 1],
  ['EyeOpenRight', 0, 1],
  ['HandLeftFound', 0, 1],
  ['HandRightFound', 0, 1],
];

export interface FakeBus extends ParameterBus {
  readonly injected: { session: string; owner: string; mode: string; values: readonly Injection[] }[];
  set(name: string, value: number): void;
}

/** One plugin at a time sets; nothing times out by itself here. */
export function createFakeBus(): FakeBus {
  const standard = new Map<string, InputParameter>(
    STANDARD.map(([name, min, max]) => [name, { name, addedBy: 'VTube Studio', min, max, default: 0, value: 0 }]),
  );
  const custom = new Map<string, InputParameter>();
  const holders = new Map<string, string>();
  const faces = new Map<string, boolean>();
  const find = (name: string): InputParameter | undefined => standard.get(name) ?? custom.get(name);
  const store = (parameter: InputParameter): void =>
    void (standard.has(parameter.name) ? standard : custom).set(parameter.name, parameter);
  const bus: FakeBus = {
    injected: [],
    list: () => ({ standard: [...standard.values()], own: [], custom: [...custom.values()] }),
    eachTick: () => () => undefined,
    hasten: () => undefined,
    value: find,
    create(owner, { name, min, max, default: defaultValue }) {
      if (standard.has(name)) return 'standard';
      const known = custom.get(name);
      if (known !== undefined && known.addedBy !== owner) return 'taken';
      const mine = [...custom.values()].filter((one) => one.addedBy === owner).length;
      if (known === undefined && mine >= 100) return 'owner-limit';
      if (known === undefined && custom.size >= 300) return 'total-limit';
      custom.set(name, { name, addedBy: owner, min, max, default: defaultValue, value: known?.value ?? defaultValue });
      return undefined;
    },
    remove(owner, name) {
      if (standard.has(name)) return 'standard';
      const known = custom.get(name);
      if (known === undefined) return 'unknown';
      if (known.addedBy !== owner) return 'other-owner';
      custom.delete(name);
      return undefined;
    },
    removeAllOf(owner) {
      for (const [name, parameter] of custom) if (parameter.addedBy === owner) custom.delete(name);
    },
    inject({ session, owner }, mode, values) {
      for (const { id } of values) {
        if (find(id) === undefined) return { problem: 'unknown-parameter', id };
        const holder = holders.get(id);
        if (mode === 'set' && holder !== undefined && holder !== session) return { problem: 'taken', id };
      }
      for (const { id, value, weight } of values) {
        const known = find(id);
        if (known === undefined) continue;
        if (mode === 'set') holders.set(id, session);
        store({ ...known, value: mode === 'set' ? known.value * (1 - weight) + value * weight : known.value + value });
      }
      bus.injected.push({ session, owner, mode, values });
      return undefined;
    },
    faceFound: () => [...faces.values()].some((found) => found),
    setFaceFound: (session, found) => void faces.set(session, found),
    fade: () => undefined,
    drop(session) {
      for (const [id, holder] of holders) if (holder === session) holders.delete(id);
      faces.delete(session);
    },
    setModel: () => undefined,
    close: () => undefined,
    set(name, value) {
      const known = find(name);
      if (known !== undefined) store({ ...known, value });
    },
  };
  return bus;
}

export type FakeItems = ItemDesk & { readonly dropped: string[] };
type Owned = ReturnType<ItemDesk['items']['get']>[number];

export function createFakeItems(): FakeItems {
  const files = createCell<readonly ItemFile[]>([
    fakeFile('hat.png'),
    fakeFile('photo.jpg'),
    fakeFile('spin.gif', 'animation'),
    fakeFile('ANIM_headpat', 'frames', 7),
    fakeFile('sword.glb', 'model3d'),
  ]);
  const items = createCell<readonly Owned[]>([]);
  const make = (file: ItemFile, owner: string, options: Parameters<ItemDesk['load']>[2]): Item | 'full' | 'order-taken' => {
    if (items.get().length >= ITEM_LIMITS.loaded) return 'full';
    const order = options.order ?? 1;
    if (options.failIfOrderTaken && items.get().some((item) => item.order === order)) return 'order-taken';
    const { goesWithOwner, failIfOrderTaken: _, playback, ...looks } = options;
    const item: Item = {
      instanceId: hexId(),
      file,
      x: 0,
      y: 0,
      size: 0.32,
      rotation: 0,
      flipped: false,
      opacity: 1,
      brightness: 1,
      locked: false,
      pin: null,
      glide: 0,
      easing: 'linear',
      ...definedOf(looks),
      order,
      playback: { playing: true, frameRate: null, frame: null, stopAt: [], ...definedOf(playback ?? {}) },
    };
    items.set([...items.get(), { ...item, owner, goesWithOwner }]);
    return item;
  };
  const remove = (isGone: (item: Owned) => boolean): readonly Item[] => {
    const gone = items.get().filter(isGone);
    if (gone.length > 0) items.set(items.get().filter((item) => !isGone(item)));
    return gone;
  };
  const desk: FakeItems = {
    files,
    items,
    dropped: [],
    load(owner, fileName, options) {
      const file = files.get().find((one) => one.fileName === fileName);
      return file === undefined ? 'unknown-file' : make(file, owner, options);
    },
    async loadCustom(owner, fileName, _bytes, options) {
      const stored = fakeFile(`api-${hexId().slice(0, 8)}-${fileName}`, fileName.endsWith('.gif') ? 'animation' : 'image');
      files.set([...files.get(), stored]);
      return make(stored, owner, { ...options, failIfOrderTaken: false });
    },
    unload: (ids) => remove(({ instanceId }) => ids.includes(instanceId)),
    unloadAllOf: (owner) => remove((item) => item.owner === owner),
    change(instanceId, { playback, ...change }) {
      let found: Item | undefined;
      items.set(
        items.get().map((item) => {
          if (item.instanceId !== instanceId) return item;
          const changed: Owned = {
            ...item,
            ...definedOf(change),
            playback: { ...item.playback, ...definedOf(playback ?? {}) },
          };
          found = changed;
          return changed;
        }),
      );
      return found;
    },
    throwAt: () => 'done',
    onThrow: () => () => undefined,
    dropOwner(owner) {
      desk.dropped.push(owner);
      remove((item) => item.owner === owner && item.goesWithOwner);
    },
    close: () => undefined,
  };
  return desk;
}

/** Without what was set to undefined. */
function definedOf<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

export const HOTKEY = {
  cry: '8f1d0c7e2b6a4d3f9e5c1a0b7d8e6f24',
  wave: '8f1d0c7e2b6a4d3f9e5c1a0b7d8e6f25',
  off: '8f1d0c7e2b6a4d3f9e5c1a0b7d8e6f26',
  global: '8f1d0c7e2b6a4d3f9e5c1a0b7d8e6f27',
} as const;

export function fakeBinding(id: string, name: string, overrides: Partial<Binding> = {}): Binding {
  return {
    id,
    name,
    modelId: MIKA_ID,
    enabled: true,
    triggers: [{ type: 'key', accelerator: 'CommandOrControl+1', global: true }],
    actions: [{ delay: 0, action: { type: 'expression', name, mode: 'toggle', seconds: 0, fade: null, group: '' } }],
    cooldown: 0,
    ...overrides,
  };
}

export interface FakeBindings extends BindingDesk {
  readonly fired: Fired[];
  answer: ReturnType<BindingDesk['fire']>;
}

export function createFakeBindings(clock: Clock, avatar: AvatarDesk): FakeBindings {
  const listeners = new Set<(fired: Fired) => void>();
  const bindings = createCell<readonly Binding[]>([
    fakeBinding(HOTKEY.cry, 'Cry', { triggers: [{ type: 'button', slot: 3 }] }),
    fakeBinding(HOTKEY.wave, 'Wave hand', {
      actions: [{ delay: 0, action: { type: 'motion', name: 'Wave', loop: false } }],
    }),
    fakeBinding(HOTKEY.off, 'Switched off', { enabled: false }),
    fakeBinding(HOTKEY.global, 'All gone', { modelId: null, actions: [{ delay: 0, action: { type: 'clear-items' } }] }),
  ]);
  const desk: FakeBindings = {
    fired: [],
    answer: 'done',
    bindings,
    current: () => bindings.get().filter(({ modelId }) => modelId === null || modelId === avatar.view.get().model?.id),
    fire(id, by) {
      const binding = bindings.get().find((one) => one.id === id);
      if (binding === undefined) return 'unknown';
      if (desk.answer !== 'done') return desk.answer;
      const fired: Fired = { binding, by, at: clock.now() };
      desk.fired.push(fired);
      for (const listener of listeners) listener(fired);
      return 'done';
    },
    release: () => undefined,
    onFired(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => undefined,
  };
  return desk;
}

export interface FakeStage extends StageReports {
  size: StageWindow | undefined;
  touch(touch: Partial<StageTouch>): void;
  outline(outline: StageOutline): void;
  motion(motion: StageMotion): void;
  /** How many listen to the outline now. */
  outlineListeners(): number;
}

export function createFakeStage(): FakeStage {
  const touches = new Set<(touch: StageTouch) => void>();
  const outlines = new Set<(outline: StageOutline) => void>();
  const motions = new Set<(motion: StageMotion) => void>();
  const on =
    <T>(set: Set<(value: T) => void>) =>
    (listener: (value: T) => void) => {
      set.add(listener);
      return () => set.delete(listener);
    };
  const stage: FakeStage = {
    size: { width: 1920, height: 1080, fullscreen: false, framesPerSecond: 59.6 },
    window: () => stage.size,
    onTouch: on(touches),
    onOutline: on(outlines),
    onMotion: on(motions),
    touch(touch) {
      const windowSize = { x: 1920, y: 1080 };
      for (const listener of touches)
        listener({ x: 0, y: 0, button: 0, part: null, meshes: [], itemId: null, windowSize, ...touch });
    },
    outline(outline) {
      for (const listener of outlines) listener(outline);
    },
    motion(motion) {
      for (const listener of motions) listener(motion);
    },
    outlineListeners: () => outlines.size,
  };
  return stage;
}

/** All ports of the avatar side, connected with each other. */
export function createAvatarPorts(clock: Clock) {
  const models = createFakeLibrary();
  const avatar = createFakeAvatar(clock, models);
  return {
    models,
    avatar,
    bus: createFakeBus(),
    items: createFakeItems(),
    bindings: createFakeBindings(clock, avatar),
    stage: createFakeStage(),
  };
}
export type AvatarPorts = ReturnType<typeof createAvatarPorts>;
