/**
 * The 1€ filter (Casiez, Roussel, Vogel, CHI 2012): a low pass whose cutoff rises with speed, so that rest is calm and quick movement is not late. State of
 * many channels lies in flat arrays; nothing is allocated after creation.
 */
export interface OneEuroShape {
  /** Cutoff at rest, Hz: lower is calmer. */
  readonly restHz: number;
  /** Hz of cutoff for each unit per second of speed: higher is less late. */
  readonly hzPerSpeed: number;
}

/** Cutoff of the speed's own low pass, Hz. The paper takes 1; blinks last a tenth of a second and need their speed sooner. */
export const SPEED_CUTOFF_HZ = 4;

/** After so many seconds without a value the past says nothing about the present. */
export const GAP_SECONDS = 0.5;

/** How much faster (over 1) or calmer (under 1) than at the usual smoothing, 0.3. */
const pace = (smoothing: number): number => 2 ** ((0.3 - smoothing) * 4.3);
/** A shape that is meant for a smoothing of 0.3, at another: 0 lively … 1 calm. */
export const paced = (usual: OneEuroShape, smoothing: number): OneEuroShape => ({
  restHz: usual.restHz * pace(smoothing),
  hzPerSpeed: usual.hzPerSpeed * Math.sqrt(pace(smoothing)),
});

/** Share of the new value that a low pass of `cutoffHz` takes in after `dt` seconds; exact for any step. */
export const lowPassShare = (cutoffHz: number, dt: number): number => 1 - Math.exp(-2 * Math.PI * cutoffHz * dt);

export interface OneEuro {
  /** `value` of this channel after `dt` seconds, smoothed. NaN makes the channel forget and comes back as NaN. */
  step(channel: number, value: number, dt: number, shape: OneEuroShape): number;
  reset(): void;
}

export function createOneEuro(channels: number): OneEuro {
  const last = new Float64Array(channels).fill(Number.NaN);
  const speed = new Float64Array(channels);
  return {
    step(channel, value, dt, shape) {
      const before = last[channel] ?? Number.NaN;
      if (!Number.isFinite(value) || Number.isNaN(before)) {
        last[channel] = Number.isFinite(value) ? value : Number.NaN;
        speed[channel] = 0;
        return last[channel] ?? Number.NaN;
      }
      if (dt <= 0) return before;
      const speedBefore = speed[channel] ?? 0;
      const speedNow = speedBefore + lowPassShare(SPEED_CUTOFF_HZ, dt) * ((value - before) / dt - speedBefore);
      speed[channel] = speedNow;
      const cutoff = shape.restHz + shape.hzPerSpeed * Math.abs(speedNow);
      const now = before + lowPassShare(cutoff, dt) * (value - before);
      last[channel] = now;
      return now;
    },
    reset() {
      last.fill(Number.NaN);
      speed.fill(0);
    },
  };
}
