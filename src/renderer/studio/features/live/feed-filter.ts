import { z } from 'zod';
import type { LedgerEntry, LedgerReason } from '#shared/live/ledger.ts';
import {
  isPaid,
  isViewerEvent,
  type LiveEvent,
  liveEventSchema,
  livePlatformSchema,
  textOfEvent,
  type ViewerEvent,
} from '#shared/live/live-event.ts';
import type { FeedRow } from '../../session/room-feed.ts';

/** held: what moderation let nobody see; such messages have ledger entries but are not in the room. */
export const FEED_VIEWS = ['all', 'paid', 'questions', 'mentions', 'held'] as const;
export const FEED_KINDS = liveEventSchema.options
  .filter((option) => 'user' in option.shape)
  .map((option) => option.shape.kind.value);
const kindSchema = z.enum(FEED_KINDS);

export const feedFilterSchema = z.object({
  view: z.enum(FEED_VIEWS).catch('all'),
  platform: livePlatformSchema.optional().catch(undefined),
  kind: kindSchema.optional().catch(undefined),
  search: z.string().catch(''),
});
export type FeedFilter = z.infer<typeof feedFilterSchema>;
export const NO_FEED_FILTER: FeedFilter = { view: 'all', platform: undefined, kind: undefined, search: '' };

export type FeedLine =
  | { readonly type: 'row'; readonly key: string; readonly row: FeedRow }
  | { readonly type: 'held'; readonly key: string; readonly entry: LedgerEntry };

export const isFiltered = ({ view, platform, kind, search }: FeedFilter): boolean =>
  view !== 'all' || platform !== undefined || kind !== undefined || search.trim() !== '';

const HELD: ReadonlySet<LedgerReason> = new Set(['blocked', 'held', 'timed-out', 'blocked-word']);
export const isHeld = ({ reason }: LedgerEntry): boolean => HELD.has(reason);

/** What the feed shows under a filter, oldest first. `names` are what she is called. */
export function feedLines(
  rows: readonly FeedRow[],
  notes: ReadonlyMap<string, LedgerEntry>,
  filter: FeedFilter,
  names: readonly string[],
): readonly FeedLine[] {
  if (filter.view === 'held') return heldLines(notes, filter);
  if (!isFiltered(filter)) return rows.map(lineOfRow);
  return rows.filter(({ event }) => matches(event, notes.get(event.id), filter, names)).map(lineOfRow);
}

const lineOfRow = (row: FeedRow): FeedLine => ({ type: 'row', key: row.key, row });

function heldLines(notes: ReadonlyMap<string, LedgerEntry>, { platform, kind, search }: FeedFilter): readonly FeedLine[] {
  return [...notes.values()]
    .filter(
      (entry) =>
        isHeld(entry) &&
        (platform === undefined || entry.platform === platform) &&
        (kind === undefined || entry.kind === kind) &&
        contains(search, entry.userName, entry.text),
    )
    .sort((a, b) => a.seq - b.seq)
    .map((entry) => ({ type: 'held', key: `held:${entry.eventId}`, entry }));
}

function matches(event: LiveEvent, note: LedgerEntry | undefined, filter: FeedFilter, names: readonly string[]): boolean {
  if (!isViewerEvent(event)) return false;
  if (filter.platform !== undefined && event.platform !== filter.platform) return false;
  if (filter.kind !== undefined && event.kind !== filter.kind) return false;
  return fitsView(event, note, filter, names) && contains(filter.search, event.user.name, textOfEvent(event));
}

function fitsView(event: ViewerEvent, note: LedgerEntry | undefined, { view }: FeedFilter, names: readonly string[]): boolean {
  if (view === 'paid') return isPaid(event);
  if (view === 'questions') return note?.intent === 'question' || /[?？]\s*$/u.test(textOfEvent(event));
  if (view === 'mentions') return (note?.score?.mention ?? 0) > 0 || names.some((name) => calls(event, name));
  return true;
}

function calls(event: ViewerEvent, name: string): boolean {
  return name.trim() !== '' && textOfEvent(event).toLocaleLowerCase().includes(name.trim().toLocaleLowerCase());
}

function contains(search: string, ...texts: readonly string[]): boolean {
  const wanted = search.trim().toLocaleLowerCase();
  return wanted === '' || texts.some((text) => text.toLocaleLowerCase().includes(wanted));
}
