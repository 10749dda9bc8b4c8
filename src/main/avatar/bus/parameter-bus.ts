import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { OWN_INPUTS, STANDARD_INPUTS, STANDARD_OWNER, STUDIO_OWNER } from '#shared/avatar/input-parameters.ts';
import { createRowLife } from '#shared/avatar/mapping.ts';
import type { InputParameter } from '#shared/avatar/parameters.ts';
import { createCell } from '#shared/cell.ts';
import { StudioError } from '#shared/errors.ts';
import type { HealthReport } from '#shared/health.ts';
import type { BusSource, Injection, MeasuredBus } from '../parameter-bus.types.ts';
import { createCustomParameters } from './custom-parameters.ts';
import { coverFallback, createFallbacks } from './input-fallback.ts';
import {
  advanceSlot,
  createInputSlot,
  hasHolds,
  type InputSlot,
  isLive,
  isTaken,
  KEEP_ALIVE_MS,
  releaseSlot,
  reportedValue,
  type SourceSession,
  writeSlot,
} from './input-slot.ts';
import { createMappingTable, type MappingTable, type TableMessage } from './mapping-table.ts';

/** Takes what the stages need. The bytes belong to the bus and are written anew for the next frame: send or copy them before returning. */
export interface FrameSink {
  table(message: TableMessage): void;
  frame(bytes: Uint8Array): void;
}

export interface ParameterBusOptions {
  /** custom-parameters.json */
  readonly file: string;
  readonly sink: FrameSink;
  /** 0…1, for blinks and breath. */
  readonly random: () => number;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly report: (health: HealthReport) => void;
}

const TICK_MS = 1000 / 60;
/** What comes newly waits for no beat, but two ticks are never closer than this. */
const CLOSEST_MS = 5;
/** A picture is spoken of for so long; then nobody is tracked any more. */
const PICTURE_KEPT_MS = 500;
/** A pause of the whole process counts as no more than this, in seconds. */
const LONGEST_STEP = 0.25;

export function createParameterBus(options: ParameterBusOptions): MeasuredBus {
  const { clock, sink } = options;
  const custom = createCustomParameters(options);
  const slots = new Map<string, InputSlot>([
    ...STANDARD_INPUTS.map((input) => [input.name, createInputSlot(input.name, STANDARD_OWNER, input)] as const),
    ...OWN_INPUTS.map((input) => [input.name, createInputSlot(input.name, STUDIO_OWNER, input)] as const),
  ]);
  const fallbacks = createFallbacks((name) => slots.get(name));
  const sessions = new Map<string, SourceSession>();
  /** Slots with holds, and sessions whose fade is under way: all that a tick looks at. */
  const moving: InputSlot[] = [];
  const fading: SourceSession[] = [];
  const faces = new Map<string, number>();
  const conductors = new Set<(nowMs: number) => void>();
  const life = createRowLife(options.random);
  const inputsRevision = createCell(0);
  let table: MappingTable | undefined;
  let tables = 0;
  let sequence = 0;
  let dueAt = 0;
  let steppedAt = 0;
  let pictureMs = 0;
  let pictureCameAt = Number.NEGATIVE_INFINITY;
  let ticking = false;
  let cancelTick: (() => void) | undefined;
  let closed = false;

  for (const made of custom.list()) takeUp(made.name, made.owner, made);

  const find = (name: string): InputSlot | undefined => slots.get(name);
  const sessionOf = (id: string, owner: string): SourceSession => {
    const known = sessions.get(id);
    if (known !== undefined) {
      if (owner !== '') known.owner = owner;
      return known;
    }
    const session = { id, owner, fade: 1, fadeTarget: 1, fadeRate: 0 };
    sessions.set(id, session);
    return session;
  };

  function wake(): void {
    if (ticking || closed) return;
    ticking = true;
    dueAt = clock.now();
    steppedAt = dueAt - TICK_MS;
    cancelTick = clock.after(0, tick);
  }

  /** Keeps to the beat: a late tick does not shift those after it, unless the process stood still. */
  function schedule(now: number): void {
    dueAt += TICK_MS;
    if (now - dueAt > 4 * TICK_MS) dueAt = now;
    cancelTick = clock.after(Math.max(0, dueAt - now), tick);
  }

  function tick(): void {
    const now = clock.now();
    const dt = Math.min(LONGEST_STEP, Math.max(0, now - steppedAt) / 1000);
    steppedAt = now;
    for (const conduct of conductors) conduct(now);
    for (let at = 0; at < fading.length; at += 1) stepFade(fading[at], dt);
    dropDone(fading, isFadeDone);
    for (let at = 0; at < moving.length; at += 1) {
      const slot = moving[at];
      if (slot !== undefined) advanceSlot(slot, now, dt);
    }
    dropDone(moving, isStill);
    for (let at = 0; at < fallbacks.length; at += 1) coverFallback(fallbacks[at]);
    const rests = moving.length === 0 && fading.length === 0 && conductors.size === 0 && table?.autonomous !== true;
    if (table !== undefined) {
      life.advance(dt);
      // At rest this writes weights of nothing: the goodbye.
      table.evaluate(dt, life);
      sequence += 1;
      table.writer.stamp(sequence, now, now - pictureCameAt > PICTURE_KEPT_MS ? 0 : pictureMs);
      sink.frame(table.writer.bytes);
    }
    if (rests) fallAsleep();
    else schedule(now);
  }

  function fallAsleep(): void {
    ticking = false;
    // Whoever comes back is known again by its first word; only a fade that holds must be kept.
    for (const session of sessions.values()) if (session.fade === 1) sessions.delete(session.id);
  }

  function remember(slot: InputSlot): void {
    if (!moving.includes(slot)) moving.push(slot);
    wake();
  }

  function parameterOf(slot: InputSlot, now: number): InputParameter {
    const { name, addedBy, min, max } = slot;
    return { name, addedBy, min, max, default: slot.default, value: reportedValue(slot, now) };
  }

  function forgetSlot(name: string): void {
    const slot = slots.get(name);
    const own = OWN_INPUTS.find((input) => input.name === name);
    if (slot !== undefined) releaseSlot(slot, undefined);
    if (own === undefined) slots.delete(name);
    else takeUp(name, STUDIO_OWNER, own);
  }

  /** A plugin may make a parameter that is called as one of ours: it is theirs until they delete it, and stays the same place. */
  function takeUp(name: string, addedBy: string, { min, max, default: rest }: Pick<InputSlot, 'min' | 'max' | 'default'>): void {
    const slot = slots.get(name);
    if (slot === undefined) slots.set(name, createInputSlot(name, addedBy, { min, max, default: rest }));
    else Object.assign(slot, { addedBy, min, max, default: rest });
  }

  function inputsChanged(): void {
    table?.bind(find);
    inputsRevision.set(inputsRevision.get() + 1);
  }

  return {
    inputsRevision,
    list() {
      const now = clock.now();
      const all = [...slots.values()].map((slot) => parameterOf(slot, now));
      return {
        standard: all.filter(({ addedBy }) => addedBy === STANDARD_OWNER),
        own: all.filter(({ addedBy }) => addedBy === STUDIO_OWNER),
        custom: all.filter(({ addedBy }) => addedBy !== STANDARD_OWNER && addedBy !== STUDIO_OWNER),
      };
    },
    value(name) {
      const slot = slots.get(name);
      return slot === undefined ? undefined : parameterOf(slot, clock.now());
    },
    create(owner, parameter) {
      const problem = owner === STANDARD_OWNER || owner === STUDIO_OWNER ? 'standard' : custom.create(owner, parameter);
      if (problem !== undefined) return problem;
      takeUp(parameter.name, owner, parameter);
      inputsChanged();
      return undefined;
    },
    remove(owner, name) {
      const problem = custom.remove(owner, name);
      if (problem !== undefined) return problem;
      forgetSlot(name);
      inputsChanged();
      return undefined;
    },
    removeAllOf(owner) {
      const gone = custom.removeAllOf(owner);
      for (const name of gone) forgetSlot(name);
      if (gone.length > 0) inputsChanged();
    },
    inject(source, mode, values) {
      const now = clock.now();
      const session = sessionOf(source.session, source.owner);
      for (const { id, value, weight } of values) {
        if (!Number.isFinite(value) || !(weight >= 0 && weight <= 1)) throw senselessValue(id, value, weight);
        const slot = slots.get(id);
        if (slot === undefined) return { problem: 'unknown-parameter', id };
        if (mode === 'set' && isTaken(slot, session, source.priority, now)) return { problem: 'taken', id };
      }
      for (const { id, value, weight } of values) {
        const slot = slots.get(id);
        if (slot === undefined) continue;
        writeSlot(slot, { session, mode, priority: source.priority }, value, weight, now);
        remember(slot);
      }
      return undefined;
    },
    faceFound() {
      const now = clock.now();
      for (const at of faces.values()) if (now - at <= KEEP_ALIVE_MS) return true;
      return false;
    },
    setFaceFound(session, found) {
      if (found) faces.set(session, clock.now());
      else faces.delete(session);
    },
    fade(id, weight, seconds) {
      const session = sessionOf(id, '');
      session.fadeTarget = Math.min(1, Math.max(0, weight));
      if (seconds > 0) session.fadeRate = Math.abs(session.fadeTarget - session.fade) / seconds;
      else session.fade = session.fadeTarget;
      if (!fading.includes(session)) fading.push(session);
      wake();
    },
    drop(id) {
      const session = sessions.get(id);
      faces.delete(id);
      sessions.delete(id);
      if (session === undefined) return;
      for (const slot of moving) releaseSlot(slot, session);
    },
    hasten(nextPictureMs) {
      pictureMs = nextPictureMs;
      pictureCameAt = clock.now();
      // Its beat is near anyway, or it was hastened by another source.
      if (!ticking || dueAt <= pictureCameAt + 1) return;
      dueAt = Math.max(pictureCameAt, steppedAt + CLOSEST_MS);
      cancelTick?.();
      cancelTick = clock.after(dueAt - pictureCameAt, tick);
    },
    setModel(modelId, parameters, mapping) {
      tables += 1;
      table = createMappingTable({ table: tables, modelId, parameters, mapping, find, before: table });
      sink.table(table.message);
      wake();
    },
    eachTick(listener) {
      conductors.add(listener);
      wake();
      return () => void conductors.delete(listener);
    },
    eachMoving(visit) {
      for (const slot of moving) if (slot.presence > 0.5) visit(slot, slot.raw);
    },
    meters: () => (ticking ? (table?.meters() ?? []) : []),
    sources: () => sourcesOf(moving, clock.now()),
    close() {
      closed = true;
      conductors.clear();
      cancelTick?.();
      return custom.close();
    },
  };
}

function stepFade(session: SourceSession | undefined, dt: number): void {
  if (session === undefined || session.fade === session.fadeTarget) return;
  const left = session.fadeTarget - session.fade;
  const step = Math.min(Math.abs(left), session.fadeRate * dt);
  session.fade = Math.abs(left) <= step ? session.fadeTarget : session.fade + Math.sign(left) * step;
}
const isFadeDone = (session: SourceSession): boolean => session.fade === session.fadeTarget;
const isStill = (slot: InputSlot): boolean => !hasHolds(slot);

/** Takes out what is done, in place. */
function dropDone<T>(list: T[], isDone: (one: T) => boolean): void {
  let kept = 0;
  for (let at = 0; at < list.length; at += 1) {
    const one = list[at];
    if (one === undefined || isDone(one)) continue;
    list[kept] = one;
    kept += 1;
  }
  list.length = kept;
}

/** Who moves something now, the strongest first. */
function sourcesOf(moving: readonly InputSlot[], now: number): readonly BusSource[] {
  const sources = new Map<string, { owner: string; priority: number; parameters: number }>();
  for (const { holds } of moving) {
    for (const hold of holds) {
      if (!isLive(hold, now)) continue;
      const key = `${hold.priority} ${hold.session.owner}`;
      const source = sources.get(key) ?? { owner: hold.session.owner, priority: hold.priority, parameters: 0 };
      source.parameters += 1;
      sources.set(key, source);
    }
  }
  return [...sources.values()].sort((a, b) => b.priority - a.priority || a.owner.localeCompare(b.owner));
}

function senselessValue(id: string, value: number, weight: Injection['weight']): StudioError {
  return new StudioError(
    'invalid-input',
    `Parameter ${id} cannot be ${value} with weight ${weight}: send a finite value and a weight of 0 to 1.`,
  );
}
