import { describe, expect, it } from 'vitest';
import type { EngineModel, EngineSession, EngineStream, InferenceEngine } from '#main/inference/inference.types.ts';
import { StudioError } from '#shared/errors.ts';
import type { Provider } from '#shared/inference/model-manifest.ts';
import { createInferenceServer } from './inference-server.ts';
import { type InferenceReply, MAX_WAITING_CALLS, type WorkerModel } from './protocol.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const idle = async (): Promise<void> => {
  for (let i = 0; i < 400; i++) await turn();
};

/** An engine whose models echo what they are told to, with sessions that exist by name only; what it did is in `log`. */
function setUp(broken: readonly Provider[] = []) {
  const log: string[] = [];
  const replies: InferenceReply[] = [];
  const model = (key: string, session: EngineSession): EngineModel => ({
    async run(_op, input, emit, signal) {
      const words = String(input).split(' ');
      for (const word of words) {
        await turn();
        if (signal.aborted) return { soundSeconds: 0 };
        if (word === 'fail') throw new Error('the driver was lost');
        if (word === 'refuse') throw new StudioError('invalid-input', 'cannot say that');
        log.push(`${key} ${word} on ${session.provider}`);
        emit(word);
      }
      return { soundSeconds: 1 };
    },
    stream: (_op, _input, emit): EngineStream => ({
      async push(samples) {
        await turn();
        if (samples[0] === 99) throw new Error('too loud');
        emit(samples.length);
      },
      async tell(message) {
        emit(message);
      },
      close: () => void log.push(`${key} stream closed`),
    }),
    release: async () => void log.push(`${key} released`),
  });
  const engine: InferenceEngine = {
    async load(source, context) {
      log.push(`${source.key} loaded`);
      return model(source.key, await context.session('file'));
    },
  };
  const server = createInferenceServer({
    openEngine: async () => engine,
    async createSession({ providers, onFallBack }) {
      const at = providers.findIndex((provider) => !broken.includes(provider));
      for (let i = 0; i < at; i++) onFallBack(providers[i] ?? 'cpu', providers[i + 1] ?? 'cpu', 'broken');
      return {
        provider: providers[at] ?? 'cpu',
        inputNames: [],
        outputNames: [],
        run: async () => ({}),
        release: async () => {},
      };
    },
    threads: 1,
    memoryBytes: () => 0,
    post: (reply) => void replies.push(reply),
  });
  const send = (
    type: 'run' | 'load' | 'open',
    id: number,
    input = 'word',
    over: Partial<WorkerModel> & { priority?: number } = {},
  ) => {
    const { priority = 0, ...rest } = over;
    const wanted = { key: 'm', engine: 'piper', files: {}, options: {}, providers: ['cpu'], ...rest };
    server.receive({ type, id, priority, op: 'say', input, model: wanted });
  };
  const of = (id: number) => replies.filter((reply) => 'id' in reply && reply.id === id);
  const kinds = (id: number) => of(id).map((reply) => (reply.type === 'event' ? reply.event : reply.type));
  return { server, log, replies, send, of, kinds };
}

describe('createInferenceServer', () => {
  it('loads a model once, then works off calls by priority and age', async () => {
    const { send, log, kinds } = setUp();
    send('run', 1, 'one two');
    send('run', 2, 'later', { priority: 50 });
    send('run', 3, 'now', { priority: 10 });
    send('run', 4, 'too', { priority: 10 });
    await idle();
    expect(log).toEqual(['m loaded', 'm one on cpu', 'm two on cpu', 'm now on cpu', 'm too on cpu', 'm later on cpu']);
    expect(kinds(1)).toEqual(['loading', 'started', 'one', 'two', 'done']);
    expect(kinds(3)).toEqual(['started', 'now', 'done']);
  });

  it('hears a cancel between two pieces of work, says no more of it but its end, and forgets calls that wait', async () => {
    const { server, send, log, kinds } = setUp();
    send('run', 1, 'a b c d e f g h i j');
    send('run', 2, 'never');
    send('run', 3, 'next');
    for (let i = 0; i < 6; i++) await turn();
    server.receive({ type: 'cancel', id: 2 });
    server.receive({ type: 'cancel', id: 1 });
    const heard = kinds(1).length;
    await idle();
    expect(log.length).toBeLessThan(8);
    expect(kinds(1).slice(heard)).toEqual(['done']);
    expect(kinds(2)).toEqual([]);
    expect(kinds(3)).toEqual(['started', 'next', 'done']);
  });

  it('fails calls beyond its bound at once', async () => {
    const { send, of } = setUp();
    for (let id = 1; id <= MAX_WAITING_CALLS + 1; id++) send('run', id);
    expect(of(MAX_WAITING_CALLS + 1)).toEqual([
      { type: 'failed', id: MAX_WAITING_CALLS + 1, code: 'voice', message: expect.stringContaining('64 calls are waiting') },
    ]);
    await idle();
    expect(of(MAX_WAITING_CALLS).at(-1)?.type).toBe('done');
  });

  it('moves a model to the next provider when it fails while running, and not when the input was wrong', async () => {
    const { send, replies, log, of } = setUp();
    const providers: Provider[] = ['webgpu', 'cpu'];
    send('run', 1, 'refuse', { providers });
    send('run', 2, 'fail', { providers });
    send('run', 3, 'again', { providers });
    await idle();
    expect(of(1).at(-1)).toMatchObject({ code: 'invalid-input' });
    expect(of(2).at(-1)).toMatchObject({ code: 'voice', message: 'the driver was lost' });
    expect(log).toEqual(['m loaded', 'm released', 'm loaded', 'm again on cpu']);
    expect(replies.filter((reply) => reply.type === 'fell-back')).toEqual([
      { type: 'fell-back', key: 'm', from: 'webgpu', to: 'cpu', why: 'the driver was lost' },
    ]);
  });

  it('tells of every provider that could not load a model', async () => {
    const { send, replies, log } = setUp(['webgpu', 'cuda']);
    send('run', 1, 'x', { providers: ['webgpu', 'cuda', 'cpu'] });
    await idle();
    expect(log.at(-1)).toBe('m x on cpu');
    expect(replies.filter((reply) => reply.type === 'fell-back').map(({ from, to }) => `${from} → ${to}`)).toEqual([
      'webgpu → cuda',
      'cuda → cpu',
    ]);
  });

  it('loads a model anew when it is wanted on other providers or with other files, and keeps it otherwise', async () => {
    const { send, log } = setUp();
    send('load', 1, '', { providers: ['cpu'] });
    send('load', 2, '', { providers: ['cpu'] });
    send('load', 3, '', { providers: ['webgpu', 'cpu'] });
    send('load', 4, '', { providers: ['webgpu', 'cpu'], files: { model: 'other' } });
    await idle();
    expect(log).toEqual(['m loaded', 'm released', 'm loaded', 'm released', 'm loaded']);
  });

  it('keeps eight models and lets go of the one unused for longest', async () => {
    const { send, log } = setUp();
    for (let id = 0; id < 8; id++) send('load', id, '', { key: `m${id}` });
    send('load', 8, '', { key: 'm0' });
    send('load', 9, '', { key: 'new' });
    await idle();
    expect(log.filter((line) => line.endsWith('released'))).toEqual(['m1 released']);
  });

  it('gives a stream its sound and words in order, from before it was open on, and acknowledges them', async () => {
    const { server, send, kinds, of } = setUp();
    send('open', 1);
    server.receive({ type: 'push', id: 1, samples: new Float32Array(3) });
    server.receive({ type: 'tell', id: 1, message: 'flush' });
    server.receive({ type: 'push', id: 1, samples: new Float32Array(5) });
    await idle();
    expect(kinds(1)).toEqual(['loading', 'started', 3, 'taken', 'flush', 'taken', 5, 'taken']);
    expect(
      of(1)
        .filter((reply) => reply.type === 'taken')
        .map(({ samples }) => samples),
    ).toEqual([3, 0, 5]);
  });

  it('keeps a model while a stream uses it, and drops sound that waits when the stream is closed', async () => {
    const { server, send, log, kinds } = setUp();
    send('open', 1);
    await idle();
    server.receive({ type: 'unload', key: 'm' });
    await idle();
    expect(log).toEqual(['m loaded']);
    server.receive({ type: 'push', id: 1, samples: new Float32Array(2) });
    server.receive({ type: 'push', id: 1, samples: new Float32Array(2) });
    server.receive({ type: 'close', id: 1 });
    await idle();
    expect(log).toEqual(['m loaded', 'm stream closed', 'm released']);
    expect(kinds(1)).toEqual(['loading', 'started', 'done']);
  });

  it('ends a stream whose engine fails and leaves the others alone', async () => {
    const { server, send, kinds } = setUp();
    send('open', 1);
    send('open', 2);
    server.receive({ type: 'push', id: 1, samples: Float32Array.of(99) });
    server.receive({ type: 'push', id: 1, samples: Float32Array.of(1) });
    server.receive({ type: 'push', id: 2, samples: Float32Array.of(1) });
    await idle();
    expect(kinds(1)).toEqual(['loading', 'started', 'failed']);
    expect(kinds(2)).toEqual(['started', 1, 'taken']);
  });

  it('passes over nonsense', async () => {
    const { server, send, kinds } = setUp();
    for (const nonsense of [
      undefined,
      'x',
      { type: 'run', id: 1 },
      { type: 'push', id: 5, samples: [1] },
      { type: 'close', id: 77 },
    ])
      server.receive(nonsense);
    send('run', 2, 'fine');
    await idle();
    expect(kinds(2).at(-1)).toBe('done');
  });
});
