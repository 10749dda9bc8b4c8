import { createDirector, type Director, type DirectorOptions, type DirectorSettings } from '#main/director/director.ts';
import { silentLogger } from '#main/platform/logger.ts';
import type { LedgerEntry } from '#shared/live/ledger.ts';
import { ledgerEntrySchema } from '#shared/live/ledger.ts';
import type { LiveEvent } from '#shared/live/live-event.ts';
import { defaultSettings } from '#shared/settings/settings.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';

/** A director with a clock that stands still, and all it wrote. */
export interface DirectorHarness {
  readonly director: Director;
  readonly clock: FakeClock;
  /** Every row in the order of writing. */
  readonly rows: LedgerEntry[];
  /** Final rows by event id; more than one for an id is a mistake. */
  finals(): Map<string, LedgerEntry[]>;
  /** The one final row of an event. */
  final(eventId: string): LedgerEntry | undefined;
  /** Paid events on disk. */
  readonly pending: Map<string, LiveEvent>;
  readonly settings: { -readonly [K in keyof DirectorSettings]: DirectorSettings[K] };
  readonly stopCommands: string[];
  readonly retracted: string[][];
}

const FINAL = new Set(['answered', 'merged', 'skipped', 'dropped']);

export function createDirectorHarness(
  more: Partial<DirectorSettings> = {},
  options: Partial<DirectorOptions> = {},
): DirectorHarness {
  const clock = createFakeClock();
  const rows: LedgerEntry[] = [];
  const pending = new Map<string, LiveEvent>();
  const settings = { ...defaultSettings().director, personaName: '影', ...more };
  const stopCommands: string[] = [];
  const retracted: string[][] = [];
  const director = createDirector({
    settings: () => settings,
    clock,
    logger: {
      ...silentLogger,
      error: (message, fields) => {
        throw new Error(`${message} ${JSON.stringify(fields)}`);
      },
    },
    ledger: { write: (entries) => void rows.push(...entries.map((entry) => ledgerEntrySchema.parse(structuredClone(entry)))) },
    pendingPaid: {
      put: (events) => {
        for (const event of events) pending.set(event.id, event);
      },
      remove: (ids) => {
        for (const id of ids) pending.delete(id);
      },
    },
    nextSeq: 1,
    onStopCommand: (event) => void stopCommands.push(event.id),
    onRetract: (ids) => void retracted.push([...ids]),
    ...options,
  });
  const finals = (): Map<string, LedgerEntry[]> => {
    const byId = new Map<string, LedgerEntry[]>();
    for (const row of rows) if (FINAL.has(row.decision)) byId.set(row.eventId, [...(byId.get(row.eventId) ?? []), row]);
    return byId;
  };
  return { director, clock, rows, finals, final: (id) => finals().get(id)?.[0], pending, settings, stopCommands, retracted };
}
