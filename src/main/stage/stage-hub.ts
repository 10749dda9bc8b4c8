import { randomUUID } from 'node:crypto';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import type { SpeechSink } from '#main/speech/speech.types.ts';
import { type Cell, createCell } from '#shared/cell.ts';
import type { Stages } from '#shared/contract/stage.ts';
import { encodePcmFrame } from '#shared/frames/frame-codec.ts';
import type { HealthReport } from '#shared/health.ts';
import type { Emotion } from '#shared/speech/emotion.ts';
import {
  type AvatarDown,
  type AvatarUp,
  STAGE_PROTOCOL_VERSION,
  type StageAvatar,
  type StageConfig,
  type StageUp,
} from '#shared/stage/stage-protocol.ts';
import { PCM_SAMPLE_RATE_HZ } from '#shared/units.ts';
import { type ConnectedStage, catchUp, type FrameStamp, viewOf } from './connected-stage.ts';
import { electSounding } from './election.ts';
import { createLookAhead } from './look-ahead.ts';
import type { PlaybackTap } from './playback-tap.types.ts';
import { healthOfStages } from './stage-health.ts';
import { createStageRoster } from './stage-roster.ts';
import type { AttachStage, StageConnection } from './stage-socket.ts';
import {
  createTurnPlayback,
  createUtterance,
  finishUtterance,
  type Heard,
  heardOf,
  isPlayedOut,
  progressOf,
  type TurnPlayback,
  type TurnProgress,
  type Utterance,
} from './turn-playback.ts';

/** A sounding stage whose clock stands still this long with sound at hand has stalled. */
const STALL_MS = 3000;
/** Sound that must be at hand for a still clock to count as a stall: less may be a voice that is slow. */
const STALL_MARGIN_MS = 300;
/** Longest wait for a stage's own word on where it stopped. */
const STOP_ANSWER_MS = 150;
const VIRTUAL_TICK_MS = 40;

/** What the turn runner is told of the turn that it began. */
export interface PlaybackListener {
  /** The first sample that is not silence has been played. */
  audible(index: number, atMs: number): void;
  /** Sound moved on; for captions in the studio. */
  progress(): void;
  /** All of an ended turn has been heard. */
  playedOut(): void;
}

/** A turn on the stage: a sink for speech, and its end. */
export interface StageTurn extends SpeechSink {
  /** No further sentence will come. */
  end(): void;
  heard(): Heard;
  /** Captions so far and how much of them has been heard. */
  progress(): TurnProgress;
}

export interface StageHub {
  readonly attach: AttachStage;
  readonly view: Cell<Stages>;
  /** Hands an avatar's message to every stage that draws it; a sound to all. */
  direct(message: AvatarDown): void;
  /** The same to the stages of the AI's own avatar. */
  directCoHost(message: AvatarDown): void;
  /** A parameter frame for every stage; stages that lag miss it. */
  directFrame(bytes: Uint8Array): void;
  beginTurn(turnId: number, listener: PlaybackListener): StageTurn;
  /** Silences the turn and all before it at once; resolves with what was heard, within 150 ms. */
  stop(turnId: number): Promise<Heard>;
  setThinking(thinking: boolean): void;
  express(emotion: Emotion, intensity: number, holdMs: number): void;
  pin(stageId: string | undefined): void;
  /** The turn on stage, read only; it changes as it is heard. */
  playing(): TurnPlayback | undefined;
  /** Lets somebody hear what the sounding stage plays; returns the end of it. */
  tap(tap: PlaybackTap): () => void;
  /** Sends the present config to every stage. */
  refreshConfig(): void;
  close(): void;
}

export interface StageHubOptions {
  readonly config: (avatar: StageAvatar) => StageConfig;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly report: (health: HealthReport) => void;
  /** What a stage that comes must know of the avatar. */
  readonly avatarState: (avatar: StageAvatar) => readonly AvatarDown[];
  /** What stages tell of the avatar; values, outline and motions of the leading stage only. */
  readonly onAvatar: (message: AvatarUp, avatar: StageAvatar) => void;
}

interface PendingStop {
  readonly turn: TurnPlayback;
  settle(): void;
}

/**
 * Connects every stage with the one turn that plays. Exactly one stage sounds and its clock is everybody's; when none can sound, a virtual clock
 * plays in silence so that the show goes on. The sound of unheard sentences is kept (bounded by the look-ahead), so a stage that vanishes in
 * mid-sentence is replaced by another from that very sample.
 */
export function createStageHub(options: StageHubOptions): StageHub {
  const { clock, logger, config, report } = options;
  const roster = createStageRoster(logger);
  const { greeted, send, broadcast } = roster;
  let soundingId: string | undefined;
  let pinnedId: string | undefined;
  let turn: TurnPlayback | undefined;
  let listener: PlaybackListener | undefined;
  let pendingStop: PendingStop | undefined;
  let sequence = 0;
  const taps = new Set<PlaybackTap>();
  let lastProgressAt = clock.now();
  const lookAhead = createLookAhead(clock);
  let cancelTick: (() => void) | undefined;
  const view = createCell<Stages>({ stages: [], soundingStageId: null, pinnedStageId: null, playing: null });

  const sounding = (): ConnectedStage | undefined => roster.find(soundingId);
  const configOf = ({ kind, avatar }: ConnectedStage): StageConfig => {
    const now = config(avatar);
    if (kind === 'monitor') return { ...now, volume: now.monitorVolume };
    // Her words are shown whoever moves the mouth.
    return kind === 'captions' ? { ...now, speaks: true } : now;
  };
  /** Whom we believe of an avatar's values: the stage that sounds, else the oldest that draws it. */
  const leading = (avatar: StageAvatar): ConnectedStage | undefined => {
    const own = greeted().filter((stage) => stage.avatar === avatar);
    return own.find(({ stageId }) => stageId === soundingId) ?? own[0];
  };

  function publish(): void {
    view.set({
      stages: greeted().map((stage) => viewOf(stage, stage.stageId === soundingId)),
      soundingStageId: soundingId ?? null,
      pinnedStageId: pinnedId ?? null,
      playing: turn?.playing ? { turnId: turn.turnId, index: turn.index, positionMs: turn.positionMs } : null,
    });
  }

  function reportHealth(): void {
    report(healthOfStages(greeted(), sounding()));
  }

  const nextFrame = (): FrameStamp => ({ sequence: sequence++, sourceTimeMs: clock.now() });

  /** Chooses again who sounds. Between turns freely; within a turn only when the present one cannot go on or the streamer chose. */
  function elect(force: boolean): void {
    const present = sounding();
    const presentWorks = present?.greeted && present.canSound && !present.stalled;
    if (presentWorks && turn?.playing && !force) {
      publish();
      return;
    }
    const next = electSounding(greeted(), pinnedId, soundingId);
    if (next !== soundingId) {
      if (present?.greeted) send(present, { type: 'role', role: 'following' });
      soundingId = next;
      const chosen = sounding();
      if (chosen) {
        send(chosen, { type: 'role', role: 'sounding' });
        if (turn) catchUp(chosen.socket, turn, nextFrame);
      }
      lastProgressAt = clock.now();
      tick();
    }
    reportHealth();
    publish();
  }

  function settleProgress(): void {
    if (!turn) return;
    const done = isPlayedOut(turn);
    lookAhead.settle();
    listener?.progress();
    if (!done) return;
    const told = listener;
    tellEnd(turn);
    forgetTurn();
    elect(false);
    told?.playedOut();
  }

  /** The last clock of the stage that sounds comes after its last word was heard, when the turn is over: followers would wait for it for ever. */
  function tellEnd({ turnId, utterances }: TurnPlayback): void {
    const index = utterances.length - 1;
    if (index < 0) return;
    const positionMs = ((utterances[index]?.totalSamples ?? 0) / PCM_SAMPLE_RATE_HZ) * 1000;
    for (const stage of greeted())
      if (stage.stageId !== soundingId) send(stage, { type: 'clock', turnId, index, positionMs, playing: false, ageMs: 0 });
  }

  function forgetTurn(): void {
    turn = undefined;
    listener = undefined;
    lookAhead.end();
  }

  function onClock(message: Extract<StageUp, { type: 'clock' }>): void {
    if (!turn || message.turnId !== turn.turnId || message.index < turn.index) return;
    if (message.index > turn.index) finishUtterance(turn, message.index - 1);
    turn.positionMs = message.positionMs;
    turn.playing = message.playing;
    lastProgressAt = clock.now();
    const { turnId, index, positionMs, playing } = message;
    for (const one of taps) one.clock(turnId, index, positionMs, playing);
    for (const stage of greeted())
      if (stage.stageId !== soundingId) send(stage, { type: 'clock', turnId, index, positionMs, playing, ageMs: 0 });
    lookAhead.settle();
    listener?.progress();
    publish();
  }

  function receive(stage: ConnectedStage, message: StageUp): void {
    switch (message.type) {
      case 'hello':
        greet(stage, message);
        return;
      case 'sound':
        stage.canSound = message.canSound;
        elect(false);
        return;
      case 'stats':
        // A slow machine may tell between loading and drawing, so both are asked of both.
        if (!showsAvatar(stage.stats) && showsAvatar(message))
          logger.info('first avatar frame', { stageId: stage.stageId, kind: stage.kind });
        stage.stats = message;
        reportHealth();
        publish();
        return;
      case 'stopped':
        if (pendingStop?.turn.turnId === message.turnId && stage.stageId === soundingId) {
          if (message.index === pendingStop.turn.index) pendingStop.turn.positionMs = message.positionMs;
          pendingStop.settle();
        }
        return;
      case 'model':
      case 'touch':
      case 'item':
        options.onAvatar(message, stage.avatar);
        return;
      case 'parameter-values':
      case 'outline':
      case 'motion':
        if (stage === leading(stage.avatar)) options.onAvatar(message, stage.avatar);
        return;
      default:
        break;
    }
    if (stage.stageId !== soundingId || message.turnId !== turn?.turnId) return;
    if (message.type === 'clock') onClock(message);
    else if (message.type === 'audible') {
      turn.playing = true;
      lastProgressAt = clock.now();
      listener?.audible(message.index, message.atMs);
    } else if (message.index >= turn.index) {
      finishUtterance(turn, message.index);
      lastProgressAt = clock.now();
      settleProgress();
    }
  }

  function greet(stage: ConnectedStage, { kind, canSound, avatar }: Extract<StageUp, { type: 'hello' }>): void {
    stage.kind = kind;
    stage.avatar = avatar;
    stage.canSound = canSound;
    stage.greeted = true;
    const welcome = { type: 'welcome', protocol: STAGE_PROTOCOL_VERSION, stageId: stage.stageId } as const;
    logger.info('stage connected', { stageId: stage.stageId, kind, canSound, avatar });
    if (kind === 'monitor') {
      // It sounds beside whoever is elected, and nobody asks where it is.
      send(stage, { ...welcome, role: 'sounding', config: configOf(stage) });
      if (turn) catchUp(stage.socket, turn, nextFrame);
      return;
    }
    send(stage, { ...welcome, role: 'following', config: configOf(stage) });
    for (const message of options.avatarState(avatar)) send(stage, message);
    if (turn) catchUp(stage.socket, turn, undefined);
    elect(false);
  }

  const attach: AttachStage = (socket): StageConnection => {
    const stage: ConnectedStage = {
      stageId: randomUUID().slice(0, 8),
      socket,
      connectedAt: clock.now(),
      kind: 'browser',
      avatar: 'main',
      greeted: false,
      canSound: false,
      stalled: false,
      stats: undefined,
    };
    roster.add(stage);
    return {
      receive: (message) => receive(stage, message),
      closed() {
        if (!roster.remove(stage.stageId)) return;
        logger.info('stage left', { stageId: stage.stageId, kind: stage.kind });
        if (pinnedId === stage.stageId) pinnedId = undefined;
        if (pendingStop && stage.stageId === soundingId) pendingStop.settle();
        elect(false);
      },
    };
  };

  /** While a turn runs: plays in silence if nobody sounds, and watches that a sounding stage moves. */
  function tick(): void {
    cancelTick?.();
    cancelTick = undefined;
    if (!turn) return;
    const now = clock.now();
    const elapsed = now - lastProgressAt;
    const current = turn.utterances[turn.index];
    const stage = sounding();
    if (!stage) {
      lastProgressAt = now;
      if (current) playVirtually(turn, current, elapsed);
    } else if (elapsed > STALL_MS && current && unheardMs(turn, current) > STALL_MARGIN_MS) {
      logger.warn('the sounding stage stands still; another takes over', { stageId: stage.stageId });
      stage.stalled = true;
      clock.after(10_000, () => {
        stage.stalled = false;
      });
      elect(true);
    }
    if (turn) cancelTick = clock.after(stage ? 500 : VIRTUAL_TICK_MS, tick);
  }

  function playVirtually(running: TurnPlayback, current: Utterance, elapsedMs: number): void {
    const availableMs = (current.samplesReceived / PCM_SAMPLE_RATE_HZ) * 1000;
    running.positionMs = Math.min(availableMs, running.positionMs + elapsedMs);
    running.playing = current.samplesReceived > 0;
    const { turnId, index, positionMs, playing } = running;
    broadcast({ type: 'clock', turnId, index, positionMs, playing, ageMs: 0 });
    if (current.totalSamples !== undefined && running.positionMs >= (current.totalSamples / PCM_SAMPLE_RATE_HZ) * 1000) {
      finishUtterance(running, index);
      settleProgress();
    } else {
      lookAhead.settle();
      listener?.progress();
      publish();
    }
  }

  function beginTurn(turnId: number, turnListener: PlaybackListener): StageTurn {
    const running = createTurnPlayback(turnId);
    turn = running;
    listener = turnListener;
    lastProgressAt = clock.now();
    broadcast({ type: 'turn', turnId });
    tick();
    const alive = (): boolean => turn === running;
    return {
      utterance(start) {
        if (!alive()) return;
        running.utterances[start.index] = createUtterance(start);
        broadcast({ type: 'utterance', turnId, ...start, startSample: 0 });
      },
      cues(index, visemes, words) {
        const utterance = running.utterances[index];
        if (!alive() || !utterance) return;
        for (const viseme of visemes) utterance.visemes.push(viseme);
        for (const word of words) utterance.words.push(word);
        broadcast({ type: 'cues', turnId, index, visemes: [...visemes], words: [...words] });
      },
      pcm(index, startSample, samples) {
        const utterance = running.utterances[index];
        if (!alive() || !utterance || utterance.finished) return;
        if (index === running.index && utterance.samplesReceived === 0) lastProgressAt = clock.now();
        const isFirst = utterance.samplesReceived === 0;
        utterance.chunks.push(samples);
        utterance.samplesReceived = startSample + samples.length;
        for (const one of taps) one.pcm(turnId, index, startSample, samples);
        const listeners = roster.monitors();
        const stage = sounding();
        if (stage) listeners.push(stage);
        if (listeners.length > 0) {
          const frame = encodePcmFrame({ ...nextFrame(), turnId, utterance: index, startSample, samples });
          for (const one of listeners) one.socket.sendFrame(frame);
        }
        if (isFirst) lookAhead.sounded(index);
      },
      utteranceEnd(index, totalSamples) {
        const utterance = running.utterances[index];
        if (!alive() || !utterance) return;
        utterance.totalSamples = totalSamples;
        broadcast({ type: 'utterance-end', turnId, index, totalSamples });
      },
      readyFor(index) {
        return alive() ? lookAhead.readyFor(running, index) : Promise.resolve();
      },
      end() {
        if (!alive()) return;
        running.ended = true;
        broadcast({ type: 'turn-end', turnId });
        settleProgress();
      },
      heard: () => heardOf(running),
      progress: () => progressOf(running),
    };
  }

  function stop(turnId: number): Promise<Heard> {
    broadcast({ type: 'stop', turnId });
    for (const one of taps) one.stopped(turnId);
    const stopped = turn;
    if (!stopped || stopped.turnId > turnId) return Promise.resolve({ text: '', complete: false });
    forgetTurn();
    cancelTick?.();
    pendingStop?.settle();
    publish();
    if (!sounding() || stopped.utterances.length === 0) return Promise.resolve(heardOf(stopped));
    return new Promise((resolve) => {
      const settle = (): void => {
        cancel();
        if (pendingStop === mine) pendingStop = undefined;
        resolve(heardOf(stopped));
        elect(false);
      };
      const cancel = clock.after(STOP_ANSWER_MS, settle);
      const mine: PendingStop = { turn: stopped, settle };
      pendingStop = mine;
    });
  }

  reportHealth();
  return {
    attach,
    view,
    // A sound is nobody's picture: whichever stage sounds plays it.
    direct: (message) => (message.type === 'sound' ? broadcast(message) : roster.broadcastTo('main', message)),
    directCoHost: (message) => roster.broadcastTo('cohost', message),
    directFrame: roster.broadcastFrame,
    beginTurn,
    stop,
    playing: () => turn,
    tap(tap) {
      taps.add(tap);
      return () => taps.delete(tap);
    },
    setThinking: (thinking) => broadcast({ type: 'thinking', thinking }),
    express: (emotion, intensity, holdMs) => roster.broadcastTo('main', { type: 'expression', emotion, intensity, holdMs }),
    pin(stageId) {
      pinnedId = stageId;
      elect(true);
    },
    refreshConfig() {
      for (const stage of [...greeted(), ...roster.monitors()]) send(stage, { type: 'config', config: configOf(stage) });
    },
    close() {
      cancelTick?.();
      pendingStop?.settle();
      forgetTurn();
      roster.closeAll('studio closes');
    },
  };
}

/** ms of the sentence that are at hand but not yet heard. */
function unheardMs(turn: TurnPlayback, utterance: Utterance): number {
  return (utterance.samplesReceived / PCM_SAMPLE_RATE_HZ) * 1000 - turn.positionMs;
}

function showsAvatar(stats: ConnectedStage['stats']): boolean {
  return stats?.avatar.status === 'ready' && stats.framesDrawn > 0;
}
