import { z } from 'zod';
import type { AvatarModel } from '#shared/avatar/model.ts';
import type { Placement } from '#shared/avatar/scene.ts';
import { HOME_PLACEMENT } from '#shared/avatar/scene-start.ts';
import { VtsError } from '../protocol/error-ids.ts';
import { anything, clamp, isHexId, within } from '../protocol/fields.ts';
import { defineRequest } from '../protocol/request-kind.ts';
import type { World } from '../state/world.ts';
import { iconNameOf, live2dModelNameOf, loadedWords, positionWords, vtsModelNameOf } from './model-words.ts';

const LOAD_COOLDOWN_MS = 2_000;
const MOVE_SECONDS_MOST = 2;

export const currentModel = defineRequest({
  type: 'CurrentModelRequest',
  schema: z.unknown(),
  answer(_data, { world }) {
    const { model, loadMs, loadedAt, placement } = world.avatar.view.get();
    return {
      ...loadedWords(world),
      ...modelFileWords(model),
      modelLoadTime: model === undefined ? 0 : Math.round(loadMs),
      timeSinceModelLoaded: model === undefined ? 0 : Math.max(0, Math.round(world.clock.now() - loadedAt)),
      ...modelCounts(model),
      modelPosition: positionWords(model === undefined ? HOME_PLACEMENT : placement),
    };
  },
});

const modelFileWords = (model: AvatarModel | undefined) => ({
  vtsModelName: model ? vtsModelNameOf(model) : '',
  vtsModelIconName: model ? iconNameOf(model) : '',
  live2DModelName: model ? live2dModelNameOf(model) : '',
});

const modelCounts = (model: AvatarModel | undefined) => ({
  numberOfLive2DParameters: model?.description.parameters.length ?? 0,
  numberOfLive2DArtmeshes: model?.description.meshes.length ?? 0,
  hasPhysicsFile: (model?.description.physicsGroups.length ?? 0) > 0,
  numberOfTextures: model?.description.textures.count ?? 0,
  textureResolution: model?.description.textures.largest ?? 0,
});

/** Models whose terms the streamer has not accepted yet are not offered. */
export const availableModels = defineRequest({
  type: 'AvailableModelsRequest',
  schema: z.unknown(),
  answer(_data, { world }) {
    const current = world.avatar.view.get().model?.id;
    const models = world.models.models.get().filter(({ accepted }) => accepted);
    return {
      numberOfModels: models.length,
      availableModels: models.map((model) => ({
        modelLoaded: model.id === current,
        modelName: model.name,
        modelID: model.id,
        vtsModelName: vtsModelNameOf(model),
        vtsModelIconName: iconNameOf(model),
      })),
    };
  },
});

export const modelLoad = defineRequest({
  type: 'ModelLoadRequest',
  schema: z.object({ modelID: anything }),
  answer({ modelID }, { world }) {
    const { clock, cooldowns } = world;
    if (modelID === undefined || modelID === null) throw new VtsError('ModelIDMissing', 'modelID is missing.');
    if (modelID === '')
      throw new VtsError('CannotCurrentlyChangeModel', 'There is always an avatar on this stage: load another model instead.');
    if (typeof modelID !== 'string' || !isHexId(modelID))
      throw new VtsError('ModelIDInvalid', 'modelID must be 32 hexadecimal digits.');
    const model = world.models.find(modelID.toLowerCase());
    if (model === undefined) throw new VtsError('ModelIDNotFound', 'There is no model with this ID.');
    if (!model.accepted)
      throw new VtsError('CannotCurrentlyChangeModel', `The streamer has not accepted the terms of "${model.name}" yet.`);
    if (clock.now() - cooldowns.modelLoad < LOAD_COOLDOWN_MS)
      throw new VtsError('ModelLoadCooldownNotOver', 'A model was loaded less than two seconds ago.');
    const answer = world.avatar.load(model.id);
    if (answer !== 'done') throw new VtsError('CannotCurrentlyChangeModel', 'The model cannot be loaded right now.');
    cooldowns.modelLoad = clock.now();
    return { modelID: model.id };
  },
});

const moveSchema = z.object({
  timeInSeconds: z.number(),
  valuesAreRelativeToModel: z.boolean(),
  positionX: z.number().nullish(),
  positionY: z.number().nullish(),
  rotation: z.number().nullish(),
  size: z.number().nullish(),
});

export const moveModel = defineRequest({
  type: 'MoveModelRequest',
  schema: moveSchema,
  misfit: 'MoveModelRequestMissingFields',
  answer(data, { world }) {
    const { model, placement } = world.avatar.view.get();
    if (model === undefined) throw new VtsError('MoveModelRequestNoModelLoaded', 'No model is loaded.');
    if (!isMoveInRange(data))
      throw new VtsError(
        'MoveModelRequestValuesOutOfRange',
        'Allowed are: time 0 to 2, position -1000 to 1000, rotation -360 to 360, size -100 to 100.',
      );
    const from: Placement = data.valuesAreRelativeToModel ? placement : { x: 0, y: 0, rotation: 0, size: 0 };
    world.avatar.move(targetOf(data, from), data.timeInSeconds);
    return {};
  },
});

function isMoveInRange({ timeInSeconds, positionX, positionY, rotation, size }: z.infer<typeof moveSchema>): boolean {
  return (
    within(timeInSeconds, 0, MOVE_SECONDS_MOST) &&
    within(positionX ?? 0, -1000, 1000) &&
    within(positionY ?? 0, -1000, 1000) &&
    within(rotation ?? 0, -360, 360) &&
    within(size ?? 0, -100, 100)
  );
}

/** Absent fields stay; sums that leave the allowed range stop at its edge, and turns wrap around. */
function targetOf({ positionX, positionY, rotation, size }: z.infer<typeof moveSchema>, from: Placement): Partial<Placement> {
  return {
    ...(typeof positionX === 'number' ? { x: clamp(from.x + positionX, -1000, 1000) } : {}),
    ...(typeof positionY === 'number' ? { y: clamp(from.y + positionY, -1000, 1000) } : {}),
    ...(typeof rotation === 'number' ? { rotation: (from.rotation + rotation) % 360 } : {}),
    ...(typeof size === 'number' ? { size: clamp(from.size + size, -100, 100) } : {}),
  };
}

/** For handlers that cannot do without a model. */
export function requireModel(world: World, error: VtsError): AvatarModel {
  const { model } = world.avatar.view.get();
  if (model === undefined) throw error;
  return model;
}
