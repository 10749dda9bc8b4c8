/** The way in for a program that connects to us, instead of we to it. The server lets it come and checks where it comes from. */
export interface BridgeDoor {
  /** Whether this is the bridge's token; takes the same time for right and wrong ones. */
  admits(token: string): boolean;
  /** A program came by WebSocket. Undefined when too many are here already. */
  attach(program: BridgeProgram): BridgeLink | undefined;
  /** One request body. */
  post(text: string): BridgeReply;
}
export interface BridgeProgram {
  send(text: string): void;
  close(reason: string): void;
}
/** What the server calls for each connected program. */
export interface BridgeLink {
  /** One text message. Returns the ms for which nothing more is to be read from it. */
  receive(text: string): number;
  closed(): void;
}
export type BridgeReply =
  | { readonly outcome: 'taken'; readonly accepted: number }
  | { readonly outcome: 'refused'; readonly message: string }
  | { readonly outcome: 'too-fast'; readonly waitMs: number };

/** The generic webhook of the program's own form. */
export type WebhookReply =
  | { readonly outcome: 'taken'; readonly accepted: number; readonly duplicates: number; readonly ids: readonly string[] }
  | Extract<BridgeReply, { outcome: 'refused' | 'too-fast' }>;

/** What the server asks for. */
export interface BridgeEntrance {
  /** The bridge of that id, when it is on and waits for programs. */
  door(bridgeId: string): BridgeDoor | undefined;
  webhook(text: string, client: string): Promise<WebhookReply>;
}
