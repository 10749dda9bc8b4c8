import { createJsonServer, type JsonReply, type JsonServer } from './json-server.ts';

/** YouTube's web page interface for one channel with one broadcast, in the shapes that its page gets. */
export interface InnertubeServer extends JsonServer {
  /** For the library: requests to www.youtube.com come here. */
  readonly fetch: typeof fetch;
  readonly videoId: string;
  /** What the chat held before anybody came. */
  readonly history: object[];
  /** Puts raw actions into the chat's next page. */
  say(...actions: object[]): void;
  /** What the server is like from now on. */
  readonly state: { isLive: boolean; isReplay: boolean; hasEnded: boolean };
}

export async function createInnertubeServer(): Promise<InnertubeServer> {
  const videoId = 'abcdefghijk';
  const history: object[] = [];
  let pending: object[] = [];
  let page = 0;
  const state = { isLive: true, isReplay: false, hasEnded: false };

  const reply = (body: unknown): JsonReply => ({ status: 200, body });
  const chat = (continuation: string): JsonReply => {
    if (state.hasEnded) return reply({ responseContext: {} });
    if (continuation === 'top-view' || continuation === 'all-view') {
      const isAll = continuation === 'all-view';
      // Top chat leaves the last message out, as the real one leaves some out.
      return reply(chatPage({ token: isAll ? 'all-0' : 'top-0', actions: isAll ? history : history.slice(0, -1), isAll }));
    }
    const actions = pending;
    pending = [];
    page += 1;
    return reply(chatPage({ token: `all-${page}`, actions }));
  };
  const server = await createJsonServer(({ path, body }) => {
    const asked = JSON.parse(body) as { continuation?: string; url?: string; context?: { client?: { hl?: string } } };
    if (asked.context?.client?.hl !== 'en') return { status: 400, body: { error: { code: 400 } } };
    if (path.endsWith('/live_chat/get_live_chat')) return chat(asked.continuation ?? '');
    if (path.endsWith('/next')) return reply(watchPage(state));
    if (path.endsWith('/navigation/resolve_url'))
      return reply({
        endpoint: state.isLive ? { watchEndpoint: { videoId } } : { browseEndpoint: { browseId: 'UCsaltsaltsaltsaltsalt01' } },
      });
    return { status: 404, body: { error: { code: 404, message: path } } };
  });
  const here: typeof fetch = (input, init) => {
    const asked = new URL(input instanceof Request ? input.url : input);
    return fetch(`${server.url}${asked.pathname}${asked.search}`, { method: 'POST', ...init });
  };
  return Object.assign(server, {
    fetch: here,
    videoId,
    history,
    state,
    say(...actions: object[]) {
      pending.push(...actions);
    },
  });
}

function watchPage({ isLive, isReplay }: { isLive: boolean; isReplay: boolean }): object {
  if (!isLive && !isReplay) return { contents: { twoColumnWatchNextResults: { results: {} } } };
  const liveChatRenderer = {
    continuations: [{ reloadContinuationData: { continuation: 'top-view' } }],
    ...(isReplay ? { isReplay: true } : {}),
  };
  return { contents: { twoColumnWatchNextResults: { results: {}, conversationBar: { liveChatRenderer } } } };
}

function chatPage({ token, actions, isAll }: { token: string; actions: readonly object[]; isAll?: boolean }): object {
  const view = (title: string, selected: boolean, continuation: string): object => ({
    title,
    selected,
    continuation: { reloadContinuationData: { continuation } },
  });
  return {
    responseContext: {},
    continuationContents: {
      liveChatContinuation: {
        continuations: [{ invalidationContinuationData: { invalidationId: {}, timeoutMs: 10_000, continuation: token } }],
        actions,
        ...(isAll === undefined
          ? {}
          : {
              header: {
                liveChatHeaderRenderer: {
                  viewSelector: {
                    sortFilterSubMenuRenderer: {
                      subMenuItems: [view('Top chat', !isAll, 'top-view'), view('Live chat', isAll, 'all-view')],
                    },
                  },
                },
              },
            }),
      },
    },
  };
}

export interface ChatAuthor {
  readonly name?: string;
  readonly channel?: string;
  readonly badges?: readonly object[];
}
const AUTHOR = { name: 'Salt Fan', channel: 'UCsaltsaltsaltsaltsalt01', badges: [] };
const menu = {
  contextMenuEndpoint: { liveChatItemContextMenuEndpoint: { params: 'x' } },
  contextMenuAccessibility: { accessibilityData: { label: 'Comment actions' } },
};

function common(id: string, sentMs: number, author: ChatAuthor): object {
  const { name, channel, badges } = { ...AUTHOR, ...author };
  return {
    id,
    timestampUsec: `${sentMs}123`,
    authorName: { simpleText: name },
    authorPhoto: { thumbnails: [{ url: 'https://yt.example.test/a.jpg', width: 64, height: 64 }] },
    authorExternalChannelId: channel,
    authorBadges: badges,
    ...menu,
  };
}

/** Raw pieces of a chat, as the page gets them. */
export const raw = {
  add: (item: object): object => ({ clickTrackingParams: 'x', addChatItemAction: { item, clientId: 'c' } }),
  replace: (targetItemId: string, replacementItem: object): object => ({
    replaceChatItemAction: { targetItemId, replacementItem },
  }),
  remove: (targetItemId: string): object => ({ removeChatItemAction: { targetItemId } }),
  removeAuthor: (externalChannelId: string): object => ({ removeChatItemByAuthorAction: { externalChannelId } }),
  text: (id: string, sentMs: number, runs: readonly object[], author: ChatAuthor = {}): object => ({
    liveChatTextMessageRenderer: { ...common(id, sentMs, author), message: { runs } },
  }),
  placeholder: (id: string, sentMs: number): object => ({
    liveChatPlaceholderItemRenderer: { id, timestampUsec: `${sentMs}000` },
  }),
  paid: (id: string, sentMs: number, amount: string, text: string): object => ({
    liveChatPaidMessageRenderer: {
      ...common(id, sentMs, {}),
      purchaseAmountText: { simpleText: amount },
      message: { runs: [{ text }] },
      headerBackgroundColor: 4278237396,
      headerTextColor: 4278190080,
      bodyBackgroundColor: 4278248959,
      bodyTextColor: 4278190080,
      authorNameTextColor: 2315255808,
    },
  }),
  sticker: (id: string, sentMs: number, amount: string): object => ({
    liveChatPaidStickerRenderer: {
      ...common(id, sentMs, {}),
      purchaseAmountText: { simpleText: amount },
      sticker: {
        thumbnails: [{ url: '//yt.example.test/s.png', width: 80, height: 80 }],
        accessibility: { accessibilityData: { label: 'Hippo waves' } },
      },
      backgroundColor: 4280191205,
      moneyChipBackgroundColor: 1,
      moneyChipTextColor: 1,
      authorNameTextColor: 1,
      stickerDisplayWidth: 80,
      stickerDisplayHeight: 80,
    },
  }),
  newMember: (id: string, sentMs: number, level: string): object => ({
    liveChatMembershipItemRenderer: {
      ...common(id, sentMs, {}),
      headerSubtext: { runs: [{ text: 'Welcome to ' }, { text: level }, { text: '!' }] },
    },
  }),
  milestone: (id: string, sentMs: number, months: number, level: string, text: string): object => ({
    liveChatMembershipItemRenderer: {
      ...common(id, sentMs, {}),
      headerPrimaryText: { runs: [{ text: 'Member for ' }, { text: String(months) }, { text: ' months' }] },
      headerSubtext: { simpleText: level },
      message: { runs: [{ text }] },
    },
  }),
  giftedMemberships: (id: string, sentMs: number, count: number): object => ({
    liveChatSponsorshipsGiftPurchaseAnnouncementRenderer: {
      id,
      timestampUsec: `${sentMs}000`,
      authorExternalChannelId: AUTHOR.channel,
      header: {
        liveChatSponsorshipsHeaderRenderer: {
          authorName: { simpleText: AUTHOR.name },
          authorPhoto: { thumbnails: [{ url: 'https://yt.example.test/a.jpg', width: 64, height: 64 }] },
          primaryText: {
            runs: [{ text: 'Sent ' }, { text: String(count) }, { text: ' ' }, { text: 'Salt 9' }, { text: ' gift memberships' }],
          },
          authorBadges: [],
          ...menu,
          image: { thumbnails: [{ url: 'https://yt.example.test/g.png' }] },
        },
      },
    },
  }),
  giftReceived: (id: string, sentMs: number): object => ({
    liveChatSponsorshipsGiftRedemptionAnnouncementRenderer: {
      ...common(id, sentMs, {}),
      message: { runs: [{ text: 'was gifted a membership by ' }, { text: 'Salt Fan', bold: true }] },
    },
  }),
  ticker: (id: string, item: object): object => ({
    addLiveChatTickerItemAction: {
      durationSec: '60',
      item: {
        liveChatTickerPaidMessageItemRenderer: {
          id,
          amount: { simpleText: '$5.00' },
          amountTextColor: 1,
          startBackgroundColor: 1,
          endBackgroundColor: 1,
          authorPhoto: { thumbnails: [{ url: 'https://yt.example.test/a.jpg' }] },
          durationSec: 60,
          showItemEndpoint: { showLiveChatItemEndpoint: { renderer: item } },
          authorExternalChannelId: AUTHOR.channel,
          fullDurationSec: 60,
        },
      },
    },
  }),
  badge: {
    moderator: { liveChatAuthorBadgeRenderer: { icon: { iconType: 'MODERATOR' }, tooltip: 'Moderator' } },
    owner: { liveChatAuthorBadgeRenderer: { icon: { iconType: 'OWNER' }, tooltip: 'Owner' } },
    member: {
      liveChatAuthorBadgeRenderer: {
        customThumbnail: { thumbnails: [{ url: 'https://yt.example.test/m.png', width: 16, height: 16 }] },
        tooltip: 'Member (6 months)',
      },
    },
  },
  emoji: {
    own: {
      emoji: {
        emojiId: 'UCsalt/xyz',
        shortcuts: [':saltWave:'],
        searchTerms: ['saltWave'],
        image: { thumbnails: [{ url: 'https://yt.example.test/e.png', width: 24, height: 24 }] },
        isCustomEmoji: true,
      },
    },
    standard: {
      emoji: { emojiId: '😀', shortcuts: [':grinning:'], image: { thumbnails: [{ url: 'https://yt.example.test/g.svg' }] } },
    },
  },
} as const;
