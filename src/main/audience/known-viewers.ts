import { z } from 'zod';
import { loyaltyFrom } from '#shared/audience/loyalty.ts';
import { consentSchema } from '#shared/audience/viewers.ts';
import { cnyMicrosFromMoney } from '#shared/live/money.ts';

/** What memory holds of one person. */
export interface Regular {
  name: string;
  visits: number;
  days: number;
  messages: number;
  cnyMicros: number;
  /** Of the last event, and of the last visit before the present one. */
  lastMs: number;
  lastVisitMs: number | undefined;
  /** The show and the day that were counted last. */
  showId: number | undefined;
  day: string;
  consent: z.infer<typeof consentSchema>;
  /** "likes: hot pot" … oldest first. */
  notes: readonly string[];
  topics: readonly string[];
}

export const knownRowSchema = z.object({
  person: z.string(),
  name: z.string().nullable(),
  firstMs: z.number(),
  lastMs: z.number(),
  visits: z.number(),
  days: z.number(),
  messages: z.number(),
  consent: consentSchema.nullable(),
  paid: z.string(),
  notes: z.string(),
  topics: z.string().nullable(),
});
export type KnownRow = z.infer<typeof knownRowSchema>;

const paidSchema = z.array(z.object({ currency: z.string(), micros: z.number() }));
const notesSchema = z.array(z.object({ kind: z.string(), text: z.string() }));

/** Notes of one person that reach the prompt at most. */
export const MAX_NOTES_AT_HAND = 12;

export interface KnownViewers {
  get(person: string): Regular | undefined;
  /** The one that is there, or a stranger who is one from now on. The longest unseen leaves when there are too many. */
  touch(person: string): Regular;
  put(person: string, regular: Regular): void;
  drop(person: string): void;
  readonly size: number;
}

/** The viewers that were here last, at most `capacity`, by when they were touched. */
export function createKnownViewers(capacity: number): KnownViewers {
  const regulars = new Map<string, Regular>();

  function put(person: string, regular: Regular): void {
    regulars.delete(person);
    regulars.set(person, regular);
    if (regulars.size <= capacity) return;
    for (const oldest of regulars.keys()) {
      if (regulars.size <= capacity) return;
      regulars.delete(oldest);
    }
  }

  return {
    get: (person) => regulars.get(person),
    touch(person) {
      const regular = regulars.get(person) ?? stranger();
      put(person, regular);
      return regular;
    },
    put,
    drop: (person) => void regulars.delete(person),
    get size() {
      return regulars.size;
    },
  };
}

function stranger(): Regular {
  return {
    name: '',
    visits: 0,
    days: 0,
    messages: 0,
    cnyMicros: 0,
    lastMs: 0,
    lastVisitMs: undefined,
    showId: undefined,
    day: '',
    consent: 'none',
    notes: [],
    topics: [],
  };
}

export function regularFromRow(row: KnownRow): Regular {
  const paid = paidSchema.parse(JSON.parse(row.paid));
  const notes = notesSchema.parse(JSON.parse(row.notes));
  return {
    name: row.name ?? '',
    visits: row.visits,
    days: row.days,
    messages: row.messages,
    cnyMicros: paid.reduce((sum, money) => sum + cnyMicrosFromMoney(money), 0),
    lastMs: row.lastMs,
    lastVisitMs: row.visits > 0 ? row.lastMs : undefined,
    showId: undefined,
    day: '',
    consent: row.consent ?? 'none',
    notes: notes.slice(-MAX_NOTES_AT_HAND).map(noteText),
    topics: row.topics === null ? [] : z.array(z.string()).parse(JSON.parse(row.topics)),
  };
}

/** A note as a line: "likes: hot pot"; the streamer's own as it is. */
export function noteText(note: { readonly kind: string; readonly text: string }): string {
  return note.kind === 'own' ? note.text : `${note.kind}: ${note.text}`;
}

export function loyaltyOf(regular: Regular | undefined): number {
  return regular === undefined ? 0 : loyaltyFrom(regular);
}
