import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { done, nothing, stageProcedure, studioProcedure } from '#shared/contract/procedure.ts';
import { themeIdSchema } from '#shared/overlays/overlay-settings.ts';
import { alertViewSchema, overlayMessageSchema, overlayWatchSchema } from '#shared/overlays/overlay-states.ts';

export const OVERLAY_PICTURE_BYTES = 10 * 1024 * 1024;
const fileName = z.string().min(1).max(200);

export const overlayPictureSchema = z.object({
  fileName,
  url: z.string(),
  /** Pixels. */
  width: z.number().int(),
  height: z.number().int(),
  bytes: z.number().int(),
});
export type OverlayPicture = z.infer<typeof overlayPictureSchema>;

export const ownThemeSchema = z.object({
  id: themeIdSchema,
  name: z.string(),
  bytes: z.number().int(),
  /** What was taken out of it, in plain English. */
  notes: z.array(z.string()),
});
export type OwnTheme = z.infer<typeof ownThemeSchema>;

/** A theme on its way in. */
export const themeImportSchema = z.object({
  id: z.string(),
  name: z.string(),
  state: z.enum(['receiving', 'checking', 'done', 'failed']),
  problem: z.string(),
  themeId: z.string(),
});
export type ThemeImport = z.infer<typeof themeImportSchema>;

/** What the studio's page shows. */
export const overlaysViewSchema = z.object({
  pictures: z.array(overlayPictureSchema),
  themes: z.array(ownThemeSchema),
  imports: z.array(themeImportSchema),
  alerts: z.object({ current: alertViewSchema.nullable(), waiting: z.number().int(), dropped: z.number().int() }),
  /** Pages that are open, by the parts they ask for. */
  pages: z.number().int(),
  /** Chat lines that slow pages missed since the program began. */
  omitted: z.number().int(),
});
export type OverlaysView = z.infer<typeof overlaysViewSchema>;

export const TEST_EVENTS = ['chat', 'long', 'gift', 'superchat', 'membership', 'follow', 'raid', 'retract'] as const;

export const overlaysContract = {
  /** For pages: what there is, then what changes, until it is aborted. Every page is told everything. */
  watch: stageProcedure.input(overlayWatchSchema).output(eventIterator(overlayMessageSchema)),
  view: studioProcedure.input(nothing).output(eventIterator(overlaysViewSchema)),
  /** Shows an invented event on all overlays; nobody answers it and it counts nowhere. */
  test: studioProcedure.input(z.object({ event: z.enum(TEST_EVENTS) })).output(done),
  /** Ends the alert that is shown; with `all` those that wait as well. */
  skipAlert: studioProcedure.input(z.object({ all: z.boolean().default(false) })).output(done),
  /** base64 of a PNG, JPEG, GIF or WebP file. */
  addPicture: studioProcedure
    .input(z.object({ fileName, bytes: z.base64().max(Math.ceil(OVERLAY_PICTURE_BYTES / 3) * 4) }))
    .output(overlayPictureSchema),
  removePicture: studioProcedure.input(z.object({ fileName })).output(done),
  /** Into the picture frame; '' clears it. 0 s = until the next. NOT_FOUND: no such picture. */
  showPicture: studioProcedure
    .input(z.object({ fileName: z.string().max(200), seconds: z.number().min(0).max(3600).default(0) }))
    .output(done),
  /** What she is doing, in the streamer's words; '' gives the line back to the program. */
  setStatus: studioProcedure.input(z.object({ text: z.string().max(200) })).output(done),
  /** Announces a theme's folder or archive; its pieces are then PUT to `url`/<index>?offset=<bytes>. */
  beginTheme: studioProcedure
    .input(
      z.object({
        name: z.string().min(1).max(200),
        files: z
          .array(z.object({ path: z.string().min(1).max(300), bytes: z.number().int().nonnegative() }))
          .min(1)
          .max(300),
      }),
    )
    .output(z.object({ id: z.string(), url: z.string() })),
  removeTheme: studioProcedure.input(z.object({ id: themeIdSchema })).output(done),
};
