import { randomUUID } from 'node:crypto';
import type { LiveEvent } from '#shared/live/live-event.ts';
import type { Settings } from '#shared/settings/settings.ts';
import type { Language } from '#shared/speech/emotion.ts';
import type { BindingService } from './avatar/bindings/binding-service.types.ts';
import type { ParameterBus } from './avatar/parameter-bus.types.ts';
import type { Director } from './director/director.ts';
import { createPlaybackTimeline } from './hearing/echo/playback-timeline.ts';
import { createHearing, type OpenHearing } from './hearing/hearing.ts';
import type { PhoneTalk } from './hearing/hearing.types.ts';
import { createMicrophoneMouth, type MicrophoneMouth } from './hearing/microphone-mouth.ts';
import { createPhoneTalk } from './hearing/phone-talk.ts';
import { INFERENCE_PRIORITY, type Inference } from './inference/inference.types.ts';
import type { LocalModelLibrary } from './inference/library.types.ts';
import { FRAMES_OP } from './inference/lipsync/frame-events.types.ts';
import type { HealthBoardStore } from './platform/health-board.ts';
import type { Clock, Hotkey } from './platform/host.ts';
import type { Logger } from './platform/logger.ts';
import type { Recognition } from './recognition/recognition.types.ts';
import type { ShowDeeds } from './show-deeds.ts';
import type { PlaybackTap } from './stage/playback-tap.types.ts';
import type { StageHub } from './stage/stage-hub.ts';
import type { TurnRunner } from './turn/turn-runner.ts';

/** Her ears, connected with what they listen to and with all that words can do. */
export interface HearingSide extends OpenHearing {
  /** The global key of push-to-talk, while it is of use. Its release cannot be heard, so each press toggles. */
  hotkeys(): readonly Hotkey[];
  readonly phoneTalk: PhoneTalk;
  /** The streamer's own voice as a mouth. */
  readonly voiceMouth: Pick<MicrophoneMouth, 'sample'>;
}

export interface HearingSideOptions {
  readonly settings: () => Settings;
  readonly inference: Inference;
  readonly library: Pick<LocalModelLibrary, 'installed' | 'source'>;
  readonly recognition: Recognition;
  readonly runner: TurnRunner;
  readonly hub: Pick<StageHub, 'tap' | 'direct'>;
  readonly director: Pick<Director, 'say'>;
  readonly bindings: Pick<BindingService, 'said'>;
  /** What the streamer's words may change in the show. */
  readonly show: Pick<ShowDeeds, 'choices' | 'perform'>;
  readonly bus: Pick<ParameterBus, 'inject' | 'drop' | 'value' | 'faceFound'>;
  readonly accept: (events: readonly LiveEvent[]) => void;
  readonly stop: () => void;
  /** Of the interface. */
  readonly language: () => Language;
  readonly board: HealthBoardStore;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** How the streamer is called in the words that she gets. */
const STREAMER = { zh: '主播', en: 'Streamer', ja: '配信者' } as const;

export function createHearingSide(options: HearingSideOptions): HearingSide {
  const { settings, clock, runner, hub, library, inference } = options;
  const timeline = createPlaybackTimeline(clock.now);
  const untap = hub.tap(tapWhile(timeline, () => settings().hearing.enabled));
  const mouth = createMicrophoneMouth({
    wanted: () => settings().hearing.movesMouth,
    open() {
      const source = library.source(library.installed('lip-sync')[0]?.id ?? '');
      const input = { sampleRateHz: 16_000, variant: 'live' } as const;
      return source && inference.open({ role: 'ears', model: source, op: FRAMES_OP, input, priority: INFERENCE_PRIORITY.ears });
    },
    bus: options.bus,
    clock,
    logger: options.logger.child('microphone-mouth'),
  });
  const closing = new AbortController();
  async function showScene(scene: string): Promise<void> {
    const problem = await options.show.perform({ type: 'obs-scene', scene, transition: '' }, closing.signal);
    if (problem !== undefined && !closing.signal.aborted)
      options.logger.warn('a scene asked for by voice was not shown', { scene, problem });
  }
  const hearing = createHearing({
    settings: () => settings().hearing,
    name: () => settings().persona.name,
    recognition: options.recognition,
    openDetector() {
      const model = library.installed('vad')[0];
      const source = model && library.source(model.id);
      return (
        source && inference.open({ role: 'ears', model: source, op: 'detect', input: {}, priority: INFERENCE_PRIORITY.ears })
      );
    },
    readPlayed: timeline.read,
    volume: () => settings().voice.volume,
    floor: {
      performance: runner.performance.get,
      onPerformance: runner.performance.subscribe,
      interruptTurn: runner.interrupt,
      say: (text, emotion) => void options.director.say({ text, emotion, mode: 'queue' }),
      onFree: runner.available,
    },
    onSound: mouth.push,
    herWords: () => runner.performance.get().reply,
    caption: (text, final) => hub.direct({ type: 'streamer-caption', text, final }),
    command: options.bindings.said,
    scenes: () => options.show.choices().scenes.map(({ name }) => name),
    showScene: (scene) => void showScene(scene),
    stopWords: () => settings().director.stopWords,
    stop: options.stop,
    message: (text) => options.accept([spokenMessage(text, STREAMER[options.language()], clock.now())]),
    clock,
    logger: options.logger.child('hearing'),
    report: options.board.report,
  });

  const phoneTalk = createPhoneTalk({ hearing, settings: () => settings().hearing, clock });

  return {
    ...hearing,
    phoneTalk,
    voiceMouth: mouth,
    get floorIsTaken() {
      return hearing.floorIsTaken;
    },
    hotkeys() {
      const { enabled, mode, pushToTalkKey } = settings().hearing;
      if (!enabled || mode !== 'push-to-talk' || pushToTalkKey === '') return [];
      return [{ accelerator: pushToTalkKey, action: 'push-to-talk', run: () => hearing.talk('toggle') }];
    },
    close() {
      closing.abort();
      untap();
      phoneTalk.close();
      mouth.close();
      hearing.close();
    },
  };
}

/** Her sound is kept only for open ears, for bringing it to their rate costs time while she speaks. Each turn is kept whole or not at all. */
function tapWhile(tap: PlaybackTap, wanted: () => boolean): PlaybackTap {
  let turn: number | undefined;
  let passes = false;
  return {
    pcm(turnId, index, startSample, samples) {
      if (turnId !== turn) passes = wanted();
      turn = turnId;
      if (passes) tap.pcm(turnId, index, startSample, samples);
    },
    clock(turnId, index, positionMs, playing) {
      if (passes) tap.clock(turnId, index, positionMs, playing);
    },
    stopped: tap.stopped,
  };
}

function spokenMessage(text: string, name: string, nowMs: number): LiveEvent {
  return {
    v: 1,
    id: `microphone:${randomUUID()}`,
    kind: 'chat',
    platform: 'custom',
    source: 'microphone',
    roomId: 'microphone',
    timestamp: nowMs,
    receivedAt: nowMs,
    user: { id: 'microphone:streamer', name, masked: false, roles: ['owner'] },
    text,
    segments: [{ type: 'text', text }],
  };
}
