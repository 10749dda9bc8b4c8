import type { Logger } from '#main/platform/logger.ts';
import type { StageAvatar, StageDown } from '#shared/stage/stage-protocol.ts';
import type { ConnectedStage } from './connected-stage.ts';

/** A stage that has not read this much is gone for our purposes. */
const MAX_BUFFERED_BYTES = 64 * 1024 * 1024;
/** A stage this far behind gets the next parameter frame instead of this one. */
const MAX_WAITING_FRAME_BYTES = 64 * 1024;

/** The connected stages, in order of connection. */
export interface StageRoster {
  /** Stages that said hello; monitors are none. */
  greeted(): ConnectedStage[];
  monitors(): ConnectedStage[];
  find(stageId: string | undefined): ConnectedStage | undefined;
  add(stage: ConnectedStage): void;
  /** False when it was not there. */
  remove(stageId: string): boolean;
  send(stage: ConnectedStage, message: StageDown): void;
  broadcast(message: StageDown): void;
  /** To those that draw this avatar; captions and monitors count as the shared one's. */
  broadcastTo(avatar: StageAvatar, message: StageDown): void;
  /** Latest wins: a stage that lags misses it. */
  broadcastFrame(bytes: Uint8Array): void;
  closeAll(reason: string): void;
}

export function createStageRoster(logger: Logger): StageRoster {
  const stages = new Map<string, ConnectedStage>();
  const greeted = (): ConnectedStage[] => [...stages.values()].filter((stage) => stage.greeted && stage.kind !== 'monitor');

  function send(stage: ConnectedStage, message: StageDown): void {
    stage.socket.send(message);
    if (stage.socket.bufferedBytes <= MAX_BUFFERED_BYTES) return;
    logger.warn('a stage does not read; cut off', { stageId: stage.stageId, bufferedBytes: stage.socket.bufferedBytes });
    stage.socket.close('not reading');
  }

  return {
    greeted,
    monitors: () => [...stages.values()].filter((stage) => stage.greeted && stage.kind === 'monitor'),
    find: (stageId) => (stageId === undefined ? undefined : stages.get(stageId)),
    add: (stage) => void stages.set(stage.stageId, stage),
    remove: (stageId) => stages.delete(stageId),
    send,
    broadcast(message) {
      for (const stage of stages.values()) if (stage.greeted) send(stage, message);
    },
    broadcastTo(avatar, message) {
      for (const stage of stages.values()) if (stage.greeted && stage.avatar === avatar) send(stage, message);
    },
    broadcastFrame(bytes) {
      // The sender writes its next frame into the same bytes, and a socket may still hold these.
      const copy = bytes.slice();
      for (const stage of stages.values())
        if (stage.greeted && drawsHer(stage) && stage.socket.bufferedBytes < MAX_WAITING_FRAME_BYTES)
          stage.socket.sendFrame(copy);
    },
    closeAll(reason) {
      for (const stage of stages.values()) stage.socket.close(reason);
      stages.clear();
    },
  };
}

/** Parameters are of no use to the others; the AI's own avatar is moved by nobody else. */
const drawsHer = ({ kind, avatar }: ConnectedStage): boolean => avatar === 'main' && kind !== 'monitor' && kind !== 'captions';
