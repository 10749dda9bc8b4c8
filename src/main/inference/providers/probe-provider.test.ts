import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { forkWorker } from '#main/node/fork-worker.ts';
import { createNodeClock } from '#main/node/node-clock.ts';
import type { WorkerLink } from '#main/platform/host.ts';
import { silentLogger } from '#main/platform/logger.ts';
import { buildWorker } from '../../../../tests/support/built-worker.ts';
import { providerProbeModel } from '../../../../tests/support/onnx-models.ts';
import { without } from '../../../../tests/support/without.ts';
import type { ProbeEvent } from '../engines/probe.ts';
import { judge, type ProbeOptions, probeProvider } from './probe-provider.ts';

const modelFile = join(process.cwd(), 'models/provider-probe/provider-probe.onnx');
const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(process.cwd(), 'node_modules/electron/dist');
/** Electron brings a software Vulkan driver; onnxruntime's WebGPU runs on it. */
const softwareGpu = join(dist, 'vk_swiftshader_icd.json');
const WITHOUT_SOFTWARE_GPU = without(
  'There is no software graphics driver: it comes with Electron, which ELECTRON_OVERRIDE_DIST_PATH or node_modules/electron/dist must hold.',
  '没有软件显卡驱动：它随 Electron 提供，请用 ELECTRON_OVERRIDE_DIST_PATH 指定 Electron 目录，或安装到 node_modules/electron/dist。',
);
const never = new AbortController().signal;

let file: string;
const processes: WorkerLink[] = [];
const probing = (environment: NodeJS.ProcessEnv = process.env): ProbeOptions => ({
  spawn() {
    const link = forkWorker({ file, args: ['probe'], logger: silentLogger, environment });
    processes.push(link);
    return link;
  },
  modelFile,
  platform: process.platform,
  clock: createNodeClock(),
});

describe('probeProvider, with a real process', () => {
  beforeAll(async () => {
    file = await buildWorker('inference-worker', 'probe-provider');
  });

  it('tries providers with the model that the builder in tests/support describes', () => {
    const built = providerProbeModel();
    if (process.env.YINGXI_WRITE_PROBE_MODEL === '1') writeFileSync(modelFile, built);
    expect(Buffer.compare(readFileSync(modelFile), built)).toBe(0);
  });

  it('finds that the CPU computes what the CPU computes', async () => {
    const finding = await probeProvider('cpu', probing(), never);
    expect(finding.state).toBe('works');
    expect(finding.speedup).toBeGreaterThan(0.2);
  });

  it('says that a provider is missing: not of this system, libraries not there, no adapter', async () => {
    const bare = { ...process.env, VK_ICD_FILENAMES: '/nowhere.json', VK_DRIVER_FILES: '/nowhere.json' };
    expect(await probeProvider('coreml', { ...probing(), platform: 'linux' }, never)).toMatchObject({
      state: 'missing',
      detail: expect.stringContaining('operating system'),
    });
    expect(await probeProvider('dml', { ...probing(), platform: 'win32' }, never)).toMatchObject({ state: 'missing' });
    if (process.platform !== 'linux') return;
    expect(await probeProvider('webgpu', probing(bare), never)).toMatchObject({
      state: 'missing',
      detail: expect.stringContaining('driver'),
    });
  });

  it.skipIf(!existsSync(softwareGpu))(
    'computes by WebGPU on the software driver that ships with Electron, and does not call it fast',
    { ...WITHOUT_SOFTWARE_GPU, timeout: 180_000 },
    async () => {
      const environment = { ...process.env, VK_ICD_FILENAMES: softwareGpu, LD_LIBRARY_PATH: dirname(softwareGpu) };
      const finding = await probeProvider('webgpu', probing(environment), never);
      expect(finding.state, finding.detail).toBe('works');
      expect(finding.speedup).toBeLessThan(1);
    },
  );

  it('calls a provider crashed when its process ends, and cancelled when the probe is stopped', async () => {
    const options = probing();
    const crashing = { ...options, spawn: () => killedAtWork(options.spawn()) };
    expect(await probeProvider('webgpu', crashing, never)).toMatchObject({
      state: 'crashed',
      detail: expect.stringContaining('its process ended'),
    });
    const stop = new AbortController();
    const stopped = probeProvider('cpu', options, stop.signal);
    stop.abort();
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('leaves no process behind', async () => {
    expect(processes.length).toBeGreaterThan(3);
    await Promise.all(processes.map((link) => new Promise<void>((gone) => link.onExit(() => gone()))));
  });
});

describe('judge', () => {
  const HALF = 5000;
  const run = (ms: number, change: (value: number, index: number) => number = (value) => value): ProbeEvent => ({
    ms,
    output: Float32Array.from({ length: 2 * HALF }, (_, i) => change(Math.sin(i), i)),
  });
  const cpu = [run(50), run(20), run(22)];

  it('takes small differences of arithmetic, and tells how fast it was without its first run', () => {
    const found = judge(cpu, [run(900), run(5, (value) => value * 1.003), run(4, (value) => value * 1.003)], HALF);
    expect(found).toMatchObject({ state: 'works', speedup: 5 });
  });

  it('says that a provider slower than the CPU works, with a speed-up below 1', () => {
    expect(judge(cpu, [run(900), run(100)], HALF)).toMatchObject({ state: 'works', speedup: 0.2 });
  });

  it.each([
    ['another number everywhere', (value: number) => value * 1.05],
    ['no number once', (value: number, i: number) => (i === 1000 ? Number.NaN : value)],
    ['zeros', () => 0],
    ['wrong convolutions only', (value: number, i: number) => (i >= HALF ? -value : value)],
  ])('finds %s', (_what, change) => {
    expect(judge(cpu, [run(900), run(4, change)], HALF).state).toBe('wrong-results');
  });

  it('finds a result of the wrong length', () => {
    expect(judge(cpu, [run(1), { ms: 1, output: new Float32Array(3) }], HALF).state).toBe('wrong-results');
  });
});

/** Ends the process as soon as it begins to work. */
function killedAtWork(link: WorkerLink): WorkerLink {
  link.onMessage((message) => {
    if (JSON.stringify(message).includes('"started"') && link.pid !== undefined) process.kill(link.pid, 'SIGKILL');
  });
  return link;
}
