import { assertNever } from '#shared/errors.ts';
import type { ViewerEvent } from '#shared/live/live-event.ts';
import type { DialogueTurn } from '../dialogue.types.ts';
import { amountText, MAX_MESSAGE_CHARS, quotable, quotableName } from './viewer-text.ts';

/** All merged messages together, in UTF-16 units. */
const MAX_TURN_CHARS = 3000;
const MAX_LISTED = 20;

/** What one viewer did, in English, with whatever they typed made harmless: `Mia: "hello"`, `Mia gave 3 × rose ($2.97)`. */
export function eventText(event: ViewerEvent, limit = MAX_MESSAGE_CHARS): string {
  const who = `${quotableName(event.user)}${roleText(event)}`;
  switch (event.kind) {
    case 'chat':
      return `${who}${event.action === true ? ' (acting)' : ''}: "${quotable(event.text, limit) || quotable(event.sticker?.alt ?? 'a sticker')}"`;
    case 'gift': {
      const { name, count } = event.gift;
      const worth = event.value === null ? '' : ` (${amountText(event.value, 'en')}${event.value.estimated ? ', about' : ''})`;
      return `${who} gave ${count} × "${quotable(name, 80)}"${event.paid ? worth : ' (free)'}${spoken(event.text, limit)}`;
    }
    case 'superchat':
      return `${who} sent a paid message of ${amountText(event.value, 'en')}${spoken(event.text, limit)}`;
    case 'membership':
      return `${who} ${membershipText(event)}${spoken(event.text, limit)}`;
    case 'join':
      return `${who} came in`;
    case 'follow':
      return `${who} followed`;
    case 'share':
      return `${who} shared the stream`;
    case 'like':
      return `${who} sent ${event.count} likes`;
    case 'raid':
      return `${who} raided the stream with ${event.viewers} viewers`;
    case 'redemption':
      return `${who} spent channel points on "${quotable(event.rewardTitle ?? 'a reward', 80)}"${spoken(event.text, limit)}`;
    default:
      return assertNever(event);
  }
}

/** The whole turn: what she is to answer, one line an event, and how many asked alike. */
export function turnText(turn: DialogueTurn): string {
  const events = [turn.primary, ...turn.merged];
  if (turn.mergedCount === 0 && turn.merged.length === 0) return eventText(turn.primary);
  const total = Math.max(turn.mergedCount, turn.merged.length) + 1;
  const lines: string[] = [];
  let length = 0;
  for (const line of distinctLines(events)) {
    if (lines.length >= MAX_LISTED || length + line.length > MAX_TURN_CHARS) break;
    lines.push(line);
    length += line.length;
  }
  return `${summaryText(turn, total)}\n${lines.map((line) => `- ${line}`).join('\n')}`;
}

/** The events as lines; of those that say the same only the first is kept. */
function distinctLines(events: readonly ViewerEvent[]): string[] {
  const seen = new Set<string>();
  return events
    .filter((event) => {
      const said =
        event.kind === 'chat'
          ? quotable(event.text)
              .toLowerCase()
              .replace(/[\p{P}\s]/gu, '')
          : `${event.id}`;
      if (seen.has(said)) return false;
      seen.add(said);
      return true;
    })
    .map((event) => eventText(event, 200));
}

function summaryText(turn: DialogueTurn, total: number): string {
  const users = new Set([turn.primary, ...turn.merged].map((event) => event.user.id ?? event.user.name)).size;
  if (turn.kind === 'thank') return `${total} gifts arrived together:`;
  if (turn.kind === 'greet') return `${total} arrivals together:`;
  if (turn.isSummary === true) return `${total} messages in a busy moment; answer them in one go, the best ones by name:`;
  if (users === 1 && turn.mergedCount <= turn.merged.length) return `${quotableName(turn.primary.user)} wrote ${total} messages:`;
  return `${Math.max(users, total - (turn.merged.length + 1 - users))} viewers say something like:`;
}

function membershipText(event: Extract<ViewerEvent, { kind: 'membership' }>): string {
  const { action, tier, tierName, months, cumulativeMonths, giftCount, recipient } = event.membership;
  const level = quotable(tierName ?? tier, 60);
  const worth = event.value === null ? '' : ` (${amountText(event.value, 'en')})`;
  const duration = months === null || months <= 1 ? '' : ` for ${months} months`;
  const since = cumulativeMonths === undefined || cumulativeMonths <= 1 ? '' : `, ${cumulativeMonths} months in all`;
  switch (action) {
    case 'purchase':
    case 'join':
      return `became a member: "${level}"${duration}${worth}`;
    case 'renew':
      return `renewed the membership "${level}"${duration}${since}${worth}`;
    case 'upgrade':
    case 'level_up':
      return `rose to member level "${level}"${worth}`;
    case 'gift':
      return recipient === undefined
        ? `gave away ${giftCount ?? 1} memberships "${level}"${worth}`
        : `gave a membership "${level}" to ${quotable(recipient.name, 40)}${worth}`;
    default:
      return assertNever(action);
  }
}

function roleText(event: ViewerEvent): string {
  const { roles } = event.user;
  if (roles.includes('owner')) return ' (the streamer)';
  if (roles.includes('moderator')) return ' (moderator)';
  return roles.includes('member') || (event.user.guardLevel ?? 0) > 0 ? ' (member)' : '';
}

function spoken(text: string | undefined, limit: number): string {
  const line = quotable(text ?? '', limit);
  return line === '' ? '' : ` and says: "${line}"`;
}
