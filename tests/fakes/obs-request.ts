import type { Json } from './obs-kinds.ts';
import { type FakeFilter, type FakeItem, type FakeScene, type FakeSource, ObsRefusal, type ObsWorld } from './obs-world.ts';

/** Bits of EventSubscription, by their names in the protocol. */
export const INTENT = {
  general: 1,
  config: 2,
  scenes: 4,
  inputs: 8,
  transitions: 16,
  filters: 32,
  outputs: 64,
  sceneItems: 128,
  mediaInputs: 256,
  vendors: 512,
  ui: 1024,
  volumeMeters: 1 << 16,
  active: 1 << 17,
  show: 1 << 18,
  transforms: 1 << 19,
} as const;

/** One request: what it brought, the world, and how events are sent. */
export interface ObsRequestContext {
  readonly world: ObsWorld;
  readonly data: Json;
  /** From 5.4 on everything has a uuid beside its name. */
  readonly hasUuids: boolean;
  emit(intent: number, type: string, data: Json): void;
  /** Runs after the answer was sent, as OBS does what takes a frame or a transition. */
  later(task: () => void): void;
  /** A path below the folder of recordings. */
  recording(name: string): string;
}
export type ObsHandler = (request: ObsRequestContext) => Json | undefined;
/** Handlers by request; `since` is the version of obs-websocket that brought it, 5.0.0 where it is missing. */
export type ObsHandlers = Readonly<Record<string, ObsHandler>>;

export function text({ data }: ObsRequestContext, name: string, { mayBeEmpty = false } = {}): string {
  const value = data[name];
  if (value === undefined || value === null) throw new ObsRefusal(300, `Your request is missing the \`${name}\` field.`);
  if (typeof value !== 'string') throw new ObsRefusal(401, `The field value of \`${name}\` must be a string.`);
  if (value === '' && !mayBeEmpty) throw new ObsRefusal(403, `The field value of \`${name}\` must not be empty.`);
  return value;
}

export function flag({ data }: ObsRequestContext, name: string): boolean {
  const value = data[name];
  if (value === undefined || value === null) throw new ObsRefusal(300, `Your request is missing the \`${name}\` field.`);
  if (typeof value !== 'boolean') throw new ObsRefusal(401, `The field value of \`${name}\` must be boolean.`);
  return value;
}

export function number({ data }: ObsRequestContext, name: string, least = -Infinity, most = Infinity): number {
  const value = data[name];
  if (value === undefined || value === null) throw new ObsRefusal(300, `Your request is missing the \`${name}\` field.`);
  if (typeof value !== 'number') throw new ObsRefusal(401, `The field value of \`${name}\` must be a number.`);
  if (value < least) throw new ObsRefusal(402, `The field value of \`${name}\` is below the minimum of \`${least.toFixed(6)}\``);
  if (value > most) throw new ObsRefusal(402, `The field value of \`${name}\` is above the maximum of \`${most.toFixed(6)}\``);
  return value;
}

export function object({ data }: ObsRequestContext, name: string, { mayBeEmpty = true } = {}): Json {
  const value = data[name];
  if (value === undefined || value === null) throw new ObsRefusal(300, `Your request is missing the \`${name}\` field.`);
  if (typeof value !== 'object') throw new ObsRefusal(401, `The field value of \`${name}\` must be an object.`);
  if (!mayBeEmpty && Object.keys(value).length === 0)
    throw new ObsRefusal(403, `The field value of \`${name}\` must not be empty.`);
  return value as Json;
}

export function has({ data }: ObsRequestContext, name: string): boolean {
  return data[name] !== undefined && data[name] !== null;
}

/** Name and, where this OBS has them, uuid. */
export function named(request: ObsRequestContext, key: string, source: FakeSource): Json {
  return request.hasUuids ? { [`${key}Name`]: source.name, [`${key}Uuid`]: source.uuid } : { [`${key}Name`]: source.name };
}

export function anySource(request: ObsRequestContext, key = 'source'): FakeSource {
  const { world } = request;
  const all = [...world.scenes, ...world.groups].map((scene) => scene.source).concat(world.inputs);
  const byUuid = request.hasUuids ? request.data[`${key}Uuid`] : undefined;
  if (typeof byUuid === 'string')
    return found(
      all.find((source) => source.uuid === byUuid),
      byUuid,
    );
  const name = text(request, `${key}Name`);
  return found(
    all.find((source) => source.name === name),
    name,
  );
}

function found(source: FakeSource | undefined, name: string): FakeSource {
  if (source === undefined) throw new ObsRefusal(600, `No source was found by the name of \`${name}\`.`);
  return source;
}

export function input(request: ObsRequestContext): FakeSource {
  const source = anySource(request, 'input');
  if (!request.world.inputs.includes(source)) throw new ObsRefusal(602, 'The specified source is not an input.');
  return source;
}

export function soundingInput(request: ObsRequestContext): FakeSource {
  const source = input(request);
  if (request.world.kinds.get(source.kind)?.sounds !== true)
    throw new ObsRefusal(604, 'The specified input does not support audio.');
  return source;
}

/** `groupsToo`: where the protocol takes a group in place of a scene. */
export function scene(request: ObsRequestContext, { groupsToo = false } = {}): FakeScene {
  const source = anySource(request, 'scene');
  const { scenes, groups } = request.world;
  const one = scenes.find((each) => each.source === source);
  if (one !== undefined) return one;
  const group = groups.find((each) => each.source === source);
  if (group === undefined) throw new ObsRefusal(602, 'The specified source is not a scene.');
  if (!groupsToo) throw new ObsRefusal(602, 'The specified source is not a scene. (Is group)');
  return group;
}

export function item(request: ObsRequestContext): { readonly scene: FakeScene; readonly item: FakeItem } {
  const one = scene(request, { groupsToo: true });
  const id = number(request, 'sceneItemId', 0);
  const found = one.items.find((each) => each.id === id);
  if (found === undefined)
    throw new ObsRefusal(600, `No scene items were found in scene \`${one.source.name}\` with the ID \`${id}\`.`);
  return { scene: one, item: found };
}

export function filter(request: ObsRequestContext): { readonly source: FakeSource; readonly filter: FakeFilter } {
  const source = anySource(request);
  const name = text(request, 'filterName');
  const one = source.filters.find((each) => each.name === name);
  if (one === undefined)
    throw new ObsRefusal(600, `No filter was found in the source \`${source.name}\` with the name \`${name}\`.`);
  return { source, filter: one };
}
