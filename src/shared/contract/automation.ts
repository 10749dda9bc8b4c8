import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { RULE_LIMIT, ruleDraftSchema, ruleFileSchema, ruleSchema } from '#shared/automation/rule.ts';
import { timelineEntrySchema } from '#shared/automation/timeline.ts';
import { done, nothing, openProcedure, studioProcedure } from '#shared/contract/procedure.ts';

const id = ruleSchema.shape.id;

/** Times in ms since the epoch; 0 never. */
export const ruleActivitySchema = z.object({ firedMs: z.number(), coolUntilMs: z.number() });
export const automationViewSchema = z.object({
  rules: z.array(ruleSchema).max(RULE_LIMIT),
  /** Only of rules that have fired. */
  activity: z.record(z.string(), ruleActivitySchema),
  canUndo: z.boolean(),
  /** Steps that are being done or waited for. */
  running: z.number().int(),
});
export type AutomationView = z.infer<typeof automationViewSchema>;

export const automationContract = {
  watch: studioProcedure.input(nothing).output(eventIterator(automationViewSchema)),
  /** The oldest first. */
  watchTimeline: studioProcedure.input(nothing).output(eventIterator(z.array(timelineEntrySchema))),
  list: openProcedure
    .route({ method: 'GET', path: '/automation', summary: 'Rules of automation' })
    .input(nothing)
    .output(z.object({ rules: z.array(z.object({ id, name: z.string(), enabled: z.boolean(), group: z.string() })) })),
  run: openProcedure
    .route({ method: 'POST', path: '/automation/{id}/run', summary: 'Do what a rule does, whatever triggers and conditions say' })
    .input(z.object({ id }))
    .output(done),
  /** Does what a draft says without keeping it; answers what went wrong. */
  test: studioProcedure.input(ruleDraftSchema).output(z.object({ problems: z.array(z.string()) })),
  add: studioProcedure
    .input(z.object({ rules: z.array(ruleDraftSchema).min(1).max(RULE_LIMIT) }))
    .output(z.object({ ids: z.array(id) })),
  change: studioProcedure.input(z.object({ id, change: ruleDraftSchema.partial() })).output(done),
  remove: studioProcedure.input(z.object({ ids: z.array(id).min(1).max(RULE_LIMIT) })).output(done),
  duplicate: studioProcedure.input(z.object({ id })).output(z.object({ id })),
  /** Puts it before another one; null: at the end. */
  move: studioProcedure.input(z.object({ id, beforeId: id.nullable() })).output(done),
  undo: studioProcedure.input(nothing).output(done),
  /** Empty: all. */
  export: studioProcedure.input(z.object({ ids: z.array(id).max(RULE_LIMIT) })).output(ruleFileSchema),
  clearTimeline: studioProcedure.input(nothing).output(done),
  /** Names of the programs that run on this computer now. */
  programs: studioProcedure.input(nothing).output(z.object({ names: z.array(z.string()) })),
};
