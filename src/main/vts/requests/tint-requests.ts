import { z } from 'zod';
import type { ModelDescription } from '#shared/avatar/model.ts';
import { VtsError } from '../protocol/error-ids.ts';
import { flag, listOf, number, texts, within } from '../protocol/fields.ts';
import { defineRequest } from '../protocol/request-kind.ts';
import { requireModel } from './model-requests.ts';

export const artMeshList = defineRequest({
  type: 'ArtMeshListRequest',
  schema: z.unknown(),
  answer(_data, { world }) {
    const { model } = world.avatar.view.get();
    const meshes = model?.description.meshes ?? [];
    const tags = [...new Set(meshes.flatMap((mesh) => mesh.tags))];
    return {
      modelLoaded: model !== undefined,
      numberOfArtMeshNames: meshes.length,
      numberOfArtMeshTags: tags.length,
      artMeshNames: meshes.map(({ id }) => id),
      artMeshTags: tags,
      // Groups are made by hand in VTube Studio; there is no such editor here.
      numberOfArtMeshGroups: 0,
      artMeshGroups: [],
    };
  },
});

const matcherSchema = z.object({
  tintAll: flag,
  artMeshNumber: listOf(z.number()),
  nameExact: texts,
  nameContains: texts,
  tagExact: texts,
  tagContains: texts,
  artMeshGroupIDExact: texts,
});
const colourSchema = z.object({
  colorR: number,
  colorG: number,
  colorB: number,
  colorA: number,
  mixWithSceneLightingColor: number,
});

export const colorTint = defineRequest({
  type: 'ColorTintRequest',
  schema: z.object({ colorTint: colourSchema.nullish(), artMeshMatcher: matcherSchema.nullish() }),
  misfit: 'ColorTintRequestMatchOrColorMissing',
  answer({ colorTint: colour, artMeshMatcher: matcher }, { world, session }) {
    const model = requireModel(world, new VtsError('ColorTintRequestNoModelLoaded', 'No model is loaded.'));
    if (!colour || !matcher)
      throw new VtsError('ColorTintRequestMatchOrColorMissing', 'colorTint and artMeshMatcher must both be given.');
    const { colorR: red, colorG: green, colorB: blue, colorA: alpha, mixWithSceneLightingColor: mix } = colour;
    if (!isChannel(red) || !isChannel(green) || !isChannel(blue) || !isChannel(alpha) || !within(mix ?? 1, 0, 1))
      throw new VtsError(
        'ColorTintRequestInvalidColorValue',
        'Colours must be from 0 to 255, mixWithSceneLightingColor from 0 to 1.',
      );
    const matched = matchMeshes(model.description, matcher);
    if (matched.length === 0) return { matchedArtMeshes: 0 };
    const meshes = matched.length === model.description.meshes.length ? null : [...matched];
    return { matchedArtMeshes: world.avatar.tint(session.id, { meshes, red, green, blue, alpha }) };
  },
});

const isChannel = (value: number | undefined): value is number => value !== undefined && within(value, 0, 255);

/** Ids of the meshes that any part of the matcher names, without regard to case. */
export function matchMeshes(description: ModelDescription, matcher: z.output<typeof matcherSchema>): readonly string[] {
  const { meshes } = description;
  if (matcher.tintAll) return meshes.map(({ id }) => id);
  const numbers = new Set(matcher.artMeshNumber);
  const exact = new Set(matcher.nameExact.map(lower));
  const tagged = new Set(matcher.tagExact.map(lower));
  const parts = matcher.nameContains.filter((part) => part !== '').map(lower);
  const tagParts = matcher.tagContains.filter((part) => part !== '').map(lower);
  return meshes
    .filter(({ id, tags }, index) => {
      const name = lower(id);
      const lowerTags = tags.map(lower);
      return (
        numbers.has(index) ||
        exact.has(name) ||
        parts.some((part) => name.includes(part)) ||
        lowerTags.some((tag) => tagged.has(tag) || tagParts.some((part) => tag.includes(part)))
      );
    })
    .map(({ id }) => id);
}

const lower = (value: string): string => value.toLowerCase();
