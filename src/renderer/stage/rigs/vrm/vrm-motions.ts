import type { ModelMotion } from '#shared/avatar/model.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import type { Moment } from '../../layers/moment.ts';
import type { MotionEvent } from '../rig.ts';
import type { HumanoidBones } from './humanoid-bones.ts';
import type { MotionClip } from './motion-clip.ts';

/**
 * Motions in two layers: an idle motion that loops beneath the pose, and one that plays over everything. Each layer fades from what it showed to what it
 * shall show; a motion that has ended fades to what lies below.
 */
export interface VrmMotions {
  /** Idle motion's share of the body, 0…1: one number, as of the last update. In an array, for a number that is returned is boxed. */
  readonly idleWeight: Float64Array;
  play(name: string, loop: boolean): boolean;
  stop(): void;
  setIdle(name: string | null): void;
  onEvent(listener: (event: MotionEvent) => void): void;
  /** Moves time on. Once a frame, before the others. */
  update(moment: Moment): void;
  blendIdleBones(bones: HumanoidBones): void;
  raiseIdleValues(values: Float32Array): void;
  blendValues(values: Float32Array): void;
  blendBones(bones: HumanoidBones): void;
  dispose(): void;
}

export interface VrmMotionsOptions {
  readonly list: readonly ModelMotion[];
  readonly load: (motion: ModelMotion, signal: AbortSignal) => Promise<MotionClip>;
}

/** A motion that is shown, or that fades. */
interface Playing {
  readonly motion: ModelMotion;
  readonly clip: MotionClip;
  readonly loop: boolean;
  /** Seconds since its beginning. */
  time: number;
  weight: number;
  /** It goes to nothing and is forgotten there. */
  leaving: boolean;
}
interface Layer {
  readonly idle: boolean;
  /** From the oldest to the newest; each covers those before it. */
  readonly playing: Playing[];
  /** The motion asked for last, while its file loads or it plays. */
  wanted: string | null;
}

const FADE_SECONDS = 0.35;
const IDLE_FADE_SECONDS = 0.8;
/** More than these never fade at once; the oldest is dropped. */
const MOST_FADING = 4;

export function createVrmMotions({ list, load }: VrmMotionsOptions): VrmMotions {
  const clips = new Map<string, Promise<MotionClip>>();
  const disposed = new AbortController();
  const over: Layer = { idle: false, playing: [], wanted: null };
  const beneath: Layer = { idle: true, playing: [], wanted: null };
  const idleWeight = new Float64Array(1);
  let listener: (event: MotionEvent) => void = () => {};

  const tell = (layer: Layer, { name }: ModelMotion, state: MotionEvent['state'], duration: number): void =>
    listener({ name, state, idle: layer.idle, duration });

  function clipOf(motion: ModelMotion): Promise<MotionClip> {
    const known = clips.get(motion.name) ?? load(motion, disposed.signal);
    clips.set(motion.name, known);
    // A file that failed is asked for anew the next time.
    known.catch(() => clips.delete(motion.name));
    return known;
  }

  function leave(layer: Layer): void {
    for (const one of layer.playing)
      if (!one.leaving) {
        one.leaving = true;
        tell(layer, one.motion, 'end', one.clip.duration);
      }
  }

  function begin(layer: Layer, motion: ModelMotion, clip: MotionClip, loop: boolean): void {
    leave(layer);
    if (layer.playing.length >= MOST_FADING) layer.playing.shift();
    layer.playing.push({ motion, clip, loop, time: 0, weight: 0, leaving: false });
    tell(layer, motion, 'start', clip.duration);
  }

  function ask(layer: Layer, name: string, loop: boolean): boolean {
    const motion = list.find((one) => one.name === name);
    if (motion === undefined) return false;
    layer.wanted = name;
    clipOf(motion).then(
      (clip) => {
        if (layer.wanted === name && !disposed.signal.aborted) begin(layer, motion, clip, loop);
      },
      (error: unknown) => {
        if (disposed.signal.aborted) return;
        console.error(messageFromUnknown(error));
        if (layer.wanted !== name) return;
        layer.wanted = null;
        tell(layer, motion, 'end', 0);
      },
    );
    return true;
  }

  function end(layer: Layer): void {
    layer.wanted = null;
    leave(layer);
  }

  function advance(layer: Layer, { dt }: Moment, fadeSeconds: number): void {
    const { playing } = layer;
    for (let i = playing.length - 1; i >= 0; i--) {
      const one = playing[i];
      if (one === undefined) continue;
      one.time += dt;
      if (!one.loop && !one.leaving && one.time >= one.clip.duration) {
        one.leaving = true;
        if (layer.wanted === one.motion.name) layer.wanted = null;
        tell(layer, one.motion, 'end', one.clip.duration);
      }
      // What is covered whole by a newer one needs no fade of its own.
      const covered = playing[i + 1] !== undefined && (playing[i + 1]?.weight ?? 0) >= 1;
      one.weight =
        one.leaving && !isCovering(playing, i)
          ? Math.max(0, one.weight - dt / fadeSeconds)
          : Math.min(1, one.weight + dt / fadeSeconds);
      if (covered || (one.leaving && one.weight <= 0)) playing.splice(i, 1);
    }
  }

  return {
    idleWeight,
    play: (name, loop) => ask(over, name, loop),
    stop: () => end(over),
    setIdle(name) {
      if (name === beneath.wanted) return;
      if (name === null || !ask(beneath, name, true)) end(beneath);
    },
    onEvent(next) {
      listener = next;
    },
    update(moment) {
      advance(over, moment, FADE_SECONDS);
      advance(beneath, moment, IDLE_FADE_SECONDS);
      cover(beneath.playing, idleWeight);
    },
    blendIdleBones(bones) {
      for (let i = 0; i < beneath.playing.length; i++) blendBones(beneath.playing[i], bones);
    },
    raiseIdleValues(values) {
      for (let i = 0; i < beneath.playing.length; i++) {
        const one = beneath.playing[i];
        if (one !== undefined) one.clip.raiseValues(timeOf(one), ease(one.weight), values);
      }
    },
    blendValues(values) {
      for (let i = 0; i < over.playing.length; i++) {
        const one = over.playing[i];
        if (one !== undefined) one.clip.blendValues(timeOf(one), ease(one.weight), values);
      }
    },
    blendBones(bones) {
      for (let i = 0; i < over.playing.length; i++) blendBones(over.playing[i], bones);
    },
    dispose() {
      disposed.abort();
      over.playing.length = 0;
      beneath.playing.length = 0;
      over.wanted = null;
      beneath.wanted = null;
    },
  };
}

/** A newer motion comes over this one: it stays as it is until it is covered. */
function isCovering(playing: readonly Playing[], index: number): boolean {
  for (let i = index + 1; i < playing.length; i++) if (playing[i]?.leaving === false) return true;
  return false;
}

function blendBones(one: Playing | undefined, bones: HumanoidBones): void {
  if (one !== undefined) one.clip.blendBones(timeOf(one), ease(one.weight), bones);
}

function timeOf({ loop, time, clip }: Playing): number {
  if (clip.duration <= 0) return 0;
  return loop ? time % clip.duration : Math.min(time, clip.duration);
}

function cover(playing: readonly Playing[], into: Float64Array): void {
  let open = 1;
  for (let i = 0; i < playing.length; i++) open *= 1 - ease(playing[i]?.weight ?? 0);
  into[0] = 1 - open;
}

/** Smoothstep of 0…1. */
function ease(x: number): number {
  return x * x * (3 - 2 * x);
}
