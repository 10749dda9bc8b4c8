import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { EYE_PRESETS, MOTION_PRESETS } from '#shared/avatar/mapping-presets.ts';
import { modelIdSchema, modelParameterSchema } from '#shared/avatar/model.ts';
import { inputParameterSchema, mappingRowSchema, mappingSchema } from '#shared/avatar/parameters.ts';
import { vtubeReportSchema } from '#shared/avatar/vtube-report.ts';
import { done, nothing, openProcedure, studioProcedure } from '#shared/contract/procedure.ts';

/** The mapping of the model in use, with all that an editor needs of the model. */
export const mappingViewSchema = z.object({
  /** null: no model is in use. */
  modelId: modelIdSchema.nullable(),
  modelName: z.string(),
  /** Parameters of the model that rows may write. */
  parameters: z.array(modelParameterSchema),
  rows: mappingSchema.shape.rows,
  /** automatic: nobody has changed it, and it follows the model. */
  origin: z.enum(['automatic', 'own', 'imported']),
  undoSteps: z.number().int().min(0),
  /** The presets that the rows agree with; null: none. */
  motion: z.enum(MOTION_PRESETS).nullable(),
  eyes: z.enum(EYE_PRESETS).nullable(),
});
export type MappingView = z.infer<typeof mappingViewSchema>;

/** Live values, at most 20 times a second. Rows that do nothing now are absent. */
export const mappingMetersSchema = z.object({
  faceFound: z.boolean(),
  sources: z.array(z.object({ owner: z.string(), priority: z.number().int(), parameters: z.number().int() })),
  rows: z.array(z.object({ id: z.string(), raw: z.number(), mapped: z.number(), weight: z.number() })),
});
export type MappingMeters = z.infer<typeof mappingMetersSchema>;

const value = z.number().min(-1_000_000).max(1_000_000);
const rowId = mappingRowSchema.shape.id;

export const parametersContract = {
  mapping: openProcedure
    .route({ method: 'GET', path: '/avatar/mapping', summary: 'How inputs drive the parameters of the model in use' })
    .input(nothing)
    .output(mappingViewSchema),
  watchMapping: studioProcedure.input(nothing).output(eventIterator(mappingViewSchema)),
  watchMeters: studioProcedure.input(nothing).output(eventIterator(mappingMetersSchema)),
  /** Puts a row in the place of the one with the same id, or at the end. */
  setRow: studioProcedure.input(z.object({ row: mappingRowSchema })).output(mappingViewSchema),
  /** Adds a row for this output (any free one when empty) and tells its id. */
  addRow: studioProcedure
    .input(z.object({ input: z.string().max(64).default(''), output: z.string().max(200).default('') }))
    .output(z.object({ id: rowId })),
  removeRow: studioProcedure.input(z.object({ id: rowId })).output(mappingViewSchema),
  /** Rows for known names that no row writes yet; what is there stays. */
  fillAutomatically: studioProcedure.input(nothing).output(z.object({ added: z.number().int() })),
  applyPreset: studioProcedure
    .input(z.object({ motion: z.enum(MOTION_PRESETS).optional(), eyes: z.enum(EYE_PRESETS).optional() }))
    .output(mappingViewSchema),
  /** Forgets every change: the automatic mapping again. Can be undone. */
  reset: studioProcedure.input(nothing).output(mappingViewSchema),
  undo: studioProcedure.input(nothing).output(mappingViewSchema),
  inputs: openProcedure
    .route({ method: 'GET', path: '/avatar/parameters', summary: 'Input parameters and their values now' })
    .input(nothing)
    /** own: ours beyond VTube Studio's list: perfect-sync shapes and the body. */
    .output(
      z.object({
        standard: z.array(inputParameterSchema),
        own: z.array(inputParameterSchema),
        custom: z.array(inputParameterSchema),
      }),
    ),
  /** Moves her by hand or by a script. Values are let go a second after they were sent last. */
  inject: openProcedure
    .route({ method: 'POST', path: '/avatar/parameters', summary: 'Drive input parameters for a second' })
    .input(
      z.object({
        /** Who sends: one name, one hold. */
        source: z.string().min(1).max(32).default('script'),
        mode: z.enum(['set', 'add']).default('set'),
        faceFound: z.boolean().optional(),
        values: z
          .array(z.object({ id: z.string().min(1).max(64), value, weight: z.number().min(0).max(1).default(1) }))
          .min(1)
          .max(500),
      }),
    )
    .output(done),
  /** The editor's test slider: over everything else, let go when `value` is null. */
  tryInput: studioProcedure.input(z.object({ input: z.string().min(1).max(64), value: value.nullable() })).output(done),
  /** Takes over what fits of a VTube Studio model's settings; the report says what did not. The mapping can be had back with `undo`. */
  importVtube: studioProcedure
    .input(z.object({ fileName: z.string().max(300), text: z.string().max(8_000_000) }))
    .output(vtubeReportSchema),
};
