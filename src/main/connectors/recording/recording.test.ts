import { existsSync } from 'node:fs';
import { appendFile, mkdir, mkdtemp, readFile, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '#main/platform/logger.ts';
import type { HealthReport } from '#shared/health.ts';
import type { LiveEvent } from '#shared/live/live-event.ts';
import { type ConnectorProbe, createConnectorProbe } from '../../../../tests/fakes/connector-probe.ts';
import { createFakeClock, type FakeClock } from '../../../../tests/fakes/fake-clock.ts';
import { chatOf, giftOf, retractOf } from '../../../../tests/fakes/live-events.ts';
import { without } from '../../../../tests/support/without.ts';
import { recordedEventFromLine, recordingNameFrom } from './recording-format.ts';
import { createReplay } from './replay.ts';
import { createRoomRecorder, type RoomRecorder } from './room-recorder.ts';

const WITHOUT_FULL_DISK = without('Only Linux has /dev/full, a disk that is always full.', '只有 Linux 有始终写满的 /dev/full。');

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'yingxi-recording-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

/** Turns of the event loop until the condition holds; file writes are real. */
async function eventually(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 90_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('it never came true');
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('recording a room', () => {
  let clock: FakeClock;
  let health: HealthReport[];
  let recorder: RoomRecorder;
  const last = (): HealthReport | undefined => health.at(-1);
  beforeEach(() => {
    clock = createFakeClock();
    health = [];
    recorder = createRoomRecorder({
      dir: join(dir, 'recordings'),
      clock,
      logger: silentLogger,
      report: (report) => health.push(report),
    });
  });
  afterEach(() => recorder.close());

  it('writes a header and one line per event with its offset, and leaves raw platform data out', async () => {
    recorder.start();
    const first = chatOf('hello');
    recorder.record([{ ...first, raw: { secret: 'token' } }]);
    clock.advance(1500);
    const second = giftOf(5);
    recorder.record([second]);
    const name = recorder.current ?? '';
    await recorder.stop();
    const lines = (await readFile(recorder.fileOf(name), 'utf8')).trimEnd().split('\n');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ type: 'yingxi-recording', v: 1, startedAt: 1_700_000_000_000 });
    expect(lines.slice(1).map((line) => JSON.parse(line))).toEqual([
      { t: 0, event: first },
      { t: 1500, event: second },
    ]);
  });

  it('names recordings after their start, lists the newest first and says which one runs', async () => {
    recorder.start();
    recorder.record([chatOf('one'), chatOf('two')]);
    clock.advance(5000);
    recorder.record([chatOf('three')]);
    await recorder.stop();
    expect(recorder.current).toBeUndefined();
    clock.advance(60_000);
    recorder.start();
    const second = recorder.current;
    clock.advance(200);
    await eventually(async () => (await recorder.list()).length === 2);
    const list = await recorder.list();
    expect(list[0]).toMatchObject({ name: second, events: 0 });
    expect(list[1]).toMatchObject({
      name: recordingNameFrom(1_700_000_000_000),
      events: 3,
      durationMs: 5000,
      startedAt: 1_700_000_000_000,
    });
    expect(list[1]?.bytes).toBeGreaterThan(300);
  });

  it('lists only recordings and hands out only their paths', async () => {
    recorder.start();
    await recorder.stop();
    await writeFile(join(dir, 'recordings', 'other.jsonl'), '{"no":"header"}\n');
    await writeFile(join(dir, 'recordings', 'notes.txt'), 'x');
    expect((await recorder.list()).map(({ name }) => name)).toEqual([recordingNameFrom(1_700_000_000_000)]);
    for (const name of ['../settings.json', '/etc/passwd', 'a/b.jsonl', '..jsonl', ''])
      expect(() => recorder.fileOf(name)).toThrow(/Choose one from the list/);
  });

  it('gathers a flood into few writes and loses nothing of it', async () => {
    recorder.start();
    const name = recorder.current ?? '';
    for (let batch = 0; batch < 100; batch += 1)
      recorder.record(Array.from({ length: 200 }, (_, n) => chatOf(`line ${batch} ${n}`)));
    await recorder.stop();
    expect(recorder.lost).toBe(0);
    expect((await recorder.list()).find((one) => one.name === name)?.events).toBe(20_000);
  });

  it.skipIf(!existsSync('/dev/full'))(
    'goes on when the disk is full, says so with the next step, and writes what it kept once there is room',
    WITHOUT_FULL_DISK,
    async () => {
      recorder.start();
      const name = recorder.current ?? '';
      clock.advance(0);
      await eventually(() => existsSync(recorder.fileOf(name)));
      await recorder.stop();

      // A file on a full disk: opening works, each write fails with ENOSPC.
      clock.advance(1000);
      const full = recordingNameFrom(clock.now());
      await symlink('/dev/full', join(dir, 'recordings', full));
      recorder.start();
      expect(recorder.current).toBe(full);
      recorder.record([chatOf('kept')]);
      clock.advance(200);
      await eventually(() => last()?.reason === 'disk-full');
      expect(last()).toMatchObject({ status: 'degraded' });
      expect(last()?.message).toMatch(/show goes on.*Free some space/);
      recorder.record([chatOf('also kept')]);
      expect(recorder.lost).toBe(0);
    },
  );

  it.skipIf(!existsSync('/dev/full'))(
    'counts what found no room in the buffer while the disk was full',
    WITHOUT_FULL_DISK,
    async () => {
      const full = recordingNameFrom(clock.now());
      await mkdir(join(dir, 'recordings'));
      await symlink('/dev/full', join(dir, 'recordings', full));
      recorder.start();
      const long = 'x'.repeat(2000);
      const event = chatOf(long);
      for (let n = 0; n < 5000; n += 1) recorder.record([event]);
      expect(recorder.lost).toBeGreaterThan(500);
      await recorder.stop();
      expect(recorder.lost).toBe(5000 + 1);
    },
  );

  it('tries again and recovers when the folder can be written later', async () => {
    await writeFile(join(dir, 'recordings'), 'a file in the place of the folder');
    recorder.start();
    const name = recorder.current ?? '';
    recorder.record([chatOf('patience')]);
    clock.advance(200);
    await eventually(() => last()?.status === 'degraded');
    expect(last()?.reason).toBe('recording-failed');
    await unlink(join(dir, 'recordings'));
    clock.advance(5000);
    await eventually(() => last()?.status === 'ready');
    await recorder.stop();
    expect((await recorder.list()).find((one) => one.name === name)?.events).toBe(1);
  });

  it('does nothing with events while it does not record', async () => {
    recorder.record([chatOf('unrecorded')]);
    await recorder.close();
    recorder.start();
    expect(recorder.current).toBeUndefined();
    expect(await recorder.list()).toEqual([]);
  });
});

describe('replaying a recorded room', () => {
  let probe: ConnectorProbe;
  let file: string;
  const header = `${JSON.stringify({ type: 'yingxi-recording', v: 1, startedAt: 1 })}\n`;
  const lineOf = (t: number, event: LiveEvent): string => `${JSON.stringify({ t, event })}\n`;
  const texts = (): string[] => probe.events.map((event) => ('text' in event ? (event.text ?? '') : event.kind));
  beforeEach(() => {
    probe = createConnectorProbe();
    file = join(dir, 'show.jsonl');
  });
  const finished = (): Promise<void> => probe.until(() => probe.lastHealth?.reason === 'replay-finished');

  it('keeps the original timing, or that many times faster', async () => {
    for (const [speed, waitMs] of [
      [1, 10_000],
      [4, 2500],
    ] as const) {
      probe = createConnectorProbe();
      await writeFile(file, header + lineOf(0, chatOf('first')) + lineOf(10_000, chatOf('second')));
      const replay = createReplay({ file, speed }, probe.context);
      replay.start();
      await probe.until(() => probe.events.length === 1);
      await eventually(() => probe.clock.pending > 0);
      probe.clock.advance(waitMs - 1);
      expect(texts()).toEqual(['first']);
      probe.clock.advance(1);
      await finished();
      expect(texts()).toEqual(['first', 'second']);
      expect(replay.progress?.events).toBe(probe.events.length);
      expect(replay.progress?.showMs).toBeGreaterThan(0);
      await replay.close();
    }
  });

  it('goes as fast as it can at speed 0, in batches that let other work in between', async () => {
    await writeFile(file, header + Array.from({ length: 1000 }, (_, n) => lineOf(n * 1000, chatOf(`line ${n}`))).join(''));
    const replay = createReplay({ file, speed: 0 }, probe.context);
    replay.start();
    await eventually(() => {
      probe.clock.advance(0);
      return probe.lastHealth?.reason === 'replay-finished';
    });
    expect(texts()).toEqual(Array.from({ length: 1000 }, (_, n) => `line ${n}`));
    expect(probe.batches).toBe(5);
    await replay.close();
  });

  it('does not read on while nobody lets time pass', async () => {
    await writeFile(file, header + Array.from({ length: 5000 }, (_, n) => lineOf(0, chatOf(`line ${n}`))).join(''));
    const replay = createReplay({ file, speed: 0 }, probe.context);
    replay.start();
    await probe.until(() => probe.events.length === 200);
    for (let n = 0; n < 50; n += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(probe.events).toHaveLength(200);
    await replay.close();
    expect(probe.events).toHaveLength(200);
  });

  it('gives each run new ids and the time of now, and withdrawals the ids of the run', async () => {
    const line = chatOf('hello', { id: 'twitch:abc' });
    await writeFile(file, header + lineOf(0, line) + lineOf(0, retractOf({ targetIds: [line.id] })));
    const ids = new Set<string>();
    for (const _run of [1, 2]) {
      const replay = createReplay({ file, speed: 1 }, probe.context);
      replay.start();
      await finished();
      const [chat, retract] = probe.events.splice(0);
      expect(chat).toMatchObject({ receivedAt: probe.clock.now(), timestamp: probe.clock.now() });
      expect(retract).toMatchObject({ kind: 'retract', targetIds: [chat?.id] });
      ids.add(chat?.id ?? '');
      await replay.close();
      probe.clock.advance(1000);
      probe.health.length = 0;
    }
    expect(ids.size).toBe(2);
  });

  it('skips and counts broken lines, also one torn by a crash at the end', async () => {
    await writeFile(
      file,
      `${header}${lineOf(0, chatOf('good'))}{"t":1,"event":{"kind":"chat"}}\nnot json\n{"t":-5}\n${lineOf(2, chatOf('also good'))}{"t":3,"event":{"v":1,"id":"tor`,
    );
    const replay = createReplay({ file, speed: 1000 }, probe.context);
    replay.start();
    await eventually(() => {
      probe.clock.advance(1);
      return probe.lastHealth?.reason === 'replay-finished';
    });
    expect(texts()).toEqual(['good', 'also good']);
    expect(replay.errors).toEqual({ 'broken-line': 4 });
    expect(probe.lastHealth?.message).toContain('4 broken lines');
    await replay.close();
  });

  it.each([
    ['a file that is none', 'hello\nworld\n', /no Yingxi recording/],
    ['an empty file', '', /empty/],
    ['a missing file', undefined, /cannot be read/],
  ])('fails with a message on %s', async (_what, content, message) => {
    if (content !== undefined) await writeFile(file, content);
    const replay = createReplay({ file, speed: 1 }, probe.context);
    replay.start();
    await probe.until(() => probe.lastHealth?.status === 'failed');
    expect(probe.lastHealth?.message).toMatch(message);
    await replay.close();
  });

  it('tells its progress once a second', async () => {
    await writeFile(file, header + Array.from({ length: 5 }, (_, n) => lineOf(n * 1000, chatOf(`line ${n}`))).join(''));
    const replay = createReplay({ file, speed: 1 }, probe.context);
    replay.start();
    for (const count of [1, 2, 3, 4, 5]) {
      await probe.until(() => probe.events.length === count);
      if (count < 5) await eventually(() => probe.clock.pending > 0);
      probe.clock.advance(1000);
    }
    await finished();
    expect(probe.health.some((health) => health.message?.includes('3 events, 2 s into the show'))).toBe(true);
    await replay.close();
  });

  it('emits nothing after close, in the middle of a wait', async () => {
    await writeFile(file, header + lineOf(0, chatOf('first')) + lineOf(10_000, chatOf('second')));
    const replay = createReplay({ file, speed: 1 }, probe.context);
    replay.start();
    await probe.until(() => probe.events.length === 1);
    await replay.close();
    await replay.close();
    probe.clock.advance(60_000);
    await new Promise((resolve) => setImmediate(resolve));
    expect(texts()).toEqual(['first']);
  });

  it('replays what was recorded, event for event', async () => {
    const clock = createFakeClock();
    const recorder = createRoomRecorder({ dir, clock, logger: silentLogger, report() {} });
    recorder.start();
    const name = recorder.current ?? '';
    const events = Array.from({ length: 30 }, (_, n) => (n % 3 === 0 ? giftOf(n) : chatOf(`line ${n} “quotes” \n 🎉`)));
    for (const event of events) {
      recorder.record([event]);
      clock.advance(10);
    }
    await recorder.close();
    await appendFile(recorder.fileOf(name), '\n');
    const replay = createReplay({ file: recorder.fileOf(name), speed: 100 }, probe.context);
    replay.start();
    await eventually(() => {
      probe.clock.advance(1);
      return probe.lastHealth?.reason === 'replay-finished';
    });
    const bare = (event: LiveEvent) => ({ ...event, id: '', timestamp: 0, receivedAt: 0 });
    expect(probe.events.map(bare)).toEqual(events.map(bare));
    await replay.close();
    expect(recordedEventFromLine('x'.repeat(300_000))).toBeUndefined();
  });
});
