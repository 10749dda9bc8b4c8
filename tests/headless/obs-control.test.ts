import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFaders } from '#main/obs/control/faders.ts';
import { createObsControl, type FullObsControl } from '#main/obs/control/obs-control.ts';
import { createObsDesk } from '#main/obs/control/obs-desk.ts';
import type { ObsDesk } from '#main/obs/control/obs-desk.types.ts';
import { sceneSwitcher } from '#main/obs/control/switch-scene.ts';
import { createObsMirror, type ObsMirror } from '#main/obs/mirror/obs-mirror.ts';
import type { ObsLink } from '#main/obs/obs.types.ts';
import { silentLogger } from '#main/platform/logger.ts';
import { createCell } from '#shared/cell.ts';
import { eventually, linkTo, type RealObs, startRealObs, WITHOUT_OBS, wallClock } from '../support/real-obs.ts';

const PORT = 4483;
let obs: RealObs | undefined;
let link: ObsLink;
let mirror: ObsMirror;
let control: FullObsControl;
let desk: ObsDesk;
let folder: string;

beforeAll(async () => {
  obs = await startRealObs(PORT);
  if (obs === undefined) return;
  folder = await mkdtemp(join(tmpdir(), 'obs-control-'));
  link = linkTo(obs);
  mirror = createObsMirror({ link, clock: wallClock, logger: silentLogger });
  const lowered = createCell<ReadonlyMap<string, number>>(new Map());
  const faders = createFaders({ link, state: mirror.state, clock: wallClock, lowered });
  control = createObsControl({ link, mirror, faders, clock: wallClock });
  desk = createObsDesk({ control, link, clock: wallClock });
  await eventually(
    () => link.status.get().state === 'ready',
    () => JSON.stringify(link.status.get()),
  );
  const text = { sceneName: 'Main', inputName: 'Title', inputKind: 'text_ft2_source_v2' };
  await link.call('CreateInput', { ...text, inputSettings: { text: 'before' } });
  const sound = { sceneName: 'Main', inputName: 'Mic', inputKind: 'pulse_input_capture' };
  await link.call('CreateInput', { ...sound, inputSettings: { device_id: 'microphone' } });
  await link.call('CreateSourceFilter', { sourceName: 'Title', filterName: 'Tint', filterKind: 'color_filter_v2' });
  await link.call('CreateSourceFilter', { sourceName: 'Main', filterName: 'Scene tint', filterKind: 'color_filter_v2' });
  await eventually(
    () => inputOf('Mic')?.audio != null && inputOf('Title')?.filters.length === 1,
    () => 'the sources did not come',
  );
}, 180_000);
afterAll(async () => {
  desk?.close();
  mirror?.close();
  await link?.close();
  await obs?.stop();
  if (folder !== undefined) await rm(folder, { recursive: true });
});

const inputOf = (name: string) => mirror.state.get()?.inputs.find((input) => input.name === name);
const itemOf = (scene: string, source: string) =>
  control
    .present()
    .scenes.find(({ name }) => name === scene)
    ?.items.find((item) => item.source === source);

/** OBS never ends a recording that was paused, resumed and stopped within one group of pictures. */
async function recorded(ms: number): Promise<void> {
  let duration = 0;
  for (let tries = 0; tries < 1800 && duration < ms; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    duration = (await link.call('GetRecordStatus')).outputDuration;
  }
  expect(duration).toBeGreaterThanOrEqual(ms);
}

describe('with a real OBS', () => {
  test('a scene is on air when its switch resolves, and its transition is given back', async ({ skip }) => {
    if (obs === undefined) return skip(WITHOUT_OBS);
    await control.setScene('Main', { transition: 'Fade' });
    expect((await link.call('GetCurrentProgramScene')).currentProgramSceneName).toBe('Main');
    expect((await link.call('GetCurrentSceneTransition')).transitionName).toBe('Cut');
    await control.setScene('Main');
  });

  test('the newest wish for a scene wins, and the one before is told so', async () => {
    if (obs === undefined) return;
    await link.call('SetCurrentSceneTransition', { transitionName: 'Fade' });
    const first = control.setScene('Ending');
    const second = control.setScene('Starting');
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
    await second;
    expect(control.present().programScene).toBe('Starting');
    await link.call('SetCurrentSceneTransition', { transitionName: 'Cut' });
  });

  test('says which names are alike where one is wrong', async () => {
    if (obs === undefined) return;
    await expect(control.setScene('be right bakc')).rejects.toThrow('Did you mean "Be Right Back"?');
    await expect(control.setItem({ scene: 'Ending', source: 'Title', mode: 'on' })).rejects.toThrow('It is in: "Main".');
    await expect(control.setFilter({ source: 'Title', filter: 'tin', mode: 'on' })).rejects.toThrow('Did you mean "Tint"?');
    await expect(control.setMute('Title', 'on')).rejects.toThrow('makes no sound. Sources with sound: "Mic".');
    await expect(control.setText('Mic', 'x')).rejects.toThrow('shows no text');
  });

  test('sources, filters and sound do as they are told, and what was done is taken back in turn', async () => {
    if (obs === undefined) return;
    await desk.setItem({ scene: 'Main', source: 'Title', mode: 'toggle' });
    expect(itemOf('Main', 'Title')?.visible).toBe(false);
    await desk.setFilter({ source: 'Title', filter: 'Tint', mode: 'off' });
    await desk.setFilter({ source: 'Main', filter: 'Scene tint', mode: 'off' });
    await desk.setText('Title', '雑談 🎀 <b>');
    expect(await desk.content('Title')).toEqual({ text: '雑談 🎀 <b>', file: undefined });
    await desk.setVolume('Mic', -20, 0.2);
    expect(inputOf('Mic')?.audio?.volumeDb).toBeCloseTo(-20, 1);
    await desk.setMute('Mic', 'toggle');
    const item = { scene: 'Main', id: itemOf('Main', 'Title')?.id ?? 0 };
    await desk.lockItem(item, true);
    await desk.moveItem(item, 'back');
    await desk.placeItem(item, 'fill', {});
    expect(
      (await link.call('GetSceneItemTransform', { sceneName: 'Main', sceneItemId: item.id })).sceneItemTransform,
    ).toMatchObject({
      boundsType: 'OBS_BOUNDS_SCALE_INNER',
      boundsWidth: 640,
    });
    const taken: string[] = [];
    while (desk.undoable.get() !== undefined) taken.push((await desk.undo()).kind);
    expect(taken).toEqual(['place', 'order', 'lock', 'mute', 'volume', 'text', 'filter', 'filter', 'item']);
    await expect(desk.undo()).rejects.toMatchObject({ code: 'not-found' });
    expect(itemOf('Main', 'Title')).toMatchObject({ visible: true, locked: false });
    expect(inputOf('Mic')?.audio).toMatchObject({ muted: false });
    expect(inputOf('Mic')?.audio?.volumeDb).toBeCloseTo(0, 1);
    expect(await desk.content('Title')).toMatchObject({ text: 'before' });
  });

  test('a picture must be there, and is shown then', async () => {
    if (obs === undefined) return;
    await link.call('CreateInput', { sceneName: 'Main', inputName: 'Frame', inputKind: 'image_source' });
    await eventually(
      () => inputOf('Frame') !== undefined,
      () => 'no frame',
    );
    const file = join(folder, '絵 1.png');
    await expect(control.setPicture('Frame', file)).rejects.toThrow('There is no file');
    await writeFile(file, await control.screenshot('', { format: 'png', width: 64 }));
    await control.setPicture('Frame', file);
    expect(await control.content('Frame')).toEqual({ text: undefined, file });
  });

  test('a screenshot is a picture of the width that was asked for', async () => {
    if (obs === undefined) return;
    const png = Buffer.from(await control.screenshot('Main', { format: 'png', width: 160 }));
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect(png.readUInt32BE(16)).toBe(160);
    const jpg = await control.screenshot('', { format: 'jpg', width: 160 });
    expect([jpg[0], jpg[1]]).toEqual([0xff, 0xd8]);
  });

  test('a recording starts, pauses, goes on and leaves a whole file', async () => {
    if (obs === undefined) return;
    await expect(control.record('pause')).rejects.toThrow('Nothing is being recorded');
    await control.record('start');
    await control.record('start');
    await recorded(1500);
    await control.record('pause');
    expect((await link.call('GetRecordStatus')).outputPaused).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await control.record('resume');
    await recorded(3500);
    const { path } = await control.record('stop');
    expect(path).toContain('.mkv');
    expect((await stat(path ?? '')).size).toBeGreaterThan(0);
  });

  test('the replay buffer saves a file, and only while it runs', async () => {
    if (obs === undefined) return;
    await expect(control.saveReplay()).rejects.toThrow('not running');
    await control.replay('start');
    // It holds nothing before the first whole picture.
    await new Promise((resolve) => setTimeout(resolve, 4000));
    const { path } = await control.saveReplay();
    expect((await stat(path)).size).toBeGreaterThan(0);
    await control.replay('stop');
    expect(control.present().replay?.state).toBe('stopped');
  });

  test('a stream to nobody says so instead of "started"', async () => {
    if (obs === undefined) return;
    await link.call('SetStreamServiceSettings', {
      streamServiceType: 'rtmp_custom',
      streamServiceSettings: { server: 'rtmp://127.0.0.1:9/none', key: 'k' },
    });
    await expect(control.stream('start')).rejects.toThrow('The stream did not begin');
    await expect(desk.virtualCamera('start')).rejects.toThrow('no virtual camera');
  });

  test('panic brings its scene on air and the one before back, unless the streamer went on', async () => {
    if (obs === undefined) return;
    await control.setScene('Main');
    const back = await sceneSwitcher(control)?.('Be Right Back');
    expect(control.present().programScene).toBe('Be Right Back');
    await back?.();
    expect(control.present().programScene).toBe('Main');
    const again = await sceneSwitcher(control)?.('Be Right Back');
    await control.setScene('Ending');
    await again?.();
    expect(control.present().programScene).toBe('Ending');
  });

  test('studio mode has a preview that goes on air', async () => {
    if (obs === undefined) return;
    await expect(desk.setPreview('Main')).rejects.toThrow('studio mode is off');
    await desk.setStudioMode(true);
    await desk.setPreview('Main');
    expect(control.present()).toMatchObject({ programScene: 'Ending', previewScene: 'Main' });
    await desk.goOnAir();
    expect(control.present().programScene).toBe('Main');
    await desk.setStudioMode(false);
    expect(control.present().previewScene).toBeNull();
  });
});

test('every verb says that OBS is not connected once it is gone', async () => {
  if (obs === undefined) return;
  await obs.stop();
  await eventually(
    () => mirror.state.get() === undefined,
    () => 'the mirror still shows OBS',
  );
  const verbs: readonly (() => Promise<unknown>)[] = [
    () => control.setScene('Main'),
    () => control.setItem({ scene: '', source: 'Title', mode: 'on' }),
    () => control.setVolume('Mic', 0, 1),
    () => control.record('start'),
    () => control.saveReplay(),
    () => control.screenshot('', { format: 'jpg', width: 100 }),
  ];
  for (const verb of verbs) await expect((async () => verb())()).rejects.toMatchObject({ code: 'unavailable' });
});
