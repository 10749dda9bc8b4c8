import type { Injection } from '#main/avatar/parameter-bus.types.ts';
import type { MotionSourcePort } from '#main/tracking/tracking.types.ts';
import { createPerformanceCursor } from '#shared/performances/performance-cursor.ts';
import type { Performed } from '#shared/performances/performance-format.ts';
import type { RecordedPerformance } from '#shared/performances/read-performance.ts';
import type { PerformancesOptions } from './performances.types.ts';
import { replayItems } from './performed-items.ts';
import { replayVoice } from './voice-replay.ts';

const SESSION = 'replay';
const OWNER = 'Replay';
/** Above trackers, controllers and plugins: the streamer asked for this very performance. */
const PRIORITY = 3;

/** A replay under way. */
export interface PerformancePlayer {
  positionMs(): number;
  /** Lets go of everything. Idempotent. */
  stop(): void;
}

export interface PlayerOptions extends Pick<PerformancesOptions, 'bus' | 'items' | 'tracking' | 'voice' | 'clock'> {
  readonly avatar: Pick<PerformancesOptions['avatar'], 'setExpression' | 'playMotion'>;
  readonly performance: RecordedPerformance;
  readonly loop: boolean;
  readonly onEnd: () => void;
}

/** Plays with the bus's own ticks: in real time, or stepped where the bus is stepped. */
export function playPerformance(options: PlayerOptions): PerformancePlayer {
  const { bus, performance, loop, clock } = options;
  const cursor = createPerformanceCursor(performance);
  const injections = performance.inputs.map(({ name }) => ({ id: name, value: 0, weight: 1 }));
  /** Inputs of this moment, the list written anew each time. */
  const now: Injection[] = [];
  const unknown = new Set(performance.inputs.flatMap(({ name }, index) => (bus.value(name) === undefined ? [index] : [])));
  const switchedOn = new Set<string>();
  const items = replayItems(options.items);
  const voice = replayVoice({ lines: performance.lines, voice: options.voice, clock });
  const port: MotionSourcePort | undefined =
    performance.poses.length === 0
      ? undefined
      : options.tracking.attach({ id: SESSION, kind: 'replay', name: OWNER, mirrored: true });
  let startMs = clock.now();
  let position = 0;
  let stopped = false;

  const perform = (did: Performed): void => {
    const { avatar } = options;
    switch (did.type) {
      case 'motion':
        avatar.playMotion(did.name, did.loop);
        break;
      case 'motion-end':
        avatar.playMotion(undefined, false);
        break;
      case 'expression':
        express(did.name, did.on);
        break;
      case 'items':
        items.show(did.items);
        break;
      case 'throw':
        items.throwAt(did);
        break;
    }
  };
  const express = (name: string, on: boolean): void => {
    const answer = options.avatar.setExpression(name, {
      active: on,
      fade: undefined,
      seconds: undefined,
      held: false,
      group: '',
    });
    if (on && answer === 'done') switchedOn.add(name);
    if (!on) switchedOn.delete(name);
  };
  const inject = (): void => {
    now.length = 0;
    for (let index = 0; index < injections.length; index++) {
      const injection = injections[index];
      const value = cursor.values[index] ?? Number.NaN;
      if (injection === undefined || Number.isNaN(value) || unknown.has(index)) continue;
      injection.value = value;
      now.push(injection);
    }
    const problem = bus.inject({ session: SESSION, owner: OWNER, priority: PRIORITY }, 'set', now);
    // A plugin's parameter that went away meanwhile: the rest goes on with the next tick.
    if (problem !== undefined) unknown.add(performance.inputs.findIndex(({ name }) => name === problem.id));
  };
  const letGo = (): void => {
    if (stopped) return;
    stopped = true;
    stopTicks();
    bus.drop(SESSION);
    port?.close();
    for (const name of [...switchedOn]) express(name, false);
    items.end();
  };
  const stop = (): void => {
    letGo();
    voice.stop();
  };
  const tick = (nowMs: number): void => {
    position = nowMs - startMs;
    if (position > performance.lengthMs) {
      if (!loop || performance.lengthMs === 0) {
        letGo();
        voice.end();
        options.onEnd();
        return;
      }
      startMs = nowMs;
      position = 0;
      items.end();
      voice.rewind();
    }
    voice.tick(position);
    for (const { did } of cursor.seek(position)) perform(did);
    inject();
    port?.push({ atMs: nowMs, found: true, face: undefined, hands: undefined, pose: cursor.pose });
  };
  const stopTicks = bus.eachTick(tick);
  return { positionMs: () => Math.max(0, position), stop };
}
