import { type Json, TRANSITION_KINDS } from './obs-kinds.ts';
import { anySource, flag, has, INTENT, number, type ObsHandlers, type ObsRequestContext, text } from './obs-request.ts';
import { switchProgram } from './obs-scene-requests.ts';
import { type FakeOutput, newScene, ObsRefusal, type ObsWorld, sizeOf } from './obs-world.ts';

const IMAGE_FORMATS = ['bmp', 'jpeg', 'jpg', 'png'];
/** One green pixel. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const OUTPUT = 'OBS_WEBSOCKET_OUTPUT_';

/** Transitions, studio mode, outputs, pictures and what else concerns the whole of OBS. */
export const showRequests: ObsHandlers = {
  GetStats: ({ world }) => ({
    activeFps: world.canvas.framesPerSecond,
    availableDiskSpace: 70_004.05,
    averageFrameRenderTime: 4.04,
    cpuUsage: 8.1,
    memoryUsage: 188.1,
    outputSkippedFrames: 0,
    outputTotalFrames: 0,
    renderSkippedFrames: 0,
    renderTotalFrames: 23,
    webSocketSessionIncomingMessages: 4,
    webSocketSessionOutgoingMessages: 4,
  }),
  GetVideoSettings: ({ world: { canvas } }) => ({
    baseWidth: canvas.width,
    baseHeight: canvas.height,
    outputWidth: canvas.width,
    outputHeight: canvas.height,
    fpsNumerator: canvas.framesPerSecond,
    fpsDenominator: 1,
  }),
  GetHotkeyList: ({ world }) => ({ hotkeys: [...world.hotkeys] }),
  TriggerHotkeyByName(request) {
    if (!request.world.hotkeys.includes(text(request, 'hotkeyName')))
      throw new ObsRefusal(600, 'No hotkeys were found by that name.');
    return undefined;
  },
  BroadcastCustomEvent(request) {
    request.emit(INTENT.general, 'CustomEvent', { eventData: request.data.eventData });
    return undefined;
  },

  GetTransitionKindList: () => ({ transitionKinds: [...TRANSITION_KINDS] }),
  GetSceneTransitionList({ world }) {
    const now = world.transitions.find((one) => one.name === world.transition);
    return {
      currentSceneTransitionName: world.transition,
      currentSceneTransitionKind: now?.kind ?? null,
      transitions: world.transitions.map((one) => ({
        transitionName: one.name,
        transitionKind: one.kind,
        transitionFixed: one.fixed,
        transitionConfigurable: false,
      })),
    };
  },
  GetCurrentSceneTransition({ world }) {
    const now = world.transitions.find((one) => one.name === world.transition);
    return {
      transitionName: world.transition,
      transitionKind: now?.kind ?? null,
      transitionFixed: now?.fixed ?? false,
      transitionDuration: now?.fixed === true ? null : world.transitionMs,
      transitionConfigurable: false,
      transitionSettings: null,
    };
  },
  SetCurrentSceneTransition(request) {
    const name = text(request, 'transitionName');
    if (!request.world.transitions.some((one) => one.name === name))
      throw new ObsRefusal(600, 'No scene transition was found by that name.');
    request.world.transition = name;
    request.later(() => request.emit(INTENT.transitions, 'CurrentSceneTransitionChanged', { transitionName: name }));
    return undefined;
  },
  SetCurrentSceneTransitionDuration(request) {
    const transitionDuration = number(request, 'transitionDuration', 50, 20_000);
    request.world.transitionMs = transitionDuration;
    request.later(() => request.emit(INTENT.transitions, 'CurrentSceneTransitionDurationChanged', { transitionDuration }));
    return undefined;
  },
  GetStudioModeEnabled: ({ world }) => ({ studioModeEnabled: world.previewScene !== undefined }),
  SetStudioModeEnabled(request) {
    const enabled = flag(request, 'studioModeEnabled');
    const { world } = request;
    if (enabled === (world.previewScene !== undefined)) return undefined;
    world.previewScene = enabled ? world.programScene : undefined;
    request.emit(INTENT.ui, 'StudioModeStateChanged', { studioModeEnabled: enabled });
    return undefined;
  },
  TriggerStudioModeTransition(request) {
    const { world } = request;
    if (world.previewScene === undefined) throw new ObsRefusal(506);
    const previous = world.programScene;
    switchProgram(request, world.previewScene);
    world.previewScene = previous;
    return undefined;
  },

  GetSceneCollectionList: ({ world }) => ({
    currentSceneCollectionName: world.collection,
    sceneCollections: [...world.collections],
  }),
  CreateSceneCollection(request) {
    const name = text(request, 'sceneCollectionName');
    if (request.world.collections.includes(name)) throw new ObsRefusal(601);
    request.world.collections.push(name);
    request.emit(INTENT.config, 'SceneCollectionListChanged', { sceneCollections: [...request.world.collections] });
    changeCollection(request, name);
    return undefined;
  },
  SetCurrentSceneCollection(request) {
    const name = text(request, 'sceneCollectionName');
    if (!request.world.collections.includes(name)) throw new ObsRefusal(600);
    if (name !== request.world.collection) changeCollection(request, name);
    return undefined;
  },
  GetProfileList: () => ({ currentProfileName: 'Test', profiles: ['Test'] }),
  GetRecordDirectory: (request) => ({ recordDirectory: request.recording('') }),
  SetRecordDirectory: (request) => void text(request, 'recordDirectory'),

  GetStreamStatus: ({ world }) => ({
    ...status(world.outputs.stream),
    outputReconnecting: false,
    outputCongestion: 0,
    outputSkippedFrames: 0,
    outputTotalFrames: 0,
  }),
  StartStream(request) {
    start(request, request.world.outputs.stream, 'StreamStateChanged', '');
    return undefined;
  },
  StopStream(request) {
    stop(request, request.world.outputs.stream, 'StreamStateChanged');
    return undefined;
  },
  GetRecordStatus: ({ world }) => ({ ...status(world.outputs.record), outputPaused: world.outputs.record.state === 'paused' }),
  StartRecord(request) {
    start(request, request.world.outputs.record, 'RecordStateChanged', request.recording('2026-01-02 03-04-05.mkv'));
    return undefined;
  },
  StopRecord(request) {
    const { path } = request.world.outputs.record;
    stop(request, request.world.outputs.record, 'RecordStateChanged');
    return { outputPath: path };
  },
  PauseRecord(request) {
    const { record } = request.world.outputs;
    if (record.state === 'stopped') throw new ObsRefusal(501);
    if (record.state === 'paused') throw new ObsRefusal(502);
    record.state = 'paused';
    request.later(() => stateEvent(request, 'RecordStateChanged', 'PAUSED', null));
    return undefined;
  },
  ResumeRecord(request) {
    const { record } = request.world.outputs;
    if (record.state === 'stopped') throw new ObsRefusal(501);
    if (record.state === 'active') throw new ObsRefusal(503);
    record.state = 'active';
    request.later(() => stateEvent(request, 'RecordStateChanged', 'RESUMED', null));
    return undefined;
  },
  SplitRecordFile(request) {
    const { record } = request.world.outputs;
    if (record.state === 'stopped') throw new ObsRefusal(501);
    record.path = request.recording('2026-01-02 03-14-05.mkv');
    request.later(() => request.emit(INTENT.outputs, 'RecordFileChanged', { newOutputPath: record.path }));
    return undefined;
  },
  CreateRecordChapter({ world }) {
    if (world.outputs.record.state === 'stopped') throw new ObsRefusal(501);
    return undefined;
  },
  GetReplayBufferStatus: ({ world }) => ({ outputActive: replay(world).state !== 'stopped' }),
  StartReplayBuffer(request) {
    start(request, replay(request.world), 'ReplayBufferStateChanged', '');
    return undefined;
  },
  StopReplayBuffer(request) {
    stop(request, replay(request.world), 'ReplayBufferStateChanged');
    return undefined;
  },
  SaveReplayBuffer(request) {
    const buffer = replay(request.world);
    if (buffer.state === 'stopped') throw new ObsRefusal(501);
    buffer.path = request.recording('Replay 2026-01-02 03-04-05.mkv');
    request.later(() => request.emit(INTENT.outputs, 'ReplayBufferSaved', { savedReplayPath: buffer.path }));
    return undefined;
  },
  GetLastReplayBufferReplay(request) {
    const buffer = replay(request.world);
    if (buffer.state === 'stopped') throw new ObsRefusal(501);
    return { savedReplayPath: buffer.path };
  },
  GetVirtualCamStatus({ world }) {
    if (world.outputs.virtualCamera === undefined) throw new ObsRefusal(604, 'VirtualCam is not available.');
    return { outputActive: world.outputs.virtualCamera.state !== 'stopped' };
  },

  GetSourceScreenshot(request) {
    const source = anySource(request);
    const format = text(request, 'imageFormat');
    if (!IMAGE_FORMATS.includes(format))
      throw new ObsRefusal(400, 'Your specified image format is invalid or not supported by this system.');
    if (has(request, 'imageWidth')) number(request, 'imageWidth', 8, 4096);
    if (sizeOf(source, request.world).width === 0) throw new ObsRefusal(702, 'Failed to render screenshot.');
    return { imageData: `data:image/${format};base64,${PNG}` };
  },
};

function start(request: ObsRequestContext, output: FakeOutput, event: string, path: string): void {
  if (output.state !== 'stopped') throw new ObsRefusal(500);
  output.state = 'active';
  output.path = path;
  request.later(() => {
    stateEvent(request, event, 'STARTING', null);
    stateEvent(request, event, 'STARTED', path);
  });
}

function stop(request: ObsRequestContext, output: FakeOutput, event: string): void {
  if (output.state === 'stopped') throw new ObsRefusal(501);
  output.state = 'stopped';
  request.later(() => {
    stateEvent(request, event, 'STOPPING', null);
    stateEvent(request, event, 'STOPPED', output.path);
  });
}

/** Only recordings have a path. */
function stateEvent(request: ObsRequestContext, event: string, state: string, path: string | null): void {
  const outputActive = state === 'STARTED' || state === 'RESUMED';
  const data = { outputActive, outputState: `${OUTPUT}${state}` };
  request.emit(INTENT.outputs, event, event === 'RecordStateChanged' ? { ...data, outputPath: path } : data);
}

function status(output: FakeOutput): Json {
  return { outputActive: output.state !== 'stopped', outputTimecode: '00:00:00.000', outputDuration: 0, outputBytes: 0 };
}

function replay({ outputs }: ObsWorld): FakeOutput {
  if (outputs.replay === undefined) throw new ObsRefusal(604, 'Replay buffer is not available.');
  return outputs.replay;
}

/** Everything of the old collection goes, everything of the new one comes. */
function changeCollection(request: ObsRequestContext, name: string): void {
  const { world } = request;
  request.emit(INTENT.config, 'CurrentSceneCollectionChanging', { sceneCollectionName: world.collection });
  const { scenes, groups, inputs, programScene } = world;
  world.shelved.set(world.collection, { scenes, groups, inputs, programScene });
  for (const one of inputs) request.emit(INTENT.inputs, 'InputRemoved', { inputName: one.name });
  for (const one of scenes) request.emit(INTENT.scenes, 'SceneRemoved', { sceneName: one.source.name, isGroup: false });
  const next = world.shelved.get(name) ?? { scenes: [newScene('Scene')], groups: [], inputs: [], programScene: 'Scene' };
  world.shelved.delete(name);
  Object.assign(world, next, { collection: name });
  for (const one of world.scenes) request.emit(INTENT.scenes, 'SceneCreated', { sceneName: one.source.name, isGroup: false });
  request.emit(INTENT.config, 'CurrentSceneCollectionChanged', { sceneCollectionName: name });
}
