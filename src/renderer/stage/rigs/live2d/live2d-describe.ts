import { hitAreasOf } from '#shared/avatar/cubism/model3.ts';
import { physicsGroups } from '#shared/avatar/cubism/physics3.ts';
import { MODEL_LIMITS, type ModelDescription } from '#shared/avatar/model.ts';
import { StudioError } from '#shared/errors.ts';
import type { CoreModel } from './cubism-core.ts';
import type { Live2dAssets } from './live2d-assets.ts';

/** The model in the program's words, with the Core's parameters and ranges. Parameters and meshes keep the Core's order and indices. */
export function describeModel(core: CoreModel, assets: Live2dAssets, largestTexture: number): ModelDescription {
  const { parameters, drawables } = core;
  if (parameters.count > MODEL_LIMITS.parameters || drawables.count > MODEL_LIMITS.meshes)
    throw new StudioError(
      'too-large',
      `the model has ${parameters.count} parameters and ${drawables.count} ArtMeshes; ${MODEL_LIMITS.parameters} and ${MODEL_LIMITS.meshes} are possible. Remove some in the Cubism Editor`,
    );
  return {
    parameters: parameters.ids.map((id, at) => ({
      id,
      name: assets.names.parameters.get(id) ?? '',
      min: parameters.minimumValues[at] ?? 0,
      max: parameters.maximumValues[at] ?? 0,
      default: parameters.defaultValues[at] ?? 0,
    })),
    expressions: [...assets.expressions],
    motions: assets.motions.map(({ name, file, group, motion }) => ({
      name,
      file,
      group,
      duration: motion.duration,
      loop: motion.loop,
    })),
    meshes: drawables.ids.map((id) => ({ id, tags: [...(assets.tags.get(id) ?? [])] })),
    physicsGroups: assets.physics === undefined ? [] : [...physicsGroups(assets.physics)],
    hitAreas: [...new Set(hitAreasOf(assets.model).map(({ name }) => name))],
    textures: { count: assets.textures.length, largest: largestTexture },
  };
}
