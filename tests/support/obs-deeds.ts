import type { ObsLink } from '#main/obs/obs.types.ts';
import type { ObsState } from '#shared/obs/obs-state.ts';

/** What a streamer may do in OBS, drawn at random; names are made so that all of them stay apart. */
export type ObsDeed = (link: ObsLink, now: ObsState) => Promise<unknown>;

export interface Draw {
  /** 0 … below − 1 */
  number(below: number): number;
  of<T>(list: readonly T[]): T | undefined;
  name(): string;
}

/** The same deeds for the same seed. */
export function createDraw(seed: number): Draw {
  let state = seed >>> 0 || 1;
  let names = 0;
  const next = (): number => {
    // xorshift32
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
  const number = (below: number): number => Math.floor(next() * below);
  return { number, of: (list) => list[number(list.length)], name: () => `名 ${seed}-${names++} 🎀` };
}

const FILTERS = ['color_filter_v2', 'crop_filter', 'scroll_filter', 'gain_filter', 'limiter_filter'];
const INPUTS = ['color_source_v3', 'text_ft2_source_v2', 'image_source', 'pulse_input_capture'];
const MONITORS = ['OBS_MONITORING_TYPE_NONE', 'OBS_MONITORING_TYPE_MONITOR_ONLY', 'OBS_MONITORING_TYPE_MONITOR_AND_OUTPUT'];

/** One deed; what OBS refuses (a name that has gone meanwhile) is refused. */
export async function doSomething(link: ObsLink, now: ObsState, draw: Draw): Promise<void> {
  const scene = draw.of(now.scenes);
  const item = draw.of(scene?.items ?? []);
  const input = draw.of(now.inputs);
  if (scene === undefined) return;
  const [sceneName, sceneItemId] = [scene.name, item?.id ?? 0];
  const inputName = input?.name ?? '';
  const source = draw.number(2) === 0 ? sceneName : inputName;
  const filters = (now.inputs.find(({ name }) => name === source) ?? scene).filters;
  const filterName = draw.of(filters)?.name ?? '';
  // OBS itself loses track of what is on air when that is removed.
  const shown = [now.programScene, now.previewScene];
  const deeds: readonly (() => Promise<unknown>)[] = [
    () => link.call('CreateScene', { sceneName: draw.name() }),
    () => (now.scenes.length > 3 && !shown.includes(sceneName) ? link.call('RemoveScene', { sceneName }) : Promise.resolve()),
    () => link.call('SetSceneName', { sceneName, newSceneName: draw.name() }),
    () => link.call('CreateInput', { sceneName, inputName: draw.name(), inputKind: draw.of(INPUTS) ?? '' }),
    () => link.call('CreateInput', { sceneName, inputName: draw.name(), inputKind: draw.of(INPUTS) ?? '' }),
    () => link.call('SetInputName', { inputName, newInputName: draw.name() }),
    () => link.call('RemoveInput', { inputName }),
    () => link.call('CreateSceneItem', { sceneName, sourceName: inputName, sceneItemEnabled: draw.number(2) === 0 }),
    () => link.call('RemoveSceneItem', { sceneName, sceneItemId }),
    () => link.call('SetSceneItemEnabled', { sceneName, sceneItemId, sceneItemEnabled: draw.number(2) === 0 }),
    () => link.call('SetSceneItemLocked', { sceneName, sceneItemId, sceneItemLocked: draw.number(2) === 0 }),
    () => link.call('SetSceneItemIndex', { sceneName, sceneItemId, sceneItemIndex: draw.number(scene.items.length) }),
    () =>
      link.call('SetSceneItemTransform', {
        sceneName,
        sceneItemId,
        sceneItemTransform: { positionX: draw.number(600), rotation: 45 },
      }),
    () => link.call('SetInputVolume', { inputName, inputVolumeDb: -draw.number(100) }),
    () => link.call('SetInputMute', { inputName, inputMuted: draw.number(2) === 0 }),
    () => link.call('SetInputAudioMonitorType', { inputName, monitorType: draw.of(MONITORS) ?? '' }),
    () => link.call('CreateSourceFilter', { sourceName: source, filterName: draw.name(), filterKind: draw.of(FILTERS) ?? '' }),
    () => link.call('SetSourceFilterEnabled', { sourceName: source, filterName, filterEnabled: draw.number(2) === 0 }),
    () => link.call('SetSourceFilterName', { sourceName: source, filterName, newFilterName: draw.name() }),
    () => link.call('SetSourceFilterIndex', { sourceName: source, filterName, filterIndex: draw.number(3) }),
    () => link.call('RemoveSourceFilter', { sourceName: source, filterName }),
    () => link.call('SetCurrentProgramScene', { sceneName }),
    () => link.call('SetStudioModeEnabled', { studioModeEnabled: draw.number(2) === 0 }),
    () => link.call('SetCurrentPreviewScene', { sceneName }),
    () => link.call('SetCurrentSceneTransition', { transitionName: draw.of(now.transitions)?.name ?? '' }),
    () => link.call('SetCurrentSceneTransitionDuration', { transitionDuration: 50 + draw.number(300) }),
  ];
  await draw
    .of(deeds)?.()
    .catch(() => undefined);
}
