import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createOpenAiServer } from '../fakes/openai-server.ts';
import { answered, ledger } from '../support/ledger.ts';
import { eventually } from '../support/numbers.ts';
import { type StudioProcess, type StudioProcessOptions, startStudio } from '../support/studio-process.ts';

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function start(options: StudioProcessOptions = {}): Promise<StudioProcess> {
  const studio = await startStudio(options);
  ends.push(() => studio.stop());
  return studio;
}
async function folder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'yingxi-fault-'));
  ends.push(() => rm(dir, { recursive: true, force: true }));
  return dir;
}
async function providerWith(...[options]: Parameters<typeof createOpenAiServer>) {
  const provider = await createOpenAiServer(options);
  ends.push(() => provider.close());
  return provider;
}
const brain = (url: string, key = ''): Record<string, string> => ({
  YINGXI_LLM_BASE_URL: url,
  YINGXI_LLM_MODEL: 'm',
  YINGXI_BRAIN_MODE: 'openai',
  ...(key === '' ? {} : { YINGXI_LLM_API_KEY: key }),
});

interface Board {
  readonly parts: readonly { id: string; status: string; reason?: string; message?: string }[];
}
const part = async (studio: StudioProcess, id: string) =>
  ((await studio.get('/health')) as Board).parts.find((one) => one.id === id);
const ask = async (studio: StudioProcess, text = 'Hello, how are you today?'): Promise<string> =>
  ((await studio.post('/live-events', { text, user: 'Ann' })) as { ids: string[] }).ids[0] ?? '';

describe('a provider in trouble', () => {
  it('a wrong key: health says what to do, and the offline persona answers', async () => {
    const provider = await providerWith({ key: 'sk-right' });
    const studio = await start({ env: { ...brain(provider.url, 'sk-wrong'), YINGXI_BRAIN_RETRIES: '0' } });
    expect((await answered(studio, await ask(studio))).reply).not.toBe('');
    const health = await part(studio, 'brain');
    expect(['degraded', 'failed']).toContain(health?.status);
    expect(health?.message).toMatch(/key/i);
    expect(health?.message).not.toContain('sk-wrong');
  });

  it('HTML instead of an answer, then a stream of broken JSON: each time the same, and a good answer makes it well again', async () => {
    const provider = await providerWith();
    const studio = await start({ env: { ...brain(provider.url, 'k'), YINGXI_BRAIN_RETRIES: '0' } });
    const troubles = [
      { kind: 'refuse', status: 502, body: '<html><h1>Bad gateway</h1></html>' },
      { kind: 'malformed', tokens: [] },
    ] as const;
    for (const plan of troubles) {
      provider.setPlan(plan);
      expect((await answered(studio, await ask(studio, `Hello, what is ${plan.kind}?`))).reply, plan.kind).not.toBe('');
      const health = await part(studio, 'brain');
      expect(['degraded', 'failed'], plan.kind).toContain(health?.status);
      expect(health?.message, plan.kind).toMatch(/./);
      provider.setPlan({ kind: 'text', text: 'Here I am.' });
      expect((await answered(studio, await ask(studio, `Are you back after ${plan.kind}?`))).reply).toContain('Here I am.');
      expect((await part(studio, 'brain'))?.status).toBe('ready');
    }
  });

  it('nobody at the address: the same', async () => {
    const studio = await start({ env: { ...brain('http://127.0.0.1:9/v1'), YINGXI_BRAIN_RETRIES: '0' } });
    expect((await answered(studio, await ask(studio))).reply).not.toBe('');
    expect((await part(studio, 'brain'))?.status).not.toBe('ready');
  });

  it('cut off in mid-answer: what was said stays, the next answer is whole, and health comes back', async () => {
    const provider = await providerWith();
    const studio = await start({ env: brain(provider.url) });
    provider.next({ kind: 'cut-off', tokens: ['I was just ', 'about to say something. ', 'And th'] });
    const cut = await answered(studio, await ask(studio));
    expect(cut.reply).toContain('I was just about to say something.');
    provider.setPlan({ kind: 'text', text: 'Here I am again.' });
    expect((await answered(studio, await ask(studio, 'Are you back now?'))).reply).toContain('Here I am again.');
    expect((await part(studio, 'brain'))?.status).toBe('ready');
  });
});

describe('a killed voice process', () => {
  it('is started again, and the sentence in hand is spoken', async () => {
    const studio = await start({ env: { YINGXI_BRAIN_MODE: 'offline' } });
    await answered(studio, await ask(studio));
    const { stdout } = await promisify(execFile)('pgrep', ['-P', String(studio.child.pid), '-f', 'voice-worker']);
    const pids = stdout.trim().split('\n').map(Number);
    expect(pids.length).toBeGreaterThan(0);
    for (const pid of pids) process.kill(pid, 'SIGKILL');
    const say = (await studio.post('/speech/say', { text: 'Still here, as you can hear.' })) as { eventId: string };
    const row = await answered(studio, say.eventId);
    expect(row.reply).toBe('Still here, as you can hear.');
    expect(row.marks.firstPcm).toBeDefined();
  });
});

describe('what lies on the disk', () => {
  it('a broken settings file is kept aside, its good parts live on, and health says so', async () => {
    const dataDir = await folder();
    await writeFile(
      join(dataDir, 'settings.json'),
      JSON.stringify({ version: 1, persona: { name: '小影' }, voice: { rate: 'fast' } }),
    );
    const studio = await start({ dataDir });
    const health = await part(studio, 'settings');
    expect(health?.status).toBe('degraded');
    expect((await readdir(dataDir)).some((name) => name.startsWith('settings.broken-'))).toBe(true);
    const healed = await eventually(async () => {
      const text = await readFile(join(dataDir, 'settings.json'), 'utf8');
      return text.includes('"rate": 1') ? text : undefined;
    });
    expect(healed).toContain('小影');
  });

  it('a killed studio loses no paid event: the next start thanks for it', async () => {
    const dataDir = await folder();
    const provider = await providerWith({ plan: { kind: 'hang', tokens: [] } });
    const first = await startStudio({ dataDir, env: brain(provider.url) });
    await first.post('/live-events', {
      v: 1,
      id: 'custom:gift-1',
      kind: 'superchat',
      platform: 'custom',
      source: 'webhook',
      roomId: 'r',
      timestamp: 1,
      receivedAt: 1,
      user: { id: 'u1', name: 'Rich Ann', masked: false, roles: [] },
      text: 'Keep going!',
      value: { currency: 'USD', micros: 50_000_000, estimated: false },
    });
    await first.stop('SIGKILL');
    const second = await start({ dataDir, env: { YINGXI_BRAIN_MODE: 'offline' } });
    expect((await answered(second, 'custom:gift-1')).paid).toBe(true);
    expect((await ledger(second)).filter((row) => row.eventId === 'custom:gift-1')).toHaveLength(1);
  });

  it('the stage keeps its address from one start to the next', async () => {
    const dataDir = await folder();
    const first = await startStudio({ dataDir });
    const { stageUrl, port } = first;
    // A machine too slow to end in time is killed: what it shall know by then is on the disk.
    const saved = () => readFile(join(dataDir, 'settings.json'), 'utf8').catch(() => '');
    await eventually(async () => (await saved()).includes(`"port": ${port}`) || undefined);
    await first.stop();
    expect((await start({ dataDir })).stageUrl).toBe(stageUrl);
  });
});

describe('the local server', () => {
  let shared: StudioProcess;
  beforeAll(async () => {
    shared = await startStudio();
  });
  afterAll(() => shared.stop());

  it('takes another port when its own is taken, and says so', async () => {
    const squatter = createServer();
    await new Promise<void>((done) => squatter.listen(0, '127.0.0.1', done));
    ends.push(() => new Promise((done) => squatter.close(done)));
    const address = squatter.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const studio = await start({ args: ['--port', String(port)] });
    expect(studio.port).not.toBe(port);
    expect(await part(studio, 'server')).toMatchObject({ status: 'degraded' });
  });

  it.each([
    ['no JSON', 'POST', '/live-events', '{"text":', 400],
    ['an empty text', 'POST', '/live-events', '{"text":""}', 400],
    ['an unknown mood', 'POST', '/speech/say', '{"text":"x","emotion":"furious"}', 400],
    ['a body of two megabytes', 'POST', '/speech/say', `{"text":"${'x'.repeat(2_000_000)}"}`, 413],
    ['a limit that is no number', 'GET', '/ledger?limit=many', undefined, 400],
    ['an unknown path', 'GET', '/nothing', undefined, 404],
  ])('answers %s with a clear error and goes on', async (_name, method, path, body, status) => {
    const response = await fetch(`${shared.apiUrl}${path}`, {
      method,
      ...(body === undefined ? {} : { body }),
      headers: { authorization: `Bearer ${shared.token}`, 'content-type': 'application/json' },
    });
    expect(response.status).toBe(status);
    expect(((await response.json()) as { message: string }).message.length).toBeGreaterThan(5);
    expect(await shared.get('/health')).toBeDefined();
  });
});
