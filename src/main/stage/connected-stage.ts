import type { StageView } from '#shared/contract/stage.ts';
import { encodePcmFrame } from '#shared/frames/frame-codec.ts';
import type { StageAvatar, StageKind, StageUp } from '#shared/stage/stage-protocol.ts';
import { PCM_SAMPLE_RATE_HZ } from '#shared/units.ts';
import type { StageSocket } from './stage-socket.ts';
import type { TurnPlayback } from './turn-playback.ts';

/** A stage that is connected, and what it said of itself. */
export interface ConnectedStage {
  readonly stageId: string;
  readonly socket: StageSocket;
  readonly connectedAt: number;
  kind: StageKind;
  avatar: StageAvatar;
  /** It said hello and was welcomed. */
  greeted: boolean;
  canSound: boolean;
  stalled: boolean;
  stats: Extract<StageUp, { type: 'stats' }> | undefined;
}

/** Number and time of a PCM frame. */
export interface FrameStamp {
  readonly sequence: number;
  readonly sourceTimeMs: number;
}

/** For the interface and the API. */
export function viewOf(stage: ConnectedStage, sounding: boolean): StageView {
  return {
    stageId: stage.stageId,
    kind: stage.kind,
    avatar: stage.avatar,
    role: sounding ? 'sounding' : 'following',
    canSound: stage.canSound,
    connectedAt: stage.connectedAt,
    framesPerSecond: stage.stats?.framesPerSecond ?? 0,
    frameAgeMs: stage.stats?.frameAgeMs ?? 0,
    underruns: stage.stats?.underruns ?? 0,
    lateFrames: stage.stats?.lateFrames ?? 0,
    avatarStatus: stage.stats?.avatar.status ?? 'connecting',
    width: stage.stats?.width ?? 0,
    height: stage.stats?.height ?? 0,
    parameterAgeMs: stage.stats?.parameterAgeMs ?? -1,
    paceHz: stage.stats?.paceHz ?? 0,
  };
}

/** Tells a stage of the running turn from where the sound is now; with the sound itself, from that very sample, if `stamp` is given. */
export function catchUp(socket: StageSocket, turn: TurnPlayback, stamp: (() => FrameStamp) | undefined): void {
  const { turnId } = turn;
  socket.send({ type: 'turn', turnId });
  for (let index = turn.index; index < turn.utterances.length; index++) {
    const utterance = turn.utterances[index];
    if (!utterance) continue;
    const played = index === turn.index ? Math.round((turn.positionMs / 1000) * PCM_SAMPLE_RATE_HZ) : 0;
    const startSample = Math.min(utterance.samplesReceived, played);
    socket.send({ type: 'utterance', turnId, ...utterance.start, startSample });
    socket.send({ type: 'cues', turnId, index, visemes: utterance.visemes, words: utterance.words });
    let at = 0;
    for (const chunk of stamp ? utterance.chunks : []) {
      const skip = Math.max(0, startSample - at);
      if (stamp && skip < chunk.length)
        socket.sendFrame(
          encodePcmFrame({ ...stamp(), turnId, utterance: index, startSample: at + skip, samples: chunk.subarray(skip) }),
        );
      at += chunk.length;
    }
    if (utterance.totalSamples !== undefined)
      socket.send({ type: 'utterance-end', turnId, index, totalSamples: utterance.totalSamples });
  }
  if (turn.ended) socket.send({ type: 'turn-end', turnId });
}
