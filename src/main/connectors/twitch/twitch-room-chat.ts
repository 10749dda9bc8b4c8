import { z } from 'zod';
import type { Clock } from '#main/platform/host.ts';
import { StudioError } from '#shared/errors.ts';
import { cleanText } from '../clean-text.ts';
import type { RoomChat } from '../connector.ts';
import type { JsonAnswer } from '../http-json.ts';
import { createRateLimit } from '../rate-limit.ts';
import type { Helix } from './helix.ts';
import { refusalFrom } from './twitch-auth.wire.ts';
import { TIME_OUT_VIEWERS, WRITE_CHAT } from './twitch-scopes.ts';

/** Twitch cuts at 500 characters; anyone may send 20 lines in 30 s. */
const LONGEST_LINE = 500;
const LINES = { count: 20, perMs: 30_000 };
/** A line that would come later than this is old news. */
const PATIENCE_MS = 10_000;
const LONGEST_TIME_OUT_SECONDS = 1_209_600;
const CHAT_MESSAGE_ID = /^twitch:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/u;
const sentSchema = z.object({
  data: z.tuple([z.object({ is_sent: z.boolean(), drop_reason: z.object({ message: z.string() }).nullish() })]),
});

/** An account with what it may do. */
export interface TwitchAccount {
  readonly helix: Helix;
  readonly userId: string;
  readonly scopes: readonly string[];
}

/** Writing and keeping order in the streamer's own room; `bot`: the account that writes instead. Undefined without the permission to write. */
export function createTwitchRoomChat(options: {
  readonly streamer: TwitchAccount;
  readonly bot: TwitchAccount | undefined;
  readonly clock: Clock;
}): RoomChat | undefined {
  const { streamer, bot, clock } = options;
  const { helix, userId, scopes } = streamer;
  const writer = bot ?? streamer;
  if (!writer.scopes.includes(WRITE_CHAT)) return undefined;
  const limit = createRateLimit({ ...LINES, patienceMs: PATIENCE_MS, clock });

  async function send(text: string, replyToEventId: string | undefined, signal: AbortSignal): Promise<void> {
    const message = cleanText(text, LONGEST_LINE).trim();
    if (message === '') throw new StudioError('invalid-input', 'There is nothing to write.');
    await limit.turn(signal);
    const parent = CHAT_MESSAGE_ID.exec(replyToEventId ?? '')?.[1];
    const body = {
      broadcaster_id: userId,
      sender_id: writer.userId,
      message,
      ...(parent === undefined ? {} : { reply_parent_message_id: parent }),
    };
    const answer = await writer.helix.post('chat/messages', {}, body, signal);
    if (answer.status !== 200) throw refused('The line was not written to Twitch chat', answer);
    const sent = sentSchema.safeParse(answer.body);
    if (!sent.success)
      throw new StudioError('protocol', "Twitch's answer to a chat line made no sense. Look whether it is in chat.");
    const [{ is_sent, drop_reason }] = sent.data.data;
    if (!is_sent) {
      const why = drop_reason?.message ?? 'no reason given';
      throw new StudioError('forbidden', `Twitch did not let the line through: ${why} Change it, or the room's chat settings.`);
    }
  }

  async function timeOut(viewerId: string, seconds: number, reason: string, signal: AbortSignal): Promise<void> {
    const duration = Math.min(LONGEST_TIME_OUT_SECONDS, Math.max(1, Math.round(seconds)));
    const data = { user_id: viewerId, duration, reason: cleanText(reason, 500) };
    const query = { broadcaster_id: userId, moderator_id: userId };
    const answer = await helix.post('moderation/bans', query, { data }, signal);
    // Already banned for good: silent as wished.
    if (answer.status === 400 && refusalFrom(answer.body).includes('already_banned')) return;
    if (answer.status !== 200) throw refused('The viewer was not timed out on Twitch', answer);
  }

  return {
    maxLength: LONGEST_LINE,
    authorId: writer.userId,
    send: (text, { replyToEventId, signal }) => send(text, replyToEventId, signal),
    ...(scopes.includes(TIME_OUT_VIEWERS) ? { timeOut } : {}),
  };
}

function refused(what: string, answer: JsonAnswer): StudioError {
  const why = refusalFrom(answer.body).replaceAll('_', ' ') || `HTTP ${answer.status}`;
  if (answer.status === 401) return new StudioError('unauthorized', `${what} (${why}). Sign in to Twitch again.`);
  if (answer.status === 403) return new StudioError('forbidden', `${what} (${why}). Check the room's chat settings.`);
  if (answer.status === 429) return new StudioError('rate-limited', `${what}: too many at once. Try again in half a minute.`);
  return new StudioError(answer.status >= 500 ? 'unavailable' : 'provider', `${what} (${why}). Try again in a minute.`);
}
