import type { ViewerEvent } from '#shared/live/live-event.ts';
import type { Finding } from './text-judge.ts';

const HIDDEN_NAME = '***';

/** A text with its findings starred out, a star for each sign. */
export function starred(text: string, findings: readonly Finding[]): string {
  const hidden = new Uint8Array(text.length);
  for (const { from, to } of findings) hidden.fill(1, from, to);
  let shown = '';
  for (let at = 0; at < text.length; ) {
    const length = (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
    shown += hidden[at] === 1 ? '*' : text.slice(at, at + length);
    at += length;
  }
  return shown;
}

/** The event with another text in place of what was written. */
export function withText(event: ViewerEvent, text: string): ViewerEvent {
  if (event.kind === 'chat') return { ...event, text, segments: [{ type: 'text', text }] };
  return 'text' in event ? { ...event, text } : event;
}

/** The event without its viewer's name. The id stays: it is the same viewer. */
export function withoutName(event: ViewerEvent): ViewerEvent {
  return { ...event, user: { ...event.user, name: HIDDEN_NAME, masked: true } };
}

/** Names of others in the event that `isBad` go too: to whom it answers, who got the gift. */
export function withoutOtherNames(event: ViewerEvent, isBad: (name: string) => boolean): ViewerEvent {
  if (event.kind === 'chat' && event.replyTo?.userName !== undefined && isBad(event.replyTo.userName))
    return { ...event, replyTo: { ...event.replyTo, userName: HIDDEN_NAME } };
  if (event.kind === 'gift' && event.gift.recipient !== undefined && isBad(event.gift.recipient.name))
    return { ...event, gift: { ...event.gift, recipient: { ...event.gift.recipient, name: HIDDEN_NAME } } };
  if (event.kind === 'membership' && event.membership.recipient !== undefined && isBad(event.membership.recipient.name))
    return { ...event, membership: { ...event.membership, recipient: { ...event.membership.recipient, name: HIDDEN_NAME } } };
  return event;
}
