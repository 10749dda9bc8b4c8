import { assertNever } from '#shared/errors.ts';
import { MODERATION_ACTIONS, type ModerationAction, type ModerationCategory } from '#shared/live/appraisal.ts';
import type { LivePlatform } from '#shared/live/live-event.ts';
import type { ModerationSettings } from '#shared/settings/settings.ts';
import type { Finding } from './text-judge.ts';

/** What is to become of a text, and the finding that decides it. */
export interface Ruling {
  readonly action: ModerationAction;
  readonly finding?: Finding;
  /** Those to be starred out. */
  readonly masked: readonly Finding[];
}

export function rulingOf(findings: readonly Finding[], settings: ModerationSettings, platform: LivePlatform): Ruling {
  let action: ModerationAction = 'allow';
  let decisive: Finding | undefined;
  const masked: Finding[] = [];
  for (const finding of findings) {
    const own = actionFor(finding, settings, platform);
    if (own !== 'allow') masked.push(finding);
    if (strength(own) <= strength(action)) continue;
    action = own;
    decisive = finding;
  }
  return { action, masked, ...(decisive === undefined ? {} : { finding: decisive }) };
}

function strength(action: ModerationAction): number {
  return MODERATION_ACTIONS.indexOf(action);
}

function actionFor(finding: Finding, settings: ModerationSettings, platform: LivePlatform): ModerationAction {
  const action = finding.action ?? actionOfCategory(finding.category, settings);
  const measure = settings.platforms[platform] ?? 'normal';
  if (measure === 'relaxed') return action === 'hold' ? 'allow' : action;
  if (measure === 'strict') return action === 'hold' || action === 'mask' ? 'block' : action;
  return action;
}

function actionOfCategory(category: ModerationCategory, { actions }: ModerationSettings): ModerationAction {
  switch (category) {
    case 'own-list':
      return actions.ownList;
    case 'self-harm':
      return actions.selfHarm;
    case 'personal-data':
      return actions.personalData;
    case 'abuse':
    case 'hate':
    case 'sexual':
    case 'violence':
    case 'politics':
    case 'spam':
    case 'injection':
      return actions[category];
    case 'impersonation':
      return 'mask';
    case 'pattern':
    case 'model':
    case 'timed-out':
      return 'block';
    default:
      return assertNever(category);
  }
}
