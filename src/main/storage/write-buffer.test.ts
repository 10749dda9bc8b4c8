import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chatEvent, ledgerEntry } from './kill-probe.fixture.ts';
import { BATCH_ROWS, createWriteBuffer } from './write-buffer.ts';

test('keeps only the last state of a row, and hands out the rows in their order', () => {
  const buffer = createWriteBuffer(100);
  buffer.ledger([ledgerEntry(1), ledgerEntry(2), ledgerEntry(3)]);
  buffer.ledger([ledgerEntry(1, { decision: 'answered' })]);
  const batch = buffer.take();
  expect([...(batch?.ledger.values() ?? [])].map(({ seq, decision }) => [seq, decision])).toEqual([
    [1, 'answered'],
    [2, 'waiting'],
    [3, 'waiting'],
  ]);
  expect(buffer.take()).toBeUndefined();
});

test('drops the oldest unpaid rows when it is full, counts them, and never drops a paid event', () => {
  const buffer = createWriteBuffer(10);
  for (let seq = 1; seq <= 30; seq += 1) {
    buffer.ledger([ledgerEntry(seq, { paid: seq <= 5 })]);
    if (seq <= 5) buffer.putPending([chatEvent(`paid:${seq}`)]);
  }
  expect(buffer.dropped).toBe(15);
  const batch = buffer.take();
  expect([...(batch?.ledger.keys() ?? [])]).toEqual([1, 2, 3, 4, 5, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30]);
  expect([...(batch?.pending.keys() ?? [])]).toEqual(['paid:1', 'paid:2', 'paid:3', 'paid:4', 'paid:5']);
});

test('clears the history before it adds, and forgets what was added before', () => {
  const buffer = createWriteBuffer(10);
  const exchange = (turnId: number) => ({ turnId, atMs: turnId, viewer: 'v', her: 'h', cutShort: false });
  buffer.appendHistory(exchange(1));
  buffer.clearHistory();
  buffer.appendHistory(exchange(2));
  expect(buffer.take()).toMatchObject({ clearHistory: true, history: [exchange(2)] });
});

test('says "all up to here" only when every row handed in until then has been taken, in batches of bounded size', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 1, max: 900 }), fc.boolean(), fc.boolean()), { minLength: 1, maxLength: 20 }),
      (steps) => {
        const buffer = createWriteBuffer(100_000);
        const lastHandOver = new Map<number, number>();
        let seq = 0;
        const take = (): void => {
          const batch = buffer.take();
          if (!batch) return;
          expect(batch.ledger.size).toBeLessThanOrEqual(BATCH_ROWS);
          for (const taken of batch.ledger.keys()) lastHandOver.delete(taken);
          for (const [row, handedIn] of lastHandOver) expect(handedIn, `row ${row}`).toBeGreaterThan(batch.upTo);
        };
        for (const [count, again, paid] of steps) {
          const entries = Array.from({ length: count }, () => ledgerEntry(again && seq > 3 ? (seq % 3) + 1 : ++seq, { paid }));
          buffer.ledger(entries);
          for (const entry of entries) lastHandOver.set(entry.seq, buffer.handedIn);
          if (count % 3 === 0) take();
        }
        while (buffer.waiting > 0) take();
        expect(lastHandOver.size).toBe(0);
      },
    ),
    { numRuns: 50 },
  );
});
