import { median } from './delegate-trial.ts';
import { contextOf } from './picture-tools.ts';

/** How a picture is handed to the library: as it is, which a graphics card likes, or as plain pixels, which a processor that plays graphics card likes. */
export type Intake = 'picture' | 'pixels';

/** The first ones of a new machine are slow and not counted. */
const WARM_UP = 6;
const COUNTED = 16;

/** Hands pictures over in the way that costs less here: both in turn for the first second, then the better one. */
export interface PictureIntake {
  readonly chosen: Intake | undefined;
  /** Of one picture; valid until the next call. */
  take(picture: VideoFrame): VideoFrame | ImageData;
  /** What the library took for the last one, with the handing over, ms. */
  took(costMs: number): void;
}

export function createPictureIntake(): PictureIntake {
  const costs: Record<Intake, number[]> = { picture: [], pixels: [] };
  let chosen: Intake | undefined;
  let present: Intake = 'pixels';
  let seen = 0;
  let context: OffscreenCanvasRenderingContext2D | undefined;

  function pixelsOf(picture: VideoFrame): ImageData {
    const { displayWidth: width, displayHeight: height } = picture;
    if (context?.canvas.width !== width || context.canvas.height !== height) context = contextOf(width, height);
    context.drawImage(picture, 0, 0, width, height);
    return context.getImageData(0, 0, width, height);
  }

  return {
    get chosen() {
      return chosen;
    },
    take(picture) {
      present = chosen ?? (present === 'picture' ? 'pixels' : 'picture');
      return present === 'picture' ? picture : pixelsOf(picture);
    },
    took(costMs) {
      if (chosen !== undefined || ++seen <= WARM_UP) return;
      costs[present].push(costMs);
      if (costs.picture.length + costs.pixels.length < 2 * COUNTED) return;
      chosen = median(costs.picture) < median(costs.pixels) ? 'picture' : 'pixels';
      if (chosen === 'picture') context = undefined;
    },
  };
}
