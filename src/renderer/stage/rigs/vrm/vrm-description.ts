import type { ModelDescription } from '#shared/avatar/model.ts';
import { MODEL_LIMITS } from '#shared/avatar/model-limits.ts';
import type { LoadedVrm } from './vrm-load.ts';
import { measureTextures, type VrmMesh } from './vrm-meshes.ts';
import type { VrmParameters } from './vrm-parameters.ts';

/** VRM knows no fades of its own, seconds. */
const FADE_SECONDS = 0.3;

/** What the program shows of the model. Within the limits that the studio accepts. */
export function describeVrm(loaded: LoadedVrm, parameters: VrmParameters, meshes: readonly VrmMesh[]): ModelDescription {
  return {
    parameters: parameters.list.slice(0, MODEL_LIMITS.parameters),
    expressions: parameters.expressionIds.slice(0, MODEL_LIMITS.expressions).map((id) => ({
      name: id,
      file: `${id}.exp3.json`,
      fadeIn: FADE_SECONDS,
      fadeOut: FADE_SECONDS,
      parameters: [{ id, value: 1, blend: 'overwrite' as const }],
    })),
    motions: loaded.motions.slice(0, MODEL_LIMITS.motions),
    meshes: meshes.slice(0, MODEL_LIMITS.meshes).map(({ id, tags }) => ({ id, tags: [...tags] })),
    physicsGroups: loaded.springGroups.map(({ id, name }) => ({ id, name })),
    hitAreas: ['head', 'face', 'hair', 'chest', 'leftHand', 'rightHand', 'body'],
    textures: measureTextures(meshes),
  };
}
