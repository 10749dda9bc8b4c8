import { createNodeClock } from '#main/node/node-clock.ts';
import { silentLogger } from '#main/platform/logger.ts';
import type { LedgerEntry } from '#shared/live/ledger.ts';
import type { ChatEvent } from '#shared/live/live-event.ts';
import { createStore } from './store.ts';

export const ledgerEntry = (seq: number, over: Partial<LedgerEntry> = {}): LedgerEntry => ({
  seq,
  eventId: `test:${seq}`,
  kind: 'chat',
  platform: 'custom',
  userName: '观众',
  text: `message ${seq}`,
  paid: false,
  priority: 1,
  decision: 'waiting',
  reason: 'queued',
  marks: { received: 1000 + seq },
  ...over,
});

export const chatEvent = (id: string): ChatEvent => ({
  v: 1,
  id,
  kind: 'chat',
  platform: 'custom',
  source: 'simulator',
  roomId: 'r',
  timestamp: 1,
  receivedAt: 2,
  user: { id: 'u', name: 'n', masked: false, roles: [] },
  text: 'x',
  segments: [],
});

/** Body of a process that writes without end and says on stdout up to where all is confirmed; to be killed at any moment. */
export async function writeForever(workerFile: string, file: string): Promise<void> {
  const store = createStore({ workerFile, file, logger: silentLogger, report: () => undefined, clock: createNodeClock() });
  for (let seq = 1; ; seq += 20) {
    store.ledger.write(Array.from({ length: 20 }, (_, offset) => ledgerEntry(seq + offset)));
    store.pendingPaid.put([chatEvent(`paid:${seq}`)]);
    await store.flush();
    process.stdout.write(`${seq + 19}\n`);
  }
}
