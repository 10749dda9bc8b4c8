import { FILTER_KINDS, type Json } from './obs-kinds.ts';
import {
  anySource,
  filter,
  flag,
  has,
  INTENT,
  input,
  named,
  number,
  type ObsHandlers,
  type ObsRequestContext,
  object,
  scene,
  soundingInput,
  text,
} from './obs-request.ts';
import { createItem, refuseTaken, removeItemsOf } from './obs-scene-requests.ts';
import { type FakeFilter, type FakeSource, newSource, ObsRefusal, type ObsWorld } from './obs-world.ts';

const MONITOR_TYPES = ['NONE', 'MONITOR_ONLY', 'MONITOR_AND_OUTPUT'].map((type) => `OBS_MONITORING_TYPE_${type}`);
const MEDIA_ACTION = 'OBS_WEBSOCKET_MEDIA_INPUT_ACTION_';
/** What an action makes of a media input; NEXT and PREVIOUS leave it as it is. */
const MEDIA_STATES: Readonly<Record<string, string | undefined>> = {
  PLAY: 'OBS_MEDIA_STATE_PLAYING',
  PAUSE: 'OBS_MEDIA_STATE_PAUSED',
  STOP: 'OBS_MEDIA_STATE_STOPPED',
  RESTART: 'OBS_MEDIA_STATE_PLAYING',
  NEXT: undefined,
  PREVIOUS: undefined,
};

/** Inputs: settings, sound, media. */
export const inputRequests: ObsHandlers = {
  GetInputKindList: (request) => ({
    inputKinds: [...request.world.kinds.keys()].map((kind) => (request.data.unversioned === true ? unversioned(kind) : kind)),
  }),
  GetInputPropertiesListPropertyItems: ({ world }) => ({ propertyItems: world.windows }),
  GetSpecialInputs: ({ world }) => ({ ...world.specialInputs }),
  GetInputList(request) {
    const kind = has(request, 'inputKind') ? text(request, 'inputKind') : undefined;
    const inputs = request.world.inputs.filter(
      (one) => kind === undefined || one.kind === kind || unversioned(one.kind) === kind,
    );
    return {
      inputs: inputs.map((one) => ({
        ...named(request, 'input', one),
        inputKind: one.kind,
        unversionedInputKind: unversioned(one.kind),
      })),
    };
  },
  CreateInput(request) {
    const { world } = request;
    const target = scene(request);
    const name = text(request, 'inputName');
    const kind = text(request, 'inputKind');
    refuseTaken(request, name, 'input name');
    const known = world.kinds.get(kind);
    if (known === undefined)
      throw new ObsRefusal(
        605,
        `${NO_KIND} that your specified kind is properly versioned and that any necessary plugins are loaded.`,
      );
    const created = newSource(name, kind, has(request, 'inputSettings') ? object(request, 'inputSettings') : {});
    world.inputs.push(created);
    request.emit(INTENT.inputs, 'InputCreated', {
      ...named(request, 'input', created),
      inputKind: kind,
      unversionedInputKind: unversioned(kind),
      inputSettings: created.settings,
      defaultInputSettings: known.defaults,
    });
    const { id } = createItem(request, target, created);
    return request.hasUuids ? { inputUuid: created.uuid, sceneItemId: id } : { sceneItemId: id };
  },
  RemoveInput(request) {
    const gone = input(request);
    request.world.inputs = request.world.inputs.filter((one) => one !== gone);
    request.emit(INTENT.inputs, 'InputRemoved', named(request, 'input', gone));
    request.later(() => removeItemsOf(request, gone));
    return undefined;
  },
  SetInputName(request) {
    const renamed = input(request);
    const name = text(request, 'newInputName');
    refuseTaken(request, name, 'new input name');
    const before = renamed.name;
    renamed.name = name;
    request.emit(INTENT.inputs, 'InputNameChanged', { ...named(request, 'input', renamed), oldInputName: before });
    return undefined;
  },
  GetInputDefaultSettings({ world, data, ...rest }) {
    const kind = world.kinds.get(text({ world, data, ...rest }, 'inputKind'));
    if (kind === undefined) throw new ObsRefusal(605);
    return { defaultInputSettings: kind.defaults };
  },
  GetInputSettings(request) {
    const one = input(request);
    return { inputKind: one.kind, inputSettings: one.settings };
  },
  SetInputSettings(request) {
    const one = input(request);
    const settings = object(request, 'inputSettings');
    const overlay = has(request, 'overlay') ? flag(request, 'overlay') : true;
    one.settings = overlay ? { ...one.settings, ...settings } : { ...settings };
    if (request.hasUuids)
      request.emit(INTENT.inputs, 'InputSettingsChanged', { ...named(request, 'input', one), inputSettings: one.settings });
    return undefined;
  },
  PressInputPropertiesButton(request) {
    input(request);
    text(request, 'propertyName');
    return undefined;
  },
  GetSourceActive(request) {
    const source = anySource(request);
    const isOn = showsOnAir(request.world, source);
    return { videoActive: isOn, videoShowing: isOn };
  },
  GetSourcePrivateSettings: (request) => ({ sourceSettings: anySource(request).privateSettings }),
  SetSourcePrivateSettings(request) {
    Object.assign(anySource(request).privateSettings, object(request, 'sourceSettings'));
    return undefined;
  },

  GetInputMute: (request) => ({ inputMuted: soundingInput(request).muted }),
  SetInputMute(request) {
    mute(request, soundingInput(request), flag(request, 'inputMuted'));
    return undefined;
  },
  ToggleInputMute(request) {
    const one = soundingInput(request);
    mute(request, one, !one.muted);
    return { inputMuted: one.muted };
  },
  GetInputVolume(request) {
    const { volumeDb } = soundingInput(request);
    return { inputVolumeDb: volumeDb, inputVolumeMul: mulFromDb(volumeDb) };
  },
  SetInputVolume(request) {
    const one = soundingInput(request);
    if (has(request, 'inputVolumeDb')) one.volumeDb = number(request, 'inputVolumeDb', -100, 26);
    else if (has(request, 'inputVolumeMul')) one.volumeDb = dbFromMul(number(request, 'inputVolumeMul', 0, 20));
    else throw new ObsRefusal(300, 'You must specify one volume field.');
    const data = { ...named(request, 'input', one), inputVolumeDb: one.volumeDb, inputVolumeMul: mulFromDb(one.volumeDb) };
    request.emit(INTENT.inputs, 'InputVolumeChanged', data);
    return undefined;
  },
  GetInputAudioBalance: (request) => ({ inputAudioBalance: soundingInput(request).balance }),
  SetInputAudioBalance(request) {
    soundingInput(request).balance = number(request, 'inputAudioBalance', 0, 1);
    return undefined;
  },
  GetInputAudioSyncOffset: (request) => ({ inputAudioSyncOffset: soundingInput(request).syncOffsetMs }),
  SetInputAudioSyncOffset(request) {
    soundingInput(request).syncOffsetMs = number(request, 'inputAudioSyncOffset', -950, 20_000);
    return undefined;
  },
  GetInputAudioMonitorType: (request) => ({ monitorType: soundingInput(request).monitor }),
  SetInputAudioMonitorType(request) {
    const one = soundingInput(request);
    const type = text(request, 'monitorType');
    if (!MONITOR_TYPES.includes(type)) throw new ObsRefusal(400, `Unknown monitor type: ${type}`);
    one.monitor = type;
    request.emit(INTENT.inputs, 'InputAudioMonitorTypeChanged', { ...named(request, 'input', one), monitorType: type });
    return undefined;
  },
  GetInputAudioTracks: (request) => ({ inputAudioTracks: soundingInput(request).tracks }),
  SetInputAudioTracks(request) {
    const one = soundingInput(request);
    for (const [track, on] of Object.entries(object(request, 'inputAudioTracks'))) one.tracks[track] = on === true;
    request.emit(INTENT.inputs, 'InputAudioTracksChanged', { ...named(request, 'input', one), inputAudioTracks: one.tracks });
    return undefined;
  },

  GetMediaInputStatus: (request) => ({ mediaState: input(request).media, mediaDuration: null, mediaCursor: null }),
  TriggerMediaInputAction(request) {
    const one = input(request);
    const action = text(request, 'mediaAction');
    const verb = action.startsWith(MEDIA_ACTION) ? action.slice(MEDIA_ACTION.length) : '';
    if (!(verb in MEDIA_STATES)) throw new ObsRefusal(400, 'You have specified an invalid media input action.');
    if (request.world.kinds.get(one.kind)?.plays === true) one.media = MEDIA_STATES[verb] ?? one.media;
    request.emit(INTENT.mediaInputs, 'MediaInputActionTriggered', { ...named(request, 'input', one), mediaAction: action });
    const isBegun = verb === 'PLAY' || verb === 'RESTART';
    if (isBegun) request.later(() => request.emit(INTENT.mediaInputs, 'MediaInputPlaybackStarted', named(request, 'input', one)));
    return undefined;
  },
};

/** Filters of any source. */
export const filterRequests: ObsHandlers = {
  GetSourceFilterKindList: () => ({ sourceFilterKinds: Object.keys(FILTER_KINDS) }),
  GetSourceFilterDefaultSettings(request) {
    const defaults = FILTER_KINDS[text(request, 'filterKind')];
    if (defaults === undefined) throw new ObsRefusal(607);
    return { defaultFilterSettings: defaults };
  },
  GetSourceFilterList: (request) => ({
    filters: anySource(request).filters.map((one, at) => ({ filterName: one.name, ...filterView(one, at) })),
  }),
  GetSourceFilter(request) {
    const { source, filter: one } = filter(request);
    return filterView(one, source.filters.indexOf(one));
  },
  CreateSourceFilter(request) {
    const source = anySource(request);
    const name = text(request, 'filterName');
    const kind = text(request, 'filterKind');
    if (source.filters.some((one) => one.name === name)) throw new ObsRefusal(601, 'A filter already exists by that name.');
    const defaults = FILTER_KINDS[kind];
    if (defaults === undefined) throw new ObsRefusal(607, `${NO_FILTER_KIND} that any necessary plugins are loaded.`);
    const created = {
      name,
      kind,
      enabled: true,
      settings: has(request, 'filterSettings') ? { ...object(request, 'filterSettings') } : {},
    };
    source.filters.push(created);
    request.emit(INTENT.filters, 'SourceFilterCreated', {
      ...named(request, 'source', source),
      filterName: name,
      filterKind: kind,
      filterIndex: source.filters.length - 1,
      filterSettings: created.settings,
      defaultFilterSettings: defaults,
    });
    return undefined;
  },
  RemoveSourceFilter(request) {
    const { source, filter: gone } = filter(request);
    source.filters = source.filters.filter((one) => one !== gone);
    request.emit(INTENT.filters, 'SourceFilterRemoved', { ...named(request, 'source', source), filterName: gone.name });
    return undefined;
  },
  SetSourceFilterName(request) {
    const { source, filter: one } = filter(request);
    const oldFilterName = one.name;
    one.name = text(request, 'newFilterName');
    const data = { ...named(request, 'source', source), filterName: one.name, oldFilterName };
    request.emit(INTENT.filters, 'SourceFilterNameChanged', data);
    return undefined;
  },
  SetSourceFilterIndex(request) {
    const { source, filter: moved } = filter(request);
    const to = number(request, 'filterIndex', 0, 8192);
    source.filters = source.filters.filter((one) => one !== moved);
    source.filters.splice(Math.min(to, source.filters.length), 0, moved);
    const filters = source.filters.map((one, at) => ({ filterName: one.name, ...filterView(one, at) }));
    request.emit(INTENT.filters, 'SourceFilterListReindexed', { ...named(request, 'source', source), filters });
    return undefined;
  },
  SetSourceFilterSettings(request) {
    const { source, filter: one } = filter(request);
    const settings = object(request, 'filterSettings');
    const overlay = has(request, 'overlay') ? flag(request, 'overlay') : true;
    one.settings = overlay ? { ...one.settings, ...settings } : { ...settings };
    const data = { ...named(request, 'source', source), filterName: one.name, filterSettings: one.settings };
    if (request.hasUuids) request.emit(INTENT.filters, 'SourceFilterSettingsChanged', data);
    return undefined;
  },
  SetSourceFilterEnabled(request) {
    const { source, filter: one } = filter(request);
    one.enabled = flag(request, 'filterEnabled');
    const data = { ...named(request, 'source', source), filterName: one.name, filterEnabled: one.enabled };
    request.emit(INTENT.filters, 'SourceFilterEnableStateChanged', data);
    return undefined;
  },
};

const NO_KIND = 'Your specified input kind is not supported by OBS. Check';
const NO_FILTER_KIND = 'Your specified filter kind is not supported by OBS. Check';

function filterView(one: FakeFilter, at: number): Json {
  return { filterEnabled: one.enabled, filterIndex: at, filterKind: one.kind, filterSettings: one.settings };
}

function mute(request: ObsRequestContext, one: FakeSource, muted: boolean): void {
  if (one.muted === muted) return;
  one.muted = muted;
  request.emit(INTENT.inputs, 'InputMuteStateChanged', { ...named(request, 'input', one), inputMuted: muted });
}

/** In the scene on air, or in one that is shown within it. */
function showsOnAir(world: ObsWorld, source: FakeSource): boolean {
  const all = [...world.scenes, ...world.groups];
  const shows = (name: string, depth: number): boolean => {
    const one = all.find((each) => each.source.name === name);
    if (one === undefined || depth > 8) return false;
    return one.items.some((each) => each.enabled && (each.source === source || shows(each.source.name, depth + 1)));
  };
  return source.name === world.programScene || shows(world.programScene, 0);
}

function unversioned(kind: string): string {
  return kind.replace(/_v\d+$/, '');
}

function mulFromDb(db: number): number {
  return db <= -100 ? 0 : 10 ** (db / 20);
}

function dbFromMul(mul: number): number {
  return mul <= 0 ? -100 : Math.max(-100, 20 * Math.log10(mul));
}
