import { createDerived } from '#shared/avatar/puppet/derived.ts';
import { createMotionPlayer } from '#shared/avatar/puppet/motion-player.ts';
import type { Puppet } from '#shared/avatar/puppet/puppet-format.ts';
import { createSprings } from '#shared/avatar/puppet/springs.ts';
import type { Moment } from '../../layers/moment.ts';
import type { Rig } from '../rig.ts';
import { createStandardPose } from '../standard/standard-pose.ts';

/** Everything of a puppet's frame that is numbers alone. */
export interface PuppetPlay
  extends Pick<
    Rig,
    'fine' | 'pose' | 'motion' | 'playMotion' | 'stopMotion' | 'setIdleMotion' | 'onMotion' | 'setPhysics' | 'resetPhysics'
  > {
  /** The last steps before the corners move: ranges, sums, springs. */
  settle(moment: Moment, values: Float32Array): void;
}

export function createPuppetPlay(puppet: Puppet): PuppetPlay {
  const defaults = Float32Array.from(puppet.parameters, (parameter) => parameter.default);
  const lowest = Float32Array.from(puppet.parameters, ({ min }) => min);
  const highest = Float32Array.from(puppet.parameters, ({ max }) => max);
  const standard = createStandardPose(puppet.parameters.map(({ id }) => id));
  const motions = createMotionPlayer(puppet);
  const derive = createDerived(puppet);
  const springs = createSprings(puppet);

  /** Into the range; what is no number goes to rest. */
  function limit(values: Float32Array): void {
    for (let i = 0; i < defaults.length; i++) {
      const value = values[i] ?? Number.NaN;
      values[i] = Number.isNaN(value) ? (defaults[i] ?? 0) : Math.max(lowest[i] ?? 0, Math.min(highest[i] ?? 0, value));
    }
  }

  return {
    fine: standard.fine,
    pose(moment, pose, values) {
      values.set(defaults);
      standard.write(pose, values);
      motions.updateIdle(moment, values);
    },
    motion: motions.update,
    settle(moment, values) {
      limit(values);
      derive(values);
      springs.update(moment, values);
      limit(values);
    },
    playMotion: motions.play,
    stopMotion: motions.stop,
    setIdleMotion: motions.setIdle,
    onMotion: motions.onEvent,
    setPhysics: springs.setPhysics,
    resetPhysics: springs.reset,
  };
}
