import { expect, it } from 'vitest';
import type { ObsLink, ObsRequest } from '#main/obs/obs.types.ts';
import { createFakeObs } from '../fakes/obs-server.ts';
import { eventually, linkTo, startRealObs, WITHOUT_OBS } from '../support/real-obs.ts';

const PORT = 4492;
const ITEM = { sceneName: 'S2', sceneItemId: 1 };
const FILTER = { sourceName: 'fill', filterName: 'f' };

/** What the program asks of OBS, and what it may do wrong. */
const SCRIPT: readonly ObsRequest[] = [
  { type: 'GetSceneList' },
  { type: 'GetSceneItemList', data: { sceneName: 'Main' } },
  { type: 'GetInputList' },
  { type: 'GetVideoSettings' },
  { type: 'GetSceneTransitionList' },
  { type: 'GetCurrentSceneTransition' },
  { type: 'GetStudioModeEnabled' },
  { type: 'GetSceneCollectionList' },
  { type: 'GetRecordStatus' },
  { type: 'GetReplayBufferStatus' },
  { type: 'GetVirtualCamStatus' },
  { type: 'GetCurrentPreviewScene' },
  { type: 'CreateScene', data: { sceneName: 'S1' } },
  { type: 'CreateScene', data: { sceneName: 'S1' } },
  { type: 'CreateScene', data: { sceneName: '' } },
  { type: 'SetSceneName', data: { sceneName: 'S1', newSceneName: 'S2' } },
  { type: 'SetSceneName', data: { sceneName: 'S1', newSceneName: 'S3' } },
  {
    type: 'CreateInput',
    data: { sceneName: 'S2', inputName: 'fill', inputKind: 'color_source_v3', inputSettings: { width: 320, height: 180 } },
  },
  { type: 'CreateInput', data: { sceneName: 'S2', inputName: 'fill', inputKind: 'color_source_v3' } },
  { type: 'CreateInput', data: { sceneName: 'S2', inputName: 'x', inputKind: 'no_such_kind' } },
  { type: 'CreateInput', data: { sceneName: 'Nowhere', inputName: 'x', inputKind: 'color_source_v3' } },
  { type: 'CreateInput', data: { sceneName: 'S2', inputName: 'clip', inputKind: 'ffmpeg_source', sceneItemEnabled: false } },
  { type: 'SetInputSettings', data: { inputName: 'fill', inputSettings: { color: 7 } } },
  { type: 'GetInputSettings', data: { inputName: 'fill' } },
  { type: 'SetInputSettings', data: { inputName: 'fill', inputSettings: { width: 64, height: 64 }, overlay: false } },
  { type: 'GetInputSettings', data: { inputName: 'fill' } },
  { type: 'GetInputSettings', data: { inputName: 'S2' } },
  { type: 'GetInputSettings', data: { inputName: 'nobody' } },
  { type: 'GetInputDefaultSettings', data: { inputKind: 'image_source' } },
  { type: 'GetSceneItemId', data: { sceneName: 'S2', sourceName: 'clip' } },
  { type: 'GetSceneItemId', data: { sceneName: 'S2', sourceName: 'nobody' } },
  { type: 'SetSceneItemTransform', data: { ...ITEM, sceneItemTransform: { positionX: 10, scaleX: 2 } } },
  { type: 'SetSceneItemTransform', data: { ...ITEM, sceneItemTransform: {} } },
  { type: 'SetSceneItemEnabled', data: { ...ITEM, sceneItemEnabled: false } },
  { type: 'SetSceneItemEnabled', data: { ...ITEM, sceneItemEnabled: false } },
  { type: 'SetSceneItemEnabled', data: { ...ITEM, sceneItemId: 99, sceneItemEnabled: false } },
  { type: 'SetSceneItemLocked', data: { ...ITEM, sceneItemLocked: true } },
  { type: 'SetSceneItemIndex', data: { ...ITEM, sceneItemIndex: 1 } },
  { type: 'CreateSceneItem', data: { sceneName: 'Main', sourceName: 'fill' } },
  { type: 'CreateSceneItem', data: { sceneName: 'Main', sourceName: 'S2', sceneItemEnabled: false } },
  { type: 'GetSceneItemList', data: { sceneName: 'S2' } },
  { type: 'RemoveSceneItem', data: { sceneName: 'Main', sceneItemId: 2 } },
  // OBS keeps what a removed scene holds until the scenes that showed it are drawn again.
  { type: 'RemoveSceneItem', data: { sceneName: 'Main', sceneItemId: 3 } },
  { type: 'SetInputMute', data: { inputName: 'clip', inputMuted: true } },
  { type: 'ToggleInputMute', data: { inputName: 'clip' } },
  { type: 'GetInputMute', data: { inputName: 'fill' } },
  { type: 'SetInputVolume', data: { inputName: 'clip', inputVolumeDb: 40 } },
  { type: 'SetInputVolume', data: { inputName: 'clip' } },
  { type: 'SetInputVolume', data: { inputName: 'clip', inputVolumeMul: 0 } },
  { type: 'GetInputVolume', data: { inputName: 'clip' } },
  { type: 'SetInputAudioMonitorType', data: { inputName: 'clip', monitorType: 'OBS_MONITORING_TYPE_MONITOR_AND_OUTPUT' } },
  { type: 'SetInputAudioMonitorType', data: { inputName: 'clip', monitorType: 'bad' } },
  { type: 'GetInputAudioMonitorType', data: { inputName: 'clip' } },
  { type: 'SetInputAudioTracks', data: { inputName: 'clip', inputAudioTracks: { '2': false } } },
  { type: 'GetInputAudioTracks', data: { inputName: 'clip' } },
  { type: 'GetMediaInputStatus', data: { inputName: 'fill' } },
  { type: 'TriggerMediaInputAction', data: { inputName: 'clip', mediaAction: 'bad' } },
  { type: 'CreateSourceFilter', data: { ...FILTER, filterKind: 'color_filter_v2', filterSettings: { opacity: 0.5 } } },
  { type: 'CreateSourceFilter', data: { ...FILTER, filterKind: 'color_filter_v2' } },
  { type: 'CreateSourceFilter', data: { ...FILTER, filterName: 'g', filterKind: 'no_such_kind' } },
  { type: 'SetSourceFilterEnabled', data: { ...FILTER, filterEnabled: false } },
  { type: 'SetSourceFilterSettings', data: { ...FILTER, filterSettings: { gamma: 1 } } },
  { type: 'GetSourceFilterList', data: { sourceName: 'fill' } },
  { type: 'SetSourceFilterName', data: { ...FILTER, newFilterName: 'h' } },
  { type: 'GetSourceFilter', data: FILTER },
  { type: 'RemoveSourceFilter', data: { ...FILTER, filterName: 'h' } },
  { type: 'SetInputName', data: { inputName: 'fill', newInputName: 'fill 2' } },
  { type: 'SetInputName', data: { inputName: 'fill 2', newInputName: 'clip' } },
  { type: 'SetCurrentProgramScene', data: { sceneName: 'fill 2' } },
  { type: 'SetCurrentProgramScene', data: { sceneName: 'nowhere' } },
  { type: 'SetCurrentSceneTransition', data: { transitionName: 'nowhere' } },
  { type: 'SetCurrentSceneTransitionDuration', data: { transitionDuration: 1 } },
  { type: 'GetSourceScreenshot', data: { sourceName: 'nobody', imageFormat: 'png' } },
  { type: 'StopRecord' },
  { type: 'SaveReplayBuffer' },
  { type: 'RemoveInput', data: { inputName: 'clip' } },
  { type: 'RemoveScene', data: { sceneName: 'S2' } },
];
/** What is left; OBS lets go of what was removed a moment after it answered. */
const REST: readonly ObsRequest[] = [
  { type: 'GetSceneList' },
  { type: 'GetInputList' },
  { type: 'GetSceneItemList', data: { sceneName: 'Main' } },
];
/** Events that follow a request for sure, and in OBS's own time the others. */
const EVENTS = [
  'SceneCreated',
  'SceneNameChanged',
  'SceneRemoved',
  'InputCreated',
  'InputNameChanged',
  'InputRemoved',
  'SceneItemCreated',
  'SceneItemEnableStateChanged',
  'SceneItemLockStateChanged',
  'SceneItemListReindexed',
  'InputMuteStateChanged',
  'InputVolumeChanged',
  'InputAudioMonitorTypeChanged',
  'InputAudioTracksChanged',
  'SourceFilterCreated',
  'SourceFilterEnableStateChanged',
  'SourceFilterNameChanged',
  'SourceFilterRemoved',
] as const;

async function play(link: ObsLink): Promise<{ answers: unknown[]; events: string[] }> {
  const events: string[] = [];
  for (const type of EVENTS) link.on(type, (data) => events.push(`${type} ${JSON.stringify(sorted(data))}`));
  await eventually(
    () => link.status.get().state === 'ready',
    () => link.status.get().message,
  );
  const answers: unknown[] = [];
  const read = async (request: ObsRequest): Promise<unknown> => sorted((await link.batch([request]))[0]);
  const ask = async (request: ObsRequest): Promise<void> => {
    const answer = MEASURED.has(request.type) ? await settled(() => read(request)) : await read(request);
    answers.push({ request: request.type, answer });
  };
  for (const request of SCRIPT) await ask(request);
  const isGone = (name: string): boolean => events.some((event) => event === `InputRemoved {"inputName":"${name}"}`);
  await eventually(
    () => isGone('clip') && isGone('fill 2'),
    () => `what was removed stays: ${events.filter((one) => one.includes('Removed')).join(', ')}`,
  );
  for (const request of REST) await ask(request);
  await link.close();
  return { answers, events: events.sort() };
}

/** What OBS answers by the last picture that it drew: a new size comes with the next. */
const MEASURED: ReadonlySet<string> = new Set(['GetSceneItemList', 'GetSceneItemTransform']);
const PICTURES_MS = 250;

/** The answer that stays the same over some pictures. */
async function settled(read: () => Promise<unknown>): Promise<unknown> {
  let before = await read();
  for (let tries = 0; tries < 40; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, PICTURES_MS));
    const now = await read();
    if (JSON.stringify(now) === JSON.stringify(before)) return now;
    before = now;
  }
  return before;
}

/** With keys and lists of inputs in one order: OBS names no order for them. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    const list = value.map(sorted);
    const byName = list.every((one) => typeof one === 'object' && one !== null && 'inputName' in one);
    return byName ? list.sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b))) : list;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([key, one]) => [key, sorted(one)]),
  );
}

it('the OBS that other tests use answers, refuses and tells as a real one does', async ({ skip }) => {
  const real = await startRealObs(PORT);
  if (real === undefined) return skip(WITHOUT_OBS);
  const fake = await createFakeObs();
  try {
    const expected = await play(linkTo(real));
    const actual = await play(linkTo({ url: fake.url, password: '' }));
    expect(actual.answers).toEqual(expected.answers);
    expect(actual.events).toEqual(expected.events);
  } finally {
    await fake.close();
    await real.stop();
  }
});
