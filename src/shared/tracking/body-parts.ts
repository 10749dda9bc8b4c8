/** Parts of the avatar that sources drive one by one, and that a human and the AI share. `expression`: brows, cheeks, smile. */
export const BODY_PARTS = ['head', 'eyes', 'mouth', 'expression', 'upperBody', 'hands', 'legs'] as const;
export type BodyPart = (typeof BODY_PARTS)[number];
