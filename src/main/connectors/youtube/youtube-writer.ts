import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { StudioError } from '#shared/errors.ts';
import { cleanText } from '../clean-text.ts';
import type { RoomChat } from '../connector.ts';
import { type JsonAnswer, requestJson } from '../http-json.ts';
import { createRateLimit } from '../rate-limit.ts';
import type { SignInAuth } from '../sign-in/sign-in.types.ts';
import type { SignInRecord } from '../sign-in/sign-in-record.ts';
import { createSignInTokens } from '../sign-in/sign-in-tokens.ts';
import { COST, createDayCount, type DayCount } from './api-quota.ts';
import { errorReasonFrom, videosSchema } from './data-api.wire.ts';

/** Writing into the chat of a broadcast as the channel that signed in: the official API, the way that YouTube permits. */
export interface YoutubeWriter {
  /** The chat of this broadcast; its id is looked for when the first line is written, unless it is known already. */
  chatOf(videoId: string, liveChatId: string | undefined): RoomChat;
  /** The sign-in is over. */
  readonly isOver: boolean;
  /** Idempotent. */
  close(): Promise<void>;
}

export interface YoutubeWriterOptions {
  readonly record: SignInRecord;
  readonly auth: SignInAuth;
  readonly apiUrl: string;
  /** Lines that she may write in a day, so that reading keeps its part of the quota. */
  readonly dailyLines: number;
  readonly units: DayCount;
  readonly read: () => string | undefined;
  readonly keep: (secret: string) => void;
  readonly onOver: () => void;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** YouTube refuses longer ones. */
const LONGEST_LINE = 200;
/** YouTube names no limit but refuses floods; nobody reads faster than this. */
const LINES = { count: 5, perMs: 15_000 };
/** A line that would come later than this is old news. */
const PATIENCE_MS = 10_000;
const LONGEST_TIME_OUT_SECONDS = 86_400;

export function createYoutubeWriter(options: YoutubeWriterOptions): YoutubeWriter {
  const { record, units, clock, dailyLines } = options;
  const base = options.apiUrl.replace(/\/+$/u, '');
  const lines = createDayCount(clock);
  const limit = createRateLimit({ ...LINES, patienceMs: PATIENCE_MS, clock });
  let isOver = false;
  const tokens = createSignInTokens({
    ...options,
    platform: 'YouTube',
    onOver() {
      isOver = true;
      options.onOver();
    },
  });

  /** Statuses are answers. A token that YouTube refuses is renewed once. */
  async function call(path: string, body: object | undefined, signal: AbortSignal): Promise<JsonAnswer> {
    const send = (token: string): Promise<JsonAnswer> =>
      requestJson(`${base}/${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        clock,
        signal,
      });
    const token = await tokens.access(signal);
    units.add(body === undefined ? COST.other : COST.write);
    const answer = await send(token);
    return answer.status === 401 ? send(await tokens.renew(token, signal)) : answer;
  }

  async function liveChatOf(videoId: string, signal: AbortSignal): Promise<string> {
    const answer = await call(`videos?part=liveStreamingDetails&id=${encodeURIComponent(videoId)}`, undefined, signal);
    if (answer.status !== 200) throw refused("The broadcast's chat was not found", answer);
    const found = videosSchema.safeParse(answer.body);
    const chatId = found.success ? found.data.items[0]?.liveStreamingDetails?.activeLiveChatId : undefined;
    if (chatId === undefined)
      throw new StudioError(
        'unavailable',
        'This broadcast has no open chat to write into. Switch its chat on in YouTube Studio.',
      );
    return chatId;
  }

  return {
    get isOver() {
      return isOver;
    },
    chatOf(videoId, known) {
      let chatId = known;
      const idOf = async (signal: AbortSignal): Promise<string> => {
        chatId ??= await liveChatOf(videoId, signal);
        return chatId;
      };
      return {
        maxLength: LONGEST_LINE,
        authorId: record.userId,
        async send(text, { signal }) {
          const messageText = cleanText(text, LONGEST_LINE).trim();
          if (messageText === '') throw new StudioError('invalid-input', 'There is nothing to write.');
          if (lines.today >= dailyLines)
            throw new StudioError(
              'rate-limited',
              `The ${dailyLines} lines that YouTube chat gets in a day are written. Allow more on the connections page, or wait until midnight Pacific time.`,
            );
          await limit.turn(signal);
          const liveChatId = await idOf(signal);
          const snippet = { liveChatId, type: 'textMessageEvent', textMessageDetails: { messageText } };
          const answer = await call('liveChat/messages?part=snippet', { snippet }, signal);
          if (answer.status !== 200) throw refused('The line was not written to YouTube chat', answer);
          lines.add(1);
        },
        async timeOut(userId, seconds, _reason, signal) {
          const liveChatId = await idOf(signal);
          const snippet = {
            liveChatId,
            type: 'temporary',
            banDurationSeconds: String(Math.min(LONGEST_TIME_OUT_SECONDS, Math.max(1, Math.round(seconds)))),
            bannedUserDetails: { channelId: userId },
          };
          const answer = await call('liveChat/bans?part=snippet', { snippet }, signal);
          if (answer.status !== 200) throw refused('The viewer was not timed out on YouTube', answer);
        },
      };
    },
    close: () => tokens.close(),
  };
}

/** Reasons of YouTube's that say what to do next. */
const REFUSALS: ReadonlyMap<string, readonly [ConstructorParameters<typeof StudioError>[0], string]> = new Map([
  ['quotaExceeded', ['rate-limited', "today's API quota is used up. It comes back at midnight Pacific time."]],
  ['dailyLimitExceeded', ['rate-limited', "today's API quota is used up. It comes back at midnight Pacific time."]],
  ['rateLimitExceeded', ['rate-limited', 'too many at once. Try again in half a minute.']],
  ['userRateLimitExceeded', ['rate-limited', 'too many at once. Try again in half a minute.']],
  ['liveChatDisabled', ['forbidden', 'the chat of this broadcast is off. Switch it on in YouTube Studio.']],
  ['liveChatEnded', ['unavailable', 'the broadcast is over.']],
  ['liveChatNotFound', ['unavailable', 'the broadcast is over.']],
  ['messageTextInvalid', ['invalid-input', 'YouTube does not take this text. Change it.']],
  ['insufficientPermissions', ['forbidden', 'the sign-in does not allow it. Sign in to YouTube again.']],
  ['banInsertionNotAllowed', ['forbidden', 'owners and moderators cannot be timed out.']],
  ['forbidden', ['forbidden', 'the channel that is signed in may not do this here.']],
]);

function refused(what: string, answer: JsonAnswer): StudioError {
  const reason = errorReasonFrom(answer.body);
  const known = REFUSALS.get(reason);
  if (known !== undefined) return new StudioError(known[0], `${what}: ${known[1]}`);
  const why = reason || `HTTP ${answer.status}`;
  if (answer.status === 401) return new StudioError('unauthorized', `${what} (${why}). Sign in to YouTube again.`);
  if (answer.status === 429) return new StudioError('rate-limited', `${what}: too many at once. Try again in half a minute.`);
  return new StudioError(answer.status >= 500 ? 'unavailable' : 'provider', `${what} (${why}). Try again in a minute.`);
}
