import { z } from 'zod';
import { eventSubMessageFrom } from '#main/connectors/twitch/eventsub-message.wire.ts';
import { ircMessageFromLine } from '#main/connectors/twitch/irc-message.wire.ts';
import { checkEvents } from './event-vectors.ts';
import { differenceOf } from './subset.ts';
import { readVectors, type VectorReader } from './vector.ts';

/** Lines of chat, fed in order: what they say, and the events. */
export const twitchIrcVectors: VectorReader = (dir, path) =>
  readVectors(dir, path, {
    id: z.string(),
    line: z.string().optional(),
    lines: z.array(z.string()).optional(),
    parsed: z.record(z.string(), z.unknown()).nullish(),
    expect: z.array(z.unknown()),
  }).map(({ id, line, lines, parsed, expect }) => ({
    name: `${path} ${id}`,
    async check() {
      const all = lines ?? [line ?? ''];
      const message = ircMessageFromLine(all[0] ?? '');
      const difference = parsed && differenceOf({ ...message, tags: Object.fromEntries(message?.tags ?? []) }, parsed, 'parsed');
      return difference ?? (await checkEvents('twitch', `${all.join('\r\n')}\r\n`, expect));
    },
  }));

/** Messages of EventSub: what the session logic sees of them, and the events. */
export const eventSubVectors: VectorReader = (dir, path) =>
  readVectors(dir, path, {
    id: z.string(),
    input: z.unknown(),
    control: z.record(z.string(), z.unknown()).optional(),
    expect: z.array(z.unknown()),
  }).map(({ id, input, control, expect }) => ({
    name: `${path} ${id}`,
    async check() {
      const difference = control && differenceOf(eventSubMessageFrom(input), control, 'control');
      return difference ?? (await checkEvents('twitch-eventsub', JSON.stringify(input), expect));
    },
  }));
