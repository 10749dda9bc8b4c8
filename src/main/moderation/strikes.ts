import { z } from 'zod';
import { type LivePlatform, livePlatformSchema } from '#shared/live/live-event.ts';
import type { ModerationSettings } from '#shared/settings/settings.ts';

/** A viewer who is not heard for a while. */
export interface TimedOutViewer {
  readonly viewerKey: string;
  readonly platform: LivePlatform;
  readonly userName: string;
  /** ms since the epoch. */
  readonly untilMs: number;
}

export type StruckViewer = Omit<TimedOutViewer, 'untilMs'>;

/** Blocked lines of each viewer, and who is not heard because of them. Bounded; what still counts outlives the program. */
export interface Strikes {
  /** True when this was the one too many. */
  strike(viewer: StruckViewer, nowMs: number): boolean;
  timeOut(viewer: StruckViewer, seconds: number, nowMs: number): TimedOutViewer;
  /** False: there was none. */
  lift(viewerKey: string): boolean;
  isTimedOut(viewerKey: string, nowMs: number): boolean;
  /** Those that still run, the newest first. */
  timedOut(nowMs: number): TimedOutViewer[];
  /** All that still counts. */
  snapshot(nowMs: number): StrikesDocument;
}

const KEPT_VIEWERS = 5000;
const text = z.string().max(400);

/** Strikes and time-outs as they lie on disk. */
export const strikesDocumentSchema = z.object({
  strikes: z
    .array(z.object({ viewerKey: text, atMs: z.array(z.number()).max(1000) }))
    .max(KEPT_VIEWERS)
    .default([]),
  timedOut: z
    .array(z.object({ viewerKey: text, platform: livePlatformSchema, userName: text, untilMs: z.number() }))
    .max(KEPT_VIEWERS)
    .default([]),
});
export type StrikesDocument = z.infer<typeof strikesDocumentSchema>;

export interface StrikesOptions {
  readonly settings: () => ModerationSettings['strikes'];
  /** What the last run left. */
  readonly kept: StrikesDocument;
  /** Something changed: `snapshot` is what should be kept. */
  readonly onChange: () => void;
}

export function createStrikes({ settings, kept, onChange }: StrikesOptions): Strikes {
  const strikes = new Map(kept.strikes.map(({ viewerKey, atMs }): [string, number[]] => [viewerKey, atMs]));
  const out = new Map(kept.timedOut.map((viewer): [string, TimedOutViewer] => [viewer.viewerKey, viewer]));

  return {
    strike(viewer, nowMs) {
      const { enabled, limit, windowMinutes } = settings();
      if (!enabled) return false;
      const since = nowMs - windowMinutes * 60_000;
      onChange();
      const recent = [...(strikes.get(viewer.viewerKey) ?? []).filter((atMs) => atMs > since), nowMs].slice(-limit);
      strikes.delete(viewer.viewerKey);
      if (recent.length >= limit) return true;
      strikes.set(viewer.viewerKey, recent);
      dropOldest(strikes);
      return false;
    },
    timeOut(viewer, seconds, nowMs) {
      const timedOut = { ...viewer, untilMs: nowMs + seconds * 1000 };
      out.delete(viewer.viewerKey);
      out.set(viewer.viewerKey, timedOut);
      strikes.delete(viewer.viewerKey);
      dropOldest(out);
      onChange();
      return timedOut;
    },
    lift(viewerKey) {
      const was = out.delete(viewerKey);
      if (was) onChange();
      return was;
    },
    isTimedOut(viewerKey, nowMs) {
      const viewer = out.get(viewerKey);
      if (viewer === undefined) return false;
      if (viewer.untilMs > nowMs) return true;
      out.delete(viewerKey);
      return false;
    },
    timedOut: (nowMs) => [...out.values()].filter(({ untilMs }) => untilMs > nowMs).reverse(),
    snapshot(nowMs) {
      const since = nowMs - settings().windowMinutes * 60_000;
      const counting = [...strikes].map(([viewerKey, all]) => ({ viewerKey, atMs: all.filter((atMs) => atMs > since) }));
      return {
        strikes: counting.filter(({ atMs }) => atMs.length > 0),
        timedOut: [...out.values()].filter(({ untilMs }) => untilMs > nowMs).map((viewer) => ({ ...viewer })),
      };
    },
  };
}

function dropOldest(map: Map<string, unknown>): void {
  if (map.size <= KEPT_VIEWERS) return;
  const oldest = map.keys().next();
  if (!oldest.done) map.delete(oldest.value);
}
