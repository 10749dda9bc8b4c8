import { z } from 'zod';
import type { ItemPin } from '#shared/avatar/items.ts';
import type { AvatarModel } from '#shared/avatar/model.ts';
import { bodyPartSchema } from '#shared/avatar/scene.ts';
import { VtsError } from '../protocol/error-ids.ts';
import { clamp, flag, number, text } from '../protocol/fields.ts';
import { defineRequest } from '../protocol/request-kind.ts';
import type { World } from '../state/world.ts';
import { findItem, type OwnedItem } from './item-words.ts';

const ANGLES = ['RelativeToWorld', 'RelativeToCurrentItemRotation', 'RelativeToModel', 'RelativeToPinPosition'] as const;
const SIZES = ['RelativeToWorld', 'RelativeToCurrentItemSize'] as const;
const PIN_TYPES = ['Provided', 'Center', 'Random'] as const;
/** Weights come as decimal text, so their sum is rarely 1 to the last bit. */
const WEIGHT_TOLERANCE = 1e-3;

const pinInfoSchema = z.object({
  modelID: text,
  artMeshID: text,
  angle: number,
  size: number,
  vertexID1: number,
  vertexID2: number,
  vertexID3: number,
  vertexWeight1: number,
  vertexWeight2: number,
  vertexWeight3: number,
});
type PinInfo = z.output<typeof pinInfoSchema>;
const schema = z.object({
  pin: flag,
  itemInstanceID: text,
  angleRelativeTo: text,
  sizeRelativeTo: text,
  vertexPinType: text,
  pinInfo: pinInfoSchema.nullish(),
});
type PinData = z.output<typeof schema>;

/** Pins to a whole mesh or body part: meshes here have no vertex numbers that mean the same to a plugin, so a point within one becomes its middle. */
export const itemPin = defineRequest({
  type: 'ItemPinRequest',
  schema,
  answer(data, { world }) {
    const item = findItem(world, data.itemInstanceID);
    if (item === undefined) throw new VtsError('ItemPinRequestGivenItemNotLoaded', 'No item with this instance ID is loaded.');
    if (data.pin) pinItem(data, item, world);
    else world.items.change(item.instanceId, { pin: null });
    return { isPinned: data.pin, itemInstanceID: item.instanceId, itemFileName: item.file.fileName };
  },
});

function pinItem(data: PinData, item: OwnedItem, world: World): void {
  const angleKind = oneOf(ANGLES, data.angleRelativeTo);
  const sizeKind = oneOf(SIZES, data.sizeRelativeTo);
  if (angleKind === undefined || sizeKind === undefined)
    throw new VtsError(
      'ItemPinRequestInvalidAngleOrSizeType',
      `angleRelativeTo must be one of ${ANGLES.join(', ')}; sizeRelativeTo one of ${SIZES.join(', ')}.`,
    );
  const info = data.pinInfo ?? pinInfoSchema.parse({});
  const { model, placement } = world.avatar.view.get();
  if (model === undefined || (info.modelID !== '' && info.modelID.toLowerCase() !== model.id))
    throw new VtsError('ItemPinRequestModelNotFound', 'The model to pin to is not loaded.');
  const to = pinTarget(info.artMeshID, model);
  refuseBadPosition(data.vertexPinType, info);
  const given = info.angle ?? 0;
  // The rig adds the angle of what the item is pinned to, and that stands at the model's rotation.
  const angle =
    angleKind === 'RelativeToWorld'
      ? given - placement.rotation
      : angleKind === 'RelativeToCurrentItemRotation'
        ? item.rotation - placement.rotation + given
        : given;
  const size = sizeKind === 'RelativeToWorld' ? (info.size ?? item.size) : item.size + (info.size ?? 0);
  world.items.change(item.instanceId, {
    pin: { to, dx: 0, dy: 0, angle: angle % 360 },
    size: clamp(size, 0, 1),
    glide: 0,
  });
}

const oneOf = <T extends string>(list: readonly T[], value: string): T | undefined => list.find((one) => one === value);

function pinTarget(artMeshId: string, { description }: AvatarModel): ItemPin['to'] {
  const { meshes } = description;
  if (artMeshId === '') {
    const chosen = meshes[Math.floor(Math.random() * meshes.length)];
    return chosen === undefined ? 'head' : { mesh: chosen.id };
  }
  const mesh = meshes.find(({ id }) => id === artMeshId);
  if (mesh !== undefined) return { mesh: mesh.id };
  const part = bodyPartSchema.safeParse(artMeshId);
  if (part.success) return part.data;
  throw new VtsError('ItemPinRequestArtMeshNotFound', 'The current model has no such ArtMesh.');
}

function refuseBadPosition(vertexPinType: string, info: PinInfo): void {
  const kind = oneOf(PIN_TYPES, vertexPinType);
  if (kind !== undefined && kind !== 'Provided') return;
  const vertices = [info.vertexID1, info.vertexID2, info.vertexID3];
  const weights = [info.vertexWeight1, info.vertexWeight2, info.vertexWeight3];
  const sum = weights.reduce<number>((total, weight) => total + (weight ?? Number.NaN), 0);
  const good =
    kind === 'Provided' &&
    vertices.every((vertex) => vertex !== undefined && Number.isInteger(vertex) && vertex >= 0) &&
    Math.abs(sum - 1) <= WEIGHT_TOLERANCE;
  if (!good)
    throw new VtsError(
      'ItemPinRequestPinPositionInvalid',
      'vertexPinType must be Provided (with three vertices and weights whose sum is 1), Center or Random.',
    );
}
