import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ATTACKS, type EveningEvent } from '../../../tests/evening/evening.types.ts';
import { readEvening, writeEvening } from '../../../tests/evening/evening-file.ts';
import { eveningReport } from '../../../tests/evening/evening-report.ts';
import { playEvening } from '../../../tests/evening/evening-room.ts';
import { generateEvening } from '../../../tests/evening/generate-evening.ts';
import type { EveningReplay } from '../../../tests/evening/replay-evening.ts';

const SHORT = { seed: 7, events: 3000, hours: 0.15 };
/** A busy machine takes its time over thousands of events. */
const PATIENCE_MS = 120_000;

let evening: readonly EveningEvent[];
let replay: EveningReplay;
let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'yingxi-evening-'));
  evening = generateEvening(SHORT);
  replay = await playEvening(evening);
}, PATIENCE_MS);
afterAll(() => rm(dir, { recursive: true, force: true }));

describe('a recorded evening', () => {
  it('has as many events as asked for, in order of time, of every kind of attack, and other ones for another seed', () => {
    expect(evening).toHaveLength(SHORT.events);
    expect(evening.map(({ t }) => t)).toEqual(evening.map(({ t }) => t).sort((a, b) => a - b));
    const labels = new Set(evening.map(({ label }) => label));
    for (const attack of ATTACKS) expect(labels).toContain(attack);
    expect(generateEvening(SHORT)).toEqual(evening);
    expect(generateEvening({ ...SHORT, seed: 8 })).not.toEqual(evening);
  });

  it(
    'gets the same decisions in every replay, also when it was written to a file and read again',
    async () => {
      const file = join(dir, 'evening.jsonl');
      await writeEvening(file, evening);
      const again = await playEvening(await readEvening(file));
      expect(again.hash).toBe(replay.hash);
      expect(again.entries).toEqual(replay.entries);
    },
    PATIENCE_MS,
  );

  it('ends each event once and loses nothing that was paid for, whatever was sent twice', () => {
    const ids = new Set(evening.map(({ event }) => event.id));
    expect(replay.accepted).toBe(ids.size);
    expect(replay.duplicates).toBe(evening.length - ids.size);
    expect(replay.entries.map(({ eventId }) => eventId).sort()).toEqual([...ids].sort());
    for (const { decision } of replay.entries) expect(decision).not.toBe('waiting');
    expect(eveningReport(evening, replay).paid.lost).toBe(0);
  });

  it('speaks to what one viewer wrote in the order in which it was written', () => {
    const timeOf = new Map(evening.map(({ event, t }) => [event.id, t]));
    const lastOf = new Map<string, number>();
    for (const { primary, merged } of replay.turns.filter(({ kind }) => kind === 'answer')) {
      const key = `${primary.platform}:${primary.user.id}`;
      if (primary.kind !== 'chat' || primary.user.id === null) continue;
      const own = merged.filter(({ user, platform }) => user.id === primary.user.id && platform === primary.platform);
      for (const event of [primary, ...own]) {
        const t = timeOf.get(event.id) ?? Number.NaN;
        expect(t).toBeGreaterThanOrEqual(lastOf.get(key) ?? 0);
        lastOf.set(key, t);
      }
    }
    expect(lastOf.size).toBeGreaterThan(10);
  });
});
