import { z } from 'zod';
import type { Clock } from '#main/platform/host.ts';
import { StudioError } from '#shared/errors.ts';
import type { AudienceBook, BookDocument, Deed, DeedOutcome, DocumentChange, Json } from '../audience.types.ts';
import type { BookClient } from './book-client.ts';
import { type DeedReply, type DeedRequest, deedRequestSchema, type EarnedRow } from './book-protocol.ts';

type DoRequest = Extract<DeedRequest, { type: 'do' }>;
/** Money that came with an event, kept once with the deed that it pays points for. */
export type Payment = NonNullable<DoRequest['payment']>;

export interface EarningBook extends AudienceBook {
  /** What viewers earn by themselves: points and money of events, each its own deed. Never rejects. */
  earn(earnings: readonly Earning[]): void;
}
export interface Earning {
  readonly eventId: string;
  readonly reason: string;
  readonly viewerKey: string;
  /** 0: only the payment is kept. */
  readonly points: number;
  readonly payment?: Payment;
}

const documentRow = z.object({ key: z.string(), version: z.number(), value: z.string() });

export function createBook(client: BookClient, clock: Clock): EarningBook {
  const nowMs = (): number => Math.round(clock.now());

  async function transact(deed: Deed): Promise<DeedOutcome> {
    const reply = await client.deed(requestFrom(deed, nowMs()), false);
    return outcomeFrom(reply);
  }

  /** Counts what nobody waits for; the client reports why the disk refuses. */
  function keep(request: DeedRequest): Promise<void> {
    return client.deed(request, true).then(
      () => undefined,
      () => undefined,
    );
  }

  return {
    transact,
    async credit(credits) {
      await Promise.all(
        credits.map(({ eventId, reason, viewerKey, points, note }) => {
          const deed = { eventId, reason, points: [{ viewerKey, points }], ...(note === undefined ? {} : { note }) };
          return keep(requestFrom(deed, nowMs()));
        }),
      );
    },
    earn(earnings) {
      const atMs = nowMs();
      const small: EarnedRow[] = [];
      for (const { eventId, reason, viewerKey, points, payment } of earnings) {
        if (payment === undefined) small.push({ eventId, reason, account: viewerKey, points, atMs });
        else void keep({ ...requestFrom({ eventId, reason, points: [{ viewerKey, points }] }, atMs), payment });
      }
      client.earn(small);
    },
    async spend({ eventId, reason, viewerKey, points, note }) {
      if (points < 0) throw new StudioError('invalid-input', `A price is 0 points or more, not ${points}.`);
      const outcome = await transact({
        eventId,
        reason,
        points: [{ viewerKey, points: -points }],
        ...(note === undefined ? {} : { note }),
      });
      if (outcome.ok) return { ok: true, repeated: outcome.repeated, balance: outcome.balances[viewerKey] ?? 0 };
      return { ok: false, repeated: false, balance: outcome.why === 'too-poor' ? outcome.balance : 0 };
    },
    async refund({ eventId, reason, documents = [], note = '' }) {
      const reply = await client.deed(
        checked({ type: 'refund', eventId, reason, note, atMs: nowMs(), documents: documents.map(documentRequest) }),
        false,
      );
      if (reply.kind === 'done') return reply.repeated ? 'repeated' : 'refunded';
      return reply.kind;
    },
    async balance(viewerKey) {
      const [balance] = await client.ask({ type: 'balance', viewerKey }, z.number());
      return balance ?? 0;
    },
    async rankOf(viewerKey) {
      const [card] = await client.ask(
        { type: 'viewer', viewerKey },
        z.object({ rank: z.number().nullable(), points: z.number() }),
      );
      return { rank: card?.rank ?? undefined, points: card?.points ?? 0 };
    },
    async ranking(limit) {
      const row = z.object({ viewerKey: z.string(), name: z.string().nullable(), points: z.number() });
      const rows = await client.ask({ type: 'ranking', limit: Math.max(1, Math.min(1000, limit)) }, row);
      return rows.map(({ viewerKey, name, points }) => ({
        rank: rows.findIndex((other) => other.points === points) + 1,
        viewerKey,
        name: name ?? '',
        points,
      }));
    },
    async document(collection, key) {
      const [row] = await client.ask({ type: 'documents', collection, key, limit: 1 }, documentRow);
      return row === undefined ? undefined : documentFrom(row);
    },
    async documents(collection, limit = 1000) {
      return (await client.ask({ type: 'documents', collection, limit }, documentRow)).map(documentFrom);
    },
  };
}

function requestFrom(deed: Deed, atMs: number): DoRequest {
  const { eventId, reason, points = [], documents = [], memo, note = '' } = deed;
  return checked({
    type: 'do',
    eventId,
    reason,
    note,
    atMs,
    points: points.map(({ viewerKey, points: amount }) => ({ viewerKey, points: amount })),
    documents: documents.map(documentRequest),
    ...(memo === undefined ? {} : { memo: JSON.stringify(memo) }),
  });
}

/** Refuses what the worker would refuse, with a message for the caller. */
function checked<R extends DeedRequest>(request: R): R {
  const problem = deedRequestSchema.safeParse(request).error?.issues[0];
  if (problem)
    throw new StudioError(
      'invalid-input',
      `The deed "${request.reason}" of ${request.eventId} cannot be kept: ${problem.path.join('.')} ${problem.message}`,
    );
  return request;
}

function documentRequest({ collection, key, expect, value }: DocumentChange): DeedRequest['documents'][number] {
  return {
    collection,
    key,
    ...(expect === undefined ? {} : { expect }),
    ...(value === undefined ? {} : { value: JSON.stringify(value) }),
  };
}

function documentFrom({ key, version, value }: z.infer<typeof documentRow>): BookDocument {
  return { key, version, value: jsonFrom(value) };
}

function outcomeFrom(reply: DeedReply): DeedOutcome {
  switch (reply.kind) {
    case 'done':
      return {
        ok: true,
        repeated: reply.repeated,
        memo: reply.memo === undefined ? undefined : jsonFrom(reply.memo),
        balances: reply.balances,
      };
    case 'too-poor':
      return { ok: false, why: 'too-poor', viewerKey: reply.viewerKey, balance: reply.balance };
    case 'stale':
      return { ok: false, why: 'stale', collection: reply.collection, key: reply.key, version: reply.version };
    case 'unknown':
      throw new StudioError('internal', 'only a refund can be of an unknown deed');
  }
}

const jsonSchema: z.ZodType<Json> = z.json();
function jsonFrom(text: string): Json {
  return jsonSchema.parse(JSON.parse(text));
}
