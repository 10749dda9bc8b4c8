import { setMaxListeners } from 'node:events';
import { z } from 'zod';
import type { ObsBatchAnswer, ObsLink, ObsRequest } from '#main/obs/obs.types.ts';
import { StudioError } from '#shared/errors.ts';
import type { Json } from './deeds.ts';
import type {
  FilterSnapshot,
  InputSnapshot,
  ItemSnapshot,
  Mark,
  ObsSnapshot,
  SceneSnapshot,
  SoundSnapshot,
} from './obs-snapshot.types.ts';

/** A crowded OBS has hundreds of inputs; each answer is small. */
const BATCH_WITHIN_MS = 20_000;
/** OBS's status code. */
const NOT_FOUND = 600;

const json = z.record(z.string(), z.json());
const number = z.number().catch(0);
const transform = z.object({
  positionX: number,
  positionY: number,
  rotation: number,
  scaleX: z.number().catch(1),
  scaleY: z.number().catch(1),
  alignment: z.number().catch(5),
  boundsType: z.string().catch('OBS_BOUNDS_NONE'),
  boundsAlignment: number,
  boundsWidth: number,
  boundsHeight: number,
  cropLeft: number,
  cropTop: number,
  cropRight: number,
  cropBottom: number,
});
const itemList = z.object({
  sceneItems: z.array(
    z.object({
      sceneItemId: z.number(),
      sceneItemIndex: z.number(),
      sourceName: z.string(),
      isGroup: z.boolean().nullish(),
      sceneItemEnabled: z.boolean().catch(true),
      sceneItemLocked: z.boolean().catch(false),
      sceneItemTransform: transform,
    }),
  ),
});
const sceneList = z.object({
  currentProgramSceneName: z.string().nullish(),
  scenes: z.array(z.object({ sceneName: z.string(), sceneUuid: z.string().optional() })),
});
const inputList = z.object({
  inputs: z.array(z.object({ inputName: z.string(), inputKind: z.string(), inputUuid: z.string().optional() })),
});
const inputSettings = z.object({ inputSettings: json });
const privateSettings = z.object({ sourceSettings: json });
const markOf = z.object({ yingxi: z.object({ id: z.string() }) });
const filterList = z.object({
  filters: z.array(
    z.object({
      filterName: z.string(),
      filterKind: z.string(),
      filterEnabled: z.boolean().catch(true),
      filterSettings: json.catch({}),
    }),
  ),
});

/** Reads what the set-up needs to know, in a handful of messages. Rejects like the link's calls. */
export async function readSnapshot(link: ObsLink, signal: AbortSignal): Promise<ObsSnapshot> {
  // One listener for each request under way: as many as there are scenes.
  setMaxListeners(0, signal);
  const [version, video, collections, sceneAnswer, inputAnswer, groupAnswer, special, stream, record] = await Promise.all([
    link.call('GetVersion', undefined, { signal }),
    link.call('GetVideoSettings', undefined, { signal }),
    link.call('GetSceneCollectionList', undefined, { signal }),
    link.call('GetSceneList', undefined, { signal }),
    link.call('GetInputList', undefined, { signal }),
    link.call('GetGroupList', undefined, { signal }),
    link.call('GetSpecialInputs', undefined, { signal }),
    link.call('GetStreamStatus', undefined, { signal }),
    link.call('GetRecordStatus', undefined, { signal }),
  ]);
  const scenes = sceneList.parse(sceneAnswer);
  const groupNames = z.array(z.string()).parse(groupAnswer.groups);
  const [sceneItems, groupItems, marks, inputs] = await Promise.all([
    readItems(
      link,
      scenes.scenes.map(({ sceneName }) => ({ type: 'GetSceneItemList', data: { sceneName } })),
      signal,
    ),
    readItems(
      link,
      groupNames.map((sceneName) => ({ type: 'GetGroupSceneItemList', data: { sceneName } })),
      signal,
    ),
    Promise.all(scenes.scenes.map(({ sceneName }) => readSceneMark(link, sceneName, signal))),
    readInputs(link, inputList.parse(inputAnswer).inputs, signal),
  ]);
  const desktop = [special.desktop1, special.desktop2].some((name: unknown) => typeof name === 'string' && name !== '');
  return {
    collection: collections.currentSceneCollectionName,
    platform: version.platform,
    canvas: { width: video.baseWidth, height: video.baseHeight },
    programScene: scenes.currentProgramSceneName ?? '',
    scenes: scenes.scenes.flatMap((scene, at): SceneSnapshot[] => {
      const items = sceneItems[at];
      if (items === undefined) return [];
      return [{ name: scene.sceneName, uuid: scene.sceneUuid ?? '', mark: marks[at], items }];
    }),
    groups: new Map(groupNames.map((name, at) => [name, groupItems[at] ?? []])),
    inputs,
    onAir: stream.outputActive || record.outputActive,
    hearsDesktop: desktop || inputs.some(({ kind, mark }) => mark === undefined && DESKTOP_SOUND_KINDS.includes(kind)),
  };
}

export const DESKTOP_SOUND_KINDS: readonly string[] = [
  'wasapi_output_capture',
  'pulse_output_capture',
  'coreaudio_output_capture',
  'sck_audio_capture',
];

/** undefined: it was deleted since the list was read. */
async function readItems(
  link: ObsLink,
  requests: readonly ObsRequest[],
  signal: AbortSignal,
): Promise<(ItemSnapshot[] | undefined)[]> {
  const answers = await batch(link, requests, signal);
  return answers.map((answer) => {
    if (!answer.ok) return answer.code === NOT_FOUND ? undefined : [];
    return itemList
      .parse(answer.data)
      .sceneItems.map((item) => ({
        id: item.sceneItemId,
        index: item.sceneItemIndex,
        source: item.sourceName,
        isGroup: item.isGroup === true,
        visible: item.sceneItemEnabled,
        locked: item.sceneItemLocked,
        transform: item.sceneItemTransform,
      }))
      .sort((a, b) => a.index - b.index);
  });
}

async function readSceneMark(link: ObsLink, sourceName: string, signal: AbortSignal): Promise<Mark | undefined> {
  try {
    const answer = await link.callPrivate('GetSourcePrivateSettings', { sourceName }, { signal });
    return markFrom(privateSettings.parse(answer).sourceSettings);
  } catch (error) {
    if (error instanceof StudioError && error.code === 'not-found') return undefined;
    throw error;
  }
}

function markFrom(settings: Json): Mark | undefined {
  return markOf.safeParse(settings).data?.yingxi;
}

async function readInputs(
  link: ObsLink,
  list: z.infer<typeof inputList>['inputs'],
  signal: AbortSignal,
): Promise<InputSnapshot[]> {
  const answers = await batch(
    link,
    list.map(({ inputName }) => ({ type: 'GetInputSettings', data: { inputName } })),
    signal,
  );
  const bare = list.flatMap((input, at): InputSnapshot[] => {
    const answer = answers[at];
    // Removed, but not forgotten yet.
    if (answer?.ok === false && answer.code === NOT_FOUND) return [];
    const settings = answer?.ok ? inputSettings.parse(answer.data).inputSettings : {};
    const mark = markFrom(settings);
    return [
      {
        name: input.inputName,
        uuid: input.inputUuid ?? '',
        kind: input.inputKind,
        mark,
        settings: mark === undefined ? {} : settings,
        sound: undefined,
        filters: [],
      },
    ];
  });
  return Promise.all(bare.map((input) => (input.mark === undefined ? input : readDetails(link, input, signal))));
}

async function readDetails(link: ObsLink, input: InputSnapshot, signal: AbortSignal): Promise<InputSnapshot> {
  const inputName = input.name;
  const [filters, ...sound] = await batch(
    link,
    [
      { type: 'GetSourceFilterList', data: { sourceName: inputName } },
      { type: 'GetInputAudioMonitorType', data: { inputName } },
      { type: 'GetInputAudioTracks', data: { inputName } },
      { type: 'GetInputAudioSyncOffset', data: { inputName } },
      { type: 'GetInputVolume', data: { inputName } },
      { type: 'GetInputMute', data: { inputName } },
      { type: 'GetInputAudioBalance', data: { inputName } },
    ],
    signal,
  );
  return {
    ...input,
    sound: soundFrom(sound),
    filters: filters?.ok
      ? filterList.parse(filters.data).filters.map(
          (filter): FilterSnapshot => ({
            name: filter.filterName,
            kind: filter.filterKind,
            enabled: filter.filterEnabled,
            settings: filter.filterSettings,
          }),
        )
      : [],
  };
}

const soundAnswers = z.object({
  monitorType: z.string(),
  inputAudioTracks: z.record(z.string(), z.boolean()),
  inputAudioSyncOffset: z.number(),
  inputVolumeDb: z.number(),
  inputMuted: z.boolean(),
  inputAudioBalance: z.number(),
});

/** Each answer has one field of its own; an input that makes no sound answers none of them. */
function soundFrom(answers: readonly ObsBatchAnswer[]): SoundSnapshot | undefined {
  const all: Record<string, unknown> = {};
  for (const answer of answers) if (answer.ok) Object.assign(all, answer.data);
  const parsed = soundAnswers.safeParse(all).data;
  if (parsed === undefined) return undefined;
  return {
    monitor: parsed.monitorType,
    tracks: parsed.inputAudioTracks,
    syncOffsetMs: parsed.inputAudioSyncOffset,
    volumeDb: parsed.inputVolumeDb,
    muted: parsed.inputMuted,
    balance: parsed.inputAudioBalance,
  };
}

async function batch(link: ObsLink, requests: readonly ObsRequest[], signal: AbortSignal): Promise<readonly ObsBatchAnswer[]> {
  if (requests.length === 0) return [];
  return link.batch(requests, { signal, timeoutMs: BATCH_WITHIN_MS });
}
