const KIB = 1024;
const MIB = 1024 * KIB;

/** Bounds of the plugin server. Times in ms, sizes in bytes. */
export interface VtsLimits {
  /** Connections of all plugins together, and of those among them that have not authenticated. */
  readonly connections: number;
  readonly strangers: number;
  /** A connection that has not authenticated by then, and waits for no answer of the streamer, is closed. */
  readonly strangerMs: number;
  /** Largest message; a picture of 5 MB is 6.7 MB in base64. */
  readonly messageBytes: number;
  /** Largest message before authentication; an icon fits. */
  readonly strangerMessageBytes: number;
  /** Requests of one connection: steady rate a second, and how many at once after a pause. Over it they are answered more slowly. */
  readonly requestsPerSecond: number;
  readonly requestBurst: number;
  /** A message costs one request for each of these. */
  readonly bytesPerRequest: number;
  /** Waiting requests at which the connection is no longer read, and at which it is read again. */
  readonly queueHigh: number;
  readonly queueLow: number;
  /** Waiting requests and bytes at which it is closed. */
  readonly queueMost: number;
  readonly queueBytes: number;
  /** Requests whose answers wait (for the streamer, for a picture to be stored). */
  readonly pendingMost: number;
  /** Bytes that may wait for a plugin that does not read; events are left out earlier. */
  readonly unreadBytes: number;
  readonly unreadEventBytes: number;
  /** Longest run of work before everybody else has a turn. */
  readonly sliceMs: number;
  readonly livenessMs: number;
  readonly closeGraceMs: number;
}

export const defaultVtsLimits: VtsLimits = {
  connections: 64,
  strangers: 24,
  strangerMs: 120_000,
  messageBytes: 16 * MIB,
  strangerMessageBytes: 256 * KIB,
  requestsPerSecond: 1_000,
  requestBurst: 2_000,
  bytesPerRequest: 16 * KIB,
  queueHigh: 256,
  queueLow: 64,
  queueMost: 20_000,
  queueBytes: 48 * MIB,
  pendingMost: 32,
  unreadBytes: 8 * MIB,
  unreadEventBytes: MIB,
  sliceMs: 4,
  livenessMs: 30_000,
  closeGraceMs: 500,
};
