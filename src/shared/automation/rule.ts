import { z } from 'zod';
import { actionSchema } from '#shared/avatar/bindings.ts';
import { isWholeAction } from '#shared/show/whole-action.ts';
import { conditionSchema } from './condition.ts';
import { automationTriggerSchema } from './trigger.ts';

/** When any of these → if all of those → do this. */
export const stepSchema = z.object({ delay: z.number().min(0).max(600), action: actionSchema });
export type RuleStep = z.infer<typeof stepSchema>;

export const ruleSchema = z.object({
  id: z.string().regex(/^[0-9a-f]{32}$/),
  name: z.string().max(200),
  enabled: z.boolean(),
  /** '' = none. Rules of a group know of each other: see `stopsLower`. */
  group: z.string().max(60),
  when: z.array(automationTriggerSchema).min(1).max(10),
  if: z.array(conditionSchema).max(10),
  /** One after the other, each `delay` seconds after the one before is done. */
  do: z.array(stepSchema).min(1).max(20),
  cooldownSeconds: z.number().min(0).max(86_400),
  /** For what viewers fire. */
  viewerCooldownSeconds: z.number().min(0).max(86_400),
  /** Higher ones go first. */
  priority: z.number().int().min(0).max(100),
  /** While its steps run, rules of its group with a lower priority neither begin nor go on. */
  stopsLower: z.boolean(),
  oncePerShow: z.boolean(),
  /** Tells in the timeline what it would do, and does nothing. */
  dryRun: z.boolean(),
});
export type AutomationRule = z.infer<typeof ruleSchema>;
export const RULE_LIMIT = 300;

/** What is edited; the id is given by the studio. */
export const ruleDraftSchema = ruleSchema.omit({ id: true });
export type RuleDraft = z.infer<typeof ruleDraftSchema>;
export type RuleChange = { readonly [K in keyof RuleDraft]?: RuleDraft[K] | undefined };

/** A file of rules, for sharing between streamers. */
export const ruleFileSchema = z.object({
  format: z.literal('yingxi-automation'),
  version: z.literal(1),
  rules: z.array(ruleDraftSchema).max(RULE_LIMIT),
});
export type RuleFile = z.infer<typeof ruleFileSchema>;

/** The steps that lack a name without which they can do nothing, and the triggers that wait for a word that is not there. */
export function gapsOfRule({ when, do: steps }: Pick<AutomationRule, 'when' | 'do'>): {
  readonly triggers: readonly number[];
  readonly steps: readonly number[];
} {
  const at = (_: unknown, index: number): number => index;
  return {
    triggers: when.map(at).filter((index) => isEmptyTrigger(when[index])),
    steps: steps.map(at).filter((index) => {
      const step = steps[index];
      return step === undefined || !isWholeAction(step.action);
    }),
  };
}

export function isWholeRule(rule: Pick<AutomationRule, 'when' | 'do'>): boolean {
  const gaps = gapsOfRule(rule);
  return gaps.triggers.length === 0 && gaps.steps.length === 0;
}

function isEmptyTrigger(trigger: AutomationRule['when'][number] | undefined): boolean {
  if (trigger === undefined) return true;
  if (trigger.type === 'chat' || trigger.type === 'reply') return trigger.words.length === 0;
  return trigger.type === 'game' && trigger.processes.length === 0;
}

export const emptyRule = (): RuleDraft => ({
  name: '',
  enabled: true,
  group: '',
  when: [],
  if: [],
  do: [],
  cooldownSeconds: 0,
  viewerCooldownSeconds: 0,
  priority: 50,
  stopsLower: false,
  oncePerShow: false,
  dryRun: false,
});
