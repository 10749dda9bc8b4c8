import type { AutomationRule, RuleStep } from '#shared/automation/rule.ts';
import type { Action } from '#shared/avatar/bindings.ts';
import type { SeededRandom } from '#shared/intent/random.ts';
import type { Cause } from './engine.types.ts';

const USER_LENGTH = 24;
const TEXT_LENGTH = 100;
/** Viewers' words become one short line; nothing in them is ever read as a gap. */
const inline = (text: string, most: number): string => [...text.replace(/\s+/gu, ' ').trim()].slice(0, most).join('');

/** The steps as they are to be done now: texts filled, one picture taken of several. */
export function readySteps(rule: AutomationRule, cause: Cause, random: SeededRandom): readonly RuleStep[] {
  const values: Readonly<Record<string, string>> = {
    ...cause.values,
    user: inline(cause.user, USER_LENGTH),
    text: inline(cause.text, TEXT_LENGTH),
  };
  return rule.do.map(({ delay, action }) => ({ delay, action: ready(action, values, random) }));
}

function ready(action: Action, values: Readonly<Record<string, string>>, random: SeededRandom): Action {
  const filled = (text: string, most: number): string => fillGaps(text, values).slice(0, most);
  switch (action.type) {
    case 'say': {
      const text = filled(action.text, 1000);
      return text.trim() === '' ? action : { ...action, text };
    }
    case 'obs-text':
      return { ...action, text: filled(action.text, 2000) };
    case 'alert':
      return { ...action, title: filled(action.title, 200), text: filled(action.text, 500) };
    case 'status':
      return { ...action, text: filled(action.text, 200) };
    case 'clip':
      return { ...action, title: filled(action.title, 200) };
    case 'obs-picture':
      return action.files.length < 2 ? action : { ...action, files: [action.files[random.whole(action.files.length)] ?? ''] };
    default:
      return action;
  }
}

/** Gaps that are not known stay, so that a mistake is seen; those that this trigger has nothing for are empty. */
const KNOWN = new Set(['user', 'text', 'gift', 'amount', 'viewers', 'scene', 'song']);
export function fillGaps(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{([a-z]+)\}/g, (gap, name: string) => values[name] ?? (KNOWN.has(name) ? '' : gap));
}
