import { afterEach, describe, expect, it, vi } from 'vitest';
import type { SynthesisRequest } from '#main/speech/speech.types.ts';
import { MAX_WAITING_REQUESTS, type VoiceReply } from './voice-protocol.ts';
import { createVoiceServer } from './voice-server.ts';
import type { WorkerEngine } from './worker-engine.ts';

const request: SynthesisRequest = { text: 'hello', language: 'en', voice: '', rate: 1, pitch: 0, emotion: 'neutral' };
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** An engine of `pieces` pieces; each says its text's first letter and number. */
function setUp(pieces = 3, samplesPerPiece = 8) {
  const said: string[] = [];
  const replies: VoiceReply[] = [];
  let begin = (): void => {};
  const engine: WorkerEngine = {
    voices: [],
    async warmUp(language) {
      said.push(`warm ${language}`);
    },
    async pieces({ text }, emit) {
      if (text === 'broken') throw new Error('cannot say that');
      emit({ type: 'format', sampleRateHz: 8000 });
      return Array.from({ length: pieces }, (_, i) => () => {
        said.push(`${text} ${i}`);
        if (text !== 'silence') emit({ type: 'pcm', samples: new Float32Array(samplesPerPiece) });
      });
    },
  };
  const opened = new Promise<WorkerEngine>((resolve) => {
    begin = () => resolve(engine);
  });
  const server = createVoiceServer({ open: () => opened, post: (reply) => void replies.push(reply), exit() {} });
  const idle = async (): Promise<void> => {
    for (let i = 0; i < 60; i++) await turn();
  };
  const synthesize = (id: number, text: string, priority = 0): void =>
    server.receive({ type: 'synthesize', id, priority, request: { ...request, text } });
  return { server, said, replies, begin: () => begin(), idle, synthesize };
}

describe('createVoiceServer', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('makes the sound of a long text little by little, the first words of the next answer at once', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    // Pieces of one second each.
    const { server, said, begin, idle, synthesize } = setUp(20, 8000);
    begin();
    await idle();
    synthesize(1, 'long');
    await idle();
    expect(said.length).toBeLessThan(4);
    await vi.advanceTimersByTimeAsync(500);
    await idle();
    expect(said.length).toBeGreaterThan(4);
    expect(said.length).toBeLessThan(10);
    server.receive({ type: 'cancel', id: 1 });
    synthesize(2, 'next');
    await idle();
    expect(said.at(-1)).toContain('next');
  });

  it('keeps requests that come before the engine is open, and serves the most urgent first', async () => {
    const { said, begin, idle, synthesize } = setUp(1);
    synthesize(1, 'late', 5);
    synthesize(2, 'next', 1);
    synthesize(3, 'first', 0);
    begin();
    await idle();
    expect(said).toEqual(['first 0', 'next 0', 'late 0']);
  });

  it('hears a cancel between two pieces and says no more of that sentence', async () => {
    const { server, said, replies, begin, idle, synthesize } = setUp(50);
    begin();
    await idle();
    synthesize(1, 'long');
    synthesize(2, 'next', 1);
    while (said.length < 2) await turn();
    server.receive({ type: 'cancel', id: 1 });
    const before = replies.filter((reply) => 'id' in reply && reply.id === 1).length;
    await idle();
    await idle();
    expect(said.filter((piece) => piece.startsWith('long')).length).toBeLessThan(10);
    expect(replies.filter((reply) => 'id' in reply && reply.id === 1)).toHaveLength(before);
    expect(replies.at(-1)).toEqual({ type: 'done', id: 2 });
  });

  it('drops a cancelled sentence that still waits', async () => {
    const { server, said, begin, idle, synthesize } = setUp(1);
    synthesize(1, 'a');
    synthesize(2, 'b');
    server.receive({ type: 'cancel', id: 1 });
    begin();
    await idle();
    expect(said).toEqual(['b 0']);
  });

  it('fails what its queue cannot hold, what the engine cannot say, and what makes no sound', async () => {
    const { replies, begin, idle, synthesize } = setUp(1);
    for (let id = 1; id <= MAX_WAITING_REQUESTS; id++) synthesize(id, 'x');
    synthesize(99, 'too many');
    expect(replies).toEqual([{ type: 'failed', id: 99, message: expect.stringContaining('64 sentences waiting') }]);
    begin();
    await idle();
    await idle();
    synthesize(100, 'broken');
    synthesize(101, 'silence');
    await idle();
    expect(replies).toContainEqual({ type: 'failed', id: 100, message: 'cannot say that' });
    expect(replies.at(-1)).toMatchObject({ type: 'failed', id: 101, message: expect.stringContaining('no sound') });
  });

  it('answers a ping, warms up, and passes over nonsense', async () => {
    const { server, said, replies, begin, idle } = setUp();
    begin();
    await idle();
    for (const nonsense of [undefined, 'x', { type: 'synthesize', id: 1 }, { type: 'launch' }]) server.receive(nonsense);
    server.receive({ type: 'ping', id: 5 });
    server.receive({ type: 'warm-up', id: 6, language: 'ja' });
    await idle();
    expect(replies).toEqual([
      { type: 'ready', voices: [] },
      { type: 'pong', id: 5 },
      { type: 'done', id: 6 },
    ]);
    expect(said).toEqual(['warm ja']);
  });

  it('says why the engine is not there, then leaves', async () => {
    const replies: VoiceReply[] = [];
    let left = (): void => {};
    const gone = new Promise<void>((resolve) => {
      left = resolve;
    });
    createVoiceServer({
      open: () => Promise.reject(new Error('not installed')),
      post: (reply) => void replies.push(reply),
      exit: () => left(),
    });
    await gone;
    expect(replies).toEqual([{ type: 'unavailable', reason: 'not installed' }]);
  });
});
