import type { Clock } from '#main/platform/host.ts';
import type { DouyuGift, DouyuGiftList } from './douyu-events.ts';
import { fetchGifts, fetchProp } from './douyu-site.ts';

/** Names and prices of a room's gifts, kept for a day. What is not known yet is asked for in the background and known the next time. */
export interface GiftShelf extends DouyuGiftList {
  /** Asks for the room's list unless it is fresh. Returns at once; a failure costs names and prices, nothing else. */
  fill(roomId: string): void;
  close(): void;
}

const FRESH_MS = 24 * 60 * 60_000;
/** After a failure. */
const ASK_AGAIN_MS = 10 * 60_000;
/** Props that are looked up at most: viewers choose what they send, not what we ask. */
const MOST_PROPS = 300;

export function createGiftShelf(options: {
  readonly giftsUrl: string;
  readonly clock: Clock;
  readonly onError: (code: string) => void;
}): GiftShelf {
  const { giftsUrl, clock, onError } = options;
  const end = new AbortController();
  const props = new Map<string, DouyuGift | undefined>();
  let gifts: ReadonlyMap<string, DouyuGift> = new Map();
  let askAgainAtMs = 0;

  const failed = (): void => {
    if (!end.signal.aborted) onError('no-gift-list');
  };
  const askForProp = (propId: string): void => {
    if (props.has(propId) || props.size >= MOST_PROPS || !/^\d{1,12}$/u.test(propId)) return;
    props.set(propId, undefined);
    fetchProp({ giftsUrl, propId, clock, signal: end.signal }).then((prop) => props.set(propId, prop), failed);
  };
  return {
    find(giftId, propId) {
      const gift = gifts.get(giftId);
      if (gift !== undefined || propId === '' || propId === '0') return gift;
      askForProp(propId);
      return props.get(propId);
    },
    fill(roomId) {
      if (clock.now() < askAgainAtMs || end.signal.aborted) return;
      askAgainAtMs = clock.now() + ASK_AGAIN_MS;
      fetchGifts({ giftsUrl, roomId, clock, signal: end.signal }).then((list) => {
        gifts = list;
        askAgainAtMs = clock.now() + FRESH_MS;
      }, failed);
    },
    close: () => end.abort(),
  };
}
