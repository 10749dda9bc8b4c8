import { join } from 'node:path';
import type { Settings } from '#shared/settings/settings.ts';
import type { ShowChoices } from '#shared/show/show-choices.ts';
import { EMOTIONS, type Emotion, type Language } from '#shared/speech/emotion.ts';
import { createBindingDesk } from './avatar/bindings/binding-desk.ts';
import type { BindingService, SoundLibrary } from './avatar/bindings/binding-service.types.ts';
import { createHeardReader } from './avatar/bindings/heard-reader.ts';
import { createSoundLibrary } from './avatar/bindings/sound-library.ts';
import type { PerformAction } from './avatar/bindings.types.ts';
import type { AvatarSide } from './avatar-side.ts';
import type { PhoneTalk } from './hearing/hearing.types.ts';
import { createPerformAction } from './perform-action.ts';
import type { PerformShowAction } from './perform-show-action.ts';
import type { HealthBoardStore } from './platform/health-board.ts';
import type { Host, Hotkey } from './platform/host.ts';
import type { Pause } from './platform/watch-cell.ts';
import { createRemoteRouter } from './remote-router.ts';
import type { BindingRouteServices } from './routes/bindings-routes.ts';
import { lanAddresses } from './server/lan-addresses.ts';
import { servePhoneMotion } from './server/phone-motion.ts';
import { createRemoteListener } from './server/remote-listener.ts';
import type { UserFiles } from './server/user-files.ts';
import type { StageHub } from './stage/stage-hub.ts';
import type { DriveRequest } from './tracking/driving.types.ts';
import type { TrackingHub } from './tracking/tracking.types.ts';
import type { TurnRunner } from './turn/turn-runner.ts';

/** Hotkeys and reactions with all that they reach and that fires them, and the page for phones. */
export interface BindingSide {
  readonly bindings: BindingService;
  /** The same deeds, for others than hotkeys. */
  readonly perform: PerformAction;
  readonly sounds: SoundLibrary;
  readonly routes: BindingRouteServices;
  /** Registers these and the bindings' keys for the whole system; returns those of `hotkeys` that could not be had. */
  register(hotkeys: readonly Hotkey[]): readonly Hotkey[];
  close(): Promise<void>;
}

export interface BindingSideOptions {
  readonly host: Host;
  readonly board: HealthBoardStore;
  readonly pause: Pause;
  readonly avatar: Pick<AvatarSide, 'desk' | 'items' | 'library'>;
  readonly hub: StageHub;
  readonly runner: TurnRunner;
  readonly userFiles: Pick<UserFiles, 'url'>;
  readonly settings: () => Settings;
  readonly onSettings: (listener: () => void) => () => void;
  /** Takes in what phones move. */
  readonly attachMotion: TrackingHub['attach'];
  readonly language: () => Language;
  readonly say: (text: string) => void;
  /** Asked for when a phone comes: her ears are made later. */
  readonly phoneTalk: () => PhoneTalk;
  readonly stop: () => void;
  /** By hotkey. */
  readonly drive: (request: DriveRequest) => void;
  /** Why it could not be done; undefined: it is. */
  readonly lookStraight: () => string | undefined;
  readonly performShow: PerformShowAction;
  /** What deeds on the show can name now. */
  readonly showChoices: () => ShowChoices;
  /** The bindings' keys have changed: call `register` again. */
  readonly onHotkeys: () => void;
}

export function createBindingSide(options: BindingSideOptions): BindingSide {
  const { host, board, avatar, hub, runner, pause } = options;
  const { clock, logger, paths } = host;
  const sounds = createSoundLibrary(join(paths.data, 'sounds'), logger.child('sounds'));
  const perform = createPerformAction({
    desk: avatar.desk,
    items: avatar.items,
    express: hub.express,
    playSound(fileName, volume) {
      if (!sounds.files.get().includes(fileName)) return false;
      hub.direct({ type: 'sound', url: options.userFiles.url('sounds', fileName), volume });
      return true;
    },
    say: options.say,
    stop: options.stop,
    drive: options.drive,
    lookStraight: options.lookStraight,
    show: options.performShow,
  });
  const bindings = createBindingDesk({
    file: join(paths.data, 'bindings.json'),
    clock,
    logger: logger.child('bindings'),
    report: (health) => board.report('bindings', health),
    avatar: avatar.desk,
    library: avatar.library,
    items: avatar.items,
    settingsHotkeys: () => setHotkeys(options.settings()),
    language: options.language,
    mac: process.platform === 'darwin',
    perform,
  });
  const isSpeaking = (): boolean => runner.performance.get().state === 'speaking';
  const router = createRemoteRouter({
    pause,
    now: clock.now,
    bindings,
    isSpeaking,
    onSpeaking: (listener) => runner.performance.subscribe(listener),
    talk: options.phoneTalk,
    settings: options.settings,
    onSettings: options.onSettings,
    drive: (mode) => options.drive({ mode }),
    stop: options.stop,
  });
  const phonesMayMove = (): boolean => {
    const { enabled, remote: phones } = options.settings().tracking.controls;
    return enabled && phones;
  };
  const remote = createRemoteListener({
    file: join(paths.data, 'remote.json'),
    pagesDir: paths.pages,
    router,
    addresses: lanAddresses,
    serveMotion(socket, limits) {
      servePhoneMotion(socket, {
        attach: options.attachMotion,
        allowed: phonesMayMove,
        now: clock.now,
        limits,
        logger: logger.child('remote'),
      });
    },
    clock,
    logger: logger.child('remote'),
  });
  const read = createHeardReader(bindings.heard);
  const unsubscribes = [
    bindings.onHotkeys(options.onHotkeys),
    runner.performance.subscribe((performance) => {
      if (performance.state === 'speaking') read(performance);
    }),
  ];

  return {
    bindings,
    perform,
    sounds,
    routes: {
      pause,
      bindings,
      sounds,
      remote,
      library: avatar.library,
      itemFiles: () => avatar.items.files.get().map(({ fileName }) => fileName),
      showChoices: options.showChoices,
    },
    register(hotkeys) {
      const own = bindings.hotkeys();
      const refused = new Set(host.globalHotkeys?.([...hotkeys, ...own]));
      bindings.noteRefused(own.filter((hotkey) => refused.has(hotkey)));
      return hotkeys.filter((hotkey) => refused.has(hotkey));
    },
    async close() {
      for (const unsubscribe of unsubscribes) unsubscribe();
      await Promise.allSettled([remote.close(), bindings.closed()]);
    },
  };
}

/** The settings' own hotkeys; an emotion's is called by its name. */
function setHotkeys({ hotkeys }: Settings): readonly { readonly accelerator: string; readonly action: string }[] {
  const all: { accelerator: string; action: string }[] = [
    { accelerator: hotkeys.stop, action: 'stop' },
    { accelerator: hotkeys.clickThrough, action: 'clickThrough' },
    ...EMOTIONS.map((action: Emotion) => ({ accelerator: hotkeys.expressions[action] ?? '', action })),
  ];
  return all.filter(({ accelerator }) => accelerator !== '');
}
