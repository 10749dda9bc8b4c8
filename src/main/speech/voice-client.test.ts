import { describe, expect, it } from 'vitest';
import type { Clock, WorkerLink } from '#main/platform/host.ts';
import { silentLogger } from '#main/platform/logger.ts';
import type { HealthReport } from '#shared/health.ts';
import type { SynthesisEvent, SynthesisRequest } from './speech.types.ts';
import { createVoiceClient } from './voice-client.ts';
import { MAX_WAITING_REQUESTS, type VoiceRequest, voiceRequestSchema } from './worker/voice-protocol.ts';

/** Time that stands still until a test moves it. */
function fakeClock(): Clock & { advance(ms: number): void } {
  let now = 0;
  let tasks: { at: number; task: () => void }[] = [];
  return {
    now: () => now,
    after(delayMs, task) {
      const entry = { at: now + delayMs, task };
      tasks.push(entry);
      return () => {
        tasks = tasks.filter((other) => other !== entry);
      };
    },
    advance(ms) {
      now += ms;
      for (let due = tasks.find((entry) => entry.at <= now); due; due = tasks.find((entry) => entry.at <= now)) {
        const { task } = due;
        tasks = tasks.filter((entry) => entry !== due);
        task();
      }
    },
  };
}

interface FakeProcess {
  readonly posted: VoiceRequest[];
  readonly killed: () => boolean;
  say(message: unknown): void;
  die(): void;
}

function setUp(idleMs?: number) {
  const clock = fakeClock();
  const reports: HealthReport[] = [];
  const processes: FakeProcess[] = [];
  const spawnWorker = (): WorkerLink => {
    const posted: VoiceRequest[] = [];
    let onMessage: (message: unknown) => void = () => {};
    const onExit: ((code: number | null) => void)[] = [];
    let killed = false;
    const die = (): void => {
      for (const listener of onExit.splice(0)) listener(0);
    };
    processes.push({ posted, killed: () => killed, say: (message) => onMessage(message), die });
    return {
      pid: processes.length,
      post: (message) => void posted.push(voiceRequestSchema.parse(message)),
      onMessage: (listener) => {
        onMessage = listener;
      },
      onExit: (listener) => void onExit.push(listener),
      kill() {
        killed = true;
        die();
      },
    };
  };
  const client = createVoiceClient({
    engine: 'espeak',
    about: { languages: ['en'], exactTiming: true, licence: '' },
    spawnWorker,
    clock,
    logger: silentLogger,
    report: (health) => void reports.push(health),
    idleMs,
  });
  return { client, clock, reports, processes };
}

const request: SynthesisRequest = { text: 'hello', language: 'en', voice: '', rate: 1, pitch: 0, emotion: 'neutral' };
const settle = async (): Promise<void> => {
  for (let i = 0; i < 20; i++) await Promise.resolve();
};
async function collect(source: AsyncIterable<SynthesisEvent>): Promise<string[]> {
  const seen: string[] = [];
  for await (const event of source) seen.push(event.type);
  return seen;
}
const never = new AbortController().signal;
const ready = { type: 'ready', voices: [{ id: 'v', name: 'V', language: 'en' }] };

describe('createVoiceClient', () => {
  it('starts the process with the first request and passes its sound on', async () => {
    const { client, processes } = setUp();
    expect(processes).toHaveLength(0);
    const sound = collect(client.synthesize(request, 0, never));
    await settle();
    processes[0]!.say(ready);
    await settle();
    const { id } = processes[0]!.posted[0]!;
    for (const message of [
      { type: 'format', sampleRateHz: 22_050 },
      { type: 'cues', visemes: [], words: [] },
      { type: 'pcm', samples: new Float32Array(10) },
      { type: 'done' },
    ])
      processes[0]!.say({ ...message, id });
    expect(await sound).toEqual(['format', 'cues', 'pcm']);
  });

  it('starts a dead process again at once the first time, then after 1, 2, 4 s, failing requests meanwhile', async () => {
    const { client, clock, processes, reports } = setUp();
    void client.describe();
    processes[0]!.say(ready);
    const cut = collect(client.synthesize(request, 0, never));
    await settle();
    processes[0]!.die();
    await expect(cut).rejects.toMatchObject({ code: 'voice' });
    expect(processes).toHaveLength(2);
    processes[1]!.die();
    expect(processes).toHaveLength(2);
    await expect(collect(client.synthesize(request, 0, never))).rejects.toMatchObject({ code: 'voice' });
    clock.advance(999);
    expect(processes).toHaveLength(2);
    clock.advance(1);
    expect(processes).toHaveLength(3);
    processes[2]!.die();
    clock.advance(1999);
    expect(processes).toHaveLength(3);
    clock.advance(1);
    expect(processes).toHaveLength(4);
    expect(reports.at(-2)).toMatchObject({ status: 'failed', reason: 'voice-process-lost' });
    await client.close();
  });

  it('is well again after a finished sentence: the next crash restarts at once', async () => {
    const { client, processes, reports } = setUp();
    void client.describe();
    processes[0]!.die();
    processes[1]!.say(ready);
    const sound = collect(client.synthesize(request, 0, never));
    await settle();
    processes[1]!.say({ type: 'done', id: processes[1]!.posted[0]!.id });
    await sound;
    expect(reports.at(-1)).toEqual({ status: 'ready' });
    processes[1]!.die();
    expect(processes).toHaveLength(3);
    await client.close();
  });

  it('kills a process that makes no sound within 5 s, or stops in mid-sentence', async () => {
    const { client, clock, processes } = setUp();
    void client.describe();
    processes[0]!.say(ready);
    const silent = collect(client.synthesize(request, 0, never));
    await settle();
    clock.advance(4999);
    expect(processes[0]!.killed()).toBe(false);
    clock.advance(1);
    expect(processes[0]!.killed()).toBe(true);
    await expect(silent).rejects.toThrow(/no answer within 5 s/);
    processes[1]!.say(ready);
    const halting = collect(client.synthesize(request, 0, never));
    await settle();
    processes[1]!.say({ type: 'format', id: processes[1]!.posted[0]!.id, sampleRateHz: 22_050 });
    clock.advance(5000);
    await expect(halting).rejects.toThrow(/stopped making sound/);
    await client.close();
  });

  it('cancels in the process when the signal aborts, and ignores what comes after', async () => {
    const { client, processes } = setUp();
    void client.describe();
    processes[0]!.say(ready);
    const stop = new AbortController();
    const sound = collect(client.synthesize(request, 3, stop.signal));
    await settle();
    stop.abort();
    await expect(sound).rejects.toMatchObject({ code: 'cancelled' });
    const [synthesize, cancel] = processes[0]!.posted;
    expect(synthesize).toMatchObject({ type: 'synthesize', priority: 3 });
    expect(cancel).toEqual({ type: 'cancel', id: synthesize!.id });
    processes[0]!.say({ type: 'pcm', id: synthesize!.id, samples: new Float32Array(10) });
  });

  it('says why an engine is not there and starts no more processes', async () => {
    const { client, processes, reports } = setUp();
    const about = client.describe();
    processes[0]!.say({ type: 'unavailable', reason: 'eSpeak NG is not installed: run npm install' });
    expect(await about).toMatchObject({ available: false, reason: 'eSpeak NG is not installed: run npm install' });
    await expect(collect(client.synthesize(request, 0, never))).rejects.toMatchObject({ code: 'unavailable' });
    expect(processes).toHaveLength(1);
    expect(reports.at(-1)).toMatchObject({ status: 'off', reason: 'voice-not-installed' });
  });

  it('survives nonsense from the process', async () => {
    const { client, processes } = setUp();
    const about = client.describe();
    for (const nonsense of [undefined, 'x', { type: 'pcm', id: 1, samples: [1, 2] }, { type: 'ready' }, { type: 'done', id: 99 }])
      processes[0]!.say(nonsense);
    processes[0]!.say(ready);
    expect((await about).available).toBe(true);
  });

  it('refuses more sentences than its bound', async () => {
    const { client, processes } = setUp();
    void client.describe();
    processes[0]!.say(ready);
    const waiting = Array.from({ length: MAX_WAITING_REQUESTS }, () =>
      collect(client.synthesize(request, 0, new AbortController().signal)),
    );
    await settle();
    await expect(collect(client.synthesize(request, 0, never))).rejects.toThrow(/64 sentences waiting/);
    await client.close();
    for (const sound of waiting) await expect(sound).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('ends an idle process and starts it again when it is needed', async () => {
    const { client, clock, processes, reports } = setUp(60_000);
    const about = client.describe();
    processes[0]!.say(ready);
    await about;
    clock.advance(60_000);
    expect(processes[0]!.killed()).toBe(true);
    expect((await client.describe()).available).toBe(true);
    expect(processes).toHaveLength(1);
    const sound = collect(client.synthesize(request, 0, never));
    await settle();
    expect(processes).toHaveLength(2);
    processes[1]!.say(ready);
    await settle();
    processes[1]!.say({ type: 'done', id: processes[1]!.posted[0]!.id });
    await sound;
    expect(reports.every((report) => report.status !== 'degraded')).toBe(true);
  });

  it('closes twice without harm and leaves no process', async () => {
    const { client, processes } = setUp();
    void client.describe();
    processes[0]!.say(ready);
    await client.close();
    await client.close();
    expect(processes[0]!.killed()).toBe(true);
    expect(processes).toHaveLength(1);
  });
});
