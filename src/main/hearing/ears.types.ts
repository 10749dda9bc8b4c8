import type { MicrophoneFrame } from '#shared/frames/microphone-frame.ts';
import type { EarsDown, EarsUp } from '#shared/hearing/capture-protocol.ts';

/** A capturing page's connection as the ears see it. The server parses and checks what comes up. */
export interface EarsSocket {
  send(message: EarsDown): void;
  close(reason: string): void;
}
/** What the server calls for each page. */
export interface EarsConnection {
  receive(message: EarsUp): void;
  frame(frame: MicrophoneFrame): void;
  closed(): void;
}
export type AttachEars = (socket: EarsSocket) => EarsConnection;
