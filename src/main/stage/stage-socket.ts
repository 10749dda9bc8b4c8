import type { StageDown, StageUp } from '#shared/stage/stage-protocol.ts';

/** A stage's connection as the hub sees it. The server parses and checks what comes up; the hub trusts it. */
export interface StageSocket {
  send(message: StageDown): void;
  /** One encoded PCM frame. */
  sendFrame(bytes: Uint8Array): void;
  /** Bytes not yet handed to the network: a stage that does not read is cut off by the hub. */
  readonly bufferedBytes: number;
  close(reason: string): void;
}
/** What the server calls on the hub for each stage. */
export interface StageConnection {
  receive(message: StageUp): void;
  closed(): void;
}
export type AttachStage = (socket: StageSocket) => StageConnection;
