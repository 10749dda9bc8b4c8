import type { VRMSpringBoneJoint, VRMSpringBoneManager } from '@pixiv/three-vrm';
import { type Quaternion, Vector3 } from 'three';
import type { PhysicsState } from '#shared/avatar/scene.ts';
import type { Moment } from '../../layers/moment.ts';
import type { SpringGroup } from './spring-groups.ts';
import { createSpringSolver } from './spring-solver.ts';

/** Hair, skirts and tails, with strength and wind on top of what their author set. */
export interface VrmSprings {
  set(physics: PhysicsState): void;
  /** World matrices must be up to date. Steps of more than 0.1 s are cut: after a pause springs must not explode. */
  update(moment: Moment): void;
  /** World matrices must be up to date. */
  reset(): void;
}

interface Spring {
  readonly joint: VRMSpringBoneJoint;
  readonly group: string;
  readonly rest: Quaternion;
  /** As the author made it. */
  readonly gravity: Vector3;
  readonly stiffness: number;
  readonly drag: number;
  /** 0…2, 1 as the author made it. */
  strength: number;
  /** 0…2 */
  wind: number;
}

const LONGEST_STEP_SECONDS = 0.1;
/** Pull of a full wind, in the unit of the file format's gravity. */
const FULL_WIND = 0.6;
/** Where wind comes from: her right, a little from the front. Model space after 0.x is turned round. */
const WIND_FROM = new Vector3(1, 0.12, -0.35).normalize();

export function createVrmSprings(manager: VRMSpringBoneManager | undefined, groups: readonly SpringGroup[]): VrmSprings {
  const springs: Spring[] = [...(manager?.joints ?? [])].map((joint) => ({
    joint,
    group: groups.find(({ bones }) => bones.has(joint.bone))?.id ?? '',
    rest: joint.bone.quaternion.clone(),
    gravity: joint.settings.gravityDir.clone().multiplyScalar(joint.settings.gravityPower),
    stiffness: joint.settings.stiffness,
    drag: joint.settings.dragForce,
    strength: 1,
    wind: 0,
  }));
  const solver = manager === undefined ? undefined : createSpringSolver(manager);
  let windy = false;
  let stiller = false;
  // In an object: numbers in a closure are boxed anew with each change.
  const wind = { time: 0 };
  const pace = { dt: 0 };
  const pull = new Vector3();

  function blow(): void {
    wind.time += pace.dt;
    const { time } = wind;
    // Gusts: sums of sines whose periods share no common multiple, never against the wind's own direction.
    const gust = 0.65 + 0.25 * Math.sin(time * 0.9) + 0.1 * Math.sin(time * 2.3 + 1) + 0.12 * Math.sin(time * 5.7);
    for (let i = 0; i < springs.length; i++) {
      const spring = springs[i];
      if (spring === undefined) continue;
      const { settings } = spring.joint;
      pull
        .copy(WIND_FROM)
        .multiplyScalar(FULL_WIND * spring.wind * gust)
        .add(spring.gravity);
      settings.gravityPower = pull.length();
      if (settings.gravityPower > 0) settings.gravityDir.copy(pull).divideScalar(settings.gravityPower);
    }
  }

  /** Below the author's strength the swing is shown smaller, down to none. */
  function calm(): void {
    for (let i = 0; i < springs.length; i++) {
      const spring = springs[i];
      if (spring === undefined || spring.strength >= 1) continue;
      const { bone } = spring.joint;
      bone.quaternion.slerp(spring.rest, 1 - spring.strength);
      bone.updateMatrix();
    }
  }

  return {
    set({ strength, wind, groups: multipliers }) {
      windy = wind > 0;
      stiller = false;
      for (const spring of springs) {
        const own = multipliers.find(({ id }) => id === spring.group);
        spring.strength = Math.min(2, (strength / 50) * (own?.strength ?? 1));
        spring.wind = (wind / 100) * (own?.wind ?? 1);
        stiller ||= spring.strength < 1;
        const { settings } = spring.joint;
        const more = Math.max(1, spring.strength);
        settings.stiffness = spring.stiffness / more;
        settings.dragForce = spring.drag / more;
        settings.gravityPower = spring.gravity.length();
        if (settings.gravityPower > 0) settings.gravityDir.copy(spring.gravity).divideScalar(settings.gravityPower);
      }
    },
    update({ dt }) {
      if (solver === undefined) return;
      pace.dt = Math.min(LONGEST_STEP_SECONDS, Math.max(0, dt));
      if (windy) blow();
      solver.update(pace);
      if (stiller && pace.dt > 0) calm();
    },
    reset() {
      solver?.reset();
    },
  };
}
