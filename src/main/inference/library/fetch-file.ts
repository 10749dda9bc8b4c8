import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Clock } from '#main/platform/host.ts';
import type { Pause } from '#main/platform/watch-cell.ts';
import { failureFromSocket, type HttpSource, openHttpSource } from './http-source.ts';
import { failureFromUnknown, ModelFailure, megabytes } from './model-failure.ts';

/** One file to fetch. */
export interface FileOrder {
  readonly url: string;
  /** Absolute path of the unfinished file; what is in it is gone on with. */
  readonly part: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Validator under which the present part came, from `onEtag`. */
  readonly etag: string | undefined;
}

export interface FetchPorts {
  readonly clock: Clock;
  readonly pause: Pause;
  readonly signal: AbortSignal;
  /** Bytes of the file that are on disk. May fall, when the server has another file by now. */
  onProgress(received: number): void;
  onEtag(etag: string | undefined): void;
  /** Throws `disk-full` when there is no room for so many more. */
  requireRoom(bytes: number): Promise<void>;
}

/** Breaks in a row without progress worth the name until it is given up; waits of 1, 2, 4, 8 s lie between. */
const MAX_BREAKS = 5;
const FIRST_WAIT_MS = 1000;
/** A connection that brings less than this in a window is closed and opened anew. */
const WINDOW_MS = 30_000;
const WINDOW_BYTES = 32 * 1024;
/** Room on the disk is looked at again after so many bytes. */
const ROOM_EVERY_BYTES = 32 * 1024 * 1024;
const NEVER_AGAIN = new Set([
  'not-found',
  'refused',
  'portal',
  'redirects',
  'insecure',
  'wrong-length',
  'wrong-checksum',
  'disk-full',
  'not-writable',
  'not-readable',
  'internal',
]);

/**
 * Brings one file to `part`, whole and with the right checksum, going on where it broke off. Throws `ModelFailure`, or the signal's reason; the
 * part then stays for the next time, unless its content was wrong.
 */
export async function fetchFile(order: FileOrder, ports: FetchPorts): Promise<void> {
  await mkdir(dirname(order.part), { recursive: true });
  let current = order;
  let breaks = 0;
  let connected = false;
  let pieced = false;
  let begunAnew = false;
  const onAnswer = (source: HttpSource, from: number): void => {
    connected = true;
    if (from > 0) pieced = true;
    else {
      current = { ...current, etag: source.etag };
      ports.onEtag(source.etag);
    }
  };
  for (;;) {
    const before = await sizeOf(order.part);
    try {
      await attempt(current, ports, onAnswer);
      return;
    } catch (error) {
      if (ports.signal.aborted) throw ports.signal.reason;
      const failure = failureFromUnknown(error);
      if (failure.code === 'wrong-checksum') {
        await rm(order.part, { force: true });
        ports.onProgress(0);
        // Pieces of two days may be of two versions: once, all of it anew.
        if (pieced && !begunAnew) {
          begunAnew = true;
          continue;
        }
      }
      if (NEVER_AGAIN.has(failure.code) || (failure.code === 'offline' && !connected)) throw failure;
      breaks = (await sizeOf(order.part)) - before >= WINDOW_BYTES ? 1 : breaks + 1;
      if (breaks >= MAX_BREAKS) throw failure;
      await ports.pause(FIRST_WAIT_MS * 2 ** (breaks - 1), ports.signal);
      ports.signal.throwIfAborted();
    }
  }
}

async function attempt(order: FileOrder, ports: FetchPorts, onAnswer: (source: HttpSource, from: number) => void): Promise<void> {
  let have = await sizeOf(order.part);
  if (have > order.bytes) {
    await rm(order.part, { force: true });
    have = 0;
  }
  if (have < order.bytes) {
    await ports.requireRoom(order.bytes - have);
    const source = await openHttpSource(order.url, { from: have, etag: order.etag, signal: ports.signal, clock: ports.clock });
    try {
      have = await startOf(source, order, have);
      onAnswer(source, have);
      const hash = await hashOfPart(order.part, have, ports.signal);
      ports.onProgress(have);
      await receive(source, order, { ...ports, from: have, hash });
      return;
    } finally {
      source.close();
    }
  }
  requireDigest(order, await hashOfPart(order.part, have, ports.signal));
}

/** From which byte on the answer goes. Throws when it cannot be this file. */
async function startOf(source: HttpSource, order: FileOrder, have: number): Promise<number> {
  if (/^text\/html\b/iu.test(source.contentType))
    throw new ModelFailure(
      'portal',
      hostOf(order),
      `${hostOf(order)} answered with a web page instead of the model: a sign-in page of the network, or a mirror that is down. Sign in to the network, or set another mirror.`,
    );
  if (source.status === 416) {
    await rm(order.part, { force: true });
    throw new ModelFailure(
      'server-error',
      hostOf(order),
      `${hostOf(order)} has no more of this file than is here. It is fetched anew; try again.`,
    );
  }
  if (source.totalBytes !== undefined && source.totalBytes !== order.bytes) throw wrongLength(order, source.totalBytes);
  if (source.status === 200) return 0;
  if (source.firstByte !== have)
    throw new ModelFailure(
      'server-error',
      hostOf(order),
      `${hostOf(order)} sent another part of the file than was asked for. Try again.`,
    );
  return have;
}

interface Reception extends FetchPorts {
  readonly from: number;
  /** Of the bytes before `from`. */
  readonly hash: Hash;
}

async function receive(source: HttpSource, order: FileOrder, reception: Reception): Promise<void> {
  const { from, hash, signal } = reception;
  const handle = await open(order.part, from === 0 ? 'w' : 'r+');
  let at = from;
  const watch = watchSpeed(reception, hostOf(order), () => at, source.close);
  try {
    let roomAt = at + ROOM_EVERY_BYTES;
    for await (const bytes of brokenAsFailure(source.body, hostOf(order))) {
      if (signal.aborted) throw signal.reason;
      if (at + bytes.length > order.bytes) {
        await handle.truncate(0);
        throw wrongLength(order, at + bytes.length);
      }
      await writeAll(handle, bytes, at);
      hash.update(bytes);
      at += bytes.length;
      reception.onProgress(at);
      if (at >= roomAt && at < order.bytes) {
        roomAt = at + ROOM_EVERY_BYTES;
        await reception.requireRoom(order.bytes - at);
      }
    }
    watch.rethrow();
    signal.throwIfAborted();
    if (at < order.bytes)
      throw new ModelFailure(
        'server-error',
        hostOf(order),
        `${hostOf(order)} closed the connection before the end. Try again; what came is kept.`,
      );
    await handle.sync();
  } catch (error) {
    watch.rethrow();
    throw error;
  } finally {
    watch.stop();
    await handle.close();
  }
  requireDigest(order, hash);
}

/** Closes a connection that brings nothing or next to nothing, and says so afterwards. */
function watchSpeed(
  { clock, signal }: FetchPorts,
  host: string,
  received: () => number,
  close: () => void,
): { rethrow(): void; stop(): void } {
  let failure: ModelFailure | undefined;
  let last = received();
  let cancel = clock.after(WINDOW_MS, look);
  function look(): void {
    const brought = received() - last;
    last = received();
    if (brought >= WINDOW_BYTES) {
      cancel = clock.after(WINDOW_MS, look);
      return;
    }
    failure =
      brought === 0
        ? new ModelFailure(
            'timeout',
            host,
            `${host} has sent nothing for ${WINDOW_MS / 1000} s. Check the network and go on; what came is kept.`,
          )
        : new ModelFailure(
            'too-slow',
            host,
            `${host} sends too slowly (${Math.round(brought / (WINDOW_MS / 1000))} bytes a second). Set another mirror, or go on later; what came is kept.`,
          );
    close();
  }
  signal.addEventListener('abort', close, { once: true });
  return {
    rethrow() {
      if (failure !== undefined) throw failure;
    },
    stop() {
      cancel();
      signal.removeEventListener('abort', close);
    },
  };
}

async function* brokenAsFailure(body: AsyncIterable<Uint8Array>, host: string): AsyncGenerator<Uint8Array, void> {
  try {
    yield* body;
  } catch (error) {
    throw failureFromSocket(host, error);
  }
}

async function writeAll(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  let at = 0;
  while (at < bytes.length) at += (await handle.write(bytes, at, bytes.length - at, position + at)).bytesWritten;
}

async function hashOfPart(part: string, length: number, signal: AbortSignal): Promise<Hash> {
  const hash = createHash('sha256');
  if (length === 0) return hash;
  for await (const bytes of createReadStream(part, { end: length - 1, signal })) hash.update(bytes);
  return hash;
}

function requireDigest(order: FileOrder, hash: Hash): void {
  const found = hash.digest('hex');
  if (found === order.sha256) return;
  throw new ModelFailure(
    'wrong-checksum',
    `${hostOf(order)}: ${found.slice(0, 12)}… ≠ ${order.sha256.slice(0, 12)}…`,
    `What ${hostOf(order)} sent is not the file that was announced (its checksum is wrong), and was deleted. Try again, or set another mirror.`,
  );
}

const wrongLength = (order: FileOrder, bytes: number): ModelFailure =>
  new ModelFailure(
    'wrong-length',
    `${megabytes(bytes)} ≠ ${megabytes(order.bytes)}`,
    `${hostOf(order)} has a file of another size (${bytes} bytes instead of ${order.bytes}). Set another mirror, or import the model from a file.`,
  );

const hostOf = ({ url }: FileOrder): string => new URL(url).host;

export const sizeOf = (file: string): Promise<number> =>
  stat(file).then(
    ({ size }) => size,
    () => 0,
  );
