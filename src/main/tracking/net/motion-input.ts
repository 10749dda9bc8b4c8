import { createSocket, type Socket } from 'node:dgram';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import type { MotionSample } from '#shared/tracking/motion-sample.ts';
import type { MotionIn } from '#shared/tracking/tracking-settings.ts';
import type { MotionSourcePort } from '../tracking.types.ts';
import { decoderOf } from './decoders/decoder-of.ts';
import { type Endpoint, endpointFrom } from './endpoint.ts';
import { createInputReport } from './input-report.ts';
import { createPassOn, type PassOn } from './pass-on.ts';
import { IFACIALMOCAP_TCP, PHONE_REQUESTS, portTakenHint, waitingHint } from './phone-requests.ts';
import { createRateGate } from './rate-gate.ts';
import { openTcpFrames, type TcpFrames } from './tcp-frames.ts';

/** Datagrams a second that are looked at; the rest is dropped unread. VMC without bundles sends one for each bone and expression. */
const FRAMES_A_SECOND = 500;
const PIECES_A_SECOND = 20_000;
/** The hub is told no more often than this. */
const BETWEEN_SAMPLES_MS = 4;
/** Without data for so long: what was seen is gone. */
const STALE_MS = 1000;
const TRY_AGAIN_MS = 5000;

export interface MotionInput {
  /** When its socket is open, or its state says why not. */
  readonly opened: Promise<void>;
  /** Idempotent. */
  close(): Promise<void>;
}

export interface MotionInputOptions {
  readonly settings: MotionIn;
  readonly port: MotionSourcePort;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly ownPorts: () => ReadonlySet<number>;
}

/**
 * One input: starting → waiting → tracking | several | no-person → lost (silent for a second) → …; port-taken, refused and failed are tried again every five
 * seconds. Sends nothing to anybody but requests to the phone whose address the streamer typed, and copies to the programs under `passOn`.
 */
export function createMotionInput(options: MotionInputOptions): MotionInput {
  const { settings, clock, logger, port } = options;
  const decoder = decoderOf(settings.kind);
  const gate = createRateGate(clock, decoder.wholeFrames ? FRAMES_A_SECOND : PIECES_A_SECOND);
  const report = createInputReport(clock, port, checkSilence);
  /** iFacialMocap can be asked for a TCP connection; the asking itself is UDP. */
  const request = settings.tcp && settings.kind === 'ifacialmocap' ? IFACIALMOCAP_TCP : PHONE_REQUESTS[settings.kind];
  const overTcp = request === IFACIALMOCAP_TCP;
  let socket: Socket | undefined;
  let frames: TcpFrames | undefined;
  let closing: Promise<void> | undefined;
  let cancelRetry: (() => void) | undefined;
  let cancelRequest: (() => void) | undefined;
  let passOn: PassOn | undefined;
  /** The phone that was asked: nobody else is heard. */
  let phone: Endpoint | undefined;
  /** Of frames that come whole: one sender at a time is followed. */
  let sender: Endpoint | undefined;
  let lastDataMs = Number.NEGATIVE_INFINITY;
  let lastPushMs = Number.NEGATIVE_INFINITY;
  let newest: Buffer | undefined;
  let sample: MotionSample | undefined;
  let isFlushDue = false;
  let dropped = 0;
  let requests = 0;
  /** Of all decoding since the last sample went to the hub. */
  let costMs = 0;

  return {
    opened: open(),
    close() {
      closing ??= shut();
      return closing;
    },
  };

  async function open(): Promise<void> {
    try {
      phone = settings.address === '' ? undefined : await endpointFrom(settings.address, request?.port ?? settings.port);
      if (closing !== undefined) return;
      const opened = await bind(settings, overTcp ? 0 : settings.port);
      if (closing !== undefined) {
        opened.close();
        return;
      }
      socket = opened;
      if (overTcp) await listenOverTcp();
      passOn = await createPassOn({ targets: settings.passOn, socket: opened, logger, ownPorts: options.ownPorts });
    } catch (cause) {
      failed(cause);
      return;
    }
    if (closing !== undefined) return;
    if (!overTcp) socket?.on('message', receive);
    socket?.on('error', failed);
    report.set('waiting', waitingHint(settings));
    ask();
  }

  async function listenOverTcp(): Promise<void> {
    const address = settings.fromNetwork ? '0.0.0.0' : '127.0.0.1';
    const listening = await openTcpFrames({ port: settings.port, address, onFrame: receive });
    if (closing === undefined) frames = listening;
    else await listening.close();
  }

  function failed(cause: unknown): void {
    if (closing !== undefined) return;
    void letGo();
    const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
    if (code === 'EADDRINUSE') report.set('port-taken', portTakenHint(settings.port));
    else if (code === 'EACCES')
      report.set(
        'refused',
        `The system lets this program not listen on port ${settings.port}; use a port above 1023 here and in the sender.`,
      );
    else report.set('failed', messageFromUnknown(cause));
    cancelRetry = clock.after(TRY_AGAIN_MS, () => void open());
  }

  function letGo(): Promise<void> {
    cancelRequest?.();
    cancelRequest = undefined;
    const [last, connections] = [socket, frames];
    [socket, frames] = [undefined, undefined];
    const parted = connections?.close();
    if (last === undefined) return parted ?? Promise.resolve();
    last.removeAllListeners();
    // What is still under way may fail, and nobody waits for it.
    last.on('error', () => {});
    return Promise.all([parted, new Promise<void>((resolve) => last.close(resolve))]).then(() => undefined);
  }

  /** Asks the phone to send, again and again. */
  function ask(): void {
    cancelRequest?.();
    if (request === undefined || phone === undefined || socket === undefined) return;
    if (request.always || clock.now() - lastDataMs >= STALE_MS) {
      socket.send(request.text(settings.port, requests), phone.port, phone.address, () => {});
      requests += 1;
    }
    cancelRequest = clock.after(request.everyMs, ask);
  }

  function receive(bytes: Buffer, from: Endpoint): void {
    if (!isHeard(from)) return;
    if (!gate.pass()) {
      dropped += 1;
      return;
    }
    passOn?.forward(bytes, from);
    if (decoder.wholeFrames) newest = bytes;
    else decode(bytes);
    if (isFlushDue) return;
    isFlushDue = true;
    // Whatever waits at the socket is read first: of whole frames only the newest is decoded.
    const waitMs = BETWEEN_SAMPLES_MS - (clock.now() - lastPushMs);
    if (waitMs <= 0) setImmediate(flush);
    else clock.after(waitMs, flush);
  }

  function isHeard(from: Endpoint): boolean {
    if (phone !== undefined && from.address !== phone.address) return false;
    if (sender !== undefined && !decoder.wholeFrames) return true;
    if (
      sender !== undefined &&
      (sender.address !== from.address || sender.port !== from.port) &&
      clock.now() - lastDataMs < STALE_MS
    )
      return false;
    sender = { address: from.address, port: from.port };
    return true;
  }

  function decode(bytes: Buffer): void {
    const began = performance.now();
    const decoded = decoder.decode(bytes, clock.now());
    if (decoded === undefined) return;
    sample = decoded;
    lastDataMs = clock.now();
    costMs += performance.now() - began;
  }

  function flush(): void {
    isFlushDue = false;
    if (closing !== undefined) return;
    if (newest !== undefined) decode(newest);
    newest = undefined;
    if (sample === undefined) return;
    lastPushMs = clock.now();
    port.push(sample);
    report.sample(costMs, decoder.seen, sender?.address ?? '');
    if (!sample.found) report.set('no-person');
    else report.set(decoder.seen.persons > 1 ? 'several' : 'tracking');
    sample = undefined;
    costMs = 0;
  }

  function checkSilence(): void {
    if (dropped > 0) logger.debug('motion came faster than it is used', { input: settings.id, dropped });
    dropped = 0;
    if (clock.now() - lastDataMs < STALE_MS || !['tracking', 'several', 'no-person'].includes(report.state)) return;
    port.push({ atMs: clock.now(), found: false, face: undefined, hands: undefined, pose: undefined });
    report.set(
      'lost',
      `Nothing comes from ${sender?.address ?? 'the sender'} any more: look whether its app is open and in the foreground.`,
    );
    ask();
  }

  async function shut(): Promise<void> {
    cancelRetry?.();
    report.close();
    port.close();
    const stop = request?.stop;
    if (stop !== undefined && phone !== undefined) await said(socket, stop, phone);
    await letGo();
  }
}

function bind(settings: Pick<MotionIn, 'fromNetwork'>, port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createSocket({ type: 'udp4' });
    socket.once('error', (cause) => {
      socket.close();
      reject(cause);
    });
    socket.bind({ port, address: settings.fromNetwork ? '0.0.0.0' : '127.0.0.1', exclusive: true }, () => {
      socket.removeAllListeners('error');
      resolve(socket);
    });
  });
}

/** A last word to the phone; whether it hears it is not known. */
function said(socket: Socket | undefined, text: string, to: Endpoint): Promise<void> {
  return new Promise((resolve) => (socket === undefined ? resolve() : socket.send(text, to.port, to.address, () => resolve())));
}
