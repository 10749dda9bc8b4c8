import { randomBytes } from 'node:crypto';
import { type AutomationRule, RULE_LIMIT, type RuleChange, type RuleDraft, ruleSchema } from '#shared/automation/rule.ts';
import { StudioError } from '#shared/errors.ts';

/** The list of rules as data. Each verb answers a new list; what cannot be done throws `invalid-input` or `not-found`. */
export type RuleList = readonly AutomationRule[];

export function withNew(
  list: RuleList,
  drafts: readonly RuleDraft[],
  afterId?: string,
): { rules: RuleList; ids: readonly string[] } {
  if (list.length + drafts.length > RULE_LIMIT)
    throw new StudioError('invalid-input', `There can be ${RULE_LIMIT} rules. Remove some first.`);
  const added = drafts.map((draft) => checked({ ...draft, id: randomBytes(16).toString('hex') }));
  const at = list.findIndex(({ id }) => id === afterId);
  const rules = at < 0 ? [...list, ...added] : [...list.slice(0, at + 1), ...added, ...list.slice(at + 1)];
  return { rules, ids: added.map(({ id }) => id) };
}

export function withChange(list: RuleList, id: string, change: RuleChange): RuleList {
  const at = indexOf(list, id);
  const wanted = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const changed = checked({ ...list[at], ...wanted, id });
  return list.map((rule, index) => (index === at ? changed : rule));
}

export function without(list: RuleList, ids: readonly string[]): RuleList {
  for (const id of ids) indexOf(list, id);
  return list.filter(({ id }) => !ids.includes(id));
}

export function withMove(list: RuleList, id: string, beforeId: string | null): RuleList {
  const moved = list[indexOf(list, id)];
  if (moved === undefined || id === beforeId) return list;
  const others = list.filter((rule) => rule !== moved);
  const at = beforeId === null ? others.length : indexOf(others, beforeId);
  return [...others.slice(0, at), moved, ...others.slice(at)];
}

export function indexOf(list: RuleList, id: string): number {
  const at = list.findIndex((rule) => rule.id === id);
  if (at < 0) throw new StudioError('not-found', `There is no rule ${id}; it may have been removed. Reload the list.`);
  return at;
}

function checked(raw: unknown): AutomationRule {
  const parsed = ruleSchema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new StudioError('invalid-input', `The rule cannot be kept like this: ${issue?.path.join('.')}: ${issue?.message}`);
}
