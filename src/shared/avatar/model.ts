import { z } from 'zod';
import { MODEL_LIMITS } from '#shared/avatar/model-limits.ts';

export { MODEL_LIMITS };

/**
 * What the program knows of an avatar model, in the same words for every format. A model's own numbers are *parameters*: blend-shape weights and
 * posture for VRM, Cubism parameters for Live2D and puppets. Where a format has no names of its own, Live2D's standard ids are used
 * (`ParamAngleX`, degrees, −30…30, and so on), so that one mapping drives them all.
 */
export const MODEL_FORMATS = ['vrm', 'live2d', 'puppet', 'image'] as const;
export const modelFormatSchema = z.enum(MODEL_FORMATS);
export type ModelFormat = z.infer<typeof modelFormatSchema>;

/** 32 lower-case hexadecimal digits, as VTube Studio writes them. */
export const modelIdSchema = z.string().regex(/^[0-9a-f]{32}$/);

const name = z.string().max(200);
export const modelParameterSchema = z.object({
  id: name,
  /** For people; '' where the file says nothing. */
  name,
  min: z.number(),
  max: z.number(),
  default: z.number(),
});
export type ModelParameter = z.infer<typeof modelParameterSchema>;

export const expressionBlendSchema = z.enum(['overwrite', 'add', 'multiply']);
export const modelExpressionSchema = z.object({
  /** Unique within the model. */
  name,
  /** File name as plugins know it; `<name>.exp3.json` where there is no file. */
  file: z.string().max(300),
  /** Seconds. */
  fadeIn: z.number().min(0).max(10),
  fadeOut: z.number().min(0).max(10),
  parameters: z.array(z.object({ id: name, value: z.number(), blend: expressionBlendSchema })).max(MODEL_LIMITS.parameters),
});
export type ModelExpression = z.infer<typeof modelExpressionSchema>;

export const modelMotionSchema = z.object({
  /** Unique within the model. */
  name,
  file: z.string().max(300),
  /** '' where the model does not group its motions. */
  group: name,
  /** Seconds; 0 while nobody has loaded it. */
  duration: z.number().min(0),
  loop: z.boolean(),
});
export type ModelMotion = z.infer<typeof modelMotionSchema>;

export const modelDescriptionSchema = z.object({
  parameters: z.array(modelParameterSchema).max(MODEL_LIMITS.parameters),
  expressions: z.array(modelExpressionSchema).max(MODEL_LIMITS.expressions),
  motions: z.array(modelMotionSchema).max(MODEL_LIMITS.motions),
  /** Drawable parts that can be tinted, hit and pinned to: ArtMesh ids, mesh or material names. */
  meshes: z.array(z.object({ id: name, tags: z.array(name).max(50) })).max(MODEL_LIMITS.meshes),
  physicsGroups: z.array(z.object({ id: name, name })).max(MODEL_LIMITS.physicsGroups),
  hitAreas: z.array(name).max(MODEL_LIMITS.hitAreas),
  /** Pixels along the longer side of the largest texture; 0: unknown. */
  textures: z.object({ count: z.number().int().min(0), largest: z.number().int().min(0) }),
  /** Parts with effects that cannot be drawn and look simpler here; nothing is said while nobody has loaded it. */
  simplified: z.number().int().min(0).optional(),
});
export type ModelDescription = z.infer<typeof modelDescriptionSchema>;

export const emptyDescription: ModelDescription = {
  parameters: [],
  expressions: [],
  motions: [],
  meshes: [],
  physicsGroups: [],
  hitAreas: [],
  textures: { count: 0, largest: 0 },
};

/** Terms of a model as its own file states them; shown before its first use. Empty strings: the file says nothing. */
export const modelMetaSchema = z.object({
  author: z.string().max(2000),
  licence: z.string().max(2000),
  licenceUrl: z.string().max(2000),
  contact: z.string().max(2000),
  copyright: z.string().max(2000),
  /** What the author allows: a term of the format (`commercialUsage`, `avatarPermission`, …) and its value, both as the file spells them. */
  permissions: z.array(z.object({ term: name, value: z.string().max(500) })).max(50),
});
export type ModelMeta = z.infer<typeof modelMetaSchema>;

/** One model of the library. */
export const avatarModelSchema = z.object({
  id: modelIdSchema,
  name,
  format: modelFormatSchema,
  /** shipped: comes with the program and cannot be removed. */
  origin: z.enum(['shipped', 'imported']),
  /** Path of the entry file inside the model's folder: `x.vrm`, `x.model3.json`, `puppet.json`, `image.json`. */
  entry: z.string().max(1000),
  /** Same-origin URL of the entry file. Everything else of the model lies beside it. */
  url: z.string(),
  thumbnailUrl: z.string().nullable(),
  bytes: z.number().int().min(0),
  /** ms since the epoch. */
  addedAt: z.number(),
  meta: modelMetaSchema,
  description: modelDescriptionSchema,
  /** The streamer has seen the terms and wants to use it. Shipped models are ready. */
  accepted: z.boolean(),
});
export type AvatarModel = z.infer<typeof avatarModelSchema>;

/** What a stage needs to load a model. */
export const avatarSourceSchema = z.object({
  modelId: modelIdSchema,
  name,
  format: modelFormatSchema,
  url: z.string(),
  /** Address of the user's own Cubism Core for Live2D models; null: none was brought. */
  coreUrl: z.string().nullable(),
});
export type AvatarSource = z.infer<typeof avatarSourceSchema>;
