import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildInferenceWorker, type InferenceRig, inferenceRig, probeSource } from '../../../tests/support/inference.ts';
import { noise } from '../../../tests/support/onnx-graph.ts';
import { piperModel, slowModel } from '../../../tests/support/onnx-models.ts';
import type { ProbeInput } from './engines/probe.ts';
import { INFERENCE_PRIORITY, type InferenceCall } from './inference.types.ts';
import { MAX_WAITING_CALLS } from './worker/protocol.ts';

let file: string;
let folder: string;
let rig: InferenceRig;
const never = new AbortController().signal;

const piperInput = (symbols: number): ProbeInput => ({
  times: 1,
  feeds: {
    input: { type: 'int64', dims: [1, symbols], data: BigInt64Array.from({ length: symbols }, (_, i) => BigInt(i)) },
    input_lengths: { type: 'int64', dims: [1], data: BigInt64Array.of(BigInt(symbols)) },
    scales: { type: 'float32', dims: [3], data: Float32Array.of(0.667, 1, 0.8) },
  },
});
/** About `times` × 20 … 100 ms of work that blocks. */
const slowInput = (times: number): ProbeInput => ({
  times,
  feeds: { x: { type: 'float32', dims: [256, 256], data: noise(256 * 256, 1, 0.01) } },
});

const call = (over: Partial<InferenceCall> = {}): InferenceCall => ({
  role: 'voice',
  model: probeSource('piper', join(folder, 'piper.onnx')),
  op: 'run',
  input: piperInput(5),
  priority: INFERENCE_PRIORITY.speech,
  signal: never,
  timeoutMs: 20_000,
  ...over,
});
const slow = (times: number, over: Partial<InferenceCall> = {}): InferenceCall =>
  call({ model: probeSource('slow', join(folder, 'slow.onnx')), input: slowInput(times), ...over });

async function collect(wanted: InferenceCall): Promise<unknown[]> {
  const events: unknown[] = [];
  for await (const event of rig.inference.run(wanted)) events.push(event);
  return events;
}
/** Resolves with the first event of a call that goes on. */
async function begun(wanted: InferenceCall): Promise<{ readonly rest: Promise<number> }> {
  const events = rig.inference.run(wanted)[Symbol.asyncIterator]();
  await events.next();
  const rest = async (): Promise<number> => {
    let count = 1;
    while (!(await events.next()).done) count++;
    return count;
  };
  const promise = rest();
  promise.catch(() => {});
  return { rest: promise };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yingxi-inference-'));
  await writeFile(join(folder, 'piper.onnx'), piperModel());
  await writeFile(join(folder, 'slow.onnx'), slowModel(20));
  await writeFile(join(folder, 'broken.onnx'), 'this is no model');
  file = await buildInferenceWorker('inference-client');
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => rig.inference.close());

describe('createInference, with real processes', () => {
  it('starts a process with the first call, loads the model there and tells what it cost', async () => {
    rig = inferenceRig(file);
    expect(rig.processes).toHaveLength(0);
    const [event] = await collect(call());
    expect(event).toMatchObject({ output: expect.any(Float32Array) });
    expect((event as { output: Float32Array }).output).toHaveLength(5 * 1280);
    await collect(call());
    expect(rig.processes).toHaveLength(1);
    const view = await changed(() => rig.inference.view.get().models.find((model) => model.runs === 2));
    expect(view).toMatchObject({ key: 'piper', role: 'voice', provider: 'cpu', runs: 2, failures: 0 });
    expect(view.loadMs).toBeGreaterThan(0);
    expect(rig.inference.view.get().processes).toEqual([
      { name: 'voice', role: 'voice', pid: rig.processes[0]?.pid, state: 'ready', crashes: 0 },
    ]);
  });

  it('keeps roles in processes of their own, so that a long synthesis does not hold up the ears', async () => {
    rig = inferenceRig(file);
    await collect(call({ role: 'ears' }));
    const speaking = await begun(slow(10));
    let isOver = false;
    void speaking.rest.then(() => {
      isOver = true;
    });
    await collect(call({ role: 'ears' }));
    expect(isOver).toBe(false);
    expect(await speaking.rest).toBe(10);
  });

  it('serves what a viewer waits for before work that can wait, whatever came first', async () => {
    rig = inferenceRig(file);
    const ended: string[] = [];
    const running = await begun(slow(3));
    const note = (name: string) => () => void ended.push(name);
    await Promise.all([
      running.rest.then(note('running')),
      collect(call({ priority: INFERENCE_PRIORITY.background })).then(note('background')),
      collect(call({ priority: INFERENCE_PRIORITY.preview })).then(note('preview')),
      collect(call({ priority: INFERENCE_PRIORITY.speech + 1 })).then(note('second sentence')),
      collect(call({ priority: INFERENCE_PRIORITY.speech })).then(note('first sentence')),
    ]);
    expect(ended).toEqual(['running', 'first sentence', 'second sentence', 'preview', 'background']);
  });

  it('gives up a call when its signal aborts; the next one is served as soon as the model is free', async () => {
    rig = inferenceRig(file);
    const stop = new AbortController();
    const speaking = await begun(slow(1000, { signal: stop.signal }));
    stop.abort();
    await expect(speaking.rest).rejects.toMatchObject({ code: 'cancelled' });
    expect(await collect(call())).toHaveLength(1);
    expect(rig.processes).toHaveLength(1);
    await expect(collect(call({ signal: stop.signal }))).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('refuses more calls than its bound and goes on with those it has', async () => {
    rig = inferenceRig(file);
    const running = await begun(slow(3));
    const waiting = Array.from({ length: MAX_WAITING_CALLS - 1 }, () => collect(call()));
    await Promise.resolve();
    await expect(collect(call())).rejects.toMatchObject({ code: 'voice', message: expect.stringContaining('waiting') });
    await running.rest;
    expect((await Promise.all(waiting)).every((events) => events.length === 1)).toBe(true);
  });

  it('says what is wrong with a broken or missing model file, an unknown operation and wrong tensors, and goes on', async () => {
    rig = inferenceRig(file);
    const broken = probeSource('broken', join(folder, 'broken.onnx'));
    await expect(collect(call({ model: broken }))).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('install the model again'),
    });
    await expect(collect(call({ model: probeSource('gone', join(folder, 'gone.onnx')) }))).rejects.toMatchObject({
      code: 'unavailable',
    });
    await expect(collect(call({ op: 'sing' }))).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(collect(call({ input: slowInput(1) }))).rejects.toMatchObject({ code: 'voice' });
    expect(await collect(call())).toHaveLength(1);
    expect(rig.processes).toHaveLength(1);
  });

  it('fails the call in hand when the process is killed, starts another at once, and brings back the models that were loaded', async () => {
    rig = inferenceRig(file);
    await collect(call());
    await changed(() => rig.inference.view.get().models[0]);
    const speaking = await begun(slow(1000));
    rig.kill();
    await expect(speaking.rest).rejects.toMatchObject({
      code: 'voice',
      message: expect.stringContaining('voice inference process ended'),
    });
    expect(rig.reports.filter(({ part }) => part === 'inference-voice').map(({ health }) => health.status)).toContain('degraded');
    expect(await collect(slow(2))).toHaveLength(2);
    expect(rig.processes).toHaveLength(2);
    expect(rig.reports.at(-1)).toMatchObject({ part: 'inference-voice', health: { status: 'ready' } });
    await changed(() => rig.inference.view.get().models.find(({ key }) => key === 'piper'));
  });

  it('ends a process that hangs in the middle of a run, and serves the next call in a new one', async () => {
    rig = inferenceRig(file);
    const speaking = await begun(slow(1000, { timeoutMs: 2000 }));
    rig.freeze();
    await expect(speaking.rest).rejects.toMatchObject({ code: 'timeout', message: expect.stringContaining('stopped answering') });
    expect(await collect(call())).toHaveLength(1);
    expect(rig.processes).toHaveLength(2);
  });

  it('uses the next provider when one is not in this build or finds no driver, and says so', async () => {
    rig = inferenceRig(file, {
      usable: ['webgpu', process.platform === 'win32' ? 'coreml' : 'dml'],
      environment: { ...process.env, VK_ICD_FILENAMES: '/nowhere.json', VK_DRIVER_FILES: '/nowhere.json' },
    });
    rig.settings.provider = process.platform === 'win32' ? 'coreml' : 'dml';
    await collect(call());
    const model = await changed(() => rig.inference.view.get().models[0]);
    expect(model.provider).toBe('cpu');
    const told = rig.reports.filter(({ part }) => part === 'inference').at(-1);
    expect(told?.health).toMatchObject({ status: 'degraded', reason: 'provider-fell-back' });
    expect(told?.health.message).toMatch(/piper could not use (dml|coreml) \(this build of the runtime has no provider/);
  });

  it('keeps the wish for a provider that cannot be had in sight, and runs on the CPU without trying it', async () => {
    rig = inferenceRig(file, { missing: ['cuda'] });
    rig.settings.provider = 'cuda';
    rig.inference.refresh();
    await collect(call());
    expect((await changed(() => rig.inference.view.get().models[0])).provider).toBe('cpu');
    expect(rig.reports.filter(({ part }) => part === 'inference').map(({ health }) => health.message)).toEqual([
      expect.stringContaining('cuda cannot be used here (no driver)'),
    ]);
  });

  it('frees a model that is unloaded', async () => {
    rig = inferenceRig(file);
    await rig.inference.warmUp('voice', call().model);
    await changed(() => rig.inference.view.get().models[0]);
    rig.inference.unload('piper');
    await changed(() => (rig.inference.view.get().models.length === 0 ? true : undefined));
  });

  it('leaves no process when it is closed, and fails what is in hand', async () => {
    rig = inferenceRig(file);
    const speaking = await begun(slow(1000));
    await rig.inference.close();
    await rig.inference.close();
    await expect(speaking.rest).rejects.toMatchObject({ code: 'cancelled' });
    await Promise.all(rig.processes.map((link) => new Promise<void>((gone) => link.onExit(() => gone()))));
    expect(() => rig.inference.run(call())).toThrow(/closed/);
  });
});

/** Waits for a change of the view that `read` finds. */
function changed<T>(read: () => T | undefined): Promise<T> {
  return new Promise((resolve) => {
    const look = (): void => {
      const found = read();
      if (found === undefined) return;
      unsubscribe();
      resolve(found);
    };
    const unsubscribe = rig.inference.view.subscribe(look);
    look();
  });
}
