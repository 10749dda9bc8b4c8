/** Bounds of the local server. Times in ms, sizes in bytes. */
export interface ServerLimits {
  /** Largest REST request body. */
  readonly bodyBytes: number;
  /** REST requests a token may make: steady rate per second, and how many at once after a pause. */
  readonly restPerSecond: number;
  readonly restBurst: number;
  /** The same for RPC messages; a client over it is read more slowly, nothing is refused. */
  readonly rpcPerSecond: number;
  readonly rpcBurst: number;
  /** WebSockets of all kinds together. */
  readonly sockets: number;
  /** A flood that is sent without waiting for answers opens one for each request. */
  readonly tcpConnections: number;
  /** Largest message a client may send. */
  readonly rpcUpBytes: number;
  readonly stageUpBytes: number;
  readonly earsUpBytes: number;
  /** Most that may wait for a client that does not read, before it is cut off. */
  readonly rpcDownBytes: number;
  /** Calls and watches of one RPC connection that run at the same time. */
  readonly rpcCallsAtOnce: number;
  /** Malformed messages after which a stage is disconnected. */
  readonly stageMalformed: number;
  readonly headersTimeoutMs: number;
  /**
   * How long a connection without a request stays open. Long, because a program that asks again at the very moment of its end gets no answer: at a few
   * seconds a busy computer makes scripts and stream tools meet that moment.
   */
  readonly keepAliveMs: number;
  /** Until a request is read whole: large ones wait for their turn. */
  readonly requestTimeoutMs: number;
  /** A socket that has shown no life for this long is terminated. */
  readonly livenessMs: number;
  readonly sseKeepAliveMs: number;
  readonly closeGraceMs: number;
}

const MIB = 1024 * 1024;

export const defaultLimits: ServerLimits = {
  bodyBytes: MIB,
  restPerSecond: 200,
  restBurst: 400,
  rpcPerSecond: 1_000,
  rpcBurst: 2_000,
  sockets: 64,
  tcpConnections: 512,
  rpcUpBytes: 20 * MIB,
  stageUpBytes: 64 * 1024,
  earsUpBytes: 8 * 1024,
  rpcDownBytes: 32 * MIB,
  rpcCallsAtOnce: 512,
  stageMalformed: 10,
  headersTimeoutMs: 5_000,
  keepAliveMs: 65_000,
  requestTimeoutMs: 60_000,
  livenessMs: 10_000,
  sseKeepAliveMs: 15_000,
  closeGraceMs: 1_000,
};
