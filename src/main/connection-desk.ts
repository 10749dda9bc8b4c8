import { join } from 'node:path';
import type { Cell } from '#shared/cell.ts';
import { createCell } from '#shared/cell.ts';
import type { Connection, Recording } from '#shared/contract/live.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import type { HealthReport } from '#shared/health.ts';
import type { LiveEvent } from '#shared/live/live-event.ts';
import type { BridgeDoor } from './connectors/bridges/bridge-door.types.ts';
import type { Behind, Connector, ConnectorContext, RoomChat, SourcePlan, SourceWishes } from './connectors/connector.ts';
import { createRoomRecorder, SOURCE_PLANNERS } from './connectors/index.ts';
import type { HealthBoardStore } from './platform/health-board.ts';
import type { Clock } from './platform/host.ts';
import type { Logger } from './platform/logger.ts';
import { createOwnLines } from './show/own-lines.ts';

/** Starts and ends live sources as the settings say, counts what they bring, and records the show. */
export interface ConnectionDesk {
  readonly cell: Cell<Connection[]>;
  /** Brings every source to what the settings say; sources whose settings did not change are left alone. */
  apply(wishes: SourceWishes): void;
  /** Counts events that came in by the API. */
  countApi(events: number): void;
  record(events: readonly LiveEvent[]): void;
  /** Connected rooms that she can write into. */
  chats(): readonly { readonly id: string; readonly chat: RoomChat }[];
  /** Where programs knock that connect to us. */
  door(id: string): BridgeDoor | undefined;
  recordings(): Promise<{ recordings: Recording[]; current?: string }>;
  startReplay(name: string, speed: number): Promise<void>;
  stopReplay(): Promise<void>;
  close(): Promise<void>;
}

export interface ConnectionDeskOptions {
  readonly dataDir: string;
  readonly emit: (events: readonly LiveEvent[]) => void;
  /** Asked when a source begins. */
  readonly behind: () => Behind;
  readonly board: HealthBoardStore;
  readonly clock: Clock;
  readonly logger: Logger;
}

const COUNTS_EVERY_MS = 100;

interface Source {
  readonly target: string;
  readonly connector: Connector;
  /** Of sources that come to an end; 0: of the others. */
  readonly totalEvents: number;
}

export function createConnectionDesk(options: ConnectionDeskOptions): ConnectionDesk {
  const { emit, board, clock, logger } = options;
  const sources = new Map<string, Source>();
  const received = new Map<string, number>();
  /** Settings under which each source is to run, as text; a change restarts it. */
  const wantedKeys = new Map<string, string | undefined>();
  /** Ids that the settings ask for now. */
  let planned: readonly string[] = [];
  const recorder = createRoomRecorder({
    dir: join(options.dataDir, 'recordings'),
    clock,
    logger: logger.child('recorder'),
    report: (health) => board.report('recorder', health),
  });
  const cell = createCell<Connection[]>([]);
  const ownLines = createOwnLines(clock);

  const publish = (): void => {
    const ids = [...new Set([...planned, ...sources.keys(), 'practice', 'replay', 'api'])];
    const healthOf = (id: string) =>
      board.cell.get().parts.find((part) => part.id === id) ?? { id, status: 'off' as const, sinceMs: clock.now() };
    cell.set(
      ids.map((id) => ({
        id,
        health: id === 'api' ? { id, status: 'ready' as const, sinceMs: 0 } : healthOf(id),
        target: sources.get(id)?.target ?? '',
        canSend: sources.get(id)?.connector.chat !== undefined,
        eventsReceived: received.get(id) ?? 0,
        errors: { ...sources.get(id)?.connector.errors },
        ...progressOf(sources.get(id)),
        ...quotaOf(sources.get(id)),
      })),
    );
  };
  board.cell.subscribe(publish);
  let cancelPublish: (() => void) | undefined;
  /** Counts change with every message; nobody reads them so fast. */
  const publishSoon = (): void => {
    cancelPublish ??= clock.after(COUNTS_EVERY_MS, () => {
      cancelPublish = undefined;
      publish();
    });
  };

  const contextOf = (id: string): ConnectorContext => ({
    emit(events) {
      received.set(id, (received.get(id) ?? 0) + events.length);
      const others = events.filter((event) => !ownLines.isOwn(event));
      if (others.length > 0) emit(others);
      publishSoon();
    },
    behind: options.behind(),
    report: (health: HealthReport) => board.report(id, health),
    clock,
    logger: logger.child(id),
  });

  async function end(id: string): Promise<void> {
    const source = sources.get(id);
    if (!source) return;
    sources.delete(id);
    await source.connector.close();
    board.remove(id);
  }

  function begin(id: string, source: Source): void {
    sources.set(id, source);
    source.connector.start();
    publish();
  }

  /** Ends what runs under other settings, then begins. Closing is awaited so that one source never runs twice. */
  function bring(id: string, wanted: SourcePlan | undefined): void {
    if (wantedKeys.get(id) === wanted?.key) return;
    if (wanted === undefined) wantedKeys.delete(id);
    else wantedKeys.set(id, wanted.key);
    void end(id).then(() => {
      if (wanted === undefined) publish();
      else
        load(id, wanted).catch((cause: unknown) =>
          board.report(id, { status: 'failed', reason: 'source-not-loaded', message: messageFromUnknown(cause) }),
        );
    });
  }

  /** The settings may change again while the old source closes and while this one's code is loaded. */
  async function load(id: string, { key, target, create }: SourcePlan): Promise<void> {
    const isWanted = (): boolean => wantedKeys.get(id) === key && !sources.has(id);
    if (!isWanted()) return;
    const connector = await create(contextOf(id));
    if (isWanted()) begin(id, { target, connector, totalEvents: 0 });
    else await connector.close();
  }

  return {
    cell,
    apply(wishes) {
      const plans = SOURCE_PLANNERS.flatMap((planner) => planner(wishes));
      planned = plans.map(({ id }) => id);
      for (const id of [...wantedKeys.keys()].filter((known) => !planned.includes(known))) bring(id, undefined);
      for (const plan of plans) bring(plan.id, plan);
      if (wishes.settings.recording.enabled) recorder.start();
      else void recorder.stop();
    },
    countApi(events) {
      received.set('api', (received.get('api') ?? 0) + events);
      publishSoon();
    },
    record: (events) => recorder.record(events),
    chats: () =>
      [...sources].flatMap(([id, { connector }]) =>
        connector.chat === undefined ? [] : [{ id, chat: ownLines.remembered(id, connector.chat) }],
      ),
    door: (id) => sources.get(id)?.connector.door,
    async recordings() {
      const current = recorder.current;
      return { recordings: [...(await recorder.list())], ...(current === undefined ? {} : { current }) };
    },
    async startReplay(name, speed) {
      const recording = (await recorder.list()).find((one) => one.name === name);
      if (!recording) throw new StudioError('not-found', `There is no recording named ${name}. Choose one from the list.`);
      const { createReplay } = await import('./connectors/recording/replay.ts');
      await end('replay');
      const connector = createReplay({ file: recorder.fileOf(name), speed }, contextOf('replay'));
      begin('replay', { target: name, connector, totalEvents: recording.events });
    },
    async stopReplay() {
      await end('replay');
      publish();
    },
    async close() {
      cancelPublish?.();
      wantedKeys.clear();
      await Promise.all([...sources.keys()].map(end));
      await recorder.close();
    },
  };
}

function progressOf(source: Source | undefined): Pick<Connection, 'progress'> {
  const progress = source?.connector.progress;
  return source === undefined || progress === undefined ? {} : { progress: { ...progress, totalEvents: source.totalEvents } };
}

function quotaOf(source: Source | undefined): Pick<Connection, 'quota'> {
  const quota = source?.connector.quota;
  return quota === undefined ? {} : { quota: { ...quota } };
}
