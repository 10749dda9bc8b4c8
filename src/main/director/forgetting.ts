import { assertNever } from '#shared/errors.ts';
import type { ViewerEvent } from '#shared/live/live-event.ts';
import type { Settings } from '#shared/settings/settings.ts';

export type ForgetKind = keyof Settings['director']['forgetSeconds'];

/** Under which of the forget windows an event falls. */
export function forgetKindOf(event: ViewerEvent, isQuestion: boolean): ForgetKind {
  switch (event.kind) {
    case 'chat':
    case 'superchat':
      return isQuestion ? 'question' : 'chat';
    case 'gift':
    case 'membership':
      return 'gift';
    case 'redemption':
    case 'join':
    case 'follow':
    case 'share':
    case 'like':
    case 'raid':
      return event.kind;
    default:
      return assertNever(event);
  }
}

/** How long an unpaid event of this kind may wait. */
export function forgetMs(kind: ForgetKind, settings: Settings['director']): number {
  return 1000 * (settings.forgetSeconds[kind] || settings.maxAgeSeconds);
}
