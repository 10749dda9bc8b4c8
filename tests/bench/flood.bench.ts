import { join } from 'node:path';
import type { LedgerRow } from '../support/ledger.ts';
import { rounded } from '../support/numbers.ts';
import { ROOT, type StudioProcess } from '../support/studio-process.ts';
import { hardware, startInstantStudio } from './support.ts';

export const name = 'flood';
export const description =
  '5,000 messages a second for 30 s, 1 % of them paid, through the API of a studio that answers meanwhile';

const PER_SECOND = 5000;
const SECONDS = 30;
const BATCH = 100;
const LINES = [
  '666',
  'hahaha',
  'what game is this?',
  'hello from Berlin',
  '主播好可爱',
  'LUL LUL',
  'how old are you?',
  'sing a song please',
  '草',
  'first time here!',
];

interface Probe {
  readonly rss: number;
  readonly heapUsed: number;
  readonly loopDelayMs: { readonly p50: number; readonly p99: number; readonly max: number };
}

function probe(studio: StudioProcess): Promise<Probe> {
  return new Promise((done) => {
    const listen = (message: unknown): void => {
      if (typeof message !== 'object' || message === null || !('probe' in message)) return;
      studio.child.off('message', listen);
      done(message as unknown as Probe);
    };
    studio.child.on('message', listen);
    studio.child.send('probe:read');
  });
}

function eventOf(n: number): object {
  const now = Date.now();
  const paid = n % 100 === 0;
  const base = {
    v: 1,
    id: `flood:${n}`,
    platform: 'custom',
    source: 'simulator',
    roomId: 'flood',
    timestamp: now,
    receivedAt: now,
    user: { id: `u${n % 3000}`, name: `viewer ${n % 3000}`, masked: false, roles: [] },
  };
  if (paid)
    return {
      ...base,
      kind: 'gift',
      paid: true,
      value: { currency: 'CNY', micros: 1_000_000 * (1 + (n % 50)), estimated: false },
      gift: { id: 'rose', name: 'Rose', count: 1, comboId: null },
      final: true,
    };
  const text = n % 5 === 0 ? `${LINES[n % LINES.length]} ${n}` : (LINES[n % LINES.length] ?? '');
  return { ...base, kind: 'chat', text, segments: [{ type: 'text', text }] };
}

export async function run(): Promise<object> {
  const { studio, close } = await startInstantStudio('Thank you all so much!', {
    nodeArgs: ['--expose-gc', '--require', join(ROOT, 'tests/bench/process-probe.cjs')],
  });
  try {
    for (let i = 0; i < 20; i++)
      await studio.post('/live-events', {
        events: Array.from({ length: 50 }, (_, k) => ({ ...eventOf(1), id: `warm:${i}:${k}` })),
      });
    await new Promise((done) => setTimeout(done, 3000));
    const before = await probe(studio);
    studio.child.send('probe:reset');
    const startedAt = performance.now();
    let sent = 0;
    const pending = new Set<Promise<unknown>>();
    const failures: string[] = [];
    while (sent < PER_SECOND * SECONDS) {
      const due = Math.min(PER_SECOND * SECONDS, Math.floor(((performance.now() - startedAt) / 1000) * PER_SECOND));
      while (sent + BATCH <= due || (due === PER_SECOND * SECONDS && sent < due)) {
        const events = Array.from({ length: BATCH }, (_, k) => eventOf(sent + k));
        sent += BATCH;
        const request = studio.post('/live-events', { events }).catch((error: unknown) => failures.push(String(error)));
        pending.add(request);
        void request.finally(() => pending.delete(request));
      }
      await new Promise((done) => setTimeout(done, 5));
    }
    await Promise.all(pending);
    const tookSeconds = (performance.now() - startedAt) / 1000;
    const after = await probe(studio);
    const paid = await paidInLedger(studio);
    const expected = (PER_SECOND * SECONDS) / 100;
    return {
      hardware: hardware(),
      target: { paidLost: 0, loopDelayP99Ms: 50, memoryGrowthMb: 100 },
      messages: sent,
      messagesPerSecond: rounded(sent / tookSeconds, 0),
      failedRequests: failures.length,
      firstFailure: failures[0],
      paidSent: expected,
      paidInLedger: paid.size,
      paidLost: expected - [...paid.values()].filter((decision) => decision !== 'dropped' && decision !== 'skipped').length,
      paidByDecision: countBy([...paid.values()]),
      loopDelayMs: {
        p50: rounded(after.loopDelayMs.p50),
        p99: rounded(after.loopDelayMs.p99),
        max: rounded(after.loopDelayMs.max),
      },
      memoryGrowthMb: {
        rss: rounded((after.rss - before.rss) / 2 ** 20),
        heap: rounded((after.heapUsed - before.heapUsed) / 2 ** 20),
      },
    };
  } finally {
    await close();
  }
}

/** Decision of every paid event of the flood, by walking the whole ledger. */
async function paidInLedger(studio: StudioProcess): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  let beforeSeq: number | undefined;
  for (;;) {
    const { entries } = (await studio.get(`/ledger?limit=1000${beforeSeq === undefined ? '' : `&beforeSeq=${beforeSeq}`}`)) as {
      entries: LedgerRow[];
    };
    for (const entry of entries) if (entry.paid && entry.eventId.startsWith('flood:')) found.set(entry.eventId, entry.decision);
    const last = entries.at(-1);
    if (!last) return found;
    beforeSeq = last.seq;
  }
}

function countBy(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
