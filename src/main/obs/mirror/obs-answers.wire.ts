import { z } from 'zod';
import type { ObsFilter, ObsInput, ObsOutput, ObsSceneItem, ObsTransform } from '#shared/obs/obs-state.ts';

/** Answers and payloads of obs-websocket 5.x as OBS really sends them. https://github.com/obsproject/obs-websocket/blob/master/docs/generated/protocol.md */

/** NaN and infinity come as null. */
const number = z.number().catch(0);

export const transformWire = z
  .object({
    positionX: number,
    positionY: number,
    scaleX: number,
    scaleY: number,
    rotation: number,
    cropLeft: number,
    cropTop: number,
    cropRight: number,
    cropBottom: number,
    width: number,
    height: number,
  })
  .transform(({ positionX: x, positionY: y, ...rest }): ObsTransform => ({ x, y, ...rest }));

const itemWire = z
  .object({
    sceneItemId: z.number().int(),
    sourceName: z.string(),
    inputKind: z.string().nullish(),
    isGroup: z.boolean().nullish(),
    sceneItemEnabled: z.boolean(),
    sceneItemLocked: z.boolean(),
    sceneItemTransform: transformWire,
  })
  .transform(
    (item): ObsSceneItem => ({
      id: item.sceneItemId,
      source: item.sourceName,
      kind: item.inputKind ?? (item.isGroup === true ? 'group' : 'scene'),
      visible: item.sceneItemEnabled,
      locked: item.sceneItemLocked,
      transform: item.sceneItemTransform,
    }),
  );
/** OBS lists from back to front. */
export const itemListWire = z
  .object({ sceneItems: z.array(itemWire) })
  .transform(({ sceneItems }): ObsSceneItem[] => sceneItems.reverse());
export const itemOrderWire = z.array(z.object({ sceneItemId: z.number().int(), sceneItemIndex: z.number().int() }));

export const filterListWire = z
  .object({ filters: z.array(z.object({ filterName: z.string(), filterKind: z.string(), filterEnabled: z.boolean() })) })
  .transform(({ filters }): ObsFilter[] =>
    filters.map(({ filterName: name, filterKind: kind, filterEnabled: enabled }) => ({ name, kind, enabled })),
  );

const sceneNames = z
  .array(z.object({ sceneName: z.string() }))
  // OBS lists from bottom to top.
  .transform((scenes) => scenes.map(({ sceneName }) => sceneName).reverse());
export const sceneOrderWire = sceneNames;
export const sceneListWire = z.object({
  currentProgramSceneName: z.string().nullable(),
  currentPreviewSceneName: z.string().nullable(),
  scenes: sceneNames,
});
export const groupListWire = z.object({ groups: z.array(z.string()) });
export const inputListWire = z.object({ inputs: z.array(z.object({ inputName: z.string(), inputKind: z.string() })) });
export const transitionListWire = z.object({
  transitions: z
    .array(z.object({ transitionName: z.string(), transitionKind: z.string() }))
    .transform((list) => list.map(({ transitionName: name, transitionKind: kind }) => ({ name, kind }))),
});
/** ms; null for those without a length (Cut, stingers). */
export const transitionWire = z.object({ transitionName: z.string(), transitionDuration: z.number().nullable() });
export const collectionsWire = z.object({ currentSceneCollectionName: z.string(), sceneCollections: z.array(z.string()) });
export const studioModeWire = z.object({ studioModeEnabled: z.boolean() });
export const videoWire = z
  .object({ baseWidth: number, baseHeight: number, fpsNumerator: number, fpsDenominator: number })
  .transform(({ baseWidth, baseHeight, fpsNumerator, fpsDenominator }) => ({
    width: baseWidth,
    height: baseHeight,
    framesPerSecond: fpsDenominator === 0 ? 0 : fpsNumerator / fpsDenominator,
  }));

export const volumeWire = z
  .object({ inputVolumeDb: z.number().nullable() })
  .transform(({ inputVolumeDb }) => inputVolumeDb ?? -100);
export const muteWire = z.object({ inputMuted: z.boolean() }).transform(({ inputMuted }) => inputMuted);

const MONITORS = {
  OBS_MONITORING_TYPE_NONE: 'none',
  OBS_MONITORING_TYPE_MONITOR_ONLY: 'monitor-only',
  OBS_MONITORING_TYPE_MONITOR_AND_OUTPUT: 'monitor-and-output',
} as const;
type Audio = NonNullable<ObsInput['audio']>;
export const monitorWire = z
  .object({ monitorType: z.enum(Object.keys(MONITORS) as (keyof typeof MONITORS)[]) })
  .transform(({ monitorType }): Audio['monitor'] => MONITORS[monitorType]);
/** OBS's word for a way of monitoring. */
export const MONITOR_TYPES: Readonly<Record<Audio['monitor'], keyof typeof MONITORS>> = {
  none: 'OBS_MONITORING_TYPE_NONE',
  'monitor-only': 'OBS_MONITORING_TYPE_MONITOR_ONLY',
  'monitor-and-output': 'OBS_MONITORING_TYPE_MONITOR_AND_OUTPUT',
};

const MEDIA = {
  OBS_MEDIA_STATE_NONE: 'none',
  OBS_MEDIA_STATE_PLAYING: 'playing',
  OBS_MEDIA_STATE_OPENING: 'opening',
  OBS_MEDIA_STATE_BUFFERING: 'buffering',
  OBS_MEDIA_STATE_PAUSED: 'paused',
  OBS_MEDIA_STATE_STOPPED: 'stopped',
  OBS_MEDIA_STATE_ENDED: 'ended',
  OBS_MEDIA_STATE_ERROR: 'error',
} as const;
export type MediaState = (typeof MEDIA)[keyof typeof MEDIA];
export const mediaWire = z
  .object({ mediaState: z.enum(Object.keys(MEDIA) as (keyof typeof MEDIA)[]) })
  .transform(({ mediaState }): MediaState => MEDIA[mediaState]);

const OUTPUTS = {
  OBS_WEBSOCKET_OUTPUT_STARTING: 'starting',
  OBS_WEBSOCKET_OUTPUT_STARTED: 'active',
  OBS_WEBSOCKET_OUTPUT_STOPPING: 'stopping',
  OBS_WEBSOCKET_OUTPUT_STOPPED: 'stopped',
  OBS_WEBSOCKET_OUTPUT_PAUSED: 'paused',
  OBS_WEBSOCKET_OUTPUT_RESUMED: 'active',
  OBS_WEBSOCKET_OUTPUT_RECONNECTING: 'reconnecting',
  OBS_WEBSOCKET_OUTPUT_RECONNECTED: 'active',
} as const;
/** undefined: a state that this protocol does not know. */
export const outputStateFrom = (word: string): ObsOutput['state'] | undefined =>
  word in OUTPUTS ? OUTPUTS[word as keyof typeof OUTPUTS] : undefined;

/** The status of any output; `outputActive` stays true while a recording is paused. */
export const outputStatusWire = z.object({
  outputActive: z.boolean(),
  outputPaused: z.boolean().default(false),
  outputReconnecting: z.boolean().default(false),
  /** ms; the replay buffer and the virtual camera do not tell it. */
  outputDuration: number.default(0),
  outputSkippedFrames: number.default(0),
});
export const statsWire = z.object({
  activeFps: number,
  cpuUsage: number,
  availableDiskSpace: number,
  renderSkippedFrames: number,
  outputSkippedFrames: number,
});
