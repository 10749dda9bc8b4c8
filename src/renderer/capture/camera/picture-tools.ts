import { StudioError } from '#shared/errors.ts';
import type { FaceBox } from './face-choice.ts';

/** Grain of a covered lens stays below both; 0…255. */
const DARK_MEAN = 14;
const DARK_PEAK = 48;
const WIDTH = 32;
const HEIGHT = 24;

/** Tells whether a picture is black: a lens with its cover on, a room without light. */
export function createDarkRoom(): (picture: VideoFrame) => boolean {
  const context = contextOf(WIDTH, HEIGHT);
  return (picture) => {
    context.drawImage(picture, 0, 0, WIDTH, HEIGHT);
    return isDark(context.getImageData(0, 0, WIDTH, HEIGHT).data);
  };
}

/** Of RGBA bytes. */
export function isDark(pixels: Uint8ClampedArray): boolean {
  let sum = 0;
  let peak = 0;
  for (let at = 0; at < pixels.length; at += 4) {
    const light = (2 * (pixels[at] ?? 0) + 5 * (pixels[at + 1] ?? 0) + (pixels[at + 2] ?? 0)) / 8;
    sum += light;
    peak = Math.max(peak, light);
  }
  return sum / (pixels.length / 4) < DARK_MEAN && peak < DARK_PEAK;
}

/** Room around a face that the follower needs to find it. */
const MARGIN = 0.6;

/** A copy of a picture in which only the surroundings of one face are left. */
export function createMask(): (picture: VideoFrame, face: FaceBox) => OffscreenCanvas {
  let context: OffscreenCanvasRenderingContext2D | undefined;
  return (picture, face) => {
    const { displayWidth: width, displayHeight: height } = picture;
    if (context?.canvas.width !== width || context.canvas.height !== height) context = contextOf(width, height);
    context.fillStyle = '#000';
    context.fillRect(0, 0, width, height);
    context.save();
    context.beginPath();
    context.rect(
      face.x - MARGIN * face.width,
      face.y - MARGIN * face.height,
      (1 + 2 * MARGIN) * face.width,
      (1 + 2 * MARGIN) * face.height,
    );
    context.clip();
    context.drawImage(picture, 0, 0, width, height);
    context.restore();
    return context.canvas;
  };
}

/** For pictures that are read back: drawn by the processor. */
export function contextOf(width: number, height: number): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (context === null) throw new StudioError('unavailable', 'this browser gave no memory for a picture; close other tabs');
  return context;
}
