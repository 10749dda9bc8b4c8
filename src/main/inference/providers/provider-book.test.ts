import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '#main/platform/logger.ts';
import { StudioError } from '#shared/errors.ts';
import type { Provider } from '#shared/inference/model-manifest.ts';
import { createImpatientClock } from '../../../../tests/fakes/impatient-clock.ts';
import { createProviderBook, type ProbeFinding, type ProviderBook, type ProviderBookOptions } from './provider-book.ts';

const MISSING: ProbeFinding = { state: 'missing', detail: 'no driver', speedup: undefined };
const works = (speedup: number): ProbeFinding => ({ state: 'works', detail: 'works', speedup });

let file: string;
beforeEach(async () => {
  file = join(await mkdtemp(join(tmpdir(), 'yingxi-providers-')), 'providers.json');
});

function setUp(findings: Partial<Record<Provider, ProbeFinding>>, over: Partial<ProviderBookOptions> = {}) {
  const asked: Provider[] = [];
  const book = createProviderBook({
    file,
    runtime: '1.30.0',
    driver: async () => 'a card 1.0',
    async probe(provider) {
      asked.push(provider);
      return findings[provider] ?? MISSING;
    },
    clock: createImpatientClock(10_000),
    logger: silentLogger,
    ...over,
  });
  return { book, asked };
}
/** Until all that `ensure` found is known and kept. */
const known = async (book: ProviderBook): Promise<void> => {
  book.ensure();
  while (book.reports.get().some((report) => report.state === 'not-probed')) await new Promise((done) => setImmediate(done));
  await book.close();
};

describe('createProviderBook', () => {
  it('knows only the CPU until the others were tried', () => {
    const { book, asked } = setUp({ webgpu: works(5) });
    expect(book.order()).toEqual(['cpu']);
    expect(book.isUsable('webgpu')).toBe(false);
    expect(asked).toEqual([]);
  });

  it('tries each once, and chooses what works and is not slower than the CPU, in its order', async () => {
    const { book, asked } = setUp({
      webgpu: works(5),
      dml: works(0.3),
      coreml: { state: 'crashed', detail: 'ended', speedup: undefined },
      cuda: works(9),
    });
    await known(book);
    book.ensure();
    expect(asked).toEqual(['webgpu', 'dml', 'coreml', 'cuda']);
    expect(book.order()).toEqual(['webgpu', 'cuda', 'cpu']);
    expect(book.isUsable('dml')).toBe(true);
    expect(book.isUsable('coreml')).toBe(false);
    expect(book.reports.get()[0]).toEqual({
      provider: 'webgpu',
      ...works(5),
      driver: 'a card 1.0',
      probedAtMs: expect.any(Number),
    });
  });

  it('remembers what it found, also what was wrong, and does not try again at the next start', async () => {
    await known(setUp({ webgpu: works(5), dml: { state: 'wrong-results', detail: 'off', speedup: undefined } }).book);
    const { book, asked } = setUp({});
    await known(book);
    expect(asked).toEqual([]);
    expect(book.order()).toEqual(['webgpu', 'cpu']);
    expect(book.reports.get().map(({ state }) => state)).toEqual(['works', 'wrong-results', 'missing', 'missing', 'works']);
  });

  it.each<[string, Partial<ProviderBookOptions>]>([
    ['the driver changed', { driver: async () => 'a card 2.0' }],
    ['the runtime changed', { runtime: '1.31.0' }],
  ])('tries again when %s', async (_what, over) => {
    await known(setUp({ webgpu: works(5) }).book);
    const { book, asked } = setUp({ webgpu: MISSING }, over);
    await known(book);
    expect(asked).toHaveLength(4);
    expect(book.order()).toEqual(['cpu']);
  });

  it('tries again when its notes cannot be read', async () => {
    await writeFile(file, '{"version": 1, "reports": "');
    const { book, asked } = setUp({ webgpu: works(2) });
    await known(book);
    expect(asked).toHaveLength(4);
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ version: 1, driver: 'a card 1.0' });
  });

  it('asks all anew on demand, also without a place for its notes, but not after its end', async () => {
    const findings: Partial<Record<Provider, ProbeFinding>> = { webgpu: works(2) };
    const { book, asked } = setUp(findings, { file: join(file, 'no', 'such', 'folder.json') });
    const { signal } = new AbortController();
    await book.probe(signal);
    expect(book.order()).toEqual(['webgpu', 'cpu']);
    findings.webgpu = MISSING;
    await book.probe(signal);
    expect(book.order()).toEqual(['cpu']);
    expect(asked).toHaveLength(8);
    await book.close();
    await expect(book.probe(signal)).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('stops a probe when its signal aborts or the program ends, and keeps what it knew', async () => {
    const probe = (_provider: Provider, signal: AbortSignal): Promise<ProbeFinding> =>
      new Promise((_, reject) => {
        const stop = (): void => reject(new StudioError('cancelled', 'stopped'));
        if (signal.aborted) stop();
        signal.addEventListener('abort', stop);
      });
    const { book } = setUp({}, { probe });
    const stop = new AbortController();
    const probing = book.probe(stop.signal);
    stop.abort();
    await expect(probing).rejects.toMatchObject({ code: 'cancelled' });
    book.ensure();
    await book.close();
    expect(book.order()).toEqual(['cpu']);
  });
});
