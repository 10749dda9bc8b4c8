import type { Clock } from '#main/platform/host.ts';
import type { Pause } from '#main/platform/watch-cell.ts';
import type { ChatChange, OverlayMessage, OverlayStates, StateTopic } from '#shared/overlays/overlay-states.ts';
import type { ChatBoard } from './chat-board.ts';
import type { OverlayHub } from './overlays.types.ts';

/**
 * One line of time for all pages: every change has a number. States keep the number of their last change, chat changes lie in a ring. A page is a place
 * on that line, so what it missed, whether it was slow or away, is everything after its place; where the ring does not reach back it begins afresh.
 */
const RING = 400;
/** Pages are told this often at most. */
const EVERY_MS = 50;

export interface OverlayHubOptions {
  readonly board: ChatBoard;
  readonly clock: Clock;
  readonly pause: Pause;
  /** Of this start of the program. */
  readonly epoch: string;
}

export function createOverlayHub({ board, clock, pause, epoch }: OverlayHubOptions): OverlayHub {
  const states: { [Topic in StateTopic]?: { readonly number: number; readonly state: OverlayStates[Topic] } } = {};
  const ring: { readonly number: number; readonly change: ChatChange }[] = [];
  const wakers = new Set<() => void>();
  let number = 1;
  /** Changes of chat in all. */
  let chatTotal = 0;
  let pages = 0;
  let omitted = 0;

  function wake(): void {
    for (const waker of wakers) waker();
  }

  function chatChanged(changes: readonly ChatChange[]): void {
    for (const change of changes) {
      number += 1;
      chatTotal += 1;
      ring.push({ number, change });
      if (ring.length > RING) ring.shift();
    }
    if (changes.length > 0) wake();
  }

  /** What came after `place`, of these topics; `fresh`: everything. */
  function news(topics: ReadonlySet<string>, place: number, fresh: boolean, missed: number): OverlayMessage {
    const after = fresh ? 0 : place;
    const told = Object.entries(states).flatMap(([topic, one]) =>
      one !== undefined && one.number > after && topics.has(topic) ? [[topic, one.state]] : [],
    );
    const chat = fresh ? wholeChat() : ring.filter((one) => one.number > after).map(({ change }) => change);
    return {
      epoch,
      number,
      sentAtMs: clock.now(),
      fresh,
      omitted: missed,
      states: Object.fromEntries(told),
      chat: topics.has('chat') ? chat : [],
    };
  }

  const wholeChat = (): ChatChange[] => board.lines().map((line) => ({ type: 'line', line }));
  /** The ring has lost changes of chat that come after `place`. */
  const isLost = (place: number): boolean => ring.length === RING && place < (ring[0]?.number ?? 0) - 1;

  return {
    get pages() {
      return pages;
    },
    get omitted() {
      return omitted;
    },
    set(topic, state) {
      if (states[topic] !== undefined && JSON.stringify(states[topic]?.state) === JSON.stringify(state)) return;
      number += 1;
      Object.assign(states, { [topic]: { number, state } });
      wake();
    },
    live(events) {
      chatChanged(events.map(board.take).filter((change) => change !== undefined));
    },
    emoteArrived(emote) {
      chatChanged(board.arrived(emote));
    },
    async *watch({ topics: wished, after, signal }) {
      const topics = new Set<string>(wished);
      let place = after !== null && after.epoch === epoch && after.number <= number ? after.number : 0;
      let seen = chatTotal;
      let isFirst = true;
      let waiting: (() => void) | undefined;
      const waker = (): void => waiting?.();
      wakers.add(waker);
      signal.addEventListener('abort', waker, { once: true });
      pages += 1;
      try {
        while (!signal.aborted) {
          if (number === place && !isFirst) {
            await new Promise<void>((resolve) => {
              waiting = resolve;
            });
            continue;
          }
          const wantsChat = topics.has('chat');
          const fresh = place === 0 || (wantsChat && isLost(place));
          const missed = fresh && !isFirst ? Math.max(0, chatTotal - seen - RING) : 0;
          const message = news(topics, place, fresh, missed);
          omitted += missed;
          place = number;
          seen = chatTotal;
          // Changes of other topics are no news for this page; the first message says that it is connected.
          if (!isFirst && message.chat.length === 0 && Object.keys(message.states).length === 0) continue;
          isFirst = false;
          yield message;
          await pause(EVERY_MS, signal);
        }
      } finally {
        wakers.delete(waker);
        signal.removeEventListener('abort', waker);
        pages -= 1;
      }
    },
  };
}
