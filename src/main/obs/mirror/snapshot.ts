import type { ObsBatchAnswer, ObsLink, ObsRequest } from '#main/obs/obs.types.ts';
import { StudioError } from '#shared/errors.ts';
import type { ObsOutput, ObsSceneItem, ObsState } from '#shared/obs/obs-state.ts';
import {
  collectionsWire,
  filterListWire,
  groupListWire,
  inputListWire,
  itemListWire,
  outputStatusWire,
  sceneListWire,
  studioModeWire,
  transitionListWire,
  videoWire,
} from './obs-answers.wire.ts';
import {
  alive,
  answersTo,
  groupReading,
  inputFrom,
  inputReading,
  isGone,
  MEDIA_KINDS,
  sceneReading,
  sourcesOf,
  statsFrom,
  taken,
  transitionFrom,
} from './readings.ts';
import { emptyScene } from './scene-steps.ts';

const FIRST: readonly ObsRequest[] = [
  { type: 'GetSceneList' },
  { type: 'GetGroupList' },
  { type: 'GetInputList' },
  { type: 'GetSceneTransitionList' },
  { type: 'GetCurrentSceneTransition' },
  { type: 'GetSceneCollectionList' },
  { type: 'GetStudioModeEnabled' },
  { type: 'GetVideoSettings' },
  { type: 'GetStats' },
  { type: 'GetStreamStatus' },
  { type: 'GetRecordStatus' },
  { type: 'GetReplayBufferStatus' },
  { type: 'GetVirtualCamStatus' },
];

/** All of OBS's state, read in few messages. Rejects when the connection does, or when OBS is not ready to tell. */
export async function readSnapshot(link: ObsLink, signal: AbortSignal, nowMs: () => number): Promise<ObsState> {
  const frame = frameFrom(await link.batch(FIRST, { signal }), nowMs());
  const soundless = await soundlessKinds(link, frame.inputs, signal);
  const readings = [
    ...frame.inputs.map(({ name, kind }) => inputReading(name, soundless.has(kind))),
    ...frame.scenes.map(({ name }) => sceneReading(name)),
    ...frame.groups.map(({ name }) => groupReading(name)),
  ];
  return filled(frame, await answersTo(link, readings, signal));
}

/** In one go, where laying thousands of readings over the state one by one would copy its lists as often. */
function filled(frame: ObsState, answers: readonly (readonly ObsBatchAnswer[])[]): ObsState {
  const answered = answers.values();
  const next = (): readonly ObsBatchAnswer[] => answered.next().value ?? [];
  const present = <T>(list: readonly T[]): { readonly one: T; readonly answer: readonly ObsBatchAnswer[] }[] =>
    list.map((one) => ({ one, answer: next() })).filter(({ answer }) => !isGone(answer[0]));
  const inputs = present(frame.inputs).map(({ one, answer }) => inputFrom(one, answer));
  const scenes = present(frame.scenes);
  const groups = present(frame.groups);
  const bare = { ...frame, inputs, scenes: scenes.map(({ one }) => one), groups: groups.map(({ one }) => one) };
  const sources = sourcesOf(bare);
  const itemsOf = (list: ObsBatchAnswer | undefined): ObsSceneItem[] => alive(taken(list, itemListWire) ?? [], sources);
  return {
    ...bare,
    scenes: scenes.map(({ one, answer: [list, filters] }) => ({
      ...one,
      items: itemsOf(list),
      filters: taken(filters, filterListWire) ?? [],
    })),
    groups: groups.map(({ one, answer: [list] }) => ({ ...one, items: itemsOf(list) })),
  };
}

/** OBS's "this makes no sound". */
const WRONG_STATE = 604;

/** Whether an input can sound is a matter of its kind: one of each is asked, instead of thousands of pictures. */
async function soundlessKinds(link: ObsLink, inputs: ObsState['inputs'], signal: AbortSignal): Promise<ReadonlySet<string>> {
  const firstOf = new Map([...inputs].reverse().map(({ kind, name }) => [kind, name]));
  for (const kind of MEDIA_KINDS) firstOf.delete(kind);
  const answers = await link.batch(
    [...firstOf.values()].map((inputName) => ({ type: 'GetInputVolume', data: { inputName } })),
    { signal },
  );
  return new Set([...firstOf.keys()].filter((_, index) => isRefused(answers[index], WRONG_STATE)));
}

const isRefused = (answer: ObsBatchAnswer | undefined, code: number): boolean => answer?.ok === false && answer.code === code;

/** The state with the names of scenes, groups and inputs, and nothing in them. */
function frameFrom(answers: readonly ObsBatchAnswer[], nowMs: number): ObsState {
  const [sceneList, groupList, inputList, transitionList, transition, collections, studioMode, video, stats, ...outputs] =
    answers;
  const [stream, record, replay, camera] = outputs;
  const scenes = needed(taken(sceneList, sceneListWire), sceneList, 'scenes');
  const collection = needed(taken(collections, collectionsWire), collections, 'scene collections');
  return {
    canvas: needed(taken(video, videoWire), video, 'video settings'),
    scenes: scenes.scenes.map(emptyScene),
    groups: (taken(groupList, groupListWire)?.groups ?? []).map((name) => ({ name, items: [] })),
    programScene: scenes.currentProgramSceneName ?? '',
    previewScene: taken(studioMode, studioModeWire)?.studioModeEnabled === true ? scenes.currentPreviewSceneName : null,
    inputs: needed(taken(inputList, inputListWire), inputList, 'sources').inputs.map(({ inputName: name, inputKind: kind }) => ({
      name,
      kind,
      audio: null,
      media: null,
      filters: [],
    })),
    transitions: taken(transitionList, transitionListWire)?.transitions ?? [],
    transition: transitionFrom(transition) ?? { name: '', durationMs: null },
    sceneCollection: collection.currentSceneCollectionName,
    sceneCollections: collection.sceneCollections,
    stream: outputFrom(stream, nowMs) ?? STOPPED,
    record: outputFrom(record, nowMs) ?? STOPPED,
    replay: outputFrom(replay, nowMs),
    virtualCamera: outputFrom(camera, nowMs),
    stats: needed(statsFrom(stats, stream), stats, 'figures'),
  };
}

const STOPPED: ObsOutput = { state: 'stopped', sinceMs: null };

/** Null: OBS does not have this output. */
function outputFrom(answer: ObsBatchAnswer | undefined, nowMs: number): ObsOutput | null {
  const status = taken(answer, outputStatusWire);
  if (status === undefined) return null;
  if (!status.outputActive) return STOPPED;
  const state = status.outputPaused ? 'paused' : status.outputReconnecting ? 'reconnecting' : 'active';
  return { state, sinceMs: status.outputDuration > 0 ? nowMs - status.outputDuration : null };
}

function needed<T>(value: T | undefined, answer: ObsBatchAnswer | undefined, what: string): T {
  if (value !== undefined) return value;
  const why = answer === undefined || answer.ok ? 'no answer' : `${answer.code} ${answer.comment}`.trim();
  throw new StudioError('unavailable', `OBS does not tell its ${what} (${why}). It may be loading; it is asked again soon.`);
}
