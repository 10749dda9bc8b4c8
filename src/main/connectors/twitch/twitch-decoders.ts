import type { LiveEvent } from '#shared/live/live-event.ts';
import { createRecentIds } from '#shared/live/recent-ids.ts';
import { capturedJsonFromText } from '../captured-json.ts';
import type { CaptureDecoder } from '../decoder.types.ts';
import { createErrorCounters } from '../error-counters.ts';
import { eventFromNotification, isKnownSubscription } from './eventsub-events.ts';
import { eventSubMessageFrom } from './eventsub-message.wire.ts';
import { ircMessageFromLine } from './irc-message.wire.ts';
import { createTwitchTranslator } from './twitch-events.ts';
import { noticeOfRevocation } from './twitch-notices.ts';

const REMEMBERED_IDS = 4096;

/** Lines of chat as they came, or a JSON list of them. */
export function createTwitchDecoder(): CaptureDecoder {
  const errors = createErrorCounters();
  const translator = createTwitchTranslator(errors.add);
  return {
    platform: 'twitch',
    errors: errors.counts,
    async decode(bytes, receivedAtMs) {
      return linesFrom(new TextDecoder().decode(bytes)).flatMap((line) => {
        const message = ircMessageFromLine(line);
        if (message === undefined) errors.add('bad-line');
        return message === undefined ? [] : attempt(() => translator.eventFrom(message, receivedAtMs), errors.add);
      });
    },
  };
}

function linesFrom(text: string): string[] {
  const json = /^\s*\[/u.test(text) ? capturedJsonFromText(text).messages : undefined;
  const lines = json?.every((one) => typeof one === 'string') === true ? json : text.split(/\r?\n/u);
  return lines.flatMap((line) => String(line).split(/\r?\n/u)).filter((line) => line.trim() !== '');
}

/** Messages of EventSub's WebSocket. Nothing is too old in a captured file. */
export function createEventSubDecoder(): CaptureDecoder {
  const errors = createErrorCounters();
  const seen = createRecentIds(REMEMBERED_IDS);
  const read = (json: unknown, nowMs: number): LiveEvent | undefined => {
    const message = eventSubMessageFrom(json);
    if (message === undefined) errors.add('unknown-message');
    if (message?.type !== 'notification' && message?.type !== 'revocation') return undefined;
    if (!seen.add(message.messageId)) return undefined;
    if (message.type === 'revocation') return noticeOfRevocation(message, '', nowMs);
    if (!isKnownSubscription(message.subscription)) errors.add('unknown-subscription');
    return eventFromNotification(message, nowMs, () => true);
  };
  return {
    platform: 'twitch-eventsub',
    errors: errors.counts,
    async decode(bytes, receivedAtMs) {
      const { messages, broken } = capturedJsonFromText(new TextDecoder().decode(bytes));
      for (let line = 0; line < broken; line += 1) errors.add('bad-json');
      return messages.flatMap((json) => attempt(() => read(json, receivedAtMs), errors.add));
    },
  };
}

function attempt(task: () => LiveEvent | undefined, onError: (code: string) => void): LiveEvent[] {
  try {
    const event = task();
    return event === undefined ? [] : [event];
  } catch {
    onError('bad-message');
    return [];
  }
}
