import type { StageUp } from '#shared/stage/stage-protocol.ts';
import type { Moment } from '../layers/moment.ts';
import type { Rig } from '../rigs/rig.ts';

/** What the stage tells of the avatar: the model itself once, and, while somebody wants to know, values and outline. */
export interface AvatarReports {
  loaded(rig: Rig, modelId: string, loadMs: number): void;
  want(parameters: boolean, outline: boolean): void;
  /** Call once a frame. */
  drawn(rig: Rig, modelId: string, values: Float32Array, moment: Moment): void;
}

const VALUES_EVERY_MS = 100;
const OUTLINE_EVERY_MS = 1000 / 15;

export function createAvatarReports(tell: (message: StageUp) => void, windowSize: () => { x: number; y: number }): AvatarReports {
  let wantsValues = false;
  let wantsOutline = false;
  let valuesAtMs = 0;
  let outlineAtMs = 0;

  return {
    loaded(rig, modelId, loadMs) {
      tell({ type: 'model', modelId, loadMs, description: rig.description });
      rig.onMotion((event) => tell({ type: 'motion', modelId, ...event }));
    },
    want(parameters, outline) {
      wantsValues = parameters;
      wantsOutline = outline;
    },
    drawn(rig, modelId, values, { nowMs }) {
      if (wantsValues && nowMs - valuesAtMs >= VALUES_EVERY_MS) {
        valuesAtMs = nowMs;
        tell({ type: 'parameter-values', modelId, values: [...values] });
      }
      if (wantsOutline && nowMs - outlineAtMs >= OUTLINE_EVERY_MS) {
        outlineAtMs = nowMs;
        tell({ type: 'outline', modelId, hull: [...rig.outline()], windowSize: windowSize() });
      }
    },
  };
}
