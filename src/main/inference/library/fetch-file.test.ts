import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createPause } from '#main/platform/watch-cell.ts';
import { createImpatientClock } from '../../../../tests/fakes/impatient-clock.ts';
import { type ModelServer, startModelServer } from '../../../../tests/fakes/model-server.ts';
import { onnxFile } from '../../../../tests/fakes/onnx-files.ts';
import { type FetchPorts, fetchFile } from './fetch-file.ts';
import { ModelFailure } from './model-failure.ts';

const MODEL = onnxFile({ inputs: ['input'], weightBytes: 300_000 });
const SUM = createHash('sha256').update(MODEL).digest('hex');
let server: ModelServer;
let folder: string;
let clock: ReturnType<typeof createImpatientClock>;
let names = 0;

beforeAll(async () => {
  server = await startModelServer();
});
afterAll(() => server.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yingxi-fetch-'));
  clock = createImpatientClock(20_000);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A new address of the model, so that plans do not meet. */
function place(bytes: Buffer = MODEL): string {
  names += 1;
  server.put(`/m${names}.onnx`, bytes);
  return `/m${names}.onnx`;
}
const part = (): string => join(folder, 'deep', 'model.onnx.part');
interface Told {
  progress: number[];
  etag: string | undefined;
  rooms: number[];
}
async function fetchFrom(path: string, over: Partial<FetchPorts> & { etag?: string; url?: string } = {}): Promise<Told> {
  const told: Told = { progress: [], etag: undefined, rooms: [] };
  const { etag, url, ...ports } = over;
  await fetchFile(
    { url: url ?? `${server.origin}${path}`, part: part(), bytes: MODEL.length, sha256: SUM, etag },
    {
      clock,
      pause: createPause(clock),
      signal: new AbortController().signal,
      onProgress: (received) => told.progress.push(received),
      onEtag: (found) => {
        told.etag = found;
      },
      requireRoom: async (bytes) => void told.rooms.push(bytes),
      ...ports,
    },
  );
  return told;
}
const failureOf = (work: Promise<unknown>): Promise<ModelFailure> =>
  work.then(
    () => Promise.reject(new Error('it did not fail')),
    (error: unknown) => (error instanceof ModelFailure ? error : Promise.reject(error)),
  );
const isWhole = (): boolean => readFileSync(part()).equals(MODEL);
const seen = (path: string) => server.requests.filter((request) => request.path === path);

test('brings a file whole and tells how far it is', async () => {
  const told = await fetchFrom(place());
  expect(isWhole()).toBe(true);
  expect(told.progress.at(-1)).toBe(MODEL.length);
  expect(told.progress).toEqual([...told.progress].sort((a, b) => a - b));
  expect(told.etag).toMatch(/^"/u);
  expect(told.rooms).toEqual([MODEL.length]);
});

test('goes on where the connection broke, wherever that was', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 120_000 }), { minLength: 1, maxLength: 4 }), async (cuts) => {
      rmSync(folder, { recursive: true, force: true });
      const path = place();
      for (const after of cuts) server.plan(path, { kind: 'cut', after });
      await fetchFrom(path);
      expect(isWhole()).toBe(true);
      const asked = seen(path).map(({ range }) => range);
      expect(asked[0]).toBeUndefined();
      // Once something came, nothing is fetched twice.
      expect(asked.slice(1).every((range) => range === undefined || /^bytes=\d+-$/u.test(range))).toBe(true);
      expect(asked).toHaveLength(cuts.length + 1);
      if (cuts.some((after) => after > 100_000)) expect(asked.at(-1)).toBeDefined();
    }),
    { numRuns: 15 },
  );
});

test('goes on with what an earlier run left, and asks for it under the same validator', async () => {
  const path = place();
  const first = new AbortController();
  server.plan(path, { kind: 'stall', after: 100_000 });
  let etag: string | undefined;
  const broken = fetchFrom(path, {
    signal: first.signal,
    onEtag: (found) => {
      etag = found;
    },
  });
  await server.stalled(path);
  await expect.poll(() => existsSync(part()) && statSync(part()).size).toBe(100_000);
  first.abort(new Error('paused'));
  await expect(broken).rejects.toThrow('paused');
  const told = await fetchFrom(path, etag === undefined ? {} : { etag });
  expect(isWhole()).toBe(true);
  expect(seen(path).at(-1)).toMatchObject({ range: 'bytes=100000-', ifRange: etag });
  expect(told.progress[0]).toBe(100_000);
});

test('begins anew when the server has another version by now, or knows no ranges', async () => {
  for (const etag of ['"of yesterday"', undefined]) {
    rmSync(folder, { recursive: true, force: true });
    const path = place();
    server.plan(path, { kind: 'cut', after: 50_000 });
    if (etag === undefined) server.plan(path, { kind: 'no-range' });
    else {
      await failureOf(fetchFrom(path, { url: `${server.origin}/none` }));
    }
    const told = await fetchFrom(path, etag === undefined ? {} : { etag });
    expect(isWhole()).toBe(true);
    expect(told.progress.at(-1)).toBe(MODEL.length);
  }
});

test('fetches all of it anew, once, when old and new bytes do not make the file together', async () => {
  const path = place();
  await fetchFrom(path);
  const stale = Buffer.from(MODEL.subarray(0, 90_000));
  stale[10] = 255 - (stale[10] ?? 0);
  writeFileSync(part(), stale);
  await fetchFrom(path);
  expect(isWhole()).toBe(true);
  expect(
    seen(path)
      .slice(1)
      .map(({ range }) => range),
  ).toEqual(['bytes=90000-', undefined]);
});

test('deletes a file with the wrong checksum and says so', async () => {
  const path = place();
  server.plan(path, { kind: 'corrupt' });
  const failure = await failureOf(fetchFrom(path));
  expect(failure.code).toBe('wrong-checksum');
  expect(failure.message).toMatch(/deleted.*mirror/u);
  expect(existsSync(part())).toBe(false);
  expect(seen(path)).toHaveLength(1);
});

test('takes no file of another length, and keeps what it had', async () => {
  const path = place();
  server.plan(path, { kind: 'cut', after: 70_000 });
  server.plan(path, { kind: 'length', length: 1234 });
  const failure = await failureOf(fetchFrom(path));
  expect(failure.code).toBe('wrong-length');
  expect(failure.message).toContain('1234');
  expect(statSync(part()).size).toBeGreaterThan(0);
  server.plan(path, { kind: 'endless' });
  rmSync(part());
  expect((await failureOf(fetchFrom(path))).code).toBe('wrong-length');
  expect(statSync(part()).size).toBe(0);
});

test('knows the page of a captive portal from a model', async () => {
  const path = place();
  server.plan(path, { kind: 'html' });
  const failure = await failureOf(fetchFrom(path));
  expect(failure.code).toBe('portal');
  expect(failure.message).toMatch(/sign in/iu);
});

test('says what the server answered, and tries again only what may get better', async () => {
  for (const [status, code, tries] of [
    [404, 'not-found', 1],
    [403, 'refused', 1],
    [401, 'refused', 1],
    [500, 'server-error', 5],
    [429, 'server-error', 5],
  ] as const) {
    const path = place();
    server.plan(path, { kind: 'status', status }, 9);
    expect((await failureOf(fetchFrom(path))).code).toBe(code);
    expect(seen(path)).toHaveLength(tries);
  }
  expect(clock.waits.filter((ms) => ms >= 1000)).toEqual([1000, 2000, 4000, 8000, 1000, 2000, 4000, 8000]);
});

test('outlives a server that is broken for a while', async () => {
  const path = place();
  server.plan(path, { kind: 'status', status: 503 }, 2);
  server.plan(path, { kind: 'cut', after: 0 });
  server.plan(path, { kind: 'other-part' });
  await fetchFrom(path);
  expect(isWhole()).toBe(true);
});

test('begins anew when the server has no more than is here', async () => {
  const path = place();
  server.plan(path, { kind: 'cut', after: 60_000 });
  server.plan(path, { kind: 'range-refused' });
  await fetchFrom(path);
  expect(isWhole()).toBe(true);
});

test('follows a few redirects, not endless ones, and never off https to another computer', async () => {
  const path = place();
  server.plan('/hop1', { kind: 'redirect', to: '/hop2' });
  server.plan('/hop2', { kind: 'redirect', to: `${server.origin}${path}`, status: 307 });
  await fetchFrom('/hop1');
  expect(isWhole()).toBe(true);
  server.plan('/round', { kind: 'redirect', to: '/round' }, 99);
  rmSync(part());
  expect((await failureOf(fetchFrom('/round'))).code).toBe('redirects');
  server.plan('/away', { kind: 'redirect', to: 'http://models.example.com/x' });
  expect(await failureOf(fetchFrom('/away'))).toMatchObject({ code: 'insecure', detail: 'http://models.example.com' });
  expect((await failureOf(fetchFrom('', { url: 'http://models.example.com/x' }))).code).toBe('insecure');
  expect((await failureOf(fetchFrom('', { url: 'ftp://127.0.0.1/x' }))).code).toBe('insecure');
});

test('says that it is offline at once', async () => {
  const gone = await startModelServer();
  await gone.close();
  const failure = await failureOf(fetchFrom('', { url: `${gone.origin}/x` }));
  expect(failure.code).toBe('offline');
  expect(failure.message).toMatch(/installed models work/u);
  expect(clock.waits.filter((ms) => ms >= 1000)).toEqual([]);
});

test('gives up a server that falls silent, and one that only drips', async () => {
  const silent = place();
  server.plan(silent, { kind: 'stall', after: 0 }, 9);
  expect((await failureAfterLongWaits(fetchFrom(silent))).code).toBe('timeout');
  expect(clock.waits.filter((ms) => ms >= 1000)).toEqual([1000, 2000, 4000, 8000]);
  const slow = place();
  server.plan(slow, { kind: 'stall', after: 900 }, 9);
  const failing = fetchFrom(slow);
  for (let tries = 1; tries <= 5; tries += 1) {
    await expect.poll(() => existsSync(part()) && statSync(part()).size).toBe(900 * tries);
    clock.advance(31_000);
  }
  const failure = await failureOf(failing);
  expect(failure.code).toBe('too-slow');
  expect(failure.message).toMatch(/mirror/u);
  expect(
    seen(slow)
      .map(({ range }) => range)
      .at(-1),
  ).toBe('bytes=3600-');
});

/** Whatever it waits for, half a minute goes by at each turn of the event loop. */
async function failureAfterLongWaits(work: Promise<unknown>): Promise<ModelFailure> {
  let over = false;
  const failing = failureOf(work).finally(() => {
    over = true;
  });
  while (!over) {
    clock.advance(31_000);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return failing;
}

test('stops before the disk is full and keeps what came', async () => {
  const path = place();
  const failure = await failureOf(
    fetchFrom(path, { requireRoom: async () => Promise.reject(new ModelFailure('disk-full', '', 'no room')) }),
  );
  expect(failure.code).toBe('disk-full');
  expect(seen(path)).toHaveLength(0);
});

test('ends at once when it is aborted, with the reason', async () => {
  const path = place();
  server.plan(path, { kind: 'hang' });
  const abort = new AbortController();
  const work = fetchFrom(path, { signal: abort.signal });
  await server.stalled(path);
  abort.abort(new Error('enough'));
  await expect(work).rejects.toThrow('enough');
});
