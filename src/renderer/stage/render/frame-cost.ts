import type { Milliseconds } from '#shared/units.ts';

/** What a rig offers to find out when the graphics card has finished a picture. */
export interface Probe {
  startProbe(): void;
  probeDone(): boolean;
}

/**
 * Measures what a picture costs beyond the call that draws it: graphics cards, and the processor in their place, work later. One picture in
 * a few is probed and looked at again on every browser frame. Done by the very next one means that it cost no more than its call.
 */
export interface FrameCost {
  /** A picture was drawn between the two times. */
  drawn(startMs: Milliseconds, endMs: Milliseconds, probe: Probe): void;
  /** Call on every browser frame; a cost in ms, or −1 while nothing new is known. */
  poll(nowMs: Milliseconds, probe: Probe): Milliseconds;
}

/** Pictures between two probes. */
const EVERY = 4;

export function createFrameCost(): FrameCost {
  let startedMs = -1;
  let callMs = 0;
  let polls = 0;
  let lastMs = Number.NaN;
  /** Shortest time between two browser frames seen lately: what an unloaded one takes. */
  let tickMs = 1000 / 60;
  let count = 0;
  return {
    drawn(startMs, endMs, probe) {
      if (startedMs >= 0 || count++ % EVERY !== 0) return;
      startedMs = startMs;
      callMs = endMs - startMs;
      polls = 0;
      probe.startProbe();
    },
    poll(nowMs, probe) {
      const delta = nowMs - lastMs;
      lastMs = nowMs;
      if (delta > 1) tickMs = Math.min(delta, tickMs * 1.01 + 0.01);
      if (startedMs < 0) return -1;
      polls++;
      if (!probe.probeDone()) return -1;
      const elapsed = nowMs - startedMs;
      startedMs = -1;
      return polls === 1 && elapsed < tickMs * 1.5 ? callMs : elapsed;
    },
  };
}
