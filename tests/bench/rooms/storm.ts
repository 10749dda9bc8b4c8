import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SETTINGS_VERSION } from '#shared/settings/settings.ts';
import { createOpenAiServer } from '../../fakes/openai-server.ts';
import { type LedgerRow, ledger } from '../../support/ledger.ts';
import { rounded } from '../../support/numbers.ts';
import { ROOT, type StudioProcess, startStudio } from '../../support/studio-process.ts';
import { createBilibiliRoom, createDouyuRoom, createTwitchRoom, type StormLine, type StormRoom } from './storm-rooms.ts';

const PER_SECOND = 2000;
const TICK_MS = 50;
const VIEWERS = 2000;
const PAID_ONE_IN = 200;
const SETTLE_MS = 120_000;
/** Lines without an entry: those in the queue, and a batch on its way to the disk. */
const QUEUED_MOST = 300;
const WRITTEN_AFTER_MS = 5000;
const WORDS = [
  '666',
  'hahaha',
  'what game is this',
  '主播好可爱',
  '草',
  'how old are you',
  'sing a song please',
  'LUL',
  '今天吃什么',
  'first time here',
];

interface Probe {
  readonly rss: number;
  readonly heapUsed: number;
  readonly cpuMs: number;
  readonly loopBusy: number;
  readonly loopDelayMs: { readonly p50: number; readonly p99: number; readonly max: number };
}

/**
 * Three platforms at once, each with `PER_SECOND` messages a second through its own socket and connector, into a headless studio that moderates, reads,
 * counts and answers meanwhile. Afterwards the ledger is read whole: every paid message, and the order of each viewer's lines.
 */
export async function measureStorm(seconds: number): Promise<object> {
  const rooms = await Promise.all([createTwitchRoom(), createBilibiliRoom(), createDouyuRoom()]);
  const provider = await createOpenAiServer({ plan: { kind: 'text', text: 'Thank you all so much!' } });
  const dataDir = await mkdtemp(join(tmpdir(), 'yingxi-storm-'));
  await writeFile(
    join(dataDir, 'settings.json'),
    JSON.stringify(Object.assign({ version: SETTINGS_VERSION }, ...rooms.map(({ settings }) => settings))),
  );
  const studio = await startStudio({
    dataDir,
    nodeArgs: ['--expose-gc', '--require', join(ROOT, 'tests/bench/process-probe.cjs')],
    env: Object.assign(
      {
        YINGXI_LLM_BASE_URL: provider.url,
        YINGXI_LLM_MODEL: 'instant',
        YINGXI_BRAIN_MODE: 'openai',
        YINGXI_PERSONA_LANGUAGE: 'en',
      },
      ...rooms.map(({ environment }) => environment),
    ),
  });
  try {
    await Promise.all(rooms.map(({ joined }) => within(30_000, joined)));
    // The server let it in; now it must hear of that.
    await pause(1000);
    return await storm(studio, rooms, seconds);
  } finally {
    await studio.stop();
    await Promise.all([provider.close(), ...rooms.map((room) => room.close())]);
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function storm(studio: StudioProcess, rooms: readonly StormRoom[], seconds: number): Promise<object> {
  const lines = rooms.map(() => createLines());
  // Half a second first, so that everything is loaded before memory is compared.
  await pour(rooms, lines, 0.5);
  await pause(3000);
  const newestBefore = await newestSeq(studio);
  const sentBefore = lines.reduce((sum, { sent }) => sum + sent, 0);
  const before = await probe(studio, 'probe:read');
  studio.child.send('probe:reset');
  const samples: { readonly second: number; readonly rssMb: number; readonly heapMb: number }[] = [];
  const startedAt = performance.now();
  const sampling = setInterval(() => {
    void probe(studio, 'probe:glance').then(({ rss, heapUsed }) =>
      samples.push({ second: (performance.now() - startedAt) / 1000, rssMb: rss / 2 ** 20, heapMb: heapUsed / 2 ** 20 }),
    );
  }, 2500);
  const sendersBefore = process.cpuUsage();
  await pour(rooms, lines, seconds);
  const senders = process.cpuUsage(sendersBefore);
  const pouredSeconds = (performance.now() - startedAt) / 1000;
  clearInterval(sampling);
  const sent = lines.map(({ sent: count }) => count);
  await arrived(studio, newestBefore, sent.reduce((sum, count) => sum + count, 0) - sentBefore);
  const takenSeconds = (performance.now() - startedAt) / 1000;
  const { loopDelayMs, cpuMs, loopBusy } = await probe(studio, 'probe:glance');
  const after = await probe(studio, 'probe:read');
  await pause(WRITTEN_AFTER_MS);
  const entries = await wholeLedger(studio);
  return {
    target: { platforms: 3, eachPerSecond: PER_SECOND, seconds: 60, paidLost: 0, outOfOrder: 0, memory: 'flat' },
    seconds: rounded(pouredSeconds),
    eachPerSecond: rounded(sent.reduce((sum, count) => sum + count, 0) / pouredSeconds / rooms.length, 0),
    takenInAfterSeconds: rounded(takenSeconds - pouredSeconds),
    decisions: countBy(entries.map(({ decision, reason }) => `${decision}: ${reason}`)),
    platforms: Object.fromEntries(rooms.map(({ platform }, index) => [platform, fateOf(platform, lines[index], entries)])),
    /** Of one core: the servers of the bench, which send while the studio reads; and the studio's main thread. */
    cores: { senders: rounded((senders.user + senders.system) / 1e6 / pouredSeconds, 2), studioMain: rounded(loopBusy, 2) },
    loopDelayMs: { p50: rounded(loopDelayMs.p50), p99: rounded(loopDelayMs.p99), max: rounded(loopDelayMs.max) },
    // Of one event, on all threads: what a quiet machine needs.
    cpuMsPerEvent: rounded((cpuMs - before.cpuMs) / entries.length, 3),
    heapGrowthMb: rounded((after.heapUsed - before.heapUsed) / 2 ** 20),
    memory: memoryOf(samples),
  };
}

/** The lines of one room: numbered, every viewer's own numbers rising. */
function createLines() {
  let sent = 0;
  const ofViewer = new Map<number, number>();
  const paid: string[] = [];
  return {
    get sent() {
      return sent;
    },
    paid,
    next(): StormLine {
      sent += 1;
      const n = sent;
      // Some write much more than others.
      const viewer = Math.floor(VIEWERS * ((n * 0.618034) % 1) ** 2);
      const own = (ofViewer.get(viewer) ?? 0) + 1;
      ofViewer.set(viewer, own);
      const isPaid = n % PAID_ONE_IN === 0;
      const line = { n, viewer: `v${viewer}`, text: `${WORDS[n % WORDS.length]} #${own}`, paid: isPaid };
      if (isPaid) paid.push(`${line.viewer} ${line.text}`);
      return line;
    },
  };
}
type Lines = ReturnType<typeof createLines>;

async function pour(rooms: readonly StormRoom[], lines: readonly Lines[], seconds: number): Promise<void> {
  const startedAt = performance.now();
  const before = lines.map(({ sent }) => sent);
  const total = Math.round(PER_SECOND * seconds);
  for (;;) {
    const due = Math.min(total, Math.floor(((performance.now() - startedAt) / 1000) * PER_SECOND));
    for (const [index, room] of rooms.entries()) {
      const of = lines[index];
      const missing = of === undefined ? 0 : (before[index] ?? 0) + due - of.sent;
      if (of !== undefined && missing > 0) room.send(Array.from({ length: missing }, () => of.next()));
    }
    if (due >= total) return;
    await pause(TICK_MS);
  }
}

/** Waits until the studio has taken in so many events more; they are numbered without a gap. The last ones may wait in the queue, without an entry yet. */
async function arrived(studio: StudioProcess, newestBefore: number, more: number): Promise<void> {
  const deadline = performance.now() + SETTLE_MS;
  while ((await newestSeq(studio)) - newestBefore < more - QUEUED_MOST && performance.now() < deadline) await pause(250);
}

async function newestSeq(studio: StudioProcess): Promise<number> {
  return (await patiently(() => ledger(studio, 1)))[0]?.seq ?? 0;
}

/** The whole ledger, oldest first. */
async function wholeLedger(studio: StudioProcess): Promise<readonly LedgerRow[]> {
  const entries: LedgerRow[] = [];
  for (let beforeSeq: number | undefined; ; ) {
    const before = beforeSeq === undefined ? '' : `&beforeSeq=${beforeSeq}`;
    const page = (await patiently(() => studio.get(`/ledger?limit=1000${before}`))) as { entries: LedgerRow[] };
    const last = page.entries.at(-1);
    if (last === undefined) return entries.reverse();
    entries.push(...page.entries);
    beforeSeq = last.seq;
  }
}

function fateOf(platform: string, lines: Lines | undefined, entries: readonly LedgerRow[]): object {
  const own = entries.filter((entry) => entry.platform === platform && entry.kind !== 'say');
  const lastOf = new Map<string, number>();
  let outOfOrder = 0;
  for (const { userName, text = '' } of own) {
    const number = Number(/#(\d+)$/u.exec(text)?.[1] ?? Number.NaN);
    if (!(number > (lastOf.get(userName) ?? 0))) outOfOrder += 1;
    lastOf.set(userName, number);
  }
  const paid = own.filter((entry) => entry.paid);
  const kept = new Set(
    paid
      .filter(({ decision }) => decision !== 'dropped' && decision !== 'skipped')
      .map((entry) => `${entry.userName} ${entry.text}`),
  );
  return {
    sent: lines?.sent ?? 0,
    inLedger: own.length,
    paidSent: lines?.paid.length ?? 0,
    paidInLedger: paid.length,
    paidLost: (lines?.paid ?? []).filter((line) => !kept.has(line)).length,
    viewers: lastOf.size,
    outOfOrder,
  };
}

/** Of the second half: what it grows by in a minute, by the straight line through the samples. */
function memoryOf(samples: readonly { readonly second: number; readonly rssMb: number; readonly heapMb: number }[]): object {
  const half = samples.slice(Math.floor(samples.length / 2));
  const slope = (of: (sample: (typeof half)[number]) => number): number => {
    const meanX = half.reduce((sum, { second }) => sum + second, 0) / half.length;
    const meanY = half.reduce((sum, sample) => sum + of(sample), 0) / half.length;
    const up = half.reduce((sum, sample) => sum + (sample.second - meanX) * (of(sample) - meanY), 0);
    return (60 * up) / half.reduce((sum, { second }) => sum + (second - meanX) ** 2, 0);
  };
  return {
    rssMb: { first: rounded(samples[0]?.rssMb ?? Number.NaN), last: rounded(samples.at(-1)?.rssMb ?? Number.NaN) },
    rssMbPerMinute: rounded(slope(({ rssMb }) => rssMb)),
    heapMbPerMinute: rounded(slope(({ heapMb }) => heapMb)),
  };
}

function countBy(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

function probe(studio: StudioProcess, what: 'probe:read' | 'probe:glance'): Promise<Probe> {
  return new Promise((done) => {
    const listen = (message: unknown): void => {
      if (typeof message !== 'object' || message === null || !('probe' in message)) return;
      studio.child.off('message', listen);
      done(message as unknown as Probe);
    };
    studio.child.on('message', listen);
    studio.child.send(what);
  });
}

function within<T>(ms: number, task: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the studio did not join all rooms')), ms);
  });
  return Promise.race([task, late]).finally(() => clearTimeout(timer));
}
/** A studio in a storm may keep a question waiting until its connection is closed. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask();
    } catch (cause) {
      if (tries >= 30) throw cause;
      await pause(1000);
    }
  }
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
