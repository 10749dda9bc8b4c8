import { median } from './delegate-trial.ts';

export type Place = 'worker' | 'page';

/** Figures of a second each: the first ones of a new place are those of its start. */
const WARM_UP = 2;
const COUNTED = 4;
/** A worker that keeps so much of the camera's pace is good enough: it leaves the page its own time. */
const GOOD_ENOUGH = 0.92;
/** The page's own thread is used only where it is so much quicker. */
const WORTH_IT = 1.06;

/** Where pictures are worked on best on this computer, found out once: the worker first, the page's thread where that does not keep up. */
export interface PlaceTrial {
  /** A second's pictures at the present place. Says where to go on, and whether that is settled. */
  second(framesPerSecond: number): { readonly place: Place; readonly settled: boolean };
}

export function createPlaceTrial(cameraHz: number): PlaceTrial {
  const rates: Record<Place, number[]> = { worker: [], page: [] };
  let place: Place = 'worker';
  let seen = 0;
  return {
    second(framesPerSecond) {
      if (++seen > WARM_UP) rates[place].push(framesPerSecond);
      if (rates[place].length < COUNTED) return { place, settled: false };
      if (place === 'worker' && median(rates.worker) >= GOOD_ENOUGH * cameraHz) return { place, settled: true };
      if (place === 'page')
        return { place: median(rates.page) > WORTH_IT * median(rates.worker) ? 'page' : 'worker', settled: true };
      place = 'page';
      seen = 0;
      return { place, settled: false };
    },
  };
}
