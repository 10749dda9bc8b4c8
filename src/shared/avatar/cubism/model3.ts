import { z } from 'zod';

/**
 * `*.model3.json`: which files a Cubism 3–5 model consists of. Only what is used is named; the rest is left alone.
 * Format: Live2D Cubism SDK manual, "About models (Web)"; CubismSpecs, FileFormats/model3.json.
 */
const reference = z.string().min(1).max(1000);
const id = z.string().max(200);
const seconds = z.number().min(0).max(60);

const motionReferenceSchema = z.object({
  File: reference,
  FadeInTime: seconds.optional().catch(undefined),
  FadeOutTime: seconds.optional().catch(undefined),
  Sound: z.string().optional().catch(undefined),
});

export const model3Schema = z.object({
  Version: z.number().optional(),
  FileReferences: z.object({
    Moc: reference,
    Textures: z.array(reference).min(1).max(128),
    Physics: z.string().optional(),
    Pose: z.string().optional(),
    DisplayInfo: z.string().optional(),
    UserData: z.string().optional(),
    Expressions: z
      .array(z.object({ Name: z.string().max(200).optional(), File: reference }))
      .max(1000)
      .nullish(),
    Motions: z.record(z.string().max(200), z.array(motionReferenceSchema).max(1000)).nullish(),
  }),
  Groups: z
    .array(z.object({ Target: z.string().optional(), Name: z.string(), Ids: z.array(id).max(500).nullish() }))
    .max(200)
    .nullish(),
  HitAreas: z
    .array(z.object({ Id: id, Name: id.optional() }))
    .max(200)
    .nullish(),
});
export type Model3 = z.infer<typeof model3Schema>;

/** Parameter ids of the group `EyeBlink` or `LipSync`. */
export function parameterGroup(model: Model3, name: 'EyeBlink' | 'LipSync'): readonly string[] {
  const group = model.Groups?.find((one) => one.Name.toLowerCase() === name.toLowerCase());
  return group?.Ids ?? [];
}

/** Names of the hit areas; where one has none, its ArtMesh's id. */
export function hitAreasOf(model: Model3): readonly { readonly name: string; readonly mesh: string }[] {
  return (model.HitAreas ?? []).map((area) => ({
    name: area.Name === undefined || area.Name === '' ? area.Id : area.Name,
    mesh: area.Id,
  }));
}
