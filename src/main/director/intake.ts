import { assertNever } from '#shared/errors.ts';
import type { LedgerReason } from '#shared/live/ledger.ts';
import type { ViewerEvent } from '#shared/live/live-event.ts';
import type { Settings } from '#shared/settings/settings.ts';
import { type ReadText, readText } from './message-text.ts';
import type { WordRules } from './word-rules.ts';

/** Where a viewer's event goes. `arrivals`: gathered for one greeting. */
export type Route =
  | { readonly to: 'answer' | 'thank' | 'greet' | 'arrivals' }
  | { readonly to: 'skip'; readonly reason: LedgerReason };

const skip = (reason: LedgerReason): Route => ({ to: 'skip', reason });

/** `text` is what the viewer wrote. Paid events are skipped only where the streamer turned off all that she could say to them. */
export function routeOf(event: ViewerEvent, text: ReadText, settings: Settings['director'], rules: WordRules): Route {
  switch (event.kind) {
    case 'chat':
      return routeOfLine(event, text, settings, rules, text.plain === '' && event.sticker === undefined);
    case 'redemption':
      return routeOfLine(event, text, settings, rules, false);
    case 'superchat':
      if (!settings.answersChat && !settings.thanksGifts) return skip('answers-off');
      return { to: text.plain === '' ? 'thank' : 'answer' };
    case 'gift':
      // A streak that still runs: its last message carries the sum.
      if (!event.final) return skip('not-a-request');
      return routeOfGift(settings);
    case 'membership':
      return routeOfGift(settings);
    case 'raid':
      return settings.answersChat || settings.greetsArrivals ? { to: 'greet' } : skip('answers-off');
    case 'join':
    case 'follow':
    case 'share':
    case 'like':
      return settings.greetsArrivals ? { to: 'arrivals' } : skip('not-a-request');
    default:
      return assertNever(event);
  }
}

function routeOfLine(
  event: ViewerEvent,
  text: ReadText,
  settings: Settings['director'],
  rules: WordRules,
  isEmpty: boolean,
): Route {
  if (isEmpty) return skip('empty');
  if (rules.hasMutedPrefix(text)) return skip('muted-prefix');
  // The streamer's own words are no chat.
  return settings.answersChat || event.source === 'microphone' ? { to: 'answer' } : skip('answers-off');
}

function routeOfGift(settings: Settings['director']): Route {
  return settings.thanksGifts ? { to: 'thank' } : skip('answers-off');
}

/** The owner or a moderator wants her to be silent. */
export function isStopCommand(event: ViewerEvent, rules: WordRules): boolean {
  const { roles } = event.user;
  return (
    event.kind === 'chat' && (roles.includes('owner') || roles.includes('moderator')) && rules.isStopWord(readText(event.text))
  );
}
