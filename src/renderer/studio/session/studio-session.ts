import { createStore, type StoreApi } from 'zustand/vanilla';
import type { StudioApi, StudioClient } from '#renderer/shared/client/client.ts';
import type { WatchProcedure } from '#renderer/shared/client/watch.ts';
import type { BrainView } from '#shared/contract/brain.ts';
import type { Connection } from '#shared/contract/live.ts';
import type { Performance } from '#shared/contract/speech.ts';
import type { Stages } from '#shared/contract/stage.ts';
import type { HealthBoard, StudioInfo } from '#shared/contract/studio.ts';
import { emptyRoomFeed, feedAfter, type RoomFeed } from './room-feed.ts';
import { createSettingsStore, type SettingsStore } from './settings-store.ts';

/** connecting: never been connected; lost: was, and tries again by itself. */
export type LinkState = 'connecting' | 'connected' | 'lost';

/** The last value of a watch; `problem` while it cannot be read. */
export interface Mirrored<T> {
  readonly value: T | undefined;
  readonly problem: unknown;
}
export type MirrorStore<T> = StoreApi<Mirrored<T>>;

/** All that the interface renders, mirrored from the studio, and the client to ask with. */
export interface StudioSession {
  readonly client: StudioApi;
  /** Further watches, for as long as a page is shown. */
  readonly watch: StudioClient['watch'];
  readonly link: StoreApi<{ readonly state: LinkState }>;
  readonly info: MirrorStore<StudioInfo>;
  readonly room: StoreApi<RoomFeed>;
  readonly performance: MirrorStore<Performance>;
  readonly stages: MirrorStore<Stages>;
  readonly health: MirrorStore<HealthBoard>;
  readonly brain: MirrorStore<BrainView>;
  readonly connections: MirrorStore<readonly Connection[]>;
  readonly settings: SettingsStore;
  readonly close: () => void;
}

/** Opens every watch and keeps it open until `close`, which closes the connection too. */
export function createStudioSession(
  connection: Pick<StudioClient, 'client' | 'onConnection' | 'watch' | 'close'>,
): StudioSession {
  const { client } = connection;
  const abort = new AbortController();
  const { signal } = abort;

  function mirrored<T>(procedure: WatchProcedure<T>): MirrorStore<T> {
    const store = emptyMirror<T>();
    const onProblem = (problem: unknown): void => store.setState({ problem });
    void connection.watch(procedure, (value) => store.setState({ value, problem: undefined }), { signal, onProblem });
    return store;
  }

  const room = createStore<RoomFeed>(() => emptyRoomFeed);
  void connection.watch(client.live.watch, (told) => room.setState((feed) => feedAfter(feed, told)), {
    signal,
    onProblem: () => undefined,
  });
  const settings = createSettingsStore((patch) => client.studio.updateSettings({ patch }));
  const { receive, fail } = settings.getState();
  void connection.watch(client.studio.watchSettings, receive, { signal, onProblem: fail });

  const link = createStore<{ readonly state: LinkState }>(() => ({ state: 'connecting' }));
  const info = emptyMirror<StudioInfo>();
  const unsubscribe = connection.onConnection((state) => {
    link.setState((known) => ({
      state: state === 'connected' ? 'connected' : known.state === 'connecting' ? 'connecting' : 'lost',
    }));
    if (state !== 'connected') return;
    client.studio.info().then(
      (value) => info.setState({ value, problem: undefined }),
      (problem: unknown) => info.setState({ problem }),
    );
  });

  return {
    client,
    watch: connection.watch,
    link,
    room,
    settings,
    info,
    performance: mirrored(client.speech.watch),
    stages: mirrored(client.stage.watch),
    health: mirrored(client.studio.watchHealth),
    brain: mirrored(client.brain.watch),
    connections: mirrored(client.live.watchConnections),
    close() {
      abort.abort();
      unsubscribe();
      connection.close();
    },
  };
}

function emptyMirror<T>(): MirrorStore<T> {
  return createStore<Mirrored<T>>(() => ({ value: undefined, problem: undefined }));
}
