import type { z } from 'zod';
import type { Clock } from '#main/platform/host.ts';
import { loyaltyFrom } from '#shared/audience/loyalty.ts';
import { showReportSchema, showSummarySchema } from '#shared/audience/shows.ts';
import {
  type AccountLink,
  journalLineSchema,
  type ViewerCard,
  viewerCardSchema,
  viewerSummarySchema,
} from '#shared/audience/viewers.ts';
import type { Cell } from '#shared/cell.ts';
import { StudioError } from '#shared/errors.ts';
import { cnyMicrosFromMoney } from '#shared/live/money.ts';
import type { AudienceDesk, ForgottenViewer } from './audience-desk.types.ts';
import type { EarningBook } from './book/book.ts';
import type { BookClient } from './book/book-client.ts';
import { type BookChange, deedReplySchema, nothingRow } from './book/book-protocol.ts';
import type { Identity } from './identity/identity.ts';
import { type KnownViewers, loyaltyOf, MAX_NOTES_AT_HAND, noteText, type Regular } from './known-viewers.ts';

export interface AudienceDeskOptions {
  readonly client: BookClient;
  readonly book: EarningBook;
  readonly identity: Identity;
  readonly known: KnownViewers;
  readonly clock: Clock;
  readonly changes: Cell<number>;
}

const storedSummarySchema = viewerSummarySchema.omit({ loyalty: true });
const storedCardSchema = viewerCardSchema.omit({ loyalty: true });
type StoredCard = z.infer<typeof storedCardSchema>;

export const GRANT_REASON = 'by-hand';

export function createAudienceDesk(options: AudienceDeskOptions): AudienceDesk {
  const { client, book, identity, known, clock, changes } = options;
  const nowMs = (): number => Math.round(clock.now());
  const forgotten = new Set<(viewer: ForgottenViewer) => Promise<void>>();
  let handmade = 0;
  const newEventId = (what: string): string => {
    handmade += 1;
    return `studio:${what}:${clock.now()}:${handmade}`;
  };

  const changed = (): void => changes.set(changes.get() + 1);

  async function change(one: BookChange): Promise<void> {
    await client.ask({ type: 'change', change: one }, nothingRow);
    changed();
  }

  async function storedCard(viewerKey: string): Promise<StoredCard | undefined> {
    return (await client.ask({ type: 'viewer', viewerKey }, storedCardSchema))[0];
  }

  /** Memory holds again what the book says of this person. */
  async function reload(viewerKey: string): Promise<void> {
    const person = identity.personOf(viewerKey);
    const card = await storedCard(person);
    if (card) known.put(person, regularFromCard(card, known.get(person)));
    else known.drop(person);
  }

  async function relink(links: readonly AccountLink[]): Promise<void> {
    if (links.length === 0) return;
    const before = links.map(({ account }) => identity.personOf(account));
    await change({ kind: 'relink', links: [...links], atMs: nowMs() });
    identity.relink(links);
    const touched = new Set([...before, ...links.map(({ person }) => person)]);
    for (const person of touched) if (identity.personOf(person) !== person) known.drop(person);
    for (const person of touched) if (identity.personOf(person) === person) await reload(person);
  }

  return {
    changes,
    async viewers(search) {
      const rows = await client.ask({ type: 'viewers', ...search }, storedSummarySchema);
      return rows.map((row) => ({ ...row, loyalty: loyaltyOf(known.get(row.viewerKey)) }));
    },
    async card(viewerKey) {
      const card = await storedCard(viewerKey);
      return card && { ...card, loyalty: loyaltyOfCard(card) };
    },
    async journal({ viewerKey, beforeSeq, limit }) {
      const query = {
        ...(viewerKey === undefined ? {} : { viewerKey }),
        ...(beforeSeq === undefined ? {} : { beforeSeq }),
      };
      return client.ask({ type: 'journal', ...query, limit }, journalLineSchema);
    },
    async merge(into, other) {
      const { links, undo } = identity.merge(into, other);
      if (links.length === 0)
        throw new StudioError('conflict', `${into} and ${other} are one person already: there is nothing to merge.`);
      await relink(links);
      return undo;
    },
    async split(account) {
      const { links, undo } = identity.split(account);
      if (links.length === 0) throw new StudioError('conflict', `${account} stands for itself already.`);
      await relink(links);
      return undo;
    },
    relink,
    async forget(viewerKey, points) {
      const person = identity.personOf(viewerKey);
      const before = await storedCard(person);
      const accounts = new Set([person, ...identity.accountsOf(person)]);
      const names = new Set(
        [before?.name, known.get(person)?.name, ...(before?.accounts.map(({ name }) => name) ?? [])].flatMap(
          (name) => name || [],
        ),
      );
      await change({ kind: 'forget', person, points, alias: newEventId('forgotten') });
      if (points) identity.relink(identity.accountsOf(person).map((account) => ({ account, person: account })));
      await reload(person);
      for (const listener of forgotten) await listener({ accounts, names });
    },
    onForgotten(listener) {
      forgotten.add(listener);
      return () => forgotten.delete(listener);
    },
    async setConsent(viewerKey, consent) {
      await change({ kind: 'consent', account: viewerKey, consent, atMs: nowMs() });
      await reload(viewerKey);
    },
    async addNote(viewerKey, text) {
      await change({ kind: 'add-note', account: identity.personOf(viewerKey), text, atMs: nowMs() });
      await reload(viewerKey);
    },
    async editNote(viewerKey, note, text) {
      await change({ kind: 'edit-note', note, text });
      await reload(viewerKey);
    },
    async dropNote(viewerKey, note) {
      await change({ kind: 'drop-note', note });
      await reload(viewerKey);
    },
    async grant(viewerKey, points, note) {
      const eventId = newEventId('grant');
      const outcome = await book.transact({ eventId, reason: GRANT_REASON, points: [{ viewerKey, points }], note });
      changed();
      if (outcome.ok) return { eventId, balance: outcome.balances[viewerKey] ?? 0 };
      const has = outcome.why === 'too-poor' ? outcome.balance : 0;
      throw new StudioError('conflict', `This viewer has ${has} points: take away at most so many.`);
    },
    async undo(eventId, reason) {
      const outcome = await book.refund({ eventId, reason });
      changed();
      if (outcome === 'refunded' || outcome === 'repeated') return;
      if (outcome === 'unknown') throw new StudioError('not-found', 'There is no such change of points.');
      throw new StudioError('conflict', 'These points have been spent meanwhile: they cannot be taken back.');
    },
    async resetPoints(note) {
      const eventId = newEventId('reset');
      await client.ask({ type: 'reset-points', eventId, note, atMs: nowMs() }, deedReplySchema);
      changed();
      return { eventId };
    },
    ranking: (limit) => book.ranking(limit),
    shows: (limit) => client.ask({ type: 'shows', limit }, showSummarySchema),
    async show(showId) {
      return (await client.ask({ type: 'show', showId }, showReportSchema))[0];
    },
  };
}

function cnyMicrosOf({ paid }: Pick<ViewerCard, 'paid'>): number {
  return paid.reduce((sum, money) => sum + cnyMicrosFromMoney(money), 0);
}

function loyaltyOfCard(card: StoredCard): number {
  return loyaltyFrom({ days: card.days, messages: card.messages, cnyMicros: cnyMicrosOf(card) });
}

/** What the book says; which show they were seen in last only memory knows. */
function regularFromCard(card: StoredCard, before: Regular | undefined): Regular {
  const { name, visits, days, messages, consent, topics, notes } = card;
  return {
    name,
    visits,
    days,
    messages,
    cnyMicros: cnyMicrosOf(card),
    lastMs: card.lastSeenMs,
    lastVisitMs: before?.lastVisitMs,
    showId: before?.showId,
    day: before?.day ?? '',
    consent,
    notes: notes.slice(-MAX_NOTES_AT_HAND).map(noteText),
    topics,
  };
}
