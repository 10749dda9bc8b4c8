import { z } from 'zod';
import { type AvatarOptions, avatarOptionsSchema } from '#shared/avatar/generator/options.ts';

/** Where in a made avatar's file its options stand, so that it can be changed later: `asset.extras.yingxi.recipe`. */
const madeSchema = z.object({
  asset: z.object({ extras: z.object({ yingxi: z.object({ recipe: avatarOptionsSchema }) }) }),
});

const MAGIC = 0x46546c67;
const JSON_CHUNK = 0x4e4f534a;
/** Of the file's header and the first chunk's. */
const HEAD_BYTES = 20;

/** The options by which a .vrm file was made; undefined: it was not made here, or before files held them. */
export function recipeFromVrm(file: ArrayBuffer): AvatarOptions | undefined {
  if (file.byteLength < HEAD_BYTES) return undefined;
  const head = new DataView(file);
  if (head.getUint32(0, true) !== MAGIC || head.getUint32(16, true) !== JSON_CHUNK) return undefined;
  const bytes = new Uint8Array(file, HEAD_BYTES, Math.min(head.getUint32(12, true), file.byteLength - HEAD_BYTES));
  try {
    return madeSchema.safeParse(JSON.parse(new TextDecoder().decode(bytes))).data?.asset.extras.yingxi.recipe;
  } catch {
    // Cut short or damaged: nothing to read from.
    return undefined;
  }
}
