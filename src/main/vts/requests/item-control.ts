import { z } from 'zod';
import type { ItemChange } from '#main/avatar/items.types.ts';
import type { Item } from '#shared/avatar/items.ts';
import { VtsError } from '../protocol/error-ids.ts';
import { anything, clamp, flag, number, text } from '../protocol/fields.ts';
import { defineRequest } from '../protocol/request-kind.ts';
import { findItem, frameWords, isAnimated } from './item-words.ts';

const AUTO_STOP_MOST = 1024;

const schema = z.object({
  itemInstanceID: text,
  framerate: number,
  frame: number,
  brightness: number,
  opacity: number,
  setAutoStopFrames: flag,
  autoStopFrames: anything,
  setAnimationPlayState: flag,
  animationPlayState: flag,
});
type ControlData = z.output<typeof schema>;

export const itemAnimationControl = defineRequest({
  type: 'ItemAnimationControlRequest',
  schema,
  answer(data, { world }) {
    const item = findItem(world, data.itemInstanceID);
    if (item === undefined)
      throw new VtsError('ItemAnimationControlInstanceIDNotFound', 'No item with this instance ID is loaded.');
    if (item.file.kind === 'model3d')
      throw new VtsError('ItemAnimationControlUnsupportedItemType', 'This works for pictures and animations only.');
    const playback = playbackChange(data, item);
    const changed = world.items.change(item.instanceId, {
      ...(isSet(data.brightness) ? { brightness: clamp(data.brightness, 0, 1) } : {}),
      ...(isSet(data.opacity) ? { opacity: clamp(data.opacity, 0, 1) } : {}),
      ...(playback === undefined ? {} : { playback }),
    });
    const now = changed ?? item;
    return { frame: frameWords(now).currentFrame, animationPlaying: isAnimated(now.file) && now.playback.playing };
  },
});

/** −1 (and anything below 0) leaves a value as it is. */
const isSet = (value: number | undefined): value is number => value !== undefined && value >= 0;

function playbackChange(data: ControlData, item: Item): ItemChange['playback'] {
  const wanted = isSet(data.framerate) || isSet(data.frame) || data.setAutoStopFrames || data.setAnimationPlayState;
  if (!wanted) return undefined;
  if (!isAnimated(item.file))
    throw new VtsError('ItemAnimationControlSimpleImageDoesNotSupportAnim', 'This picture has one frame only.');
  const frames = item.file.frameUrls.length === 0 ? Number.POSITIVE_INFINITY : item.file.frameUrls.length;
  return {
    ...(isSet(data.framerate) ? { frameRate: clamp(data.framerate, 0.1, 120) } : {}),
    ...(isSet(data.frame) ? { frame: readFrame(data.frame, frames) } : {}),
    ...(data.setAutoStopFrames ? { stopAt: readStops(data.autoStopFrames, frames) } : {}),
    ...(data.setAnimationPlayState ? { playing: data.animationPlayState } : {}),
  };
}

function readFrame(frame: unknown, frames: number): number {
  if (typeof frame === 'number' && Number.isInteger(frame) && frame >= 0 && frame < frames) return frame;
  throw new VtsError('ItemAnimationControlAutoStopFramesInvalid', 'A frame number is not in this animation; they begin at 0.');
}

function readStops(list: unknown, frames: number): number[] {
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) throw new VtsError('ItemAnimationControlAutoStopFramesInvalid', 'autoStopFrames must be a list.');
  if (list.length > AUTO_STOP_MOST)
    throw new VtsError('ItemAnimationControlTooManyAutoStopFrames', `autoStopFrames may hold ${AUTO_STOP_MOST} frames.`);
  return list.map((frame) => readFrame(frame, frames));
}
