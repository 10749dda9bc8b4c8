import type { Emotion } from '#shared/speech/emotion.ts';
import type { AvatarDown, AvatarUp, StageAvatar, StageConfig } from '#shared/stage/stage-protocol.ts';
import type { BindingService } from './avatar/bindings/binding-service.types.ts';
import type { AvatarSide } from './avatar-side.ts';
import { type CalmStart, createCalmStart } from './calm-start.ts';
import type { CoHostSide } from './co-host-side.ts';
import type { Panic } from './panic.ts';
import type { HealthBoardStore } from './platform/health-board.ts';
import type { Host } from './platform/host.ts';
import { createStageHub, type StageHub } from './stage/stage-hub.ts';
import { createStageNews, type StageNews } from './stage-news.ts';
import type { SettingsStore } from './storage/settings-store.ts';
import type { TrackingSide } from './tracking-side.ts';

/** The stages: what each is told when it comes and when settings change, and who hears what they tell. */
export interface StageSide {
  readonly hub: StageHub;
  readonly news: StageNews;
  /** When nothing at the start may be in the first picture's way any more. */
  readonly calmStart: CalmStart;
  /** A face that stays until another one is wished. */
  express(emotion: Emotion): void;
}

/** What stages show and tell belongs to these; they are made after the stages and asked only when one comes. */
export interface StageParts {
  readonly avatar: Pick<AvatarSide, 'state' | 'receive' | 'desk'>;
  readonly coHost: Pick<CoHostSide, 'state' | 'receive' | 'mainConfig' | 'ownConfig'>;
  readonly tracking: Pick<TrackingSide, 'state'>;
  readonly bindings: Pick<BindingService, 'touched'>;
  readonly panic: Pick<Panic, 'mutes' | 'hides'>;
}

export interface StageSideOptions {
  readonly host: Host;
  readonly settings: SettingsStore;
  readonly board: HealthBoardStore;
  readonly parts: () => StageParts;
}

export function createStageSide({ host, settings, board, parts }: StageSideOptions): StageSide {
  let expression: Emotion = settings.current().ui.lastExpression;
  const hub = createStageHub({
    config: configOf,
    clock: host.clock,
    logger: host.logger.child('stage'),
    report: (health) => board.report('stage', health),
    avatarState: stateOf,
    onAvatar: receive,
  });
  const news = createStageNews({ stages: hub.view, direct: hub.direct });
  return {
    hub,
    news,
    calmStart: createCalmStart(host.clock, host.kind === 'electron', hub.view),
    express(emotion) {
      hub.express(emotion, 1, 0);
      expression = emotion;
      settings.update({ ui: { lastExpression: emotion } });
    },
  };

  function stateOf(whose: StageAvatar): readonly AvatarDown[] {
    const { avatar, coHost, tracking } = parts();
    return whose === 'cohost' ? coHost.state() : [...avatar.state(), ...news.state(), ...tracking.state()];
  }

  function receive(message: AvatarUp, whose: StageAvatar): void {
    const { avatar, coHost, bindings } = parts();
    if (whose === 'cohost') {
      coHost.receive(message);
      return;
    }
    avatar.receive(message);
    news.receive(message);
    if (message.type === 'touch' && message.button === 0 && message.part !== null) bindings.touched(message.part);
  }

  function configOf(whose: StageAvatar): StageConfig {
    const { avatar, coHost, panic } = parts();
    const { stage, voice, music } = settings.current();
    const config: StageConfig = {
      stage,
      avatar: avatar.desk.source(),
      volume: panic.mutes ? 0 : voice.volume,
      effectsVolume: panic.mutes ? 0 : voice.effectsVolume,
      monitorVolume: panic.mutes ? 0 : voice.monitor.volume,
      expression,
      hidden: panic.hides,
      music: music.output === 'stage',
    };
    return whose === 'cohost' ? coHost.ownConfig(config) : coHost.mainConfig(config);
  }
}
