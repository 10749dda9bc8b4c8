import { createHash, createHmac, randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export const OPEN_KEYS = { accessKeyId: 'FAKEKEYID0001', accessKeySecret: 'fake-secret-0001' } as const;
export const IDENTITY_CODE = 'ABCDEFGH1234';
export const APP_ID = '1650000000001';
export const RELAY_TOKEN = 'relay-token-1';

export interface OpenSession {
  readonly gameId: string;
  readonly authBody: string;
  lastBeatMs: number;
  ended: boolean;
}

/**
 * The HTTP side of Bilibili's open platform: it checks signatures, times and nonces, allows one session a room, and ends one that misses its
 * heartbeats for 60 s. Behind a relay (`signed: false`) it checks the relay's token instead.
 */
export interface OpenPlatform {
  readonly sessions: readonly OpenSession[];
  /** Of sessions that run now. */
  readonly running: number;
  /** Codes for the next starts, before anything else is looked at. */
  readonly refuseStarts: number[];
  /** Codes for the next heartbeats. */
  readonly refuseHeartbeats: number[];
  /** Projects of some kinds get no id. */
  givesGameId: boolean;
  answer(path: string, body: string, headers: IncomingHttpHeaders): object;
}

const SESSION_LIFE_MS = 60_000;
/** How far a request's time may be off. */
const TIME_TOLERANCE_S = 600;

export function createOpenPlatform(options: {
  readonly nowMs: () => number;
  readonly signed: boolean;
  readonly links: () => readonly string[];
}): OpenPlatform {
  const sessions: OpenSession[] = [];
  const nonces = new Set<string>();
  const refuseStarts: number[] = [];
  const refuseHeartbeats: number[] = [];
  const isRunning = (session: OpenSession): boolean => !session.ended && options.nowMs() - session.lastBeatMs < SESSION_LIFE_MS;
  const platform = { givesGameId: true };

  function proofProblem(body: string, headers: IncomingHttpHeaders): number {
    if (!options.signed) return headers.authorization === `Bearer ${RELAY_TOKEN}` ? 0 : 4002;
    const names = ['accesskeyid', 'content-md5', 'signature-method', 'signature-nonce', 'signature-version', 'timestamp'];
    const lines = names.map((name) => `x-bili-${name}:${headers[`x-bili-${name}`]}`);
    const nonce = String(headers['x-bili-signature-nonce']);
    const md5 = createHash('md5').update(body).digest('hex');
    const signature = createHmac('sha256', OPEN_KEYS.accessKeySecret).update(lines.join('\n')).digest('hex');
    if (headers['x-bili-accesskeyid'] !== OPEN_KEYS.accessKeyId || headers['x-bili-content-md5'] !== md5) return 4002;
    if (headers.authorization !== signature) return 4002;
    if (Math.abs(Number(headers['x-bili-timestamp']) - options.nowMs() / 1000) > TIME_TOLERANCE_S) return 4003;
    if (nonces.has(nonce)) return 4004;
    nonces.add(nonce);
    return 0;
  }

  function start(fields: Record<string, unknown>, body: string): object {
    const refusal = refuseStarts.shift();
    if (refusal !== undefined) return refused(refusal);
    // The number is looked for in the text: in JSON it may be longer than is exact.
    if (options.signed && !body.includes(`"app_id":${APP_ID}`)) return refused(-400);
    if (fields.code !== IDENTITY_CODE) return refused(7007);
    if (sessions.some(isRunning)) return refused(7002);
    const gameId = platform.givesGameId ? randomUUID() : '';
    // Keys in an order of its own and a space: who parses and writes it again is noticed.
    const authBody = `{"roomid":880123, "key":"${randomUUID()}","protover":2,"uid":8811223344,"group":"open"}`;
    sessions.push({ gameId, authBody, lastBeatMs: options.nowMs(), ended: false });
    return ok({
      game_info: { game_id: gameId },
      websocket_info: { auth_body: authBody, wss_link: options.links() },
      anchor_info: { room_id: 880_123, uid: 0, open_id: 'open-anchor', union_id: '', uname: '盐罐子', uface: '' },
    });
  }

  function heartbeat(fields: Record<string, unknown>): object {
    const refusal = refuseHeartbeats.shift();
    if (refusal !== undefined) return refused(refusal);
    const session = sessions.find(({ gameId }) => gameId !== '' && gameId === fields.game_id);
    if (session === undefined || session.ended) return refused(7000);
    if (!isRunning(session)) return refused(7003);
    session.lastBeatMs = options.nowMs();
    return ok({});
  }

  function end(fields: Record<string, unknown>): object {
    const session = sessions.find(({ gameId }) => gameId !== '' && gameId === fields.game_id);
    if (session === undefined || session.ended) return refused(7000);
    session.ended = true;
    return ok({});
  }

  return {
    sessions,
    refuseStarts,
    refuseHeartbeats,
    get running() {
      return sessions.filter(isRunning).length;
    },
    get givesGameId() {
      return platform.givesGameId;
    },
    set givesGameId(gives) {
      platform.givesGameId = gives;
    },
    answer(path, body, headers) {
      const problem = proofProblem(body, headers);
      if (problem !== 0) return refused(problem);
      const fields = JSON.parse(body) as Record<string, unknown>;
      if (path === '/v2/app/start') return start(fields, body);
      if (path === '/v2/app/heartbeat') return heartbeat(fields);
      if (path === '/v2/app/end') return end(fields);
      return refused(-404);
    },
  };
}

const ok = (data: object): object => ({ code: 0, message: '0', request_id: randomUUID(), data });
const refused = (code: number): object => ({ code, message: `code ${code}`, request_id: randomUUID(), data: null });
