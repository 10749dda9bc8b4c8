import { createStudioClient } from '#renderer/shared/client/client.ts';
import { socketConnector } from '#renderer/shared/client/connector.ts';
import type { PLAYER_KINDS, PlayerOrder } from '#shared/music/music.ts';
import { createMusicPlayer } from './music-player.ts';

/** A page that plays when it is its turn. It comes back by itself after the program was away; meanwhile the track plays on. */
export interface MusicPage {
  /** After a click: the browser lets it sound now. */
  allow(): Promise<void>;
  close(): void;
}

export function connectMusicPlayer(options: {
  readonly token: string;
  readonly kind: (typeof PLAYER_KINDS)[number];
  readonly onBlocked: (blocked: boolean) => void;
}): MusicPage {
  const { token, kind, onBlocked } = options;
  const playerId = crypto.randomUUID();
  const address = `${location.origin.replace(/^http/u, 'ws')}/ws/rpc?token=${encodeURIComponent(token)}`;
  const { client, watch, close } = createStudioClient(socketConnector(address));
  const ending = new AbortController();
  const player = createMusicPlayer({
    report(report) {
      onBlocked(report.state === 'blocked');
      // A report that is lost is made good by the next.
      client.music.report({ playerId, ...report }).catch(() => undefined);
    },
  });
  void watch<PlayerOrder>((_input, { signal }) => client.music.player({ playerId, kind }, { signal }), player.follow, {
    signal: ending.signal,
    onProblem: (problem) => console.warn('the music was cut off', problem),
  });
  return {
    allow: player.allow,
    close() {
      ending.abort();
      player.close();
      close();
    },
  };
}
