// Without the schema library, for pages that must draw soon.

/** Bounds on what one model may declare; far above real ones, low enough to hold and to send. */
export const MODEL_LIMITS = {
  parameters: 2000,
  expressions: 400,
  motions: 1000,
  meshes: 4000,
  physicsGroups: 400,
  hitAreas: 200,
} as const;
