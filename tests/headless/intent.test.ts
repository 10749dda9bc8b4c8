import { afterAll, beforeAll, expect, it } from 'vitest';
import type { IntentView } from '#shared/contract/intent.ts';
import { ledger } from '../support/ledger.ts';
import { eventually } from '../support/numbers.ts';
import { connectStudioApi } from '../support/studio-api.ts';
import { type StudioProcess, startStudio } from '../support/studio-process.ts';

let studio: StudioProcess;
let api: Awaited<ReturnType<typeof connectStudioApi>>;
beforeAll(async () => {
  studio = await startStudio();
  api = await connectStudioApi(studio);
});
afterAll(async () => {
  api.close();
  await studio.stop();
});

/** What the ledger says that a posted line wants. */
async function intentOf(text: string): Promise<string | undefined> {
  const { ids } = (await studio.post('/live-events', { text, user: `viewer of ${text}` })) as { ids: string[] };
  const row = await eventually(async () => (await ledger(studio)).find(({ eventId }) => eventId === ids[0]));
  return row.intent;
}

it('the ledger tells what a line wants; taught by the streamer, trained in the built thread, it reads a word of the room', async () => {
  expect(await intentOf('唱一首晴天')).toBe('sing');
  expect(await intentOf('摸鱼时间到')).not.toBe('dance');
  for (const text of ['摸鱼时间到', '摸鱼时间到啦', '又到摸鱼时间了']) await api.api.intent.addExample({ text, intent: 'dance' });
  const watch = await api.api.intent.watch();
  await api.api.intent.train();
  const view = await firstWhere(watch, ({ training, last }) => training === null && last !== null);
  expect(view).toMatchObject({ last: { outcome: 'adopted' }, model: { source: 'own', examples: 3 }, canUndo: true });
  expect(await intentOf('摸鱼时间到！')).toBe('dance');
  expect(await intentOf('画一只小猫')).toBe('draw');
  await api.api.intent.undoTraining();
  expect((await api.api.intent.read({ text: '摸鱼时间到' }))?.intent).not.toBe('dance');
});

async function firstWhere(watch: AsyncIterable<IntentView>, wanted: (view: IntentView) => boolean): Promise<IntentView> {
  for await (const view of watch) if (wanted(view)) return view;
  throw new Error('the watch ended');
}
