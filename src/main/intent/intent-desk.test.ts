import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { silentLogger } from '#main/platform/logger.ts';
import type { IntentView } from '#shared/contract/intent.ts';
import type { HealthReport } from '#shared/health.ts';
import { createFakeClock } from '../../../tests/fakes/fake-clock.ts';
import { buildEntry, temporaryFolder } from '../../../tests/support/built-entry.ts';
import { MAX_EXAMPLES } from './example-book.ts';
import { createIntentDesk } from './intent-desk.ts';

let workerFile: string;
/** The shipped model with few lines to go over, so that a training takes a second. */
let modelsDir: string;
beforeAll(async () => {
  workerFile = await buildEntry('src/main/intent/training-worker.ts');
  modelsDir = await temporaryFolder();
  const shipped = resolve('models/intent');
  cpSync(shipped, join(modelsDir, 'intent'), { recursive: true });
  for (const [file, every] of [
    ['rehearsal.jsonl', 30],
    ['heldout.jsonl', 10],
  ] as const) {
    const rows = readFileSync(join(shipped, file), 'utf8').split('\n');
    writeFileSync(join(modelsDir, 'intent', file), rows.filter((_, place) => place % every === 0).join('\n'));
  }
});
afterAll(async () => {
  await rm(dirname(workerFile), { recursive: true, force: true });
  await rm(modelsDir, { recursive: true, force: true });
});

async function openDesk(options: { dataDir?: string; modelsDir?: string; workerFile?: string } = {}) {
  const dataDir = options.dataDir ?? (await temporaryFolder());
  const health: HealthReport[] = [];
  const clock = createFakeClock();
  const desk = createIntentDesk({
    modelsDir,
    workerFile,
    ...options,
    dataDir,
    clock,
    logger: silentLogger,
    report: (one) => health.push(one),
  });
  return { desk, dataDir, health, clock };
}

type Desk = Awaited<ReturnType<typeof openDesk>>['desk'];

/** Resolves with the view once `wanted` holds. */
function until(desk: Desk, wanted: (view: IntentView) => boolean): Promise<IntentView> {
  return new Promise((done) => {
    const check = (): void => {
      if (!wanted(desk.view.get())) return;
      unsubscribe();
      done(desk.view.get());
    };
    const unsubscribe = desk.view.subscribe(check);
    check();
  });
}
const ended = (desk: Desk) => until(desk, ({ training }) => training === null);

/** A word of one room that the shipped model cannot know. */
const OWN = [
  ['摸鱼时间到', 'dance'],
  ['摸鱼时间到啦', 'dance'],
  ['又到摸鱼时间了', 'dance'],
] as const;
async function teach(desk: Desk): Promise<void> {
  for (const [text, intent] of OWN) await desk.examples.add({ text, intent });
}

test('learns a word of the room, keeps the rest, goes back and forth, and knows it after a restart', async () => {
  const { desk, dataDir } = await openDesk();
  expect(desk.read('摸鱼时间到')?.intent).not.toBe('dance');
  await teach(desk);
  desk.train();
  expect(() => desk.train()).toThrow(/running already/);
  expect(() => desk.undoTraining()).toThrow(/running/);
  const shares: number[] = [];
  const unsubscribe = desk.view.subscribe(({ training }) => training !== null && shares.push(training));
  const { last, model } = await ended(desk);
  unsubscribe();
  expect(last).toMatchObject({ outcome: 'adopted', own: { before: { intent: 0 }, after: { lines: 3, intent: 1 } } });
  expect(last?.general?.after.intent).toBeGreaterThan((last?.general?.before.intent ?? 1) - 0.05);
  expect(model).toEqual({ source: 'own', examples: 3, trainedAt: 1_700_000_000_000 });
  expect(desk.view.get().examples.unlearned).toBe(false);
  expect(shares.length).toBeGreaterThan(0);
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  expect(desk.read('摸鱼时间到')?.intent).toBe('dance');
  expect(desk.read('唱一首晴天')?.intent).toBe('sing');

  desk.undoTraining();
  expect(desk.view.get().model.source).toBe('shipped');
  expect(desk.read('摸鱼时间到')?.intent).not.toBe('dance');
  desk.undoTraining();
  expect(desk.read('摸鱼时间到')?.intent).toBe('dance');
  await desk.close();

  const again = (await openDesk({ dataDir })).desk;
  expect(again.read('摸鱼时间到')?.intent).toBe('dance');
  again.resetModel();
  expect(again.view.get()).toMatchObject({ model: { source: 'shipped' }, canUndo: true });
  expect(() => again.resetModel()).toThrow(/in use already/);
  const learned = readFileSync(join(dataDir, 'intent', 'model.before.bin'));
  again.train();
  await ended(again);
  expect(
    Buffer.compare(readFileSync(join(dataDir, 'intent', 'model.bin')), learned),
    'the same examples give the same model',
  ).toBe(0);
  await again.close();
});

test('a training that is cancelled, or whose program closes, changes nothing', async () => {
  const { desk, dataDir } = await openDesk();
  await teach(desk);
  desk.train();
  desk.cancelTraining();
  expect((await ended(desk)).last?.outcome).toBe('cancelled');
  desk.train();
  await desk.close();
  expect(desk.view.get().last?.outcome).toBe('cancelled');
  expect(readdirSync(join(dataDir, 'intent'))).toEqual(['examples.json']);
});

test('a thread that dies, hangs or talks nonsense is told and leaves the model alone', async () => {
  const folder = await temporaryFolder();
  const workers = {
    dies: 'process.exit(3)',
    throws: 'throw new Error("out of luck")',
    nonsense: 'require("node:worker_threads").parentPort.postMessage({ type: "done", model: 5 })',
  };
  for (const [name, code] of Object.entries(workers)) {
    writeFileSync(join(folder, `${name}.cjs`), code);
    const { desk } = await openDesk({ workerFile: join(folder, `${name}.cjs`) });
    await teach(desk);
    desk.train();
    const { last, model } = await ended(desk);
    expect(last, name).toMatchObject({ outcome: 'failed' });
    expect(last?.message, name).toMatch(/Train again/);
    expect(model.source).toBe('shipped');
    await desk.close();
  }
  writeFileSync(join(folder, 'hangs.cjs'), 'setInterval(() => {}, 1000)');
  const { desk, clock } = await openDesk({ workerFile: join(folder, 'hangs.cjs') });
  await teach(desk);
  desk.train();
  clock.advance(121_000);
  expect((await ended(desk)).last?.message).toMatch(/said nothing for 120 s/);
  await desk.close();
});

test('examples: a line is kept once, found by its words, taken away and brought back, and there after a restart', async () => {
  const { desk, dataDir } = await openDesk();
  const { id } = await desk.examples.add({ text: 'Sing  it', intent: 'sing' });
  expect(await desk.examples.add({ text: 'sing it', intent: 'dance', emotion: 'happy' })).toEqual({ id, replaced: true });
  await desk.examples.add({ text: '画龙', intent: 'draw' });
  expect(desk.examples.page({ search: 'SING', offset: 0, limit: 9 })).toMatchObject({
    found: 1,
    examples: [{ intent: 'dance', emotion: 'happy' }],
  });
  expect(desk.examples.page({ search: '', intent: 'draw', offset: 0, limit: 9 }).examples.map(({ text }) => text)).toEqual([
    '画龙',
  ]);
  expect(desk.view.get().examples).toMatchObject({ count: 2, byIntent: { dance: 1, draw: 1 } });

  expect(await desk.examples.remove(undefined)).toEqual({ removed: 2 });
  expect(desk.view.get().examples).toMatchObject({ count: 0, removed: 2 });
  await desk.examples.undoRemove();
  await expect(desk.examples.undoRemove()).rejects.toThrow(/Nothing was removed/);
  await desk.close();
  const again = (await openDesk({ dataDir })).desk;
  expect(again.examples.page({ search: '', offset: 0, limit: 1 })).toMatchObject({ found: 2, examples: [{ text: '画龙' }] });
  await again.close();
});

test('what was exported comes in again; lines that are none are counted, and there is a bound', async () => {
  const { desk } = await openDesk();
  await teach(desk);
  const { text } = desk.examples.exported();
  await desk.examples.remove(undefined);
  const bad = '{"text":"no label"}\nnot json\n{"text":"@only","intent":"sing"}\n{"text":"x","intent":"fly"}\n';
  expect(await desk.examples.imported(`${text}\n${bad}`)).toEqual({ added: 3, replaced: 0, unreadable: 4, noRoom: 0 });
  const many = Array.from({ length: MAX_EXAMPLES }, (_, n) =>
    JSON.stringify({ text: `line ${[...String(n)].join('-')} of mine`, intent: 'chat' }),
  ).join('\n');
  expect(await desk.examples.imported(many)).toEqual({ added: MAX_EXAMPLES - 3, replaced: 0, unreadable: 0, noRoom: 3 });
  await expect(desk.examples.add({ text: 'one more', intent: 'chat' })).rejects.toThrow(/5000 examples already/);
  await expect(desk.examples.add({ text: 'https://a.example', intent: 'chat' })).rejects.toThrow(/Nothing can be read/);
  await desk.close();
});

test('a disk that takes nothing is told, and the examples stay for this session', async () => {
  const { desk, dataDir } = await openDesk();
  // A file where the folder should be: also root cannot write into it.
  writeFileSync(join(dataDir, 'intent'), '');
  await expect(desk.examples.add({ text: '画龙', intent: 'draw' })).rejects.toThrow(/could not be written/);
  expect(desk.view.get().examples.count).toBe(1);
  await desk.close();
});

test('damaged files: examples are set aside, the shipped model stands in for a broken own one, and a missing one is told', async () => {
  const dataDir = await temporaryFolder();
  const folder = join(dataDir, 'intent');
  mkdirSync(folder);
  writeFileSync(join(folder, 'examples.json'), '{"version":1,"examples":[{]}');
  cpSync(join(modelsDir, 'intent', 'intent.bin'), join(folder, 'model.bin'));
  truncateSync(join(folder, 'model.bin'), 5000);
  const { desk, health } = await openDesk({ dataDir });
  expect(desk.read('唱一首晴天')?.intent).toBe('sing');
  expect(health.at(-1)).toEqual({ status: 'ready' });
  await desk.examples.add({ text: '画龙', intent: 'draw' });
  expect(readdirSync(folder).some((file) => file.startsWith('examples.json.damaged-'))).toBe(true);
  await desk.close();

  const bare = await openDesk({ modelsDir: dataDir });
  expect(bare.desk.read('唱一首晴天')).toBeUndefined();
  expect(bare.desk.examine('唱一首晴天')).toBeUndefined();
  expect(bare.health.at(-1)).toMatchObject({ status: 'failed', reason: 'intent-model-missing' });
  expect(existsSync(join(dataDir, 'intent', 'intent.bin'))).toBe(false);
  await bare.desk.close();
});

test('nothing to learn from is said before a thread is started', async () => {
  const { desk } = await openDesk();
  expect(() => desk.train()).toThrow(/Add an example first/);
  await desk.close();
  await desk.close();
});

test('a line is examined with its likeliest readings and what it asks for', async () => {
  const { desk } = await openDesk();
  expect(desk.examine('点歌 晴天')).toMatchObject({ intent: 'sing', argument: '晴天', intents: [{ label: 'sing' }, {}, {}] });
  expect(desk.examine('  ')).toBeUndefined();
  await desk.close();
});
