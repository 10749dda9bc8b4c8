import type { Appraised } from '#main/director/appraise.types.ts';
import type { LedgerEntry } from '#shared/live/ledger.ts';
import type { ViewerEvent } from '#shared/live/live-event.ts';

/**
 * The audience's book: points, documents of the games, and who is who, in one database. Viewers are named by the `viewerKey` of the appraisal; a key from
 * before a merge still finds its person. Points are integers and no account ever falls below zero.
 */

/** Anything that JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export interface PointsLine {
  readonly viewerKey: string;
  /** Whole points; negative takes away. Lines are booked in their order: a price comes before the prize. */
  readonly points: number;
}

/** A document of a game: its prizes, a vote, a bet, a goal. */
export interface DocumentChange {
  /** "lottery", "vote" … at most 40 characters. */
  readonly collection: string;
  /** At most 200 characters. */
  readonly key: string;
  /** The version that was read; 0: it must not exist yet; undefined: whatever is there is replaced. */
  readonly expect?: number | undefined;
  /** undefined deletes it. At most 256 KiB as JSON. */
  readonly value: Json | undefined;
}

export interface BookDocument {
  readonly key: string;
  /** Rises by one with each change, from 1. */
  readonly version: number;
  readonly value: Json;
}

/** Changes that happen together or not at all, and only once. */
export interface Deed {
  /** The event (or the step of a game) that caused it. With `reason` it names the deed for ever. At most 300 characters. */
  readonly eventId: string;
  /** Short kebab-case word: "lottery", "command-cost", "prediction-payout". At most 60 characters. */
  readonly reason: string;
  readonly points?: readonly PointsLine[];
  readonly documents?: readonly DocumentChange[];
  /** Kept with the deed (at most 16 KiB as JSON): what came of it, to be told again when it is asked for again. */
  readonly memo?: Json;
  /** For people: shown in the journal. At most 200 characters. */
  readonly note?: string;
}

export type DeedOutcome =
  | {
      readonly ok: true;
      /** It had been done before: nothing changed now, and `memo` is the first one's. */
      readonly repeated: boolean;
      readonly memo: Json | undefined;
      /** Of the viewers in `points`, afterwards. */
      readonly balances: Readonly<Record<string, number>>;
    }
  | { readonly ok: false; readonly why: 'too-poor'; readonly viewerKey: string; readonly balance: number }
  /** A document has another version than was expected (0: it is not there): read again and decide again. */
  | { readonly ok: false; readonly why: 'stale'; readonly collection: string; readonly key: string; readonly version: number };

export interface Credit extends PointsLine {
  readonly eventId: string;
  readonly reason: string;
  readonly note?: string;
}

export interface RankedViewer {
  /** From 1; equal points share a rank. */
  readonly rank: number;
  readonly viewerKey: string;
  /** '' when it is not known. */
  readonly name: string;
  readonly points: number;
}

/**
 * All calls resolve once their change is on disk (it survives a power cut then), and reject StudioError `storage` when it cannot be: nothing has changed
 * then, and the same deed may be tried again. Calls of one tick share a commit.
 */
export interface AudienceBook {
  transact(deed: Deed): Promise<DeedOutcome>;
  /** Each credit is a deed of its own; repeated ones are left out. Kept in memory and tried again while the disk cannot take them: never rejects. */
  credit(credits: readonly Credit[]): Promise<void>;
  /** Shorthand for a deed with one negative line; `points` is the price, 0 or more. */
  spend(spend: Credit): Promise<{ readonly ok: boolean; readonly repeated: boolean; readonly balance: number }>;
  /**
   * Turns the points of a deed back, once, to the accounts that they came from. Documents are the caller's part: pass their changes along.
   * `unknown`: there was no such deed (then the documents are not touched either). `too-poor`: what was given has been spent meanwhile.
   */
  refund(refund: {
    readonly eventId: string;
    readonly reason: string;
    readonly documents?: readonly DocumentChange[];
    readonly note?: string;
  }): Promise<'refunded' | 'repeated' | 'unknown' | 'too-poor' | 'stale'>;
  balance(viewerKey: string): Promise<number>;
  /** 0 points: no rank. */
  rankOf(viewerKey: string): Promise<{ readonly rank: number | undefined; readonly points: number }>;
  /** Most points first, at most 1000. */
  ranking(limit: number): Promise<readonly RankedViewer[]>;
  document(collection: string, key: string): Promise<BookDocument | undefined>;
  /** By key, at most `limit` (1000). */
  documents(collection: string, limit?: number): Promise<readonly BookDocument[]>;
}

/** What is known of a viewer at once, without asking the disk. Deterministic: the state at the start and the events since decide it. */
export interface KnownViewer {
  readonly viewerKey: string;
  readonly name: string;
  /** Shows in which they were seen, this one included; 1: for the first time. */
  readonly visits: number;
  /** Calendar days likewise. */
  readonly days: number;
  readonly messages: number;
  /** ms since the epoch; of the visit before this one, undefined for a new viewer. */
  readonly lastVisitMs: number | undefined;
  /** 0 for a stranger to 1; see loyalty.ts. */
  readonly loyalty: number;
}

/** Said back to a viewer who asked for a code or gave one. */
export type LinkOutcome =
  | { readonly kind: 'code'; readonly code: string; readonly expiresMs: number }
  /** The second account gave the code. Chat is public, so the one that asked for it must say it too: `asker` sees who `claimant` is. */
  | { readonly kind: 'confirm'; readonly code: string; readonly asker: string; readonly claimant: string }
  /** Both said it: they are one person now. */
  | { readonly kind: 'linked'; readonly viewerKey: string; readonly names: readonly string[] }
  | { readonly kind: 'wrong-code' }
  | { readonly kind: 'too-many-tries'; readonly untilMs: number }
  /** A code must be given on another platform or account than the one that asked for it. */
  | { readonly kind: 'same-account' }
  /** The platform hides who it is. */
  | { readonly kind: 'no-identity' };

/** What she remembers of one viewer, for their own eyes and the streamer's. */
export interface ViewerKnowledge {
  readonly name: string;
  readonly consent: 'none' | 'agreed' | 'refused';
  readonly firstSeenMs: number;
  readonly visits: number;
  readonly messages: number;
  readonly points: number;
  /** Oldest first. */
  readonly notes: readonly { readonly id: number; readonly atMs: number; readonly text: string }[];
}

/** What viewers can do in chat about themselves; commands call these. */
export interface ViewerRights {
  /** Without a code: makes one, for ten minutes. It is said on the other account, then again on this one. */
  link(event: ViewerEvent, code: string | undefined): Promise<LinkOutcome>;
  remember(event: ViewerEvent): Promise<'agreed' | 'already' | 'switched-off' | 'no-identity'>;
  /** Notes, name and counts; with `points` also the account: its journal stays without a name. */
  forget(event: ViewerEvent, what: { readonly points: boolean }): Promise<'forgotten' | 'no-identity'>;
  tell(event: ViewerEvent): Promise<ViewerKnowledge | undefined>;
}

/** The audience as the room sees it. Everything synchronous here is fast and never throws. */
export interface Audience {
  readonly book: AudienceBook;
  readonly rights: ViewerRights;
  /** The person's key; undefined where the platform hides who it is or masks the name. */
  keyOf(event: ViewerEvent): string | undefined;
  /** As of now; undefined for who was never seen. */
  known(viewerKey: string): KnownViewer | undefined;
  loyaltyOf(viewerKey: string | undefined): number;
  /** Earnings, visits, memory and statistics of events that were taken in. Returns at once. */
  taken(fresh: readonly Appraised[]): void;
  /** Entries of the ledger as they change: her answers are counted. */
  decided(entries: readonly LedgerEntry[]): void;
  /** What she remembers of the viewer, as plain lines for the prompt (data, never instructions); undefined: nothing, or they did not agree. */
  aboutViewer(viewerKey: string): string | undefined;
  /** What was known at the start is in memory. */
  readonly ready: Promise<void>;
  close(): Promise<void>;
}
