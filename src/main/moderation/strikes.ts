import type { LivePlatform } from '#shared/live/live-event.ts';
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

/** Blocked lines of each viewer, and who is not heard because of them. Bounded; gone with the program. */
export interface Strikes {
  /** True when this was the one too many. */
  strike(viewer: StruckViewer, nowMs: number): boolean;
  timeOut(viewer: StruckViewer, seconds: number, nowMs: number): TimedOutViewer;
  /** False: there was none. */
  lift(viewerKey: string): boolean;
  isTimedOut(viewerKey: string, nowMs: number): boolean;
  /** Those that still run, the newest first. */
  timedOut(nowMs: number): TimedOutViewer[];
}

const KEPT_VIEWERS = 5000;

export function createStrikes(settings: () => ModerationSettings['strikes']): Strikes {
  const strikes = new Map<string, number[]>();
  const out = new Map<string, TimedOutViewer>();

  return {
    strike(viewer, nowMs) {
      const { enabled, limit, windowMinutes } = settings();
      if (!enabled) return false;
      const since = nowMs - windowMinutes * 60_000;
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
      return timedOut;
    },
    lift: (viewerKey) => out.delete(viewerKey),
    isTimedOut(viewerKey, nowMs) {
      const viewer = out.get(viewerKey);
      if (viewer === undefined) return false;
      if (viewer.untilMs > nowMs) return true;
      out.delete(viewerKey);
      return false;
    },
    timedOut: (nowMs) => [...out.values()].filter(({ untilMs }) => untilMs > nowMs).reverse(),
  };
}

function dropOldest(map: Map<string, unknown>): void {
  if (map.size <= KEPT_VIEWERS) return;
  const oldest = map.keys().next();
  if (!oldest.done) map.delete(oldest.value);
}
