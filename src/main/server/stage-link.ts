import { type RawData, WebSocket } from 'ws';
import type { Logger } from '#main/platform/logger.ts';
import type { ServerLimits } from '#main/server/limits.ts';
import type { AttachStage, StageSocket } from '#main/stage/stage-socket.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import { type StageUp, stageUpSchema } from '#shared/stage/stage-protocol.ts';

/** Connects one stage's WebSocket with the hub. What comes up is checked here; a stage that keeps sending nonsense is disconnected. */
export function serveStageSocket(socket: WebSocket, attachStage: AttachStage, limits: ServerLimits, logger: Logger): void {
  const closeWith = (code: number, reason: string): void => {
    // A close reason may hold 123 bytes of UTF-8.
    socket.close(
      code,
      Buffer.from(reason)
        .subarray(0, 120)
        .toString('utf8')
        .replace(/\uFFFD+$/u, ''),
    );
    const timer = setTimeout(() => socket.terminate(), limits.closeGraceMs);
    socket.once('close', () => clearTimeout(timer));
  };
  const connection = guarded(() => attachStage(stageSocketOf(socket, closeWith)));
  if (connection === undefined) return;
  let malformed = 0;
  socket.on('message', (data: RawData, isBinary: boolean) => {
    if (socket.readyState !== WebSocket.OPEN) return;
    const message = isBinary ? undefined : stageUpFromText(textOf(data));
    if (message !== undefined) {
      guarded(() => connection.receive(message));
      return;
    }
    malformed += 1;
    if (malformed < limits.stageMalformed) return;
    logger.warn('a stage keeps sending messages that are not of the stage protocol; it is disconnected', { malformed });
    closeWith(1008, `${malformed} messages were not of the stage protocol; reload the stage page`);
  });
  socket.once('close', () => guarded(() => connection.closed()));

  function guarded<Result>(work: () => Result): Result | undefined {
    try {
      return work();
    } catch (error) {
      logger.error('a stage connection failed', { error: messageFromUnknown(error) });
      closeWith(1011, 'the studio failed on this stage; connect again');
      return undefined;
    }
  }
}

function stageSocketOf(socket: WebSocket, closeWith: (code: number, reason: string) => void): StageSocket {
  const isOpen = (): boolean => socket.readyState === WebSocket.OPEN;
  return {
    send(message) {
      if (isOpen()) socket.send(JSON.stringify(message));
    },
    sendFrame(bytes) {
      if (isOpen()) socket.send(bytes, { binary: true });
    },
    get bufferedBytes() {
      return socket.bufferedAmount;
    },
    close: (reason) => closeWith(1000, reason),
  };
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return Buffer.isBuffer(data) ? data.toString('utf8') : Buffer.from(data).toString('utf8');
}

function stageUpFromText(text: string): StageUp | undefined {
  try {
    const message = stageUpSchema.safeParse(JSON.parse(text));
    return message.success ? message.data : undefined;
  } catch {
    return undefined;
  }
}
