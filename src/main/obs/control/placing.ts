import type { OBSRequestTypes } from 'obs-websocket-js';
import { z } from 'zod';
import type { ObsLink } from '#main/obs/obs.types.ts';
import type { OBS_PLACES } from '#shared/contract/obs-control.ts';
import type { ObsState } from '#shared/obs/obs-state.ts';
import type { ItemAddress, Placement } from './obs-desk.types.ts';

type Transform = OBSRequestTypes['SetSceneItemTransform']['sceneItemTransform'];

const number = z.number().catch(0);
/** All that can be set of a transform. */
const transformWire = z.object({
  alignment: number,
  boundsAlignment: number,
  boundsHeight: number,
  boundsType: z.string(),
  boundsWidth: number,
  cropBottom: number,
  cropLeft: number,
  cropRight: number,
  cropTop: number,
  positionX: number,
  positionY: number,
  rotation: number,
  scaleX: number,
  scaleY: number,
});
const answerWire = z.object({ sceneItemTransform: transformWire });
/** OBS's flags for the corner that a position is of: left | top, and the middle. */
const TOP_LEFT = 5;
const CENTER = 0;
const NO_BOUNDS = 'OBS_BOUNDS_NONE';

/** The transform as it can be set again: OBS refuses bounds smaller than a pixel, even where they count for nothing. */
export async function readTransform(link: ObsLink, { scene, id }: ItemAddress): Promise<Transform> {
  const answer = await link.call('GetSceneItemTransform', { sceneName: scene, sceneItemId: id });
  const { boundsWidth, boundsHeight, ...rest } = answerWire.parse(answer).sceneItemTransform;
  return rest.boundsType === NO_BOUNDS ? rest : { ...rest, boundsWidth, boundsHeight };
}

export function transformFor(
  place: (typeof OBS_PLACES)[number] | undefined,
  at: Placement,
  canvas: ObsState['canvas'],
): Transform {
  if (place === 'fill')
    return {
      ...WHOLE,
      boundsType: 'OBS_BOUNDS_SCALE_INNER',
      boundsAlignment: CENTER,
      boundsWidth: Math.max(1, canvas.width),
      boundsHeight: Math.max(1, canvas.height),
    };
  if (place === 'center') return { alignment: CENTER, positionX: canvas.width / 2, positionY: canvas.height / 2 };
  if (place === 'reset') return { ...WHOLE, scaleX: 1, scaleY: 1, boundsType: NO_BOUNDS };
  const { x, y, scaleX, scaleY, rotation } = at;
  return withoutUndefined({ positionX: x, positionY: y, scaleX, scaleY, rotation });
}

const WHOLE = {
  alignment: TOP_LEFT,
  positionX: 0,
  positionY: 0,
  rotation: 0,
  cropLeft: 0,
  cropTop: 0,
  cropRight: 0,
  cropBottom: 0,
};

function withoutUndefined(values: Readonly<Record<string, number | undefined>>): Transform {
  return Object.fromEntries(Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
}
