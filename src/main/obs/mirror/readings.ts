import type { ZodType } from 'zod';
import type { ObsBatchAnswer, ObsLink, ObsRequest } from '#main/obs/obs.types.ts';
import type { ObsInput, ObsOutput, ObsSceneItem, ObsState } from '#shared/obs/obs-state.ts';
import { withFilters, withInput, withoutInput } from './input-steps.ts';
import type { Piece } from './mirror-steps.types.ts';
import {
  filterListWire,
  itemListWire,
  mediaWire,
  monitorWire,
  muteWire,
  outputStatusWire,
  sceneListWire,
  statsWire,
  transitionListWire,
  transitionWire,
  videoWire,
  volumeWire,
} from './obs-answers.wire.ts';
import { withItems, withoutScene } from './scene-steps.ts';

/** Requests, and what their answers (as many, in the same order) make of the state. */
export interface Reading {
  readonly requests: readonly ObsRequest[];
  take(state: ObsState, answers: readonly ObsBatchAnswer[]): ObsState;
}

/** OBS answers each message on a thread of its own: a crowded profile is read in half the time by several at once. */
const LANES = 4;
const LEAST_SHARE = 50;

/** OBS's "no such source". */
const NOT_FOUND = 600;

export function readingOf(piece: Exclude<Piece, { of: 'all' }>): Reading {
  switch (piece.of) {
    case 'scenes':
      return scenesReading;
    case 'transition':
      return transitionReading;
    case 'pulse':
      return pulseReading;
    case 'scene':
      return sceneReading(piece.name);
    case 'group':
      return groupReading(piece.name);
    case 'input':
      return inputReading(piece.name);
    case 'filters':
      return filtersReading(piece.name);
  }
}

/** All of them. Rejects when the connection does. */
export async function read(
  link: ObsLink,
  readings: readonly Reading[],
  signal: AbortSignal,
): Promise<(state: ObsState) => ObsState> {
  const answers = await answersTo(link, readings, signal);
  return (state) => readings.reduce((next, reading, at) => reading.take(next, answers[at] ?? []), state);
}

/** What OBS answers to each of them. */
export async function answersTo(
  link: ObsLink,
  readings: readonly Pick<Reading, 'requests'>[],
  signal: AbortSignal,
): Promise<readonly (readonly ObsBatchAnswer[])[]> {
  const requests = readings.flatMap((reading) => reading.requests);
  const share = Math.max(LEAST_SHARE, Math.ceil(requests.length / LANES));
  const lanes = Array.from({ length: Math.ceil(requests.length / share) }, (_, lane) =>
    link.batch(requests.slice(lane * share, (lane + 1) * share), { signal }),
  );
  const answers = (await Promise.all(lanes)).flat();
  let from = 0;
  return readings.map(({ requests: { length } }) => {
    from += length;
    return answers.slice(from - length, from);
  });
}

/** The answer as this, or undefined where OBS refused it. Throws when it is something else. */
export function taken<T>(answer: ObsBatchAnswer | undefined, wire: ZodType<T>): T | undefined {
  return answer?.ok === true ? wire.parse(answer.data) : undefined;
}
export const isGone = (answer: ObsBatchAnswer | undefined): boolean => answer?.ok === false && answer.code === NOT_FOUND;

/** The list of scenes itself is told by events. */
const scenesReading: Reading = {
  requests: [{ type: 'GetSceneList' }],
  take(state, [answer]) {
    const list = taken(answer, sceneListWire);
    if (list === undefined) return state;
    // OBS names none after the scene on air was removed, until the next one comes.
    const programScene = list.currentProgramSceneName || state.programScene;
    return { ...state, programScene, previewScene: state.previewScene === null ? null : list.currentPreviewSceneName };
  },
};

const transitionReading: Reading = {
  requests: [{ type: 'GetCurrentSceneTransition' }],
  take: (state, [answer]) => ({ ...state, transition: transitionFrom(answer) ?? state.transition }),
};

export function transitionFrom(answer: ObsBatchAnswer | undefined): ObsState['transition'] | undefined {
  const transition = taken(answer, transitionWire);
  return transition && { name: transition.transitionName, durationMs: transition.transitionDuration };
}

export function sceneReading(name: string): Reading {
  return {
    requests: [
      { type: 'GetSceneItemList', data: { sceneName: name } },
      { type: 'GetSourceFilterList', data: { sourceName: name } },
    ],
    take(state, [list, filterList]) {
      if (isGone(list)) return withoutScene(state, name);
      const items = taken(list, itemListWire);
      const filters = taken(filterList, filterListWire);
      const withList = items === undefined ? state : withItems(state, name, () => alive(items, sourcesOf(state)));
      return filters === undefined ? withList : withFilters(withList, name, () => filters);
    },
  };
}

/** Names of whatever an item can show. */
export const sourcesOf = ({ inputs, scenes, groups }: ObsState): ReadonlySet<string> =>
  new Set([...inputs, ...scenes, ...groups].map(({ name }) => name));

/**
 * Without items of what was removed: OBS goes on to list those while their scene is not drawn. A source that is too new to be known is told of before
 * its item is, and then this is read again.
 */
export function alive(items: readonly ObsSceneItem[], sources: ReadonlySet<string>): ObsSceneItem[] {
  return items.filter(({ source }) => sources.has(source));
}

export function groupReading(name: string): Reading {
  return {
    requests: [{ type: 'GetGroupSceneItemList', data: { sceneName: name } }],
    take(state, [list]) {
      if (isGone(list)) return withoutScene(state, name);
      const items = taken(list, itemListWire);
      return items === undefined ? state : withItems(state, name, () => alive(items, sourcesOf(state)));
    },
  };
}

/** Kinds whose inputs can be played and paused; of other kinds OBS says 'none' as well. */
export const MEDIA_KINDS = new Set(['ffmpeg_source', 'vlc_source', 'slideshow', 'slideshow_v2']);

/** `soundless`: it is known that inputs of this kind make no sound. */
export function inputReading(name: string, soundless = false): Reading {
  const filters: ObsRequest = { type: 'GetSourceFilterList', data: { sourceName: name } };
  const sound: readonly ObsRequest[] = [
    { type: 'GetInputVolume', data: { inputName: name } },
    { type: 'GetInputMute', data: { inputName: name } },
    { type: 'GetInputAudioMonitorType', data: { inputName: name } },
    { type: 'GetMediaInputStatus', data: { inputName: name } },
  ];
  return {
    requests: soundless ? [filters] : [filters, ...sound],
    take: (state, answers) =>
      isGone(answers[0]) ? withoutInput(state, name) : withInput(state, name, (input) => inputFrom(input, answers)),
  };
}

/** The input with what OBS answered to its reading. */
export function inputFrom(
  input: ObsInput,
  [filterList, volume, mute, monitor, mediaStatus]: readonly ObsBatchAnswer[],
): ObsInput {
  const media = taken(mediaStatus, mediaWire) ?? 'none';
  return {
    ...input,
    audio: audioFrom(volume, mute, monitor),
    media: media === 'none' && !MEDIA_KINDS.has(input.kind) ? null : media,
    filters: taken(filterList, filterListWire) ?? [],
  };
}

/** OBS refuses these of inputs without sound. */
function audioFrom(
  volume: ObsBatchAnswer | undefined,
  mute: ObsBatchAnswer | undefined,
  monitor: ObsBatchAnswer | undefined,
): ObsInput['audio'] {
  const volumeDb = taken(volume, volumeWire);
  if (volumeDb === undefined) return null;
  return { volumeDb, muted: taken(mute, muteWire) ?? false, monitor: taken(monitor, monitorWire) ?? 'none' };
}

function filtersReading(name: string): Reading {
  return {
    requests: [{ type: 'GetSourceFilterList', data: { sourceName: name } }],
    take(state, [answer]) {
      const filters = taken(answer, filterListWire);
      return filters === undefined ? state : withFilters(state, name, () => filters);
    },
  };
}

const pulseReading: Reading = {
  requests: [
    // Of the scene on air OBS tells nothing when studio mode is switched in the middle of a transition.
    ...scenesReading.requests,
    { type: 'GetStats' },
    { type: 'GetStreamStatus' },
    { type: 'GetVideoSettings' },
    { type: 'GetSceneTransitionList' },
    { type: 'GetReplayBufferStatus' },
    { type: 'GetVirtualCamStatus' },
  ],
  take(state, [scenes, statsAnswer, stream, video, transitions, replay, camera]) {
    return {
      ...(scenes === undefined ? state : scenesReading.take(state, [scenes])),
      stats: statsFrom(statsAnswer, stream) ?? state.stats,
      canvas: taken(video, videoWire) ?? state.canvas,
      transitions: taken(transitions, transitionListWire)?.transitions ?? state.transitions,
      replay: offered(state.replay, replay),
      virtualCamera: offered(state.virtualCamera, camera),
    };
  },
};

/** Whether OBS has this output at all; its state is told by events. */
function offered(before: ObsOutput | null, answer: ObsBatchAnswer | undefined): ObsOutput | null {
  const status = taken(answer, outputStatusWire);
  if (status === undefined) return null;
  return before ?? { state: status.outputActive ? 'active' : 'stopped', sinceMs: null };
}

export function statsFrom(
  answer: ObsBatchAnswer | undefined,
  streamAnswer: ObsBatchAnswer | undefined,
): ObsState['stats'] | undefined {
  const stats = taken(answer, statsWire);
  return (
    stats && {
      cpuPercent: stats.cpuUsage,
      framesPerSecond: stats.activeFps,
      droppedFrames: taken(streamAnswer, outputStatusWire)?.outputSkippedFrames ?? 0,
      missedFrames: stats.renderSkippedFrames + stats.outputSkippedFrames,
      freeDiskMb: stats.availableDiskSpace,
    }
  );
}
