import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ObsLink } from '#main/obs/obs.types.ts';
import { createSetupDesk, fingerprint, type SetupDesk } from '../support/obs-setup-desk.ts';
import { eventually, linkTo, type RealObs, startRealObs, WITHOUT_OBS, wallClock } from '../support/real-obs.ts';

/** Against a real OBS Studio. This build of it has no browser sources, so that the stage is captured from the screen. */
let obs: RealObs | undefined;
let link: ObsLink;
let desk: SetupDesk;

beforeAll(async () => {
  obs = await startRealObs(4517);
  if (obs === undefined) return;
  link = linkTo(obs);
  desk = createSetupDesk(link, wallClock);
  await eventually(
    () => link.status.get().state === 'ready',
    () => JSON.stringify(link.status.get()),
  );
  desk.setup.setWish({ capture: 'screen' });
}, 180_000);
afterAll(async () => {
  await desk?.close();
  await link?.close();
  await obs?.stop();
});

const sceneNames = async (): Promise<string[]> =>
  (await link.call('GetSceneList')).scenes.map(({ sceneName }) => String(sceneName));
const itemsOf = async (sceneName: string) => (await link.call('GetSceneItemList', { sceneName })).sceneItems;

describe('the set-up in a real OBS', () => {
  it('makes what is missing beside what is there, is done after once, and leaves no trace when it is removed', async ({
    skip,
  }) => {
    if (obs === undefined) return skip(WITHOUT_OBS);
    const before = await fingerprint(link);

    const result = await desk.setup.apply('show');
    expect(result).toMatchObject({ outcome: 'done', problems: [] });
    // The names that were taken are left to their owner.
    expect(await sceneNames()).toEqual(
      expect.arrayContaining(['Main', 'Main (Yingxi)', 'Starting soon', 'Ending', 'Ending (Yingxi)']),
    );
    const shown = (await itemsOf('Main (Yingxi)')).map(({ sourceName }) => sourceName);
    expect(shown).toEqual(['Desktop sound', 'Backdrop', 'Avatar']);
    expect((await link.call('GetSceneList')).currentProgramSceneName).toBe('Main (Yingxi)');
    expect((await link.call('GetSourceFilterList', { sourceName: 'Avatar' })).filters).toMatchObject([
      { filterKind: 'chroma_key_filter_v2' },
    ]);
    expect(desk.stage).toMatchObject({ background: '#00ff00', windowOpen: true });

    expect(await desk.changes('show')).toEqual([]);
    expect(await desk.setup.apply('show')).toMatchObject({ outcome: 'done', changed: 0 });

    expect(await desk.setup.remove()).toMatchObject({ outcome: 'done', problems: [] });
    expect(await fingerprint(link)).toBe(before);
    expect(desk.stage).toMatchObject({ background: 'transparent', windowOpen: false });
  });

  it('leaves the AI’s own avatar out where OBS has no browser sources, says so, and sets up the rest', async ({ skip }) => {
    if (obs === undefined) return skip(WITHOUT_OBS);
    const before = await fingerprint(link);
    const { steps } = await desk.plan('apply', 'together');
    expect(steps).toContainEqual(expect.objectContaining({ verb: 'skip', name: 'Co-host', why: 'needs-browser-source' }));
    expect(await desk.setup.apply('together')).toMatchObject({ outcome: 'done', problems: [] });
    const shown = (await itemsOf('Side by side')).map(({ sourceName }) => sourceName);
    expect(shown).toEqual(['Desktop sound', 'Backdrop', 'Avatar']);
    expect(await desk.setup.remove()).toMatchObject({ outcome: 'done', problems: [] });
    expect(await fingerprint(link)).toBe(before);
  });

  it('repairs what was deleted, and keeps new names, new places and what lies elsewhere', async ({ skip }) => {
    if (obs === undefined) return skip(WITHOUT_OBS);
    const before = await fingerprint(link);
    await desk.setup.apply('chatting');
    await link.call('SetInputName', { inputName: 'Avatar', newInputName: '我的形象' });
    await link.call('SetSceneName', { sceneName: 'Chatting', newSceneName: '聊天' });
    const avatar = (await itemsOf('聊天')).find(({ sourceName }) => sourceName === '我的形象');
    const moved = { sceneName: '聊天', sceneItemId: Number(avatar?.sceneItemId) };
    await link.call('SetSceneItemTransform', { ...moved, sceneItemTransform: { positionX: 33, positionY: 44 } });
    const item = (await itemsOf('聊天')).find(({ sourceName }) => sourceName === 'Backdrop');
    await link.call('RemoveSceneItem', { sceneName: '聊天', sceneItemId: Number(item?.sceneItemId) });
    await link.call('RemoveScene', { sceneName: 'Be right back' });
    for (const name of ['Backdrop', 'Break text', 'Dark backdrop']) await gone(name);

    await desk.restart();
    expect(await desk.changes()).toEqual([
      'repair source Backdrop',
      'repair item Backdrop in 聊天',
      'repair scene Be right back',
      'repair source Dark backdrop',
      'repair item Dark backdrop in Be right back',
      'repair source Break text',
      'repair item Break text in Be right back',
    ]);
    expect(await desk.setup.apply('chatting')).toMatchObject({ outcome: 'done', problems: [] });
    expect(await desk.changes()).toEqual([]);
    const items = await itemsOf('聊天');
    expect(items.map(({ sourceName }) => sourceName)).toEqual(['Desktop sound', 'Backdrop', '我的形象']);
    expect(items[2]?.sceneItemTransform).toMatchObject({ positionX: 33, positionY: 44 });

    expect(await desk.setup.remove()).toMatchObject({ outcome: 'done', problems: [] });
    expect(await fingerprint(link)).toBe(before);
  });

  it('takes back a set-up and a removal, also after a new start', async ({ skip }) => {
    if (obs === undefined) return skip(WITHOUT_OBS);
    const before = await fingerprint(link);
    await desk.setup.apply('gaming');
    await desk.restart();
    expect(await desk.setup.undo()).toMatchObject({ outcome: 'done', problems: [] });
    await settledAs(before);

    await desk.setup.apply('gaming');
    const made = await fingerprint(link);
    await desk.setup.remove();
    expect(await fingerprint(link)).toBe(before);
    await desk.restart();
    expect(await desk.setup.undo()).toMatchObject({ outcome: 'done', problems: [] });
    expect(withoutIds(await fingerprint(link))).toBe(withoutIds(made));
    expect(await desk.changes('gaming')).toEqual([]);
    await desk.setup.remove();
    await settledAs(before);
  });

  it('leaves scenes of ours that hold own sources, and every scene of the streamer’s', async ({ skip }) => {
    if (obs === undefined) return skip(WITHOUT_OBS);
    const before = await fingerprint(link);
    await desk.setup.apply('chatting');
    await link.call('CreateInput', { sceneName: 'Chatting', inputName: 'mine', inputKind: 'color_source_v3', inputSettings: {} });
    await link.call('CreateSceneItem', { sceneName: 'Ending', sourceName: 'Avatar' });
    const plan = await desk.plan('remove');
    expect(plan.notes).toEqual([
      { code: 'own-sources-inside', names: ['Chatting'] },
      { code: 'used-elsewhere', names: ['Ending'] },
    ]);
    expect(await desk.setup.remove()).toMatchObject({ outcome: 'done', problems: [] });
    expect((await itemsOf('Chatting')).map(({ sourceName }) => sourceName)).toEqual(['mine']);
    expect((await itemsOf('Ending')).map(({ sourceName }) => sourceName)).toEqual(['Ending fill']);
    const mine = await itemsOf('Chatting');
    await link.call('RemoveSceneItem', { sceneName: 'Chatting', sceneItemId: Number(mine[0]?.sceneItemId) });
    await gone('mine');
    await desk.setup.remove();
    await settledAs(before);
  });

  it('finds its way in a crowded OBS, and out of it without a trace', async ({ skip }) => {
    if (obs === undefined) return skip(WITHOUT_OBS);
    for (let scene = 0; scene < 56; scene++) {
      const sceneName = `场景 ${scene}`;
      await link.call('CreateScene', { sceneName });
      const answers = await link.batch(
        Array.from({ length: 5 }, (_, input) => ({
          type: 'CreateInput' as const,
          data: {
            sceneName,
            inputName: input === 0 && scene === 0 ? 'Avatar' : `源 ${scene}-${input}`,
            inputKind: input % 2 === 0 ? 'color_source_v3' : 'text_ft2_source_v2',
            inputSettings: { text: 'x' },
          },
        })),
        { timeoutMs: 30_000 },
      );
      expect(answers.every(({ ok }) => ok)).toBe(true);
    }
    const before = await fingerprint(link);
    expect(await desk.setup.apply('show')).toMatchObject({ outcome: 'done', problems: [] });
    expect((await itemsOf('Main (Yingxi)')).map(({ sourceName }) => sourceName)).toContain('Avatar (Yingxi)');
    expect(await desk.changes('show')).toEqual([]);
    expect(await desk.setup.remove()).toMatchObject({ outcome: 'done', problems: [] });
    expect(await fingerprint(link)).toBe(before);
  });
});

async function gone(inputName: string): Promise<void> {
  const isThere = async () => (await link.call('GetInputList')).inputs.some((input) => input.inputName === inputName);
  for (let tries = 0; tries < 3600 && (await isThere()); tries++) await new Promise((done) => setTimeout(done, 25));
}

/** OBS forgets what was removed a moment later. */
async function settledAs(wanted: string): Promise<void> {
  for (let tries = 0; tries < 3600 && (await fingerprint(link)) !== wanted; tries++)
    await new Promise((done) => setTimeout(done, 25));
  expect(await fingerprint(link)).toBe(wanted);
}

/** What was made again has new numbers, and an order of inputs that is OBS's own affair. */
function withoutIds(text: string): string {
  const { scenes, details, marks } = JSON.parse(text.replaceAll(/"sceneItemId":\d+/g, '"sceneItemId":0'));
  return JSON.stringify({ scenes, marks, details: details.map((each: unknown) => JSON.stringify(each)).sort() });
}
