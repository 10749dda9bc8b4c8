import { afterEach, describe, expect, it } from 'vitest';
import type { SetupTemplate } from '#shared/obs/setup/template.ts';
import { createObsLinkHarness, type ObsLinkHarness } from '../../../../tests/fakes/obs-link-harness.ts';
import { createFakeObs, type FakeObs, type FakeObsOptions } from '../../../../tests/fakes/obs-server.ts';
import { addItem, newScene, newSource } from '../../../../tests/fakes/obs-world.ts';
import { createSetupDesk, fingerprint, type SetupDesk } from '../../../../tests/support/obs-setup-desk.ts';
import { wallClock } from '../../../../tests/support/real-obs.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

interface Place {
  readonly obs: FakeObs;
  readonly harness: ObsLinkHarness;
  readonly desk: SetupDesk;
  readonly print: () => Promise<string>;
}

async function place(options: FakeObsOptions = {}, prepare?: (obs: FakeObs) => void): Promise<Place> {
  const obs = await createFakeObs(options);
  prepare?.(obs);
  const harness = createObsLinkHarness(obs);
  await harness.until('ready');
  const desk = createSetupDesk(harness.link, wallClock);
  open.push(obs, harness.link, desk);
  return { obs, harness, desk, print: () => fingerprint(harness.link) };
}

const scene = ({ obs }: Place, name: string) => obs.world.scenes.find(({ source }) => source.name === name);
const itemNames = (at: Place, name: string) => scene(at, name)?.items.map(({ source }) => source.name);
const input = ({ obs }: Place, name: string) => obs.world.inputs.find((one) => one.name === name);

async function changed(desk: SetupDesk, id: string, change: (template: SetupTemplate) => SetupTemplate): Promise<void> {
  const entry = desk.setup.view.get().templates.find(({ template }) => template.id === id);
  if (entry === undefined) throw new Error(`no template ${id}`);
  desk.setup.saveTemplate(change(structuredClone(entry.template)));
}

describe.each(['5.1.0', '5.5.0'] as const)('the set-up in an OBS with browser sources, obs-websocket %s', (version) => {
  it('makes scenes, pages and sound as the template says, and puts the avatar on air', async () => {
    const at = await place({ version });
    expect(await at.desk.setup.apply('chatting')).toMatchObject({ outcome: 'done', problems: [] });
    expect(itemNames(at, 'Chatting')).toEqual([
      'Backdrop',
      'Avatar',
      'Picture frame',
      'Song list',
      'Chat',
      'Goals',
      'What she is doing',
      'Captions',
      'Alerts',
    ]);
    expect(at.obs.world.programScene).toBe('Chatting');
    expect(input(at, 'Avatar')).toMatchObject({
      kind: 'browser_source',
      monitor: 'OBS_MONITORING_TYPE_MONITOR_AND_OUTPUT',
      tracks: { 1: true, 2: true, 3: false },
      settings: {
        url: 'http://127.0.0.1:7000/overlays/?token=t&show=avatar&captions=off',
        width: 358,
        height: 346,
        shutdown: false,
        restart_when_active: false,
        reroute_audio: true,
      },
    });
    // Letters are drawn for 1080 lines and scaled: 0.229 × 1920.
    expect(input(at, 'Chat')?.settings).toMatchObject({ width: 440, height: 640, reroute_audio: false });
    expect(scene(at, 'Chatting')?.items[1]?.transform).toMatchObject({
      positionX: 141,
      positionY: 14,
      boundsType: 'OBS_BOUNDS_SCALE_INNER',
      boundsAlignment: 8,
      boundsWidth: 358,
      boundsHeight: 346,
    });
  });

  it('sets the streamer’s avatar and the AI’s own side by side, each a page of its own that may sound', async () => {
    const at = await place({ version });
    const before = await at.print();
    expect(await at.desk.setup.apply('together')).toMatchObject({ outcome: 'done', problems: [] });
    expect(itemNames(at, 'Side by side')).toEqual(expect.arrayContaining(['Avatar', 'Co-host', 'Captions']));
    const [hers, theirs] = [input(at, 'Co-host'), input(at, 'Avatar')];
    for (const one of [hers, theirs])
      expect(one).toMatchObject({ kind: 'browser_source', settings: { reroute_audio: true }, tracks: { 1: true, 2: true } });
    expect(hers?.settings.url).toContain('show=cohost');
    // Captions have a page of their own: neither avatar shows them a second time.
    expect(hers?.settings.url).toContain('&captions=off');
    expect(hers?.settings.url).not.toBe(theirs?.settings.url);
    expect(await at.desk.setup.apply('together')).toMatchObject({ outcome: 'done', changed: 0 });
    expect(await at.desk.setup.remove()).toMatchObject({ outcome: 'done', problems: [] });
    expect(await at.print()).toBe(before);
  });

  it('has nothing to do twice, in another template adds only scenes, and leaves no trace in the end', async () => {
    const at = await place({ version });
    const before = await at.print();
    await at.desk.setup.apply('chatting');
    expect(await at.desk.changes('chatting')).toEqual([]);
    const requests = at.obs.requests.length;
    await at.desk.setup.apply('chatting');
    expect(at.obs.requests.slice(requests).filter(({ type }) => !type.startsWith('Get'))).toEqual([]);
    await at.desk.setup.apply('gaming');
    expect(itemNames(at, 'Gaming')).toContain('Avatar');
    expect(at.obs.world.inputs.filter(({ name }) => name.startsWith('Avatar'))).toHaveLength(1);
    expect(await at.desk.setup.remove()).toMatchObject({ outcome: 'done', problems: [] });
    expect(await at.print()).toBe(before);
    // What is undone is ours again, by whatever name.
    await at.desk.setup.undo();
    at.obs.perform('SetInputName', { inputName: 'Avatar', newInputName: 'Renamed' });
    expect(await at.desk.changes('gaming')).toEqual([]);
    await at.desk.setup.remove();
    expect(await at.print()).toBe(before);
  });

  it('leaves names that are taken to their owner', async () => {
    const at = await place({ version }, ({ world }) => {
      world.inputs.push(newSource('Avatar', 'image_source'), newSource('Chat', 'color_source_v3'));
      const theirs = newScene('Chatting');
      for (const one of world.inputs.slice(-2)) addItem(theirs, one);
      world.scenes.push(theirs);
    });
    const theirs = structuredClone(scene(at, 'Chatting'));
    await at.desk.setup.apply('chatting');
    expect(itemNames(at, 'Chatting (Yingxi)')).toEqual(expect.arrayContaining(['Avatar (Yingxi)', 'Chat (Yingxi)', 'Captions']));
    expect(scene(at, 'Chatting')).toEqual(theirs);
  });

  it('keeps new names, new places, groups and copies, and puts back only what is gone', async () => {
    const at = await place({ version });
    const { obs, desk } = at;
    await desk.setup.apply('chatting');
    obs.perform('SetInputName', { inputName: 'Avatar', newInputName: '形象' });
    obs.perform('SetSceneName', { sceneName: 'Chatting', newSceneName: '聊天' });
    const chatting = scene(at, '聊天');
    const [backdrop, , frame, songs] = chatting?.items ?? [];
    if (chatting === undefined || frame === undefined || songs === undefined || backdrop === undefined)
      throw new Error('incomplete');
    songs.transform.positionX = 7;
    // The streamer groups the picture frame.
    const group = newScene('My group', 'group');
    addItem(group, frame.source);
    obs.world.groups.push(group);
    chatting.items.splice(2, 1);
    addItem(chatting, group.source);
    // A copy of the whole avatar carries our mark; it is the streamer's all the same.
    const copy = newSource('形象 2', 'browser_source', structuredClone(input(at, '形象')?.settings));
    obs.world.inputs.push(copy);
    addItem(obs.world.scenes[0] ?? chatting, copy);
    obs.perform('RemoveInput', { inputName: 'Chat' });

    expect(await desk.changes('chatting')).toEqual([
      'repair source Chat',
      'repair item Chat in 聊天',
      'repair item Chat in Be right back',
    ]);
    await desk.setup.apply('chatting');
    expect(await desk.changes('chatting')).toEqual([]);
    // Between what lies behind it and what lies before it.
    const names = itemNames(at, '聊天') ?? [];
    expect(names.indexOf('Chat')).toBeGreaterThan(names.indexOf('Song list'));
    expect(names.indexOf('Chat')).toBeLessThan(names.indexOf('Goals'));
    expect(songs.transform.positionX).toBe(7);
    const { steps } = await desk.plan('apply');
    expect(steps.filter(({ why }) => why === 'moved-by-hand').map(({ name }) => name)).toEqual(['Picture frame', 'Song list']);
    expect(await desk.setup.remove()).toMatchObject({ outcome: 'done', problems: [] });
    expect(input(at, '形象 2')).toBe(copy);
    expect(await desk.plan('remove')).toMatchObject({ changes: 0 });
  });

  it('brings a changed template to what was left alone, and takes out what is not in it any more', async () => {
    const at = await place({ version });
    const { desk } = at;
    await desk.setup.apply('chatting');
    const songs = scene(at, 'Chatting')?.items.find(({ source }) => source.name === 'Song list');
    if (songs !== undefined) songs.transform.positionX = 7;
    await changed(desk, 'chatting', (template) => ({
      ...template,
      sources: template.sources.map((source) => (source.id === 'captions' ? { ...source, name: 'Subtitles' } : source)),
      scenes: template.scenes
        .filter(({ id }) => id !== 'brb')
        .map((each) => ({
          ...each,
          items: each.items
            .filter(({ source }) => source !== 'goals')
            .map((item) => ({ ...item, placement: { ...item.placement, y: item.placement.y / 2 } })),
        })),
    }));
    await desk.setup.apply('chatting');
    expect(await desk.changes('chatting')).toEqual([]);
    expect(input(at, 'Goals')).toBeUndefined();
    expect(scene(at, 'Be right back')).toBeUndefined();
    expect(itemNames(at, 'Chatting')).toContain('Subtitles');
    expect(songs?.transform).toMatchObject({ positionX: 7, positionY: 11 });
    const avatar = scene(at, 'Chatting')?.items.find(({ source }) => source.name === 'Avatar');
    expect(avatar?.transform.positionY).toBe(7);
    // What was undone is there again, in its place and order.
    await desk.setup.undo();
    expect(itemNames(at, 'Chatting')?.slice(4, 7)).toEqual(['Chat', 'Goals', 'What she is doing']);
    expect(itemNames(at, 'Chatting')).toContain('Captions');
    expect(scene(at, 'Be right back')).toBeDefined();
  });

  it('gives pages their new address, whatever the streamer changed beside it', async () => {
    const at = await place({ version });
    await at.desk.setup.apply('chatting');
    at.obs.perform('SetInputSettings', { inputName: 'Chat', inputSettings: { fps_custom: true, url: 'http://nowhere' } });
    at.desk.pages.origin = 'http://127.0.0.1:7001';
    expect(await at.desk.changes()).toContain('update source Chat');
    await at.desk.setup.apply('chatting');
    expect(input(at, 'Chat')?.settings).toMatchObject({ url: expect.stringContaining(':7001'), fps_custom: true });
    expect(await at.desk.changes()).toEqual([]);
  });

  it('knows its own things again when its file is lost', async () => {
    const at = await place({ version });
    await at.desk.setup.apply('chatting');
    const before = await at.print();
    const stranger = createSetupDesk(at.harness.link, wallClock);
    open.push(stranger);
    expect(await stranger.changes('chatting')).toEqual([]);
    await stranger.setup.apply('chatting');
    expect(await at.print()).toBe(before);
    expect(await stranger.setup.remove()).toMatchObject({ outcome: 'done', problems: [] });
    expect(at.obs.world.inputs).toHaveLength(4);
  });
});

describe('when something goes wrong in the middle', () => {
  it('takes back what was done when OBS refuses a source', async () => {
    const at = await place();
    const before = await at.print();
    let made = 0;
    const refuseLater = at.obs.until(() => {
      made = at.obs.requests.filter(({ type }) => type === 'CreateInput').length;
      return made >= 3;
    });
    const applying = at.desk.setup.apply('chatting');
    await refuseLater;
    at.obs.refuseNext('CreateInput', 700, 'The creation of the input failed.');
    expect(await applying).toMatchObject({ outcome: 'taken-back', changed: 0 });
    expect(await at.print()).toBe(before);
    expect(at.desk.setup.view.get().undo).toBeNull();
    expect(await at.desk.setup.apply('chatting')).toMatchObject({ outcome: 'done' });
  });

  it('goes on past what is not essential, and says so', async () => {
    const at = await place();
    at.obs.refuseNext('SetInputAudioTracks', 604, 'The specified input does not support audio.');
    const result = await at.desk.setup.apply('chatting');
    expect(result.outcome).toBe('partly');
    expect(result.problems.map(({ doing }) => doing)).toEqual(['Avatar']);
    expect(itemNames(at, 'Chatting')).toHaveLength(9);
  });

  it('takes everything back when it is cancelled', async () => {
    const at = await place();
    const before = await at.print();
    const applying = at.desk.setup.apply('show');
    await at.obs.until(() => at.obs.requests.filter(({ type }) => type === 'CreateInput').length === 5);
    at.desk.setup.cancel();
    expect(await applying).toMatchObject({ outcome: 'taken-back' });
    expect(await at.print()).toBe(before);
  });

  it('can go on, or go back, after the connection was lost', async () => {
    const at = await place();
    const before = await at.print();
    const interrupted = async (): Promise<void> => {
      const sofar = at.obs.requests.filter(({ type }) => type === 'CreateInput').length;
      const applying = at.desk.setup.apply('chatting');
      await at.obs.until(() => at.obs.requests.filter(({ type }) => type === 'CreateInput').length === sofar + 4);
      at.obs.drop();
      expect(await applying).toMatchObject({ outcome: 'stopped' });
      await at.harness.until('waiting');
      await at.harness.untilByTime('ready');
    };
    await interrupted();
    expect(await at.print()).not.toBe(before);
    expect(await at.desk.setup.undo()).toMatchObject({ outcome: 'done' });
    expect(await at.print()).toBe(before);
    await interrupted();
    expect(await at.desk.setup.apply('chatting')).toMatchObject({ outcome: 'done' });
    expect(itemNames(at, 'Chatting')).toHaveLength(9);
    await at.desk.setup.remove();
    expect(await at.print()).toBe(before);
  });

  it('runs one thing at a time', async () => {
    const at = await place();
    const applying = at.desk.setup.apply('chatting');
    await expect(at.desk.setup.remove()).rejects.toMatchObject({ code: 'conflict' });
    await applying;
  });
});

describe('what is around the set-up', () => {
  it('does nothing without OBS, and says that another computer cannot reach the pages', async () => {
    const at = await place();
    at.obs.closeClients(1001, 'bye');
    await at.obs.stop();
    await at.harness.until('waiting');
    expect(await at.desk.plan('apply')).toMatchObject({ blocked: 'not-connected', changes: 0 });
    await expect(at.desk.setup.apply('chatting')).rejects.toMatchObject({ code: 'unavailable' });
    const status = at.harness.link.status;
    status.set({ ...status.get(), state: 'ready', url: 'wss://studio.example:443/obs' });
    expect(await at.desk.plan('apply')).toMatchObject({ blocked: 'remote' });
    await expect(at.desk.setup.apply('chatting')).rejects.toThrow(/another computer/);
  });

  it('does not switch the scene while OBS is on air', async () => {
    const at = await place({}, ({ world }) => {
      world.outputs.stream.state = 'active';
    });
    expect((await at.desk.plan('apply')).notes).toEqual([{ code: 'on-air', names: [] }]);
    await at.desk.setup.apply('chatting');
    expect(at.obs.world.programScene).toBe('Starting');
  });

  it('does not play her to the streamer through OBS where viewers would hear her twice', async () => {
    const at = await place({}, ({ world }) => {
      world.specialInputs.desktop1 = 'Desktop Audio';
    });
    expect((await at.desk.plan('apply')).notes).toEqual([{ code: 'desktop-sound', names: [] }]);
    await at.desk.setup.apply('chatting');
    expect(input(at, 'Avatar')?.monitor).toBe('OBS_MONITORING_TYPE_NONE');
  });

  it('captures the stage’s window where OBS has no browser sources, and takes out its green', async () => {
    const at = await place({}, ({ world }) => {
      world.kinds.delete('browser_source');
      world.kinds.set('window_capture', { defaults: {}, sounds: false, size: () => ({ width: 420, height: 620 }) });
      world.windows.push(
        { itemName: '[obs64.exe]: OBS', itemValue: 'OBS:Qt:obs64.exe', itemEnabled: true },
        { itemName: '[Yingxi.exe]: Yingxi Stage', itemValue: 'Yingxi Stage:Chrome_WidgetWin_1:Yingxi.exe', itemEnabled: true },
      );
    });
    const before = await at.print();
    const plan = await at.desk.plan('apply');
    expect(plan.notes.map(({ code }) => code)).toEqual(['no-browser-source', 'no-desktop-sound']);
    expect(plan.steps.filter(({ verb }) => verb === 'skip').map(({ name, why }) => `${name}: ${why}`)).toContain(
      'Chat: needs-browser-source',
    );
    expect(await at.desk.setup.apply('chatting')).toMatchObject({ outcome: 'done', problems: [] });
    expect(input(at, 'Avatar')).toMatchObject({
      kind: 'window_capture',
      settings: { window: 'Yingxi Stage:Chrome_WidgetWin_1:Yingxi.exe', method: 2 },
      filters: [{ kind: 'chroma_key_filter_v2', settings: { key_color_type: 'green' } }],
    });
    expect(itemNames(at, 'Chatting')).toEqual(['Desktop sound', 'Backdrop', 'Avatar']);
    expect(at.desk.stage).toMatchObject({ background: '#00ff00', windowOpen: true });
    // With browser sources the window is given up for the page, and the stage is clear again.
    at.obs.world.kinds.set('browser_source', { defaults: {}, sounds: true, size: () => ({ width: 800, height: 600 }) });
    at.obs.drop();
    await at.harness.until('waiting');
    await at.harness.untilByTime('ready');
    await at.desk.setup.apply('chatting');
    expect(input(at, 'Avatar')?.kind).toBe('browser_source');
    expect(at.desk.stage.background).toBe('transparent');
    expect(await at.desk.changes('chatting')).toEqual([]);
    await at.desk.setup.remove();
    expect(await at.print()).toBe(before);
  });

  it('says which window it did not find, and sets up the rest', async () => {
    const at = await place({}, ({ world }) => {
      world.kinds.delete('browser_source');
      world.kinds.set('window_capture', { defaults: {}, sounds: false, size: () => ({ width: 420, height: 620 }) });
    });
    at.obs.refuseNext('GetInputPropertiesListPropertyItems', 601, 'Unable to find a property by that name.');
    const result = await at.desk.setup.apply('chatting');
    expect(result).toMatchObject({ outcome: 'partly', problems: [{ doing: 'Avatar' }] });
    expect(itemNames(at, 'Chatting')).toEqual(['Desktop sound', 'Backdrop', 'Avatar']);
  });

  it('keeps the streamer’s templates, and gives a shipped one back as it came', async () => {
    const at = await place();
    const { desk } = at;
    await changed(desk, 'gaming', (template) => ({ ...template, name: 'Mine' }));
    await changed(desk, 'show', (template) => ({ ...template, id: 'own-1', name: 'Copy' }));
    desk.setup.choose('own-1');
    await desk.restart();
    expect(desk.setup.view.get()).toMatchObject({ chosenId: 'own-1' });
    expect(desk.setup.view.get().templates.map(({ template, shipped, edited }) => [template.name, shipped, edited])).toEqual([
      ['Just chatting', true, false],
      ['Mine', true, true],
      ['A whole show, from waiting to good-bye', true, false],
      ['Side by side (you and the AI)', true, false],
      ['Copy', false, false],
    ]);
    desk.setup.removeTemplate('gaming');
    desk.setup.removeTemplate('own-1');
    expect(desk.setup.view.get().templates.map(({ template }) => template.name)).toEqual([
      'Just chatting',
      'Gaming',
      'A whole show, from waiting to good-bye',
      'Side by side (you and the AI)',
    ]);
    expect(() => desk.setup.removeTemplate('gaming')).toThrow(/no template of your own/);
  });
});
