import { z } from 'zod';
import { modelIdSchema } from '#shared/avatar/model.ts';

/**
 * The state of the avatar on stage beyond its parameters: sent whole whenever it changes, so that a stage that comes late knows all of it.
 * The stage does the fading; this says only where to go.
 */
const name = z.string().max(200);

/**
 * Where the model stands, in VTube Studio's window coordinates: the centre is (0, 0), the edges are ±1, y upwards. Rotation in degrees,
 * clockwise. `size` −100…100, 0 = natural; the picture grows by `placementScale`.
 */
export const placementSchema = z.object({
  x: z.number().min(-1000).max(1000),
  y: z.number().min(-1000).max(1000),
  rotation: z.number().min(-360).max(360),
  size: z.number().min(-100).max(100),
});
export type Placement = z.infer<typeof placementSchema>;

export const activeExpressionSchema = z.object({
  name,
  weight: z.number().min(0).max(1),
  /** Seconds of the way from what is shown now. */
  fade: z.number().min(0).max(10),
});
export type ActiveExpression = z.infer<typeof activeExpressionSchema>;

const share = z.number().min(0).max(255);
/** Multiplies the colour of meshes; 255 changes nothing. The last tint of a mesh wins. */
export const tintSchema = z.object({
  /** Mesh ids of the description; null: all. */
  meshes: z.array(name).max(4000).nullable(),
  red: share,
  green: share,
  blue: share,
  alpha: share,
  /** Brightens afterwards, as light on a screen does; 0 changes nothing. Live2D models only: others have no such shading. */
  screen: z.object({ red: share, green: share, blue: share }).optional(),
});
export type Tint = z.infer<typeof tintSchema>;

/** Strength 0…100 (50 as the author made it), wind 0…100; multipliers of a group 0…2. */
export const physicsSchema = z.object({
  strength: z.number().min(0).max(100),
  wind: z.number().min(0).max(100),
  groups: z.array(z.object({ id: name, strength: z.number().min(0).max(2), wind: z.number().min(0).max(2) })).max(400),
});
export type PhysicsState = z.infer<typeof physicsSchema>;

export const avatarSceneSchema = z.object({
  modelId: modelIdSchema,
  /** In the order in which they were switched on: among those that overwrite, the last wins. An expression that is absent fades out. */
  expressions: z.array(activeExpressionSchema).max(100),
  tints: z.array(tintSchema).max(200),
  physics: physicsSchema,
  /** Motion that runs whenever no other does; null: only the built-in life. */
  idleMotion: name.nullable(),
});
export type AvatarScene = z.infer<typeof avatarSceneSchema>;

/** Places to which items are pinned and that a touch can hit, on every rig that has them. */
export const BODY_PARTS = ['head', 'face', 'hair', 'chest', 'leftHand', 'rightHand', 'body'] as const;
export const bodyPartSchema = z.enum(BODY_PARTS);
export type BodyPart = z.infer<typeof bodyPartSchema>;
