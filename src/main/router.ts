import { implement } from '@orpc/server';
import { contract } from '#shared/contract/index.ts';
import type { SettingsView } from '#shared/contract/studio.ts';
import type { LedgerEntry } from '#shared/live/ledger.ts';
import { SECRET_NAMES, type SettingsPatch } from '#shared/settings/settings.ts';
import { present, watchCell } from './platform/watch-cell.ts';
import { audienceRoutes } from './routes/audience-routes.ts';
import { automationRoutes } from './routes/automation-routes.ts';
import { avatarRoutes, coHostRoutes } from './routes/avatar-routes.ts';
import { bindingsRoutes } from './routes/bindings-routes.ts';
import { bridgesRoutes } from './routes/bridges-routes.ts';
import { clipsRoutes } from './routes/clips-routes.ts';
import { commandsRoutes } from './routes/commands-routes.ts';
import { cubismRoutes } from './routes/cubism-routes.ts';
import { gamesRoutes } from './routes/games-routes.ts';
import { hearingRoutes } from './routes/hearing-routes.ts';
import { intentRoutes } from './routes/intent-routes.ts';
import { itemsRoutes } from './routes/items-routes.ts';
import { localModelsRoutes } from './routes/local-models-routes.ts';
import { modelsRoutes } from './routes/models-routes.ts';
import { moderationRoutes } from './routes/moderation-routes.ts';
import { musicRoutes } from './routes/music-routes.ts';
import { obsControlRoutes } from './routes/obs-control-routes.ts';
import { obsRoutes } from './routes/obs-routes.ts';
import { obsSetupRoutes } from './routes/obs-setup-routes.ts';
import { overlaysRoutes } from './routes/overlays-routes.ts';
import { parametersRoutes } from './routes/parameters-routes.ts';
import { performancesRoutes } from './routes/performances-routes.ts';
import { pluginsRoutes } from './routes/plugins-routes.ts';
import { recognitionRoutes } from './routes/recognition-routes.ts';
import { roomsRoutes } from './routes/rooms-routes.ts';
import { speechRoutes } from './routes/speech-routes.ts';
import { drivingRoutes, trackingRoutes } from './routes/tracking-routes.ts';
import { type RpcContext, scopeGuard } from './server/scope.ts';
import { eventsFromPosted } from './show/posted-events.ts';
import type { StudioServices } from './studio-services.ts';

const OK = { ok: true } as const;
/** Watches are told this often at most. */
const SLOW_WATCH_MS = 250;

/** Binds the contract to the services: no rules here, each handler is one call. */
export function createRouter(services: StudioServices) {
  const os = implement(contract).$context<RpcContext>().use(scopeGuard);
  const { pause, board, settings, secrets, dialogue, hub, runner, feed, intake, connections } = services;
  const settingsView = (): SettingsView => ({
    settings: settings.current(),
    secrets: Object.fromEntries(SECRET_NAMES.map((name) => [name, services.secret(name) !== undefined])),
    fixedByEnvironment: [...settings.fixedByEnvironment],
  });

  return os.router({
    studio: {
      info: os.studio.info.handler(() => services.info()),
      health: os.studio.health.handler(() => board.cell.get()),
      watchHealth: os.studio.watchHealth.handler(({ signal }) => watchCell(board.cell, watching(signal, SLOW_WATCH_MS))),
      watchSettings: os.studio.watchSettings.handler(async function* ({ signal }) {
        for await (const _ of watchCell(services.settingsCell, watching(signal, 0))) yield settingsView();
      }),
      updateSettings: os.studio.updateSettings.handler(({ input }) => {
        settings.update(input.patch as SettingsPatch);
        return settingsView();
      }),
      setSecret: os.studio.setSecret.handler(({ input }) => {
        secrets.set(input.name, input.value);
        services.secretChanged();
        return OK;
      }),
      openDataFolder: os.studio.openDataFolder.handler(async () => {
        await services.openDataFolder();
        return OK;
      }),
    },
    live: {
      post: os.live.post.handler(({ input }) => intake.post(eventsFromPosted(input, services.clock.now()))),
      ledger: os.live.ledger.handler(async ({ input }) => ({ entries: await ledgerPage(services, input) })),
      watch: os.live.watch.handler(({ signal }) => feed.watch(present(signal))),
      watchConnections: os.live.watchConnections.handler(({ signal }) =>
        watchCell(connections.cell, watching(signal, SLOW_WATCH_MS)),
      ),
      recordings: os.live.recordings.handler(() => connections.recordings()),
      startReplay: os.live.startReplay.handler(async ({ input }) => {
        await connections.startReplay(input.name, input.speed);
        return OK;
      }),
      stopReplay: os.live.stopReplay.handler(async () => {
        await connections.stopReplay();
        return OK;
      }),
      sendChat: os.live.sendChat.handler(({ input, signal }) => services.sendChat(input, present(signal))),
    },
    speech: speechRoutes(os, { ...services, performance: runner.performance }),
    stage: {
      get: os.stage.get.handler(() => hub.view.get()),
      watch: os.stage.watch.handler(({ signal }) => watchCell(hub.view, watching(signal, SLOW_WATCH_MS))),
      pin: os.stage.pin.handler(({ input }) => {
        hub.pin(input.stageId ?? undefined);
        return OK;
      }),
      express: os.stage.express.handler(({ input }) => {
        hub.express(input.emotion, input.intensity, input.holdMs);
        return OK;
      }),
    },
    brain: {
      watch: os.brain.watch.handler(({ signal }) => watchCell(services.brainCell, watching(signal, SLOW_WATCH_MS))),
      discover: os.brain.discover.handler(() => dialogue.discover()),
      models: os.brain.models.handler(async () => [...(await dialogue.models())]),
      test: os.brain.test.handler(({ signal }) => dialogue.test(present(signal))),
      forget: os.brain.forget.handler(() => {
        dialogue.forget();
        return OK;
      }),
      exportPersona: os.brain.exportPersona.handler(({ input }) => services.exportPersona(input.format)),
      importPersona: os.brain.importPersona.handler(({ input }) => services.importPersona(input)),
    },
    audience: audienceRoutes(os, services.audience, pause),
    automation: automationRoutes(os, services.automationRoutes),
    avatar: avatarRoutes(os, { desk: services.avatar.desk, current: services.currentAvatar, pause }),
    coHost: coHostRoutes(os, services.coHost, pause),
    cubism: cubismRoutes(os, services.avatar.cubism, pause),
    bindings: bindingsRoutes(os.bindings, services.bindingRoutes),
    models: modelsRoutes(os, services.avatar.library, services.avatar.desk, pause),
    localModels: localModelsRoutes(os, services.localModels),
    moderation: moderationRoutes(os, services.moderationRoutes),
    items: itemsRoutes(os, services.avatar.items, services.avatar.itemLibrary, pause),
    parameters: parametersRoutes(os, services.avatar.bus, services.avatar.mapping, pause),
    hearing: hearingRoutes(os, services.hearing, pause),
    recognition: recognitionRoutes(os, services.recognitionRoutes),
    rooms: roomsRoutes(os, services.rooms),
    bridges: bridgesRoutes(os, services.bridges),
    commands: commandsRoutes(os, { ...services.play.commandRoutes, pause }),
    games: gamesRoutes(os, services.play.games, pause),
    plugins: pluginsRoutes(os, services.plugins, pause),
    obs: obsRoutes(os, services.obsRoutes),
    obsControl: obsControlRoutes(os, services.obsDesk, pause),
    obsSetup: obsSetupRoutes(os, services.obsSetup, pause),
    intent: intentRoutes(os, services.intent, pause),
    overlays: overlaysRoutes(os, services.overlays, pause),
    music: musicRoutes(os, services.music),
    clips: clipsRoutes(os, services.clips),
    performances: performancesRoutes(os, services.performances),
    tracking: trackingRoutes(os, services.tracking),
    driving: drivingRoutes(os, services.tracking),
  });

  function watching(signal: AbortSignal | undefined, minIntervalMs: number) {
    return { signal: present(signal), pause, minIntervalMs };
  }
}

/** The newest entries as they are now: the director's own come first, for those in the queue or in hand are not on disk yet. */
async function ledgerPage(
  services: StudioServices,
  query: { limit: number; beforeSeq?: number | undefined },
): Promise<LedgerEntry[]> {
  const stored = await services.store.ledger.page(query);
  if (query.beforeSeq !== undefined) return [...stored];
  const bySeq = new Map(stored.map((entry) => [entry.seq, entry]));
  for (const entry of services.director.recentEntries(query.limit)) bySeq.set(entry.seq, entry);
  return [...bySeq.values()].sort((a, b) => b.seq - a.seq).slice(0, query.limit);
}
