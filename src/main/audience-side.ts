import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import type { LiveEvent } from '#shared/live/live-event.ts';
import type { Language } from '#shared/speech/emotion.ts';
import { type AudienceSide as AudienceParts, createAudience } from './audience/audience.ts';
import type { Dialogue } from './dialogue/dialogue.ts';
import type { IntentDesk } from './intent/intent.types.ts';
import { createIntentDesk } from './intent/intent-desk.ts';
import { createModeration } from './moderation/moderation.ts';
import type { Moderation } from './moderation/moderation.types.ts';
import { createPanic, type Panic, type PanicOptions } from './panic.ts';
import type { HealthBoardStore } from './platform/health-board.ts';
import type { Host } from './platform/host.ts';
import { createPlaySide, type PlaySide, type PlaySideOptions } from './play-side.ts';
import { createRoomSide, type RoomSide } from './room-side.ts';
import { createRoomTimeOuts } from './room-time-outs.ts';
import type { SettingsStore } from './storage/settings-store.ts';

/** Everybody in the rooms: who they are, what they may say, what they want, and what they play. */
export interface AudienceSide {
  readonly audience: AudienceParts;
  readonly moderation: Moderation;
  readonly intent: IntentDesk;
  readonly panic: Panic;
  readonly play: PlaySide;
  /** What the director asks about an event, and who hears of it afterwards. */
  readonly room: RoomSide;
  /** Call it when nothing more comes in. */
  close(): Promise<void>;
}

export interface AudienceSideOptions
  extends Pick<PlaySideOptions, 'say' | 'accept' | 'chats' | 'stop' | 'skip' | 'perform' | 'bindings' | 'fulfil'>,
    Pick<PanicOptions, 'switchScene' | 'refreshStages' | 'resume'> {
  readonly host: Host;
  readonly settings: SettingsStore;
  readonly board: HealthBoardStore;
  readonly accept: (events: readonly LiveEvent[]) => void;
  readonly askModel: Dialogue['ask'];
  /** Hers. */
  readonly language: () => Language;
}

export function createAudienceSide(options: AudienceSideOptions): AudienceSide {
  const { host, settings, board, accept, stop, language } = options;
  const { clock, logger, paths } = host;
  const audience = createAudience({
    workerFile: join(paths.workers, 'audience-worker.cjs'),
    file: join(paths.data, 'audience.db'),
    settings: () => settings.current().audience,
    clock,
    logger: logger.child('audience'),
    report: (health) => board.report('audience', health),
    random: () => randomInt(2 ** 32) / 2 ** 32,
  });
  const intent = createIntentDesk({
    modelsDir: paths.models,
    dataDir: paths.data,
    workerFile: join(paths.workers, 'intent-worker.cjs'),
    clock,
    logger: logger.child('intent'),
    report: (health) => board.report('intent', health),
  });
  const moderation = createModeration({
    dataDir: paths.data,
    settings: settings.current,
    askModel: options.askModel,
    accept,
    timeOutOnPlatform: createRoomTimeOuts(options.chats),
    language,
    clock,
    logger: logger.child('moderation'),
    report: (health) => board.report('moderation', health),
    random: Math.random,
  });
  const panic = createPanic({
    settings: () => settings.current().moderation.panic,
    switchScene: options.switchScene,
    stop,
    refreshStages: options.refreshStages,
    resume: options.resume,
    note: moderation.note,
    clock,
    logger: logger.child('panic'),
  });
  const { say, chats, skip, perform, bindings, fulfil } = options;
  const play = createPlaySide({
    ...{ audience, settings: settings.current, language, say, accept, chats, stop, skip, perform, bindings, fulfil },
    clock,
    logger,
  });
  return {
    audience,
    moderation,
    intent,
    panic,
    play,
    room: createRoomSide({ audience, moderation, intent, play }),
    async close() {
      await moderation.close();
      await play.close();
      await Promise.allSettled([audience.close(), intent.close()]);
    },
  };
}
