import { describe, expect, it } from 'vitest';
import type { WorkerJob } from '#main/platform/worker-client.ts';
import { createInferenceStream } from './inference-stream.ts';
import { STREAM_CREDIT_SAMPLES } from './worker/protocol.ts';

function setUp() {
  const posted: { type: string; samples?: Float32Array; message?: unknown }[] = [];
  let closed = 0;
  const source = createInferenceStream(() => closed++);
  const never: AsyncIterable<unknown> = { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) };
  const job: WorkerJob<unknown> = {
    id: 7,
    events: never,
    post: (message) => void posted.push(message as (typeof posted)[number]),
    expect() {},
    cancel: (message) => void posted.push(message as (typeof posted)[number]),
    fail() {},
  };
  const firsts = () => posted.map(({ type, samples, message }) => (type === 'push' ? samples?.[0] : (message ?? type)));
  return { ...source, source, posted, job, firsts, closed: () => closed };
}
const sound = (first: number, length: number): Float32Array => new Float32Array(length).fill(first);

describe('createInferenceStream', () => {
  it('keeps sound and words until the process has room, in their order', () => {
    const { stream, start, job, firsts } = setUp();
    stream.push(sound(1, 10));
    stream.tell('flush');
    stream.push(sound(2, 10));
    expect(firsts()).toEqual([]);
    start(job);
    expect(firsts()).toEqual([1, 'flush', 2]);
  });

  it('has no more under way than its credit, and sends on as the process works off', () => {
    const { source, stream, job, posted } = setUp();
    source.start(job);
    for (let i = 0; i < 10; i++) stream.push(sound(i, STREAM_CREDIT_SAMPLES / 2));
    expect(posted).toHaveLength(2);
    source.taken(STREAM_CREDIT_SAMPLES / 2);
    expect(posted).toHaveLength(3);
    expect(source.isIdle).toBe(false);
    for (let i = 0; i < 9; i++) source.taken(STREAM_CREDIT_SAMPLES / 2);
    expect(posted).toHaveLength(10);
    expect(source.isIdle).toBe(true);
  });

  it('drops the oldest sound that a process cannot keep up with, counts it, and drops no word', () => {
    const { source, stream, job, firsts } = setUp();
    stream.tell('first');
    for (let i = 0; i < 100; i++) stream.push(sound(i, 1000));
    expect(stream.droppedSamples).toBe(20_000);
    source.start(job);
    expect(firsts().slice(0, 2)).toEqual(['first', 20]);
  });

  it('tells the process when it is closed, once, and takes nothing any more', () => {
    const { source, stream, job, posted, closed } = setUp();
    source.start(job);
    stream.close();
    stream.close();
    stream.push(sound(1, 10));
    expect(posted.map(({ type }) => type)).toEqual(['close']);
    expect(closed()).toBe(1);
  });

  it('ends its events with the failure of the process', async () => {
    const { source, stream, job } = setUp();
    source.start(job);
    source.fail(new Error('gone'));
    await expect(stream.events[Symbol.asyncIterator]().next()).rejects.toThrow('gone');
  });
});
