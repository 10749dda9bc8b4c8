import type { OBSWebSocket } from 'obs-websocket-js/msgpack';
import { z } from 'zod';
import type { ObsBatchAnswer, ObsCallOptions, ObsRequest } from '#main/obs/obs.types.ts';
import type { ObsSocket } from './obs-socket.ts';

/** Requests in one message: a long batch holds up nobody else's for longer than this takes, and every piece has a time limit of its own. */
const PIECE = 50;
const PIECE_WITHIN_MS = 15_000;

const resultSchema = z.object({
  requestStatus: z.object({ result: z.boolean(), code: z.number(), comment: z.string().optional() }),
  responseData: z.unknown().optional(),
});

type WireRequests = Parameters<OBSWebSocket['callBatch']>[0];

/** One after the other. The answers are as many as requests were carried out: with `haltOnFailure` the last one is the failure. */
export async function runBatch(
  socket: ObsSocket,
  requests: readonly ObsRequest[],
  options: ObsCallOptions & { readonly haltOnFailure?: boolean },
): Promise<readonly ObsBatchAnswer[]> {
  const { haltOnFailure = false } = options;
  const answers: ObsBatchAnswer[] = [];
  for (let from = 0; from < requests.length; from += PIECE) {
    const piece = requests.slice(from, from + PIECE);
    const results = await socket.ask(
      `a batch of ${piece.length}`,
      (library) => library.callBatch(wireRequests(piece), { haltOnFailure }),
      { timeoutMs: PIECE_WITHIN_MS, ...options },
    );
    answers.push(...results.map(answerOf));
    if (haltOnFailure && answers.some((answer) => !answer.ok)) break;
  }
  return answers;
}

function wireRequests(requests: readonly ObsRequest[]): WireRequests {
  // NOTICE: the same pairs of type and data under other names; the library's conditional types cannot be followed over a union.
  return requests.map(({ type, data }) => ({ requestType: type, requestData: data })) as WireRequests;
}

function answerOf(result: unknown): ObsBatchAnswer {
  const { requestStatus, responseData } = resultSchema.parse(result);
  if (requestStatus.result) return { ok: true, data: responseData ?? {} };
  return { ok: false, code: requestStatus.code, comment: requestStatus.comment ?? '' };
}
