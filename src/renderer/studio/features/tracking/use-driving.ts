import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { DrivingMode, DrivingView } from '#shared/tracking/driving.ts';
import type { Mirrored } from '../../session/studio-session.ts';
import { useWatchStore } from '../../session/use-watch.ts';

/** Who drives, at each change. */
export const useDriving = (): Mirrored<DrivingView> => useStore(useWatchStore((api) => api.driving.watch));

/** The mode alone: shares change many times a second while the avatar is handed over. */
export const useDrivingMode = (): DrivingMode | undefined =>
  useStore(
    useWatchStore((api) => api.driving.watch),
    ({ value }) => value?.mode,
  );

/** Whole seconds since `key` became what it is; counts up by itself. */
export function useSecondsSince(key: string): number {
  const [since, setSince] = useState({ key, atMs: Date.now() });
  const [nowMs, setNowMs] = useState(since.atMs);
  if (since.key !== key) {
    const atMs = Date.now();
    setSince({ key, atMs });
    setNowMs(atMs);
  }
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, Math.round((nowMs - since.atMs) / 1000));
}
