import type { Cell } from '#shared/cell.ts';
import type { RemoteAccess } from '#shared/contract/bindings.ts';

/** The second listener, on the local network, for phones. Closed unless the streamer opens it. */
export interface RemoteListener {
  readonly view: Cell<RemoteAccess>;
  /** Remembered. Resolves when it listens, or when all of its connections are closed; rejects `network` when it cannot listen. */
  setEnabled(enabled: boolean): Promise<void>;
  /** Shuts out everybody who has the old key. */
  renewKey(): Promise<void>;
  /** Idempotent. */
  close(): Promise<void>;
}
