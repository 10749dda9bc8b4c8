import { median } from './delegate-trial.ts';

/** Figures of the last second. */
export interface CameraMeter {
  add(latencyMs: number, costMs: number): void;
  /** Figures since the last call, which was `seconds` ago. */
  take(seconds: number): { readonly framesPerSecond: number; readonly latencyMs: number; readonly costMs: number };
}

export function createCameraMeter(): CameraMeter {
  let latencies: number[] = [];
  let costs: number[] = [];
  return {
    add(latencyMs, costMs) {
      latencies.push(latencyMs);
      costs.push(costMs);
    },
    take(seconds) {
      const sorted = latencies.sort((a, b) => a - b);
      const figures = {
        framesPerSecond: sorted.length / seconds,
        latencyMs: sorted[Math.ceil(0.95 * sorted.length) - 1] ?? -1,
        costMs: costs.length === 0 ? -1 : median(costs),
      };
      latencies = [];
      costs = [];
      return figures;
    },
  };
}
