import { randomUUID } from 'node:crypto';
import { INPUT_KINDS, type InputKind, type Json } from './obs-kinds.ts';

/** A request that OBS refuses: a status code of the protocol and OBS's own words. */
export class ObsRefusal extends Error {
  constructor(
    readonly code: number,
    comment = '',
  ) {
    super(comment);
  }
}

export interface FakeFilter {
  name: string;
  kind: string;
  enabled: boolean;
  settings: Json;
}
export interface FakeSource {
  name: string;
  readonly uuid: string;
  /** 'scene', 'group' or the kind of an input. */
  readonly kind: string;
  settings: Json;
  privateSettings: Json;
  filters: FakeFilter[];
  /** Inputs that can sound. */
  muted: boolean;
  volumeDb: number;
  balance: number;
  syncOffsetMs: number;
  monitor: string;
  tracks: Record<string, boolean>;
  /** OBS_MEDIA_STATE_… */
  media: string;
}
export interface FakeItem {
  readonly id: number;
  readonly source: FakeSource;
  enabled: boolean;
  locked: boolean;
  blend: string;
  transform: Json;
}
/** A scene or a group: what is in it from back to front. */
export interface FakeScene {
  readonly source: FakeSource;
  items: FakeItem[];
  nextItemId: number;
  transition: { readonly name: string | null; readonly durationMs: number | null };
}
export interface FakeOutput {
  state: 'stopped' | 'active' | 'paused';
  path: string;
}

/** What a fake OBS holds. Tests may look at it and change it; requests go the way of the protocol. */
export interface ObsWorld {
  canvas: { width: number; height: number; framesPerSecond: number };
  /** From top to bottom as OBS's window lists them. */
  scenes: FakeScene[];
  groups: FakeScene[];
  inputs: FakeSource[];
  programScene: string;
  previewScene: string | undefined;
  transitions: { name: string; kind: string; fixed: boolean }[];
  transition: string;
  transitionMs: number;
  collections: string[];
  collection: string;
  /** Scenes and inputs of the collections that are not current. */
  readonly shelved: Map<string, { scenes: FakeScene[]; groups: FakeScene[]; inputs: FakeSource[]; programScene: string }>;
  readonly outputs: {
    stream: FakeOutput;
    record: FakeOutput;
    replay: FakeOutput | undefined;
    virtualCamera: FakeOutput | undefined;
  };
  specialInputs: Record<string, string | null>;
  /** Kinds that this OBS can make. */
  readonly kinds: Map<string, InputKind>;
  readonly hotkeys: string[];
  /** Open windows, as lists of properties name them. */
  readonly windows: { itemName: string; itemValue: string; itemEnabled: boolean }[];
}

export function newSource(name: string, kind: string, settings: Json = {}): FakeSource {
  return {
    name,
    uuid: randomUUID(),
    kind,
    settings: { ...settings },
    privateSettings: {},
    filters: [],
    muted: false,
    volumeDb: 0,
    balance: 0.5,
    syncOffsetMs: 0,
    monitor: 'OBS_MONITORING_TYPE_NONE',
    tracks: { '1': true, '2': true, '3': true, '4': true, '5': true, '6': true },
    media: 'OBS_MEDIA_STATE_NONE',
  };
}

export function newScene(name: string, kind: 'scene' | 'group' = 'scene'): FakeScene {
  return { source: newSource(name, kind), items: [], nextItemId: 1, transition: { name: null, durationMs: null } };
}

export function addItem(scene: FakeScene, source: FakeSource, enabled = true): FakeItem {
  const item: FakeItem = {
    id: scene.nextItemId,
    source,
    enabled,
    locked: false,
    blend: 'OBS_BLEND_NORMAL',
    transform: {
      alignment: 5,
      boundsAlignment: 0,
      boundsHeight: 0,
      boundsType: 'OBS_BOUNDS_NONE',
      boundsWidth: 0,
      cropBottom: 0,
      cropLeft: 0,
      cropRight: 0,
      cropTop: 0,
      positionX: 0,
      positionY: 0,
      rotation: 0,
      scaleX: 1,
      scaleY: 1,
    },
  };
  scene.nextItemId += 1;
  scene.items.push(item);
  return item;
}

/** An untouched OBS with four scenes, each with one coloured input, as a streamer might have them. */
export function createObsWorld(): ObsWorld {
  const names = ['Starting', 'Main', 'Be Right Back', 'Ending'];
  const inputs = names.map((name) => newSource(`${name} fill`, 'color_source_v3', { width: 640, height: 360 }));
  const scenes = names.map((name, at) => {
    const scene = newScene(name);
    const fill = inputs[at];
    if (fill !== undefined) addItem(scene, fill);
    return scene;
  });
  return {
    canvas: { width: 640, height: 360, framesPerSecond: 10 },
    scenes,
    groups: [],
    inputs,
    programScene: 'Starting',
    previewScene: undefined,
    transitions: [
      { name: 'Cut', kind: 'cut_transition', fixed: true },
      { name: 'Fade', kind: 'fade_transition', fixed: false },
    ],
    transition: 'Cut',
    transitionMs: 300,
    collections: ['Test'],
    collection: 'Test',
    shelved: new Map(),
    outputs: {
      stream: { state: 'stopped', path: '' },
      record: { state: 'stopped', path: '' },
      replay: { state: 'stopped', path: '' },
      virtualCamera: undefined,
    },
    specialInputs: { desktop1: null, desktop2: null, mic1: null, mic2: null, mic3: null, mic4: null },
    kinds: new Map(Object.entries(INPUT_KINDS)),
    hotkeys: ['OBSBasic.StartRecording', 'OBSBasic.StopRecording', 'libobs.mute'],
    windows: [],
  };
}

/** Size in the canvas of what an item shows, as OBS reports it beside what was set. */
export function transformOf(item: FakeItem, world: ObsWorld): Json {
  const size = sizeOf(item.source, world);
  const value = (name: string): number => Number(item.transform[name] ?? 0);
  const bounded = item.transform.boundsType !== 'OBS_BOUNDS_NONE';
  const width = Math.max(0, size.width - value('cropLeft') - value('cropRight')) * value('scaleX');
  const height = Math.max(0, size.height - value('cropTop') - value('cropBottom')) * value('scaleY');
  return {
    ...item.transform,
    sourceWidth: size.width,
    sourceHeight: size.height,
    width: bounded && width > 0 ? value('boundsWidth') : width,
    height: bounded && height > 0 ? value('boundsHeight') : height,
  };
}

export function sizeOf(source: FakeSource, world: ObsWorld): { readonly width: number; readonly height: number } {
  if (source.kind === 'scene' || source.kind === 'group') return { width: world.canvas.width, height: world.canvas.height };
  const kind = world.kinds.get(source.kind) ?? INPUT_KINDS[source.kind];
  return kind === undefined ? { width: 0, height: 0 } : kind.size({ ...kind.defaults, ...source.settings });
}
