import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { done, nothing, studioProcedure } from '#shared/contract/procedure.ts';
import { setupPlanSchema, setupResultSchema, setupViewSchema, setupWishSchema } from '#shared/obs/setup/setup-view.ts';
import { setupTemplateSchema } from '#shared/obs/setup/template.ts';

const templateId = z.string().min(1).max(40);

export const obsSetupContract = {
  watch: studioProcedure.input(nothing).output(eventIterator(setupViewSchema)),
  /** What would be done now; OBS is only read. */
  plan: studioProcedure.input(z.object({ kind: z.enum(['apply', 'remove']), templateId })).output(setupPlanSchema),
  /** CONFLICT: a run is under way. UNAVAILABLE: OBS is not there, or on another computer. What fails in OBS is in the result. */
  apply: studioProcedure.input(z.object({ templateId })).output(setupResultSchema),
  remove: studioProcedure.input(nothing).output(setupResultSchema),
  /** Takes back the last run. NOT_FOUND: there is none. */
  undo: studioProcedure.input(nothing).output(setupResultSchema),
  cancel: studioProcedure.input(nothing).output(done),
  choose: studioProcedure.input(z.object({ templateId })).output(done),
  setWish: studioProcedure
    .input(
      z.object({
        showAtOnce: setupWishSchema.shape.showAtOnce.unwrap().optional(),
        capture: setupWishSchema.shape.capture.unwrap().optional(),
      }),
    )
    .output(done),
  /** Adds a template or replaces that of its id. */
  saveTemplate: studioProcedure.input(z.object({ template: setupTemplateSchema })).output(done),
  /** NOT_FOUND: not the streamer's own, nor a shipped one that was changed (which then is as it shipped again). */
  removeTemplate: studioProcedure.input(z.object({ templateId })).output(done),
};
