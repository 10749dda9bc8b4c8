import { implement } from '@orpc/server';
import type { StudioRouter } from '#main/server/rpc.ts';
import { type RpcContext, scopeGuard } from '#main/server/scope.ts';
import { contract } from '#shared/contract/index.ts';
import type { Performance } from '#shared/contract/speech.ts';
import { StudioError } from '#shared/errors.ts';
import { settingsSchema } from '#shared/settings/settings.ts';

/** Services behind the contract, in memory: they remember what was asked, and misbehave on request. */
export interface FakeStudio {
  readonly calls: { procedure: string; input: unknown }[];
  /** Watches that are open now. */
  readonly watching: () => number;
  /** Tells every watch. */
  say(reply: string): void;
  /** Resolves when `count` watches are open. */
  watchers(count: number): Promise<void>;
  /** Thrown by the next call or by every open watch. */
  failWith(error: unknown): void;
  readonly router: StudioRouter;
}

const emptyStages = { stages: [], soundingStageId: null, pinnedStageId: null, playing: null };
const ok = { ok: true } as const;

export function createFakeStudio(): FakeStudio {
  const state = createState();
  return { ...state, router: createRouter(state) as unknown as StudioRouter };
}

type State = ReturnType<typeof createState>;

function createState() {
  const calls: { procedure: string; input: unknown }[] = [];
  const feeds = new Set<{ wake: () => void; failure: unknown; dirty: boolean }>();
  const waiting = new Set<() => void>();
  let reply = 'hello';
  let failure: unknown;
  const announce = (): void => {
    for (const check of [...waiting]) check();
  };
  return {
    calls,
    watching: () => feeds.size,
    watchers(count: number): Promise<void> {
      return new Promise((resolve) => {
        const check = (): void => {
          if (feeds.size !== count) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      });
    },
    say(text: string): void {
      reply = text;
      for (const feed of feeds) {
        feed.dirty = true;
        feed.wake();
      }
    },
    failWith(error: unknown): void {
      if (feeds.size === 0) failure = error;
      for (const feed of feeds) {
        feed.failure = error;
        feed.wake();
      }
    },
    took(procedure: string, input: unknown): void {
      calls.push({ procedure, input });
      const thrown = failure;
      failure = undefined;
      if (thrown !== undefined) throw thrown;
    },
    performance: (): Performance => ({
      state: 'speaking',
      turnId: 7,
      about: null,
      reply,
      spokenUntil: 0,
      emotion: 'happy',
      mind: 'offline',
      quietUntilMs: null,
    }),
    async *watch<Value>(read: () => Value, signal: AbortSignal | undefined): AsyncGenerator<Value, void> {
      const feed: { wake: () => void; failure: unknown; dirty: boolean } = { wake: () => {}, failure: undefined, dirty: true };
      const wake = (): void => feed.wake();
      feeds.add(feed);
      signal?.addEventListener('abort', wake);
      announce();
      try {
        while (signal?.aborted !== true) {
          if (feed.failure !== undefined) throw feed.failure;
          if (feed.dirty) {
            feed.dirty = false;
            yield read();
          } else
            await new Promise<void>((resolve) => {
              feed.wake = resolve;
            });
        }
      } finally {
        feeds.delete(feed);
        announce();
      }
    },
  };
}

/** The parts of the contract that transports are tested with; the others are only served by the real studio. */
const { studio, live, speech, stage, brain } = contract;
const served = { studio, live, speech, stage, brain };

function createRouter(state: State) {
  const os = implement(served).$context<RpcContext>().use(scopeGuard);
  const brain = { active: 'offline' as const, baseUrl: '', model: '', found: [] };
  const board = { status: 'ready' as const, parts: [{ id: 'voice', status: 'ready' as const, sinceMs: 1 }] };
  const settingsView = { settings: settingsSchema.parse({ version: 1 }), secrets: {}, fixedByEnvironment: [] };
  const counts = { waiting: 1, waitingPaid: 0, received: 1, answered: 0, merged: 0, skipped: 0, dropped: 0 };
  const ability = { available: false, reason: 'test' };
  const took = (procedure: string, input: unknown) => {
    state.took(procedure, input);
    return ok;
  };
  return os.router({
    studio: {
      info: os.studio.info.handler(() => ({
        version: '0',
        host: 'headless',
        platform: 'test',
        runtime: 'test',
        dataDir: '/',
        apiUrl: '',
        studioUrl: '',
        stageUrl: '',
        abilities: { stageWindow: ability, globalHotkeys: ability, openFolder: ability },
      })),
      health: os.studio.health.handler(({ input }) => {
        took('studio.health', input);
        return board;
      }),
      watchHealth: os.studio.watchHealth.handler(({ signal }) => state.watch(() => board, signal)),
      watchSettings: os.studio.watchSettings.handler(({ signal }) => state.watch(() => settingsView, signal)),
      updateSettings: os.studio.updateSettings.handler(({ input }) => {
        took('studio.updateSettings', input);
        return settingsView;
      }),
      setSecret: os.studio.setSecret.handler(({ input }) => took('studio.setSecret', input)),
      openDataFolder: os.studio.openDataFolder.handler(({ errors }) => {
        throw errors.UNAVAILABLE({ message: 'this host has no windows; open the folder yourself' });
      }),
    },
    live: {
      post: os.live.post.handler(({ input }) => {
        took('live.post', input);
        const count = 'events' in input ? input.events.length : 1;
        return { accepted: count, duplicates: 0, ids: Array.from({ length: count }, (_, index) => `api:${index}`) };
      }),
      ledger: os.live.ledger.handler(({ input }) => {
        took('live.ledger', input);
        return { entries: [] };
      }),
      watch: os.live.watch.handler(({ signal }) => state.watch(() => ({ type: 'queue' as const, counts }), signal)),
      watchConnections: os.live.watchConnections.handler(({ signal }) => state.watch(() => [], signal)),
      recordings: os.live.recordings.handler(() => ({ recordings: [] })),
      startReplay: os.live.startReplay.handler(({ input }) => {
        throw new StudioError('not-found', `there is no recording ${input.name}; choose one of the list`);
      }),
      stopReplay: os.live.stopReplay.handler(({ input }) => took('live.stopReplay', input)),
      sendChat: os.live.sendChat.handler(({ input }) => {
        took('live.sendChat', input);
        return { sentTo: ['twitch'], failed: [] };
      }),
    },
    speech: {
      say: os.speech.say.handler(({ input }) => {
        took('speech.say', input);
        return { eventId: 'say:1' };
      }),
      stop: os.speech.stop.handler(({ input }) => {
        took('speech.stop', input);
        return { stoppedTurnId: 7, droppedMessages: 3 };
      }),
      watch: os.speech.watch.handler(({ signal }) => state.watch(state.performance, signal)),
      engines: os.speech.engines.handler(() => []),
      testEngine: os.speech.testEngine.handler(({ input }) => {
        took('speech.testEngine', input);
        return { ok: true, firstSoundMs: 12, totalMs: 20, soundSeconds: 1, problem: null };
      }),
      preview: os.speech.preview.handler(({ input }) => {
        took('speech.preview', input);
        return { wav: null, problem: { code: 'off' as const, detail: '', message: 'switched off' } };
      }),
    },
    stage: {
      get: os.stage.get.handler(() => emptyStages),
      watch: os.stage.watch.handler(({ signal }) => state.watch(() => emptyStages, signal)),
      pin: os.stage.pin.handler(({ input }) => took('stage.pin', input)),
      express: os.stage.express.handler(({ input }) => took('stage.express', input)),
    },
    brain: {
      watch: os.brain.watch.handler(({ signal }) => state.watch(() => brain, signal)),
      discover: os.brain.discover.handler(() => brain),
      models: os.brain.models.handler(() => ['m']),
      test: os.brain.test.handler(
        ({ signal }) =>
          new Promise((_, reject) => {
            state.calls.push({ procedure: 'brain.test', input: undefined });
            signal?.addEventListener('abort', () => {
              state.calls.push({ procedure: 'brain.test aborted', input: undefined });
              reject(new StudioError('cancelled', 'stopped'));
            });
          }),
      ),
      forget: os.brain.forget.handler(({ input }) => took('brain.forget', input)),
      exportPersona: os.brain.exportPersona.handler(() => ({ fileName: 'card.png', png: 'A'.repeat(12_000_000) })),
      importPersona: os.brain.importPersona.handler(({ input }) => ({ name: String(input.png?.length ?? 0), ignored: [] })),
    },
  });
}
