import type { ObsFilter, ObsInput, ObsState } from '#shared/obs/obs-state.ts';
import type { Outcome, Steps } from './mirror-steps.types.ts';
import { filterListWire, type MediaState, monitorWire } from './obs-answers.wire.ts';
import { mapItems, without } from './scene-steps.ts';

/** Events of inputs, their sound and media, and of filters. */
export const inputSteps = {
  InputCreated: (state, { inputName, inputKind }) => created(state, inputName, inputKind),
  InputRemoved: (state, { inputName }) => ({ state: withoutInput(state, inputName) }),
  InputNameChanged: (state, { oldInputName, inputName }) => renamed(state, oldInputName, inputName),
  InputVolumeChanged: (state, { inputName, inputVolumeDb }) => ({
    state: withAudio(state, inputName, { volumeDb: inputVolumeDb }),
  }),
  InputMuteStateChanged: (state, { inputName, inputMuted }) => ({ state: withAudio(state, inputName, { muted: inputMuted }) }),
  InputAudioMonitorTypeChanged: (state, { inputName, monitorType }) => ({
    state: withAudio(state, inputName, { monitor: monitorWire.parse({ monitorType }) }),
  }),
  MediaInputPlaybackStarted: (state, { inputName }) => ({ state: withMedia(state, inputName, 'playing') }),
  MediaInputPlaybackEnded: (state, { inputName }) => ({ state: withMedia(state, inputName, 'ended') }),
  MediaInputActionTriggered: (state, { inputName, mediaAction }) => {
    const media = MEDIA_ACTIONS[mediaAction];
    return { state: media === undefined ? state : withMedia(state, inputName, media) };
  },
  SourceFilterCreated: (state, { sourceName }) => ({ state, reread: [{ of: 'filters', name: sourceName }] }),
  SourceFilterRemoved: (state, { sourceName, filterName }) => ({
    state: withFilters(state, sourceName, (filters) => filters.filter(({ name }) => name !== filterName)),
  }),
  SourceFilterNameChanged: (state, { sourceName, oldFilterName, filterName }) => ({
    state: withFilters(state, sourceName, (filters) =>
      filters.map((filter) => (filter.name === oldFilterName ? { ...filter, name: filterName } : filter)),
    ),
  }),
  SourceFilterEnableStateChanged: (state, { sourceName, filterName, filterEnabled }) => ({
    state: withFilters(state, sourceName, (filters) =>
      filters.map((filter) => (filter.name === filterName ? { ...filter, enabled: filterEnabled } : filter)),
    ),
  }),
  SourceFilterListReindexed: (state, { sourceName, filters }) => ({
    state: withFilters(state, sourceName, () => filterListWire.parse({ filters })),
  }),
} satisfies Steps;

const MEDIA_ACTIONS: Readonly<Record<string, MediaState>> = {
  OBS_WEBSOCKET_MEDIA_INPUT_ACTION_PAUSE: 'paused',
  OBS_WEBSOCKET_MEDIA_INPUT_ACTION_PLAY: 'playing',
  OBS_WEBSOCKET_MEDIA_INPUT_ACTION_STOP: 'stopped',
  OBS_WEBSOCKET_MEDIA_INPUT_ACTION_RESTART: 'playing',
};

function created(state: ObsState, name: string, kind: string): Outcome {
  const known = state.inputs.some((input) => input.name === name);
  const inputs = known ? state.inputs : [...state.inputs, { name, kind, audio: null, media: null, filters: [] }];
  return { state: { ...state, inputs }, reread: [{ of: 'input', name }] };
}

/** An input that is gone, with the items that showed it: OBS takes those away without a word. */
export function withoutInput(state: ObsState, name: string): ObsState {
  const rest = mapItems(state, (items) => without(items, (item) => item.source === name));
  return { ...rest, inputs: without(rest.inputs, (input) => input.name === name) };
}

function renamed(state: ObsState, from: string, to: string): Outcome {
  if (!state.inputs.some(({ name }) => name === from)) return { state };
  // News of a name that is already there are late: what is known under the new name is younger.
  const base = state.inputs.some(({ name }) => name === to)
    ? { ...state, inputs: state.inputs.filter(({ name }) => name !== to) }
    : state;
  const items = mapItems(base, (list) =>
    list.some((item) => item.source === from)
      ? list.map((item) => (item.source === from ? { ...item, source: to } : item))
      : list,
  );
  return {
    state: { ...items, inputs: items.inputs.map((input) => (input.name === from ? { ...input, name: to } : input)) },
    reread: [{ of: 'input', name: to }],
  };
}

export function withInput(state: ObsState, name: string, change: (input: ObsInput) => ObsInput): ObsState {
  const before = state.inputs.find((input) => input.name === name);
  if (before === undefined) return state;
  const after = change(before);
  return after === before ? state : { ...state, inputs: state.inputs.map((input) => (input === before ? after : input)) };
}

/** OBS tells a volume of pictures too; they have none. */
function withAudio(state: ObsState, name: string, change: Partial<NonNullable<ObsInput['audio']>>): ObsState {
  return withInput(state, name, (input) => (input.audio === null ? input : { ...input, audio: { ...input.audio, ...change } }));
}

function withMedia(state: ObsState, name: string, media: MediaState): ObsState {
  return withInput(state, name, (input) => ({ ...input, media }));
}

/** Of an input or a scene. */
export function withFilters(state: ObsState, source: string, change: (filters: ObsFilter[]) => ObsFilter[]): ObsState {
  const scenes = state.scenes.some(({ name }) => name === source)
    ? state.scenes.map((scene) => (scene.name === source ? { ...scene, filters: change(scene.filters) } : scene))
    : state.scenes;
  return withInput(scenes === state.scenes ? state : { ...state, scenes }, source, (input) => ({
    ...input,
    filters: change(input.filters),
  }));
}
