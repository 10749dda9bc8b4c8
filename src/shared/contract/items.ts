import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { itemFileSchema, itemPinSchema, itemSchema, throwSchema } from '#shared/avatar/items.ts';
import { done, nothing, openProcedure, studioProcedure } from '#shared/contract/procedure.ts';

export const ITEM_UPLOAD_BYTES = 12 * 1024 * 1024;
const fileName = itemFileSchema.shape.fileName;
const instanceId = itemSchema.shape.instanceId;

export const itemsViewSchema = z.object({
  /** `shipped` files come with the program and stay. */
  files: z.array(itemFileSchema.extend({ shipped: z.boolean() })),
  items: z.array(itemSchema.extend({ owner: z.string() })),
});
export type ItemsView = z.infer<typeof itemsViewSchema>;

/** Fields that are absent stay as they are. */
export const itemChangeSchema = itemSchema
  .pick({ x: true, y: true, size: true, rotation: true, flipped: true, opacity: true, order: true, locked: true })
  .partial()
  .extend({ pin: itemPinSchema.nullable().optional() });

export const itemsContract = {
  watch: studioProcedure.input(nothing).output(eventIterator(itemsViewSchema)),
  /** base64 of a PNG, APNG, JPEG, GIF, WebP or GLB file. */
  addFile: studioProcedure
    .input(z.object({ fileName, bytes: z.base64().max(Math.ceil(ITEM_UPLOAD_BYTES / 3) * 4) }))
    .output(itemFileSchema),
  removeFile: studioProcedure.input(z.object({ fileName })).output(done),
  load: studioProcedure.input(z.object({ fileName, change: itemChangeSchema.default({}) })).output(itemSchema),
  change: studioProcedure.input(z.object({ instanceId, change: itemChangeSchema })).output(itemSchema),
  /** instanceIds null: all. */
  unload: openProcedure
    .route({ method: 'POST', path: '/avatar/items/unload', summary: 'Take items off the stage' })
    .input(z.object({ instanceIds: z.array(instanceId).nullable().default(null) }))
    .output(z.object({ unloaded: z.number().int() })),
  throw: openProcedure
    .route({ method: 'POST', path: '/avatar/items/throw', summary: 'Throw things at the avatar' })
    .input(
      z.object({
        fileName,
        count: throwSchema.shape.count.default(1),
        from: throwSchema.shape.from.default('either'),
        at: throwSchema.shape.at.default('head'),
        size: throwSchema.shape.size.default(0.12),
        speed: throwSchema.shape.speed.default(1),
        every: throwSchema.shape.every.default(0.15),
      }),
    )
    .output(done),
};
