import type { ShowReport, ShowSummary } from '#shared/audience/shows.ts';
import type { AccountLink, JournalLine, ViewerCard, ViewerSummary } from '#shared/audience/viewers.ts';
import type { Cell } from '#shared/cell.ts';
import type { RankedViewer } from './audience.types.ts';

export interface ViewerSearch {
  /** Part of a name or account; '' = all. */
  readonly search: string;
  readonly order: 'last' | 'points' | 'visits' | 'messages';
  readonly limit: number;
  readonly offset: number;
}

/** A viewer whose name must not be kept any longer. */
export interface ForgottenViewer {
  readonly accounts: ReadonlySet<string>;
  /** All that they were called. */
  readonly names: ReadonlySet<string>;
}

/** The streamer's side of the book: what the pages show and what they can do. Rejects StudioError `storage`; `not-found` for who is not known. */
export interface AudienceDesk {
  /** Rises with every change of the book, those of the room too. */
  readonly changes: Cell<number>;
  viewers(search: ViewerSearch): Promise<readonly ViewerSummary[]>;
  card(viewerKey: string): Promise<ViewerCard | undefined>;
  journal(query: {
    viewerKey?: string | undefined;
    beforeSeq?: number | undefined;
    limit: number;
  }): Promise<readonly JournalLine[]>;
  /** Makes one person of two; returns what takes it back. */
  merge(into: string, other: string): Promise<readonly AccountLink[]>;
  /** Lets one account stand for itself; returns what takes it back. */
  split(account: string): Promise<readonly AccountLink[]>;
  relink(links: readonly AccountLink[]): Promise<void>;
  forget(viewerKey: string, points: boolean): Promise<void>;
  /** Told when a viewer was forgotten, so that other parts forget their name too; `forget` waits for them. */
  onForgotten(listener: (viewer: ForgottenViewer) => Promise<void>): () => void;
  setConsent(viewerKey: string, consent: 'agreed' | 'refused' | 'none'): Promise<void>;
  addNote(viewerKey: string, text: string): Promise<void>;
  editNote(viewerKey: string, note: number, text: string): Promise<void>;
  dropNote(viewerKey: string, note: number): Promise<void>;
  /** Gives (or, negative, takes) points by hand; returns the deed's event id, for the undo. */
  grant(viewerKey: string, points: number, note: string): Promise<{ readonly eventId: string; readonly balance: number }>;
  undo(eventId: string, reason: string): Promise<void>;
  /** All points to zero; returns the deed's event id, for the undo. */
  resetPoints(note: string): Promise<{ readonly eventId: string }>;
  ranking(limit: number): Promise<readonly RankedViewer[]>;
  shows(limit: number): Promise<readonly ShowSummary[]>;
  show(showId: number): Promise<ShowReport | undefined>;
}
