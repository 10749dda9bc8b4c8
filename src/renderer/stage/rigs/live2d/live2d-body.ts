import { parameterGroup } from '#shared/avatar/cubism/model3.ts';
import type { ModelDescription } from '#shared/avatar/model.ts';
import { AUTHOR_PHYSICS } from '#shared/avatar/scene-start.ts';
import { standardIndices } from '#shared/avatar/standard-parameters.ts';
import type { MotionEvent, Rig } from '../rig.ts';
import type { Live2dAssets } from './live2d-assets.ts';
import { describeModel } from './live2d-describe.ts';
import { createLive2dLife } from './live2d-life.ts';
import type { Live2dModel } from './live2d-model.ts';
import { compileMotion } from './live2d-motions.ts';
import { createLive2dParts } from './live2d-parts.ts';
import { createLive2dPhysics } from './live2d-physics.ts';
import { createMotionPlayer } from './motion-player.ts';

/** Everything of a Live2D model that moves; needs the Core, but no graphics. */
export type Live2dBody = Pick<
  Rig,
  | 'description'
  | 'fine'
  | 'pose'
  | 'motion'
  | 'apply'
  | 'playMotion'
  | 'stopMotion'
  | 'setIdleMotion'
  | 'onMotion'
  | 'setPhysics'
  | 'resetPhysics'
>;

/** `largest`: of the textures, pixels on the longer side. */
export function createLive2dBody(
  { core, blends }: Pick<Live2dModel, 'core' | 'blends'>,
  assets: Live2dAssets,
  largest: number,
): Live2dBody {
  const { parameters } = core;
  const description: ModelDescription = { ...describeModel(core, assets, largest), simplified: blends.simplified };
  const parts = createLive2dParts(core, assets.pose);
  const physics = assets.physics === undefined ? undefined : createLive2dPhysics(assets.physics, parameters);
  physics?.setPhysics(AUTHOR_PHYSICS);
  const groups = groupsOf(assets, parameters.ids);
  const life = createLive2dLife({ parameters: description.parameters, ...groups });
  const index = new Map(parameters.ids.map((id, at) => [id, at]));
  const motions = new Map(
    assets.motions.map((named) => [
      named.name,
      compileMotion(named, { parameters: index, parts: parts.indexOf, ...groups }, parameters.count),
    ]),
  );
  let listener: (event: MotionEvent) => void = () => {};
  const idle = createMotionPlayer(true, (event) => listener(event));
  const deed = createMotionPlayer(false, (event) => listener(event));
  const defaults = Float32Array.from(parameters.defaultValues);

  return {
    description,
    fine: life.fine,
    pose(moment, pose, values) {
      values.set(defaults);
      parts.begin();
      idle.update(moment, values, parts.wanted);
      life.write(pose, values, idle.current?.drives, idle.weight);
    },
    motion(moment, values) {
      deed.update(moment, values, parts.wanted);
    },
    apply(moment, values) {
      for (let i = 0; i < parameters.count; i++) {
        const value = values[i] ?? 0;
        const low = parameters.minimumValues[i] ?? 0;
        const high = parameters.maximumValues[i] ?? 0;
        // NaN is no value: one would stay in the pendulums for good.
        parameters.values[i] =
          value >= low && value <= high ? value : value > high ? high : value < low ? low : (defaults[i] ?? 0);
      }
      physics?.update(moment);
      for (let i = 0; i < parameters.count; i++) values[i] = parameters.values[i] ?? 0;
      parts.update(moment);
      core.update();
      core.drawables.resetDynamicFlags();
    },
    playMotion(name, loop) {
      const motion = motions.get(name);
      if (motion !== undefined) deed.play(motion, loop);
      return motion !== undefined;
    },
    stopMotion: deed.stop,
    setIdleMotion(name) {
      const motion = name === null ? undefined : motions.get(name);
      if (motion === undefined) idle.stop();
      else if (idle.current !== motion) idle.play(motion, true);
    },
    onMotion(next) {
      listener = next;
    },
    setPhysics: (state) => physics?.setPhysics(state),
    resetPhysics: () => physics?.reset(),
  };
}

/** Indices of the model's own groups; where it has none for the mouth or the lids, the standard parameters. */
function groupsOf({ model }: Live2dAssets, ids: readonly string[]): { eyeBlink: readonly number[]; lipSync: readonly number[] } {
  const standard = standardIndices(ids);
  const find = (names: readonly string[]): readonly number[] => names.map((name) => ids.indexOf(name)).filter((at) => at >= 0);
  const eyeBlink = find(parameterGroup(model, 'EyeBlink'));
  const lipSync = find(parameterGroup(model, 'LipSync'));
  const lids = [standard.get('ParamEyeLOpen'), standard.get('ParamEyeROpen')].filter((at) => at !== undefined);
  const mouth = [standard.get('ParamMouthOpenY')].filter((at) => at !== undefined);
  return { eyeBlink: eyeBlink.length > 0 ? eyeBlink : lids, lipSync: lipSync.length > 0 ? lipSync : mouth };
}
