import { join } from 'node:path';
import type { Cell } from '#shared/cell.ts';
import { createCell } from '#shared/cell.ts';
import type { Connection, Recording } from '#shared/contract/live.ts';
import { StudioError } from '#shared/errors.ts';
import type { HealthReport } from '#shared/health.ts';
import type { LiveEvent } from '#shared/live/live-event.ts';
import type { Settings } from '#shared/settings/settings.ts';
import type { Connector, ConnectorContext } from './connectors/connector.ts';
import { createPracticeRoom, createReplay, createRoomRecorder, createTwitchConnector } from './connectors/index.ts';
import type { HealthBoardStore } from './platform/health-board.ts';
import type { Clock } from './platform/host.ts';
import type { Logger } from './platform/logger.ts';

type SourceId = Connection['id'];

/** Starts and ends live sources as the settings say, counts what they bring, and records the show. */
export interface ConnectionDesk {
  readonly cell: Cell<Connection[]>;
  /** Brings every source to what the settings say; sources whose settings did not change are left alone. */
  apply(settings: Settings): void;
  /** Counts events that came in by the API. */
  countApi(events: number): void;
  record(events: readonly LiveEvent[]): void;
  recordings(): Promise<{ recordings: Recording[]; current?: string }>;
  startReplay(name: string, speed: number): Promise<void>;
  stopReplay(): Promise<void>;
  close(): Promise<void>;
}

export interface ConnectionDeskOptions {
  readonly dataDir: string;
  readonly emit: (events: readonly LiveEvent[]) => void;
  readonly board: HealthBoardStore;
  readonly clock: Clock;
  readonly logger: Logger;
}

interface Source {
  readonly target: string;
  readonly connector: Connector;
  /** Of sources that come to an end; 0: of the others. */
  readonly totalEvents: number;
}

export function createConnectionDesk(options: ConnectionDeskOptions): ConnectionDesk {
  const { emit, board, clock, logger } = options;
  const sources = new Map<SourceId, Source>();
  const received = new Map<SourceId, number>();
  /** Settings under which each source is to run, as text; a change restarts it. */
  const wantedKeys = new Map<SourceId, string | undefined>();
  const recorder = createRoomRecorder({
    dir: join(options.dataDir, 'recordings'),
    clock,
    logger: logger.child('recorder'),
    report: (health) => board.report('recorder', health),
  });
  const cell = createCell<Connection[]>([]);

  const publish = (): void => {
    const healthOf = (id: string) =>
      board.cell.get().parts.find((part) => part.id === id) ?? { id, status: 'off' as const, sinceMs: clock.now() };
    cell.set(
      (['twitch', 'practice', 'replay', 'api'] as const).map((id) => ({
        id,
        health: id === 'api' ? { id, status: 'ready' as const, sinceMs: 0 } : healthOf(id),
        target: sources.get(id)?.target ?? '',
        eventsReceived: received.get(id) ?? 0,
        errors: { ...sources.get(id)?.connector.errors },
        ...progressOf(sources.get(id)),
      })),
    );
  };
  board.cell.subscribe(publish);

  const contextOf = (id: SourceId): ConnectorContext => ({
    emit(events) {
      received.set(id, (received.get(id) ?? 0) + events.length);
      emit(events);
      publish();
    },
    report: (health: HealthReport) => board.report(id, health),
    clock,
    logger: logger.child(id),
  });

  async function end(id: SourceId): Promise<void> {
    const source = sources.get(id);
    if (!source) return;
    sources.delete(id);
    await source.connector.close();
    board.remove(id);
  }

  function begin(id: SourceId, target: string, create: (context: ConnectorContext) => Connector, totalEvents = 0): void {
    const connector = create(contextOf(id));
    sources.set(id, { target, connector, totalEvents });
    connector.start();
    publish();
  }

  /** Ends what runs under other settings, then begins. Closing is awaited so that one source never runs twice. */
  function bring(
    id: SourceId,
    wanted: { key: string; target: string; create: (context: ConnectorContext) => Connector } | undefined,
  ): void {
    if (wantedKeys.get(id) === wanted?.key) return;
    wantedKeys.set(id, wanted?.key);
    void end(id).then(() => {
      // The settings may have changed again while the old source closed.
      if (wantedKeys.get(id) !== wanted?.key) return;
      if (wanted && !sources.has(id)) begin(id, wanted.target, wanted.create);
      else publish();
    });
  }

  return {
    cell,
    apply({ twitch, practice, recording }) {
      bring(
        'twitch',
        twitch.enabled && twitch.channel !== ''
          ? {
              key: JSON.stringify(twitch),
              target: twitch.channel,
              create: (context) => createTwitchConnector({ channel: twitch.channel, serverUrl: twitch.serverUrl }, context),
            }
          : undefined,
      );
      bring(
        'practice',
        practice.enabled
          ? {
              key: JSON.stringify(practice),
              target: practice.intensity,
              create: (context) => createPracticeRoom(practice, context),
            }
          : undefined,
      );
      if (recording.enabled) recorder.start();
      else void recorder.stop();
    },
    countApi(events) {
      received.set('api', (received.get('api') ?? 0) + events);
      publish();
    },
    record: (events) => recorder.record(events),
    async recordings() {
      const current = recorder.current;
      return { recordings: [...(await recorder.list())], ...(current === undefined ? {} : { current }) };
    },
    async startReplay(name, speed) {
      const recording = (await recorder.list()).find((one) => one.name === name);
      if (!recording) throw new StudioError('not-found', `There is no recording named ${name}. Choose one from the list.`);
      await end('replay');
      begin('replay', name, (context) => createReplay({ file: recorder.fileOf(name), speed }, context), recording.events);
    },
    async stopReplay() {
      await end('replay');
      publish();
    },
    async close() {
      await Promise.all([...sources.keys()].map(end));
      await recorder.close();
    },
  };
}

function progressOf(source: Source | undefined): Pick<Connection, 'progress'> {
  const progress = source?.connector.progress;
  return source === undefined || progress === undefined ? {} : { progress: { ...progress, totalEvents: source.totalEvents } };
}
