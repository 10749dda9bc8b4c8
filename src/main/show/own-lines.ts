import type { RoomChat } from '#main/connectors/connector.ts';
import type { Clock } from '#main/platform/host.ts';
import type { LiveEvent } from '#shared/live/live-event.ts';

/**
 * What she writes into a room comes back from it as a line of the account that wrote it: the streamer's, or one of her own. Without this she would answer
 * herself. What the streamer types by hand is told apart by its words: each line that she wrote is left out once.
 */
export interface OwnLines {
  /** A line that she wrote herself; true once for each. */
  isOwn(event: LiveEvent): boolean;
  /** The same chat, whose lines are remembered. `connection`: its id, which begins with its platform. */
  remembered(connection: string, chat: RoomChat): RoomChat;
}

interface Line {
  readonly platform: string;
  readonly authorId: string;
  readonly words: string;
  readonly atMs: number;
}

/** Rooms are slow to echo at times; more lines than this are never under way. */
const REMEMBERED_MS = 60_000;
const MAX_LINES = 100;

export function createOwnLines(clock: Clock): OwnLines {
  let lines: Line[] = [];
  const forget = (line: Line): void => {
    lines = lines.filter((one) => one !== line);
  };
  return {
    isOwn(event) {
      if (lines.length === 0 || event.kind !== 'chat') return false;
      const said = wordsOf(event.text);
      // Twitch puts the name of whom it answers before an answer.
      const answer = event.replyTo === undefined ? said : said.replace(/^@\S+ /u, '');
      const oldest = clock.now() - REMEMBERED_MS;
      const line = lines.find(
        ({ platform, authorId, words, atMs }) =>
          platform === event.platform && authorId === event.user.id && atMs >= oldest && (words === said || words === answer),
      );
      if (line !== undefined) forget(line);
      return line !== undefined;
    },
    remembered: (connection, chat) => ({
      ...chat,
      async send(text, options) {
        // Before it is sent: the echo may overtake the answer.
        const line = {
          platform: connection.split('-')[0] ?? '',
          authorId: chat.authorId,
          words: wordsOf(text),
          atMs: clock.now(),
        };
        lines = [...lines, line].slice(-MAX_LINES);
        try {
          await chat.send(text, options);
        } catch (cause) {
          forget(line);
          throw cause;
        }
      },
    }),
  };
}

function wordsOf(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').trim();
}
