import { join } from 'node:path';
import { createCell } from '#shared/cell.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import type { HealthReport } from '#shared/health.ts';
import type { LiveEvent } from '#shared/live/live-event.ts';
import { overlayAddress } from '#shared/overlays/overlay-address.ts';
import { WIDGETS } from '#shared/overlays/overlay-list.ts';
import type { Emotion, Language } from '#shared/speech/emotion.ts';
import { createAnswerSide } from './answer-side.ts';
import { createAudienceSide } from './audience-side.ts';
import { createAutomationSide } from './automation-side.ts';
import { createAvatarSide } from './avatar-side.ts';
import { createBindingSide } from './binding-side.ts';
import { createClips } from './clips/clip-desk.ts';
import { createCoHostSide } from './co-host-side.ts';
import { createConnectionDesk } from './connection-desk.ts';
import { createBridgeDesk, createWebhookIntake } from './connectors/index.ts';
import { registerGlobalKeys } from './global-keys.ts';
import { createHearingSide } from './hearing-side.ts';
import { createLocalModelLibrary } from './inference/library/local-model-library.ts';
import { createInferenceSide } from './inference-side.ts';
import { createLiveIntake } from './live-intake.ts';
import { createMusicSide } from './music-side.ts';
import { sceneSwitcher } from './obs/control/switch-scene.ts';
import { obsPageUrl } from './obs-page-url.ts';
import { createObsSide } from './obs-side.ts';
import { createOverlaySide } from './overlay-side.ts';
import { createPerformanceSide } from './performance-side.ts';
import { createPersonaExchange } from './persona-exchange.ts';
import { createHealthBoard } from './platform/health-board.ts';
import type { Host } from './platform/host.ts';
import { createPause } from './platform/watch-cell.ts';
import { createPluginSide } from './plugin-side.ts';
import type { MessagePortLike } from './server/message-port.ts';
import { createTokenStore } from './server/tokens.ts';
import { createUserFiles } from './server/user-files.ts';
import { interfaceLanguageOf, spokenLanguageOf } from './settings-languages.ts';
import { createSettingsReactions } from './settings-reactions.ts';
import { createChatSender } from './show/chat-sender.ts';
import { createRoomFeed } from './show/room-feed.ts';
import { createShowDeeds } from './show-deeds.ts';
import { createSignIns } from './sign-ins.ts';
import { createStageSide } from './stage-side.ts';
import { createSettingsStore, type SettingsStore } from './storage/settings-store.ts';
import { createStore } from './storage/store.ts';
import { openStudioDoor, type StudioDoor } from './studio-door.ts';
import { studioInfo } from './studio-info.ts';
import type { StudioServices } from './studio-services.ts';
import { createTrackingSide } from './tracking-side.ts';

/** A running studio, as its hosts see it. */
export interface Studio {
  readonly urls: StudioDoor['urls'];
  readonly settings: SettingsStore;
  /** Resolves when the code is loaded that a first call of a client would else wait for. */
  readonly complete: Promise<void>;
  /** A host's own part of the health board. */
  report(id: string, health: HealthReport): void;
  /** Serves the contract on one end of a message channel, with the studio's scope. */
  bindPort(port: MessagePortLike): void;
  stop(): void;
  express(emotion: Emotion): void;
  /** Idempotent; at most about two seconds. */
  close(): Promise<void>;
}

export interface StudioOptions {
  /** Overrides the settings' port. */
  readonly port?: number;
  /** Opens the practice room whatever the settings say. */
  readonly practice?: boolean;
}

/** Builds every service once, connects them, and opens the local server. Rejects when the server cannot listen at all. */
export async function createStudio(host: Host, options: StudioOptions): Promise<Studio> {
  const { clock, logger, paths, environment, secrets } = host;
  const board = createHealthBoard(clock, logger.child('health'));
  const pause = createPause(clock);
  const reporter = (id: string) => (health: HealthReport) => board.report(id, health);

  const settings = createSettingsStore({
    file: join(paths.data, 'settings.json'),
    environment,
    clock,
    logger: logger.child('settings'),
    report: reporter('settings'),
  });
  const store = createStore({
    workerFile: join(paths.workers, 'store-worker.cjs'),
    file: join(paths.data, 'yingxi.db'),
    clock,
    logger: logger.child('store'),
    report: reporter('storage'),
  });
  const tokens = createTokenStore({ dataDir: paths.data, logger: logger.child('tokens') });
  const userFiles = createUserFiles({ dataDir: paths.data, tokens });
  const {
    hub,
    news: stageNews,
    calmStart,
    express,
  } = createStageSide({
    ...{ host, settings, board },
    parts: () => ({ avatar, coHost, tracking: trackingSide, bindings: bindingSide.bindings, panic }),
  });
  const avatar = createAvatarSide({
    clock,
    logger,
    paths,
    settings,
    userFiles,
    spawnWorker: host.spawnWorker,
    whenCalm: calmStart.whenCalm,
    report: board.report,
    stages: hub,
    hotkeys: {
      hasBinding: (id, modelId) => bindingSide.bindings.bindings.get().some((one) => one.id === id && one.modelId === modelId),
      takeBindings: (bindings, modelId) => void bindingSide.bindings.takeIn(bindings, modelId),
    },
  });
  const coHost = createCoHostSide({ avatar, settings, stages: hub, clock });
  const inferenceSide = createInferenceSide({ host, settings, board });
  const localModels = createLocalModelLibrary({
    dataDir: paths.data,
    modelsDir: paths.models,
    clock,
    logger: logger.child('models'),
    settings: () => settings.current().inference,
    inference: inferenceSide.inference,
  });
  const takeIn = (events: readonly LiveEvent[]): void => void intake.accept(events);
  const sayLater = (text: string): void => void say({ text, mode: 'queue' });
  const showDeeds = createShowDeeds({
    obs: () => obsSide.control,
    music: () => musicSide.desk,
    overlays: () => overlaySide.desk,
    clip: (title, signal) => clips.clip(title, signal),
    viewerScenes: () => settings.current().automation.viewerScenes,
    avatar: {
      motions: () => avatar.desk.view.get().model?.description.motions.map(({ name }) => name) ?? [],
      play: (motion) => avatar.desk.playMotion(motion, false),
    },
  });
  const audienceSide = createAudienceSide({
    host,
    settings,
    board,
    askModel: (prompt, signal) => dialogue.ask(prompt, signal),
    accept: takeIn,
    say: sayLater,
    chats: () => connections.chats(),
    stop: () => void stop(),
    skip() {
      if (runner.runningTurnId !== undefined) runner.interrupt(runner.runningTurnId);
    },
    perform: (deed, context) => bindingSide.perform(deed, context),
    bindings: { fire: (id, by) => bindingSide.bindings.fire(id, by) },
    fulfil: showDeeds.fulfil,
    switchScene: () => sceneSwitcher(obsSide.control),
    refreshStages: () => hub.refreshConfig(),
    resume: () => runner.available(),
    language: spokenLanguage,
  });
  const { audience, moderation, intent, panic, play, room } = audienceSide;
  const answers = createAnswerSide({
    ...{ host, settings, board, store, hub, localModels },
    audience: audienceSide,
    inference: inferenceSide.inference,
    whenCalm: calmStart.whenCalm,
    look: (text, signal) => obsSide.look(text, signal),
    // She begins nothing while the streamer speaks to her, or a performance speaks for her.
    mustWait: () => ears.floorIsTaken || performanceSide.hasTheFloor,
    answersRoom: () => trackingSide.driving.aiAnswers,
    stop: () => void stop(),
    languages: { spoken: spokenLanguage, interface: interfaceLanguage },
  });
  const { director, dialogue, speech, recognition, runner, say } = answers;
  const feed = createRoomFeed({ counts: () => director.counts(), pause });
  const brainCell = createCell(dialogue.view());
  const settingsCell = createCell(0);

  const connections = createConnectionDesk({
    dataDir: paths.data,
    emit: (events) => intake.offer(events),
    behind: () => intake.behind,
    board,
    clock,
    logger,
  });

  const bindingSide = createBindingSide({
    host,
    board,
    pause,
    avatar,
    hub,
    runner,
    userFiles,
    settings: settings.current,
    onSettings: settings.onChange,
    drive: (request) => trackingSide.driving.drive(request, 'hotkey'),
    lookStraight: () => trackingSide.lookStraight(),
    attachMotion: (source) => trackingSide.attachSource(source),
    language: interfaceLanguage,
    say: sayLater,
    phoneTalk: () => ears.phoneTalk,
    stop: () => void stop(),
    performShow: showDeeds.perform,
    showChoices: showDeeds.choices,
    onHotkeys: registerHotkeys,
  });

  const overlaySide = createOverlaySide({
    ...{ host, pause, settings: settings.current, userFiles, panic, performance: runner.performance, games: play.games },
    audience: audience.desk,
    items: avatar.itemLibrary,
    language: interfaceLanguage,
    shownText(text, platform) {
      const { action, shown } = moderation.tryLine(text, platform);
      return action === 'hold' || action === 'block' ? undefined : shown;
    },
  });

  const musicSide = createMusicSide({
    ...{ host, board, settings: settings.current, userFiles, performance: runner.performance, panic },
    onChange: overlaySide.music,
    onSong: (title) => clips.song(title),
  });

  const intake = createLiveIntake({
    ...{
      director,
      room,
      feed,
      bindings: bindingSide.bindings,
      overlays: overlaySide,
      clips: { live: (event) => clips.live(event) },
      connections,
      store,
      automation: { live: (fresh) => automationSide.live(fresh) },
    },
    logger: logger.child('intake'),
  });
  const ears = createHearingSide({
    settings: settings.current,
    inference: inferenceSide.inference,
    library: localModels,
    recognition,
    runner,
    hub,
    director,
    bindings: bindingSide.bindings,
    show: showDeeds,
    bus: avatar.bus,
    accept: takeIn,
    stop: () => void stop(),
    language: interfaceLanguage,
    board,
    clock,
    logger,
  });

  const trackingSide = createTrackingSide({
    ...{ host, board, pause, settings, userFiles, bus: avatar.bus, stages: hub },
    voice: ears.voiceMouth,
    onMotion: ({ hands }) => bindingSide.bindings.sawHands(hands, settings.current().tracking.mirror),
    apiPort: () => plugins.port,
    resume: () => runner.available(),
  });
  const performanceSide = createPerformanceSide({
    ...{ host, board, pause, userFiles, avatar, hub, runner },
    tracking: trackingSide,
  });
  const unwatchVoice = ears.view.subscribe(({ state }) => trackingSide.driving.heard(state === 'hearing'));

  const plugins = createPluginSide({
    avatar: avatar.desk,
    models: avatar.library,
    bus: avatar.bus,
    items: avatar.items,
    bindings: bindingSide.bindings,
    stage: stageNews,
    clock,
    logger: logger.child('plugins'),
    report: reporter('plugins'),
    tokenFile: join(paths.data, 'plugins.json'),
  });

  const signIns = createSignIns({
    settings: settings.current,
    change: (patch) => void settings.update(patch),
    secrets,
    onStored: () => services.secretChanged(),
    clock,
    logger,
  });

  const obsSide = createObsSide({
    host,
    settings: () => settings.current().obs,
    board,
    pause,
    whenCalm: calmStart.whenCalm,
    performance: runner.performance,
    setup: {
      language: interfaceLanguage,
      stage() {
        const { background, window } = settings.current().stage;
        return { background, windowOpen: window.open, windowAvailable: host.stageWindow !== undefined };
      },
      setStage: ({ background, windowOpen: open }) =>
        settings.update({
          stage: { ...(background === undefined ? {} : { background }), ...(open === undefined ? {} : { window: { open } }) },
        }),
      pageUrl: (page) => obsPageUrl(server.origin, tokens.stage, page),
    },
  });

  const clips = createClips({
    dataDir: paths.data,
    obs: obsSide.control,
    performance: runner.performance,
    settings: () => settings.current().clips,
    clock,
    logger: logger.child('clips'),
    report: reporter('clips'),
  });
  const stopStreamClock = obsSide.control.state.subscribe((state) => overlaySide.streaming(state?.stream.sinceMs ?? null));
  const stopMusicScenes = obsSide.control.onNotice((notice) => {
    if (notice.type === 'scene') musicSide.desk.sceneChanged(notice.scene);
  });

  const automationSide = createAutomationSide({
    ...{ host, board, settings: settings.current, panic, performance: runner.performance },
    perform: bindingSide.perform,
    obs: { status: obsSide.link.status, control: obsSide.control },
    music: musicSide.desk.view,
  });

  director.onLedger((entries) => feed.ledger(entries));
  director.onLedger((entries) => play.decided(entries));
  director.onLedger((entries) => audience.decided(entries));
  dialogue.onView((view) => brainCell.set(view));

  const services: Omit<StudioServices, 'plugins'> = {
    clock,
    pause,
    board,
    settings,
    settingsCell,
    secrets,
    director,
    dialogue,
    brainCell,
    speech,
    hub,
    audience: audience.desk,
    avatar,
    coHost: coHost.desk,
    localModels: {
      library: localModels,
      inference: inferenceSide.inference,
      language: spokenLanguage,
      choose: (task, id) => settings.update({ inference: { models: { [task]: id ?? '' } } }),
      pause,
    },
    automationRoutes: { automation: automationSide.desk, pause },
    bindingRoutes: bindingSide.routes,
    hearing: ears,
    intent,
    obsRoutes: obsSide.routes,
    obsDesk: obsSide.desk,
    obsSetup: obsSide.setup,
    moderationRoutes: { moderation, panic, clock, pause },
    recognitionRoutes: { recognition, settings: () => settings.current().hearing, clock, pause },
    play,
    runner,
    feed,
    store,
    intake,
    connections,
    rooms: { signIns: signIns.all, pause },
    bridges: createBridgeDesk({
      secret: (name) => secrets.get(name),
      keepSecret: (name, value) => secrets.set(name, value),
      origin: () => server.origin,
      clock,
      onRenewed: () => applySources(),
    }),
    overlays: overlaySide.desk,
    music: { ...musicSide, pause },
    clips: { clips, pause },
    tracking: trackingSide.routes,
    performances: performanceSide.routes,
    info: () => studioInfo(host, { ...urls, apiToken: tokens.plugin }),
    secret: (name) => secrets.get(name),
    secretChanged() {
      dialogue.refresh();
      obsSide.refresh();
      applySources();
      settingsCell.set(settingsCell.get() + 1);
    },
    say,
    stop,
    sendChat: createChatSender(connections.chats),
    async openDataFolder() {
      if (!host.openFolder) throw new StudioError('unavailable', host.absent.openFolder ?? 'This host cannot open folders.');
      await host.openFolder(paths.data);
    },
    async currentAvatar() {
      const model = avatar.desk.view.get().model;
      if (model === undefined) throw new StudioError('not-found', 'No avatar is in use. Choose one on the avatar page.');
      const { name, url, bytes, meta } = model;
      return { name, author: meta.author, licence: meta.licence, url, bytes };
    },
    ...createPersonaExchange(settings),
  };

  const { server, router, urls } = await openStudioDoor({
    ...{ host, settings, board, services, tokens, userFiles },
    port: options.port,
    loadPlugins: plugins.load,
    intakes: [
      avatar.library,
      localModels,
      overlaySide.desk.themes,
      musicSide.library,
      performanceSide.uploads,
      trackingSide.uploads,
    ],
    attachStage: hub.attach,
    attachEars: ears.attach,
    attachTracking: trackingSide.attach,
    bridges: { door: (id) => connections.door(`bridge-${id}`), webhook: createWebhookIntake(clock, intake.post) },
  });
  const react = createSettingsReactions([
    { of: ({ stage, voice, avatar: { modelId } }) => [stage, voice, modelId], apply: hub.refreshConfig },
    {
      of: (now) => [now.plugins, now.stage.background],
      apply(now) {
        plugins.apply(now.plugins, now.stage.background);
        stageNews.wantValues(now.plugins.enabled);
      },
    },
    { of: ({ driving: { coHost: own } }) => [own.enabled, own.modelId], apply: coHost.settingsChanged },
    { of: ({ stage }) => stage.window, apply: ({ stage }) => host.stageWindow?.(stage.window, `${urls.stageUrl}&kind=window`) },
    {
      of: ({ overlays }) => overlays.windows,
      apply({ overlays }) {
        for (const widget of WIDGETS)
          host.overlayWindow?.(widget, overlays.windows[widget], overlayAddress(urls.stageUrl, [widget]));
      },
    },
    { of: ({ obs }) => [obs.enabled, obs.url, obs.mayReadSettings], apply: obsSide.refresh },
    { of: ({ obs }) => [obs.ducking], apply: obsSide.ducking.settingsChanged },
    { of: ({ stage, language }) => [stage.background, stage.window.open, language], apply: obsSide.setup.refresh },
    { of: ({ music }) => [music], apply: musicSide.desk.refresh },
    { of: ({ music }) => [music.output], apply: hub.refreshConfig },
    { of: ({ tracking, driving }) => [tracking, driving], apply: trackingSide.settingsChanged },
    { of: ({ automation }) => [automation.enabled], apply: automationSide.desk.settingsChanged },
    // The key of push-to-talk is among them.
    { of: ({ hotkeys, hearing }) => [hotkeys, hearing], apply: registerHotkeys },
  ]);
  const unsubscribe = settings.onChange(applySettings);
  applySettings();
  if (options.practice) settings.update({ practice: { enabled: true } });
  void answers.restorePaid();
  const complete = new Promise<void>((done, fail) => calmStart.whenCalm(() => void router.get().then(() => done(), fail)));
  let closing: Promise<void> | undefined;
  // Clients come before this, and an answer does not wait for it.
  complete
    .then(() => {
      if (closing !== undefined) return;
      void speech.warmUp(spokenLanguage());
      moderation.warmUp();
    })
    .catch((cause: unknown) => logger.error('clients cannot be answered', { cause: messageFromUnknown(cause) }));
  return {
    urls,
    settings,
    complete,
    report: board.report,
    bindPort: (port) => void server.bindPort(port, 'studio'),
    stop: () => void stop(),
    express,
    close() {
      closing ??= closeAll();
      return closing;
    },
  };

  function stop(): { stoppedTurnId: number | null; droppedMessages: number } {
    const { droppedMessages } = director.stop();
    bindingSide.bindings.stop();
    automationSide.desk.stop();
    performanceSide.stop();
    ears.stopped();
    const stoppedTurnId = runner.stop() ?? null;
    return { stoppedTurnId, droppedMessages };
  }

  function applySettings(): void {
    settingsCell.set(settingsCell.get() + 1);
    react(settings.current());
    // These compare for themselves, or depend on nearly everything.
    dialogue.refresh();
    applySources();
    bindingSide.bindings.refresh();
    play.settingsChanged();
    overlaySide.settingsChanged();
    ears.refresh();
    director.refresh();
  }

  function applySources(): void {
    connections.apply({
      settings: settings.current(),
      secret: (name) => secrets.get(name),
      keepSecret: (name, value) => secrets.set(name, value),
      dataDir: paths.data,
    });
    signIns.refresh();
  }

  function registerHotkeys(): void {
    registerGlobalKeys({
      host,
      settings: () => settings.current().hotkeys,
      others: ears.hotkeys,
      bindings: bindingSide,
      board,
      stop: () => void stop(),
      panic: panic.toggle,
      express,
    });
  }

  function spokenLanguage(): Language {
    return spokenLanguageOf(settings.current());
  }

  function interfaceLanguage(): Language {
    return interfaceLanguageOf(settings.current());
  }

  async function closeAll(): Promise<void> {
    unsubscribe();
    calmStart.close();
    unwatchVoice();
    await performanceSide.close();
    await trackingSide.close();
    ears.close();
    await recognition.close();
    runner.close();
    hub.close();
    await automationSide.close();
    await bindingSide.close();
    await plugins.close();
    stopMusicScenes();
    stopStreamClock();
    await clips.close();
    await musicSide.close();
    await obsSide.close();
    await localModels.close();
    await inferenceSide.close();
    coHost.close();
    await avatar.close();
    await Promise.allSettled([signIns.close(), connections.close(), server.close(), speech.close(), dialogue.close()]);
    intake.finish();
    await overlaySide.close();
    await director.close();
    await audienceSide.close();
    await Promise.allSettled([store.close(), settings.close()]);
  }
}
