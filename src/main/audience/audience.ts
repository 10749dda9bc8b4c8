import type { Appraised } from '#main/director/appraise.types.ts';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { type ShowSummary, showSummarySchema } from '#shared/audience/shows.ts';
import { linkSchema } from '#shared/audience/viewers.ts';
import { createCell } from '#shared/cell.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import type { HealthReport } from '#shared/health.ts';
import type { LedgerEntry } from '#shared/live/ledger.ts';
import { isPaid, isViewerEvent } from '#shared/live/live-event.ts';
import { createRecentIds } from '#shared/live/recent-ids.ts';
import type { AudienceSettings } from '#shared/settings/settings.ts';
import type { Audience } from './audience.types.ts';
import { createAudienceDesk } from './audience-desk.ts';
import type { AudienceDesk } from './audience-desk.types.ts';
import { createBook } from './book/book.ts';
import { createBookClient } from './book/book-client.ts';
import { nothingRow } from './book/book-protocol.ts';
import { keepBookSmall } from './book-keeping.ts';
import { accountOf } from './identity/account.ts';
import { createIdentity } from './identity/identity.ts';
import { createKnownViewers, knownRowSchema, loyaltyOf, regularFromRow } from './known-viewers.ts';
import { aboutViewer } from './memory/about-viewer.ts';
import { earningsFrom } from './points/earnings.ts';
import { createRepeatedLines } from './points/repeated-lines.ts';
import { createActivityLog } from './statistics/activity-log.ts';
import { createShowClock } from './statistics/show-clock.ts';
import { createTracker } from './statistics/tracker.ts';
import { createViewerRights } from './viewer-rights.ts';

export interface AudienceOptions {
  /** Built `audience-worker.cjs`. */
  readonly workerFile: string;
  /** The database; its folder is made. */
  readonly file: string;
  readonly settings: () => AudienceSettings;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly report: (health: HealthReport) => void;
  /** 0 to below 1; for codes, so hard to guess. */
  readonly random: () => number;
}

export interface AudienceSide extends Audience {
  /** The streamer's side: pages and their verbs. */
  readonly desk: AudienceDesk;
}

/** Persons of whom memory knows visits and loyalty; those seen last. */
const KNOWN = 20_000;
/** Rows of the start that are taken in at a stretch, so that the studio goes on meanwhile. */
const ROWS_AT_A_STRETCH = 500;
/** Events that may wait for the state at the start. */
const MAX_EARLY = 20_000;
const RESUMES_WITHIN_MS = 6 * 3_600_000;

/** Who is in the room, what they have, and what is known of them. Until the state of the last run is there, events wait; nothing else does. */
export function createAudience(options: AudienceOptions): AudienceSide {
  const { clock, logger, settings } = options;
  const client = createBookClient(options);
  const book = createBook(client, clock);
  const identity = createIdentity();
  const known = createKnownViewers(KNOWN);
  const shows = createShowClock();
  const log = createActivityLog({ session: `${clock.now()}:${options.random()}`, maxNotes: () => settings().memory.maxNotes });
  const tracker = createTracker({ shows, log, known, memory: () => settings().memory });
  /** Earnings that were handed to the book: the same window is not asked for a thousand times. */
  const earned = createRecentIds(50_000);
  const repeatedLines = createRepeatedLines();
  let early: Appraised[] | undefined = [];
  const changes = createCell(0);
  client.offer(log);

  async function load(): Promise<void> {
    try {
      const keepMs = settings().memory.keepDays * 86_400_000;
      const beforeMs = Math.max(0, Math.round(clock.now() - keepMs));
      await client.ask({ type: 'change', change: { kind: 'expire', beforeMs } }, nothingRow);
      identity.relink(await client.ask({ type: 'links' }, linkSchema));
      const rows = await client.ask({ type: 'known', limit: KNOWN }, knownRowSchema);
      // Those seen last are touched last.
      rows.reverse();
      for (let from = 0; from < rows.length; from += ROWS_AT_A_STRETCH) {
        for (const row of rows.slice(from, from + ROWS_AT_A_STRETCH)) known.put(row.person, regularFromRow(row));
        await new Promise((resolve) => setImmediate(resolve));
      }
      resume((await client.ask({ type: 'shows', limit: 1 }, showSummarySchema))[0]);
    } catch (error) {
      logger.error('the audience starts without what was known', { cause: messageFromUnknown(error) });
    }
    const waited = early ?? [];
    early = undefined;
    take(waited);
  }

  function resume(last: ShowSummary | undefined): void {
    if (last && clock.now() - last.lastMs < RESUMES_WITHIN_MS) shows.resume(last);
  }

  function take(fresh: readonly Appraised[]): void {
    for (const one of fresh) {
      const show = tracker.take(one);
      const rules = { points: settings().points, showId: show.id, day: show.day };
      if (repeatedLines.isRepeat(one, rules)) continue;
      const account = isViewerEvent(one.event) ? accountOf(one.event) : undefined;
      if (account === undefined) continue;
      book.earn(earningsFrom(one, account, rules).filter(({ eventId, reason }) => earned.add(`${reason}:${eventId}`)));
    }
    if (fresh.length === 0) return;
    client.wake();
    changes.set(changes.get() + 1);
  }

  const ready = load();
  const endKeeping = keepBookSmall(client, clock, logger);
  const desk = createAudienceDesk({ client, book, identity, known, clock, changes });
  const rights = createViewerRights({ client, desk, identity, known, clock, settings, random: options.random });

  return {
    book,
    desk,
    rights,
    ready,
    keyOf(event) {
      const account = accountOf(event);
      return account === undefined ? undefined : identity.personOf(account);
    },
    known(viewerKey) {
      const regular = known.get(identity.personOf(viewerKey));
      if (!regular) return undefined;
      const { name, visits, days, messages, lastVisitMs } = regular;
      return { viewerKey: identity.personOf(viewerKey), name, visits, days, messages, lastVisitMs, loyalty: loyaltyOf(regular) };
    },
    loyaltyOf: (viewerKey) => (viewerKey === undefined ? 0 : loyaltyOf(known.get(viewerKey))),
    taken(fresh) {
      if (early === undefined) take(fresh);
      else for (const one of fresh) if (early.length < MAX_EARLY || isPaid(one.event)) early.push(one);
    },
    decided(entries: readonly LedgerEntry[]) {
      if (early !== undefined || shows.current === undefined) return;
      tracker.decided(entries);
      client.wake();
    },
    aboutViewer: (viewerKey) => aboutViewer(known.get(identity.personOf(viewerKey)), settings().memory.mode, clock.now()),
    async close() {
      endKeeping();
      await ready;
      await client.close();
    },
  };
}
