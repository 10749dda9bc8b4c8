import { WebSocket } from 'ws';
import type { Clock } from '#main/platform/host.ts';
import { StudioError } from '#shared/errors.ts';
import {
  VTS_ERROR,
  VTS_PLUGIN,
  VtsRefusal,
  vtsAuthenticatedSchema,
  vtsErrorSchema,
  vtsMessageFrom,
  vtsParametersSchema,
  vtsRequest,
  vtsTokenSchema,
} from './vts.wire.ts';

const CONNECT_WITHIN_MS = 5000;
const ANSWER_WITHIN_MS = 5000;
/** Lists of parameters are long; nothing else is. */
const MESSAGE_BYTES_MOST = 4 * 1024 * 1024;
/** More than this waits to be sent: frames are left out. */
const BACKLOG_BYTES = 64 * 1024;
const INJECTION = 'frame';

export interface VtsParameter {
  readonly name: string;
  readonly min: number;
  readonly max: number;
}
export interface VtsValue {
  readonly id: string;
  readonly value: number;
  readonly weight: number;
}

/** A connection that may inject. */
export interface VtsSession {
  /** Names that VTube Studio takes values for. */
  readonly names: ReadonlySet<string>;
  inject(faceFound: boolean, values: readonly VtsValue[]): void;
  /** Settles with the connection's end. */
  readonly ended: Promise<void>;
  close(): void;
}

/**
 * connecting → authenticating (with the token that was kept, else the streamer is asked in VTube Studio and may take any time) → creating what parameters
 * are missing → ready. Rejects with `VtsRefusal`, `network`, `timeout` or `protocol`.
 */
export async function openVtsSession(options: {
  readonly url: string;
  readonly clock: Clock;
  readonly token: string | undefined;
  readonly keepToken: (token: string) => void;
  /** VTube Studio asks the streamer now. */
  readonly onAsking: () => void;
  readonly parameters: readonly VtsParameter[];
  /** A frame was refused; undefined: one was taken. */
  readonly onAnswer: (refusal: VtsRefusal | undefined) => void;
  readonly signal: AbortSignal;
}): Promise<VtsSession> {
  const line = await connect(options);
  try {
    await authenticate();
    const names = await prepareParameters();
    return {
      names,
      inject(faceFound, values) {
        if (line.backlog() < BACKLOG_BYTES)
          line.say('InjectParameterDataRequest', INJECTION, { faceFound, mode: 'set', parameterValues: values });
      },
      ended: line.ended,
      close: line.close,
    };
  } catch (cause) {
    line.close();
    throw cause;
  }

  async function authenticate(): Promise<void> {
    if (options.token !== undefined && (await isLetIn(options.token))) return;
    options.onAsking();
    const asked = await line.ask('AuthenticationTokenRequest', VTS_PLUGIN, undefined);
    const { authenticationToken } = vtsTokenSchema.parse(asked);
    options.keepToken(authenticationToken);
    if (!(await isLetIn(authenticationToken)))
      throw new StudioError(
        'unauthorized',
        'VTube Studio gave a token and does not know it any more; switch this output off and on again',
      );
  }
  async function isLetIn(authenticationToken: string): Promise<boolean> {
    const answer = await line.ask('AuthenticationRequest', { ...VTS_PLUGIN, authenticationToken }, ANSWER_WITHIN_MS);
    return vtsAuthenticatedSchema.parse(answer).authenticated;
  }

  async function prepareParameters(): Promise<ReadonlySet<string>> {
    const listed = vtsParametersSchema.parse(await line.ask('InputParameterListRequest', {}, ANSWER_WITHIN_MS));
    const names = new Set([...listed.defaultParameters, ...listed.customParameters].map(({ name }) => name));
    for (const { name, min, max } of options.parameters) {
      if (names.has(name)) continue;
      const wanted = { parameterName: name, explanation: 'Face tracking, from Yingxi', min, max, defaultValue: 0 };
      try {
        await line.ask('ParameterCreationRequest', wanted, ANSWER_WITHIN_MS);
        names.add(name);
      } catch (cause) {
        // There is room for so many parameters only; the rest moves without this one.
        if (!(cause instanceof VtsRefusal)) throw cause;
      }
    }
    return names;
  }
}

/** Requests and their answers over one socket. */
interface Line {
  say(messageType: string, requestID: string, data: object): void;
  /** The answer's data. `withinMs` undefined: a person answers. */
  ask(messageType: string, data: object, withinMs: number | undefined): Promise<unknown>;
  backlog(): number;
  readonly ended: Promise<void>;
  close(): void;
}

async function connect(options: {
  readonly url: string;
  readonly clock: Clock;
  readonly onAnswer: (refusal: VtsRefusal | undefined) => void;
  readonly signal: AbortSignal;
}): Promise<Line> {
  const { url, clock, signal } = options;
  const socket = new WebSocket(url, {
    handshakeTimeout: CONNECT_WITHIN_MS,
    maxPayload: MESSAGE_BYTES_MOST,
    perMessageDeflate: false,
    followRedirects: false,
  });
  const pending = new Map<string, { readonly settle: (data: unknown) => void; readonly fail: (cause: Error) => void }>();
  const close = (): void => socket.terminate();
  signal.addEventListener('abort', close, { once: true });
  let asked = 0;
  let trouble: Error | undefined;

  const ended = new Promise<void>((resolve) => {
    socket.on('close', () => {
      signal.removeEventListener('abort', close);
      for (const { fail } of pending.values())
        fail(trouble ?? new StudioError('network', `the connection to VTube Studio at ${url} broke off`));
      resolve();
    });
  });
  socket.on('message', (data) => {
    try {
      take(String(data));
    } catch (cause) {
      trouble = cause instanceof Error ? cause : new Error(String(cause));
      close();
    }
  });

  function take(text: string): void {
    const { messageType, requestID, data } = vtsMessageFrom(text);
    const refusal = messageType === 'APIError' ? vtsErrorSchema.parse(data) : undefined;
    const waiting = pending.get(requestID);
    if (waiting === undefined) {
      if (requestID === INJECTION) options.onAnswer(refusal && new VtsRefusal(refusal.errorID, refusal.message));
      return;
    }
    if (refusal === undefined) waiting.settle(data);
    else waiting.fail(new VtsRefusal(refusal.errorID, refusal.message));
  }
  const say: Line['say'] = (messageType, requestID, data) => {
    if (socket.readyState === WebSocket.OPEN) socket.send(vtsRequest(messageType, requestID, data));
  };

  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve());
    socket.once('close', () => reject(trouble ?? new StudioError('network', `nothing answers at ${url}`)));
    socket.on('error', (cause) => {
      trouble = new StudioError('network', `nothing answers at ${url} (${cause.message})`, { cause });
    });
  });
  return {
    say,
    ask(messageType, data, withinMs) {
      asked += 1;
      const requestID = `q${asked}`;
      return new Promise((resolve, reject) => {
        const late = new StudioError('timeout', `VTube Studio does not answer ${messageType} at ${url}`);
        const cancel = withinMs === undefined ? undefined : clock.after(withinMs, () => fail(late));
        const end = (): void => {
          cancel?.();
          pending.delete(requestID);
        };
        const fail = (cause: Error): void => {
          end();
          reject(cause);
        };
        const settle = (answer: unknown): void => {
          end();
          resolve(answer);
        };
        pending.set(requestID, { settle, fail });
        if (socket.readyState === WebSocket.OPEN) say(messageType, requestID, data);
        else fail(new StudioError('network', `the connection to VTube Studio at ${url} broke off`));
      });
    },
    backlog: () => socket.bufferedAmount,
    ended,
    close,
  };
}

/** Whether asking again by itself would only bother the streamer. */
export const isDenied = (cause: unknown): boolean => cause instanceof VtsRefusal && cause.errorId === VTS_ERROR.denied;
