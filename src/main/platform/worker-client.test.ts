import { describe, expect, it } from 'vitest';
import { StudioError } from '#shared/errors.ts';
import type { HealthReport } from '#shared/health.ts';
import { createFakeClock } from '../../../tests/fakes/fake-clock.ts';
import type { WorkerLink } from './host.ts';
import { silentLogger } from './logger.ts';
import { createWorkerClient, type WorkerNews } from './worker-client.ts';

interface FakeProcess {
  readonly posted: unknown[];
  readonly isKilled: () => boolean;
  say(news: WorkerNews<string>): void;
  die(): void;
}

function setUp(options: { readonly answersCancelled?: boolean; readonly idleMs?: number } = {}) {
  const clock = createFakeClock();
  const processes: FakeProcess[] = [];
  const reports: HealthReport[] = [];
  const client = createWorkerClient<string>({
    title: 'the test process',
    jobs: 'jobs',
    advice: 'do something else',
    hang: 'stopped working',
    reasons: { lost: 'lost', absent: 'absent' },
    spawn: () => {
      const [link, process] = fakeProcess();
      processes.push(process);
      return link;
    },
    read: (message) => message as WorkerNews<string>,
    answersCancelled: options.answersCancelled ?? false,
    clock,
    logger: silentLogger,
    report: (health) => void reports.push(health),
    maxJobs: 4,
    idleMs: options.idleMs,
  });
  const send = (firstMs: number | 'listens' = 1000) =>
    client.send((id) => ({ job: id }), { firstMs: firstMs === 'listens' ? undefined : firstMs, nextMs: 500 });
  const newest = (): FakeProcess => {
    const process = processes.at(-1);
    if (!process) throw new Error('nothing was started');
    return process;
  };
  const ready = async (): Promise<void> => {
    const settled = client.settled();
    newest().say({ kind: 'ready' });
    await settled;
  };
  return { client, clock, processes, reports, send, newest, ready };
}

function fakeProcess(): [WorkerLink, FakeProcess] {
  const posted: unknown[] = [];
  let listener: (message: unknown) => void = () => {};
  const exits: ((code: number | null) => void)[] = [];
  let isKilled = false;
  const die = (): void => {
    // Electron tells 0 of a process that aborted.
    for (const exit of exits.splice(0)) exit(0);
  };
  const link: WorkerLink = {
    pid: 1,
    post: (message) => void posted.push(message),
    onMessage: (next) => {
      listener = next;
    },
    onExit: (exit) => void exits.push(exit),
    kill() {
      isKilled = true;
      die();
    },
  };
  return [link, { posted, isKilled: () => isKilled, say: (news) => listener(news), die }];
}

const outcome = async (events: AsyncIterable<string>): Promise<readonly string[] | StudioError> => {
  const seen: string[] = [];
  try {
    for await (const event of events) seen.push(event);
    return seen;
  } catch (error) {
    if (error instanceof StudioError) return error;
    throw error;
  }
};

describe('createWorkerClient', () => {
  it('calls an exit a crash whatever its code says', async () => {
    const { send, newest, ready, reports } = setUp();
    await ready();
    const { events } = send();
    newest().die();
    expect(await outcome(events)).toMatchObject({ code: 'voice' });
    expect(reports.some((report) => report.status === 'degraded' && report.reason === 'lost')).toBe(true);
  });

  it('lets a job wait as long as another one is worked on, and watches only the one at work', async () => {
    const { clock, send, newest, ready } = setUp();
    await ready();
    const first = send();
    const second = send();
    for (let i = 0; i < 10; i++) {
      newest().say({ kind: 'busy', id: first.id, quietMs: 5000 });
      clock.advance(4999);
    }
    expect(newest().isKilled()).toBe(false);
    newest().say({ kind: 'done', id: first.id });
    clock.advance(999);
    expect(newest().isKilled()).toBe(false);
    clock.advance(1);
    expect(await outcome(second.events)).toMatchObject({
      code: 'timeout',
      message: 'the test process gave no answer within 1 s in the middle of its work',
    });
  });

  it('tells the hang of a job at work from the silence before it', async () => {
    const { clock, send, newest, ready } = setUp();
    await ready();
    const job = send();
    newest().say({ kind: 'busy', id: job.id });
    clock.advance(500);
    expect(await outcome(job.events)).toMatchObject({ code: 'timeout', message: expect.stringContaining('stopped working') });
  });

  it('expects nothing of a job that listens until something is sent to it', async () => {
    const { client, clock, send, newest, ready } = setUp();
    await ready();
    const stream = send('listens');
    newest().say({ kind: 'idle', id: stream.id });
    clock.advance(100_000);
    expect(client.state).toBe('ready');
    stream.expect(200);
    clock.advance(200);
    expect(client.crashes).toBe(1);
  });

  it('keeps watching a process that still is at cancelled work, where that work says its end', async () => {
    const { clock, processes, send, newest, ready } = setUp({ answersCancelled: true });
    await ready();
    const job = send();
    newest().say({ kind: 'busy', id: job.id });
    job.cancel('stop');
    clock.advance(499);
    newest().say({ kind: 'done', id: job.id });
    clock.advance(10_000);
    expect(processes).toHaveLength(1);
    const next = send();
    newest().say({ kind: 'busy', id: next.id });
    next.cancel('stop');
    clock.advance(500);
    expect(processes).toHaveLength(2);
  });

  it('takes the loss of a process that had run for a minute as the first one', async () => {
    const { client, clock, processes, newest, ready } = setUp();
    await ready();
    newest().die();
    await ready();
    clock.advance(60_000);
    newest().die();
    expect(processes).toHaveLength(3);
    expect(client.crashes).toBe(1);
    await ready();
    newest().die();
    expect(client.state).toBe('waiting');
  });

  it('ends a process that does not become ready, and one that is idle, but none that has a job', async () => {
    const { client, clock, processes, send, newest, ready } = setUp({ idleMs: 1000 });
    void client.settled();
    clock.advance(20_000);
    expect(processes).toHaveLength(2);
    await ready();
    const job = send('listens');
    clock.advance(5000);
    expect(client.state).toBe('ready');
    job.cancel('stop');
    expect(newest().posted.at(-1)).toBe('stop');
    clock.advance(1000);
    expect(client.state).toBe('stopped');
    expect(newest().isKilled()).toBe(true);
  });

  it('passes nothing on of a process that is not its own any more', async () => {
    const { processes, send, newest, ready } = setUp();
    await ready();
    const lost = send();
    newest().die();
    await ready();
    const job = send();
    const events = outcome(job.events);
    processes[0]?.say({ kind: 'event', id: job.id, event: 'from the dead' });
    newest().say({ kind: 'event', id: job.id, event: 'alive' });
    newest().say({ kind: 'done', id: job.id });
    expect(await events).toEqual(['alive']);
    expect(await outcome(lost.events)).toBeInstanceOf(StudioError);
  });

  it('refuses jobs beyond its bound and after its end, and ends only once', async () => {
    const { client, send, ready } = setUp();
    await ready();
    const jobs = [send(), send(), send(), send()];
    expect(() => send()).toThrow(/4 jobs waiting/);
    await Promise.all([client.close(), client.close()]);
    for (const job of jobs) expect(await outcome(job.events)).toMatchObject({ code: 'cancelled' });
    expect(() => send()).toThrow(/closed/);
  });
});
