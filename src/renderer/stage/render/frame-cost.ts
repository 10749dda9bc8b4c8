import type { Milliseconds } from '#shared/units.ts';

/** What a rig offers to find out when the graphics card has finished a picture. */
export interface Probe {
  startProbe(): void;
  probeDone(): boolean;
}

/**
 * Measures what a picture costs beyond the call that draws it: graphics cards, and the processor in their place, work later. One picture in
 * a few is probed and looked at again on every browser frame. Of a graphics card, done by the very next one means that it cost no more than its call; the
 * processor's time is spent all the same, and is looked for more often.
 */
export interface FrameCost {
  /** A probe is on its way. */
  readonly waiting: boolean;
  /** What the last probed picture cost. In an object, for a number that is returned is boxed on its way. */
  readonly spent: { readonly ms: Milliseconds };
  /** A picture was drawn between the two times. */
  drawn(startMs: Milliseconds, endMs: Milliseconds, probe: Probe): void;
  /** Call on every browser frame, more often where the processor draws; true: `spent` is new. */
  poll(nowMs: Milliseconds, probe: Probe): boolean;
}

/** Pictures between two probes. */
const EVERY = 4;

export function createFrameCost(software: boolean): FrameCost {
  // In an object: numbers in a closure are boxed anew with each change. `tickMs`: shortest time between two browser frames seen lately, what an unloaded one takes.
  const now = { startedMs: -1, callMs: 0, lastMs: Number.NaN, tickMs: 1000 / 60 };
  const spent = { ms: 0 };
  let polls = 0;
  let count = 0;
  return {
    spent,
    get waiting() {
      return now.startedMs >= 0;
    },
    drawn(startMs, endMs, probe) {
      if (now.startedMs >= 0 || count++ % EVERY !== 0) return;
      now.startedMs = startMs;
      now.callMs = endMs - startMs;
      polls = 0;
      probe.startProbe();
    },
    poll(nowMs, probe) {
      const delta = nowMs - now.lastMs;
      now.lastMs = nowMs;
      if (delta > 1) now.tickMs = Math.min(delta, now.tickMs * 1.01 + 0.01);
      if (now.startedMs < 0) return false;
      polls++;
      if (!probe.probeDone()) return false;
      const elapsed = nowMs - now.startedMs;
      now.startedMs = -1;
      spent.ms = !software && polls === 1 && elapsed < now.tickMs * 1.5 ? now.callMs : elapsed;
      return true;
    },
  };
}
