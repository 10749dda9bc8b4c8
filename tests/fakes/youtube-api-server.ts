import { createJsonServer, type JsonReply, type JsonRequestSeen, type JsonServer } from './json-server.ts';

/** YouTube's Data API v3 for one channel with one broadcast: pages by token, writing, time-outs, a quota, and its errors. */
export interface YoutubeApiServer extends JsonServer {
  readonly apiKey: string;
  readonly videoId: string;
  /** What the chat held before anybody came. */
  readonly history: object[];
  /** Puts items into the chat's next page. */
  say(...items: object[]): void;
  /** Lines that were written, and viewers who were timed out. */
  readonly written: readonly string[];
  readonly bans: readonly { readonly channelId: string; readonly seconds: string }[];
  readonly state: {
    isLive: boolean;
    unitsLeft: number;
    pollingIntervalMillis: number;
    errorReason: string | undefined;
    hasChannel: boolean;
  };
}

interface WrittenSnippet {
  readonly liveChatId: string;
  readonly type: string;
  readonly textMessageDetails?: { readonly messageText: string };
  readonly banDurationSeconds?: string;
  readonly bannedUserDetails?: { readonly channelId: string };
}

const CHAT_ID = 'live-chat-1';
const CHANNEL_ID = 'UCsaltsaltsaltsaltsalt01';

/** `isGood`: whether a token of the sign-in is; without it only the key opens doors. */
export async function createYoutubeApiServer(isGood: (token: string) => boolean = () => false): Promise<YoutubeApiServer> {
  const apiKey = 'AIzaTestKey';
  const videoId = 'abcdefghijk';
  const history: object[] = [];
  let pending: object[] = [];
  let page = 0;
  const written: string[] = [];
  const bans: { channelId: string; seconds: string }[] = [];
  const state = {
    isLive: true,
    unitsLeft: 10_000,
    pollingIntervalMillis: 2000,
    errorReason: undefined as string | undefined,
    hasChannel: true,
  };
  const ok = (body: object): JsonReply => ({ status: 200, body });
  const fail = (status: number, reason: string): JsonReply => ({
    status,
    body: { error: { code: status, message: reason, errors: [{ message: reason, domain: 'youtube', reason }] } },
  });
  const spend = (units: number): boolean => {
    state.unitsLeft -= units;
    return state.unitsLeft >= 0;
  };

  function messages(query: URLSearchParams): JsonReply {
    if (query.get('liveChatId') !== CHAT_ID) return fail(404, 'liveChatNotFound');
    if (!state.isLive) return fail(403, 'liveChatEnded');
    if (query.get('part') !== 'id,snippet,authorDetails') return fail(400, 'missingRequiredParameter');
    const token = query.get('pageToken');
    if (token !== null && token !== `page-${page}`) return fail(400, 'pageTokenInvalid');
    const items = token === null ? [...history, ...pending] : pending;
    pending = [];
    page += 1;
    return ok({
      kind: 'youtube#liveChatMessageListResponse',
      pollingIntervalMillis: state.pollingIntervalMillis,
      nextPageToken: `page-${page}`,
      items,
    });
  }

  /** Only a token writes; a key never does. */
  function write(path: string, text: string): JsonReply {
    const { snippet } = JSON.parse(text) as { snippet: WrittenSnippet };
    if (snippet.liveChatId !== CHAT_ID) return fail(404, 'liveChatNotFound');
    if (!state.isLive) return fail(403, 'liveChatEnded');
    if (path.endsWith('/bans')) {
      const channelId = snippet.bannedUserDetails?.channelId ?? '';
      if (channelId === CHANNEL_ID) return fail(403, 'banInsertionNotAllowed');
      bans.push({ channelId, seconds: snippet.banDurationSeconds ?? '' });
      return ok({ kind: 'youtube#liveChatBan', id: 'ban-1', snippet });
    }
    const messageText = snippet.textMessageDetails?.messageText ?? '';
    if (snippet.type !== 'textMessageEvent' || messageText === '' || messageText.length > 200)
      return fail(400, 'messageTextInvalid');
    written.push(messageText);
    return ok({ kind: 'youtube#liveChatMessage', etag: 'e', id: `w${written.length}`, snippet });
  }

  const costOf = ({ path, method }: JsonRequestSeen): number =>
    method === 'POST' ? 50 : path.endsWith('/search') ? 100 : path.endsWith('/messages') ? 5 : 1;

  const server = await createJsonServer((request) => {
    const { path, query, method, authorization, body } = request;
    const token = /^Bearer (.+)$/u.exec(authorization)?.[1];
    if (token !== undefined && !isGood(token)) return fail(401, 'authError');
    if (token === undefined && query.get('key') !== apiKey) return fail(400, 'keyInvalid');
    if (token === undefined && method === 'POST') return fail(401, 'required');
    if (state.errorReason !== undefined) return fail(403, state.errorReason);
    if (!spend(costOf(request))) return fail(403, 'quotaExceeded');
    if (method === 'POST') return write(path, body);
    if (path.endsWith('/liveChat/messages')) return messages(query);
    if (path.endsWith('/videos')) {
      if (query.get('id') !== videoId) return ok({ items: [] });
      return ok({ items: [{ id: videoId, liveStreamingDetails: state.isLive ? { activeLiveChatId: CHAT_ID } : {} }] });
    }
    if (path.endsWith('/channels') && query.get('mine') === 'true')
      return ok(state.hasChannel ? { items: [{ id: CHANNEL_ID, snippet: { title: 'Salt Channel' } }] } : {});
    if (path.endsWith('/channels')) return ok(query.get('forHandle') === '@salt' ? { items: [{ id: CHANNEL_ID }] } : {});
    if (path.endsWith('/search'))
      return ok({ items: state.isLive && query.get('channelId') === CHANNEL_ID ? [{ id: { videoId } }] : [] });
    return fail(404, 'notFound');
  });
  return Object.assign(server, {
    apiKey,
    videoId,
    history,
    written,
    bans,
    state,
    say(...items: object[]) {
      pending.push(...items);
    },
  });
}

export function apiChatItem(id: string, text: string, sentMs: number): object {
  return {
    kind: 'youtube#liveChatMessage',
    etag: 'e',
    id,
    snippet: {
      type: 'textMessageEvent',
      liveChatId: CHAT_ID,
      authorChannelId: CHANNEL_ID,
      publishedAt: new Date(sentMs).toISOString(),
      hasDisplayContent: true,
      displayMessage: text,
      textMessageDetails: { messageText: text },
    },
    authorDetails: {
      channelId: CHANNEL_ID,
      displayName: 'Salt Fan',
      profileImageUrl: 'https://yt.example.test/a.jpg',
      isVerified: false,
      isChatOwner: false,
      isChatSponsor: false,
      isChatModerator: false,
    },
  };
}
