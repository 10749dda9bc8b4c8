import { useEffect } from 'react';
import { createCell } from '#shared/cell.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import { useSettings } from '../session/session-context.tsx';
import { type MonitorPlayer, startMonitor } from './monitor-player.ts';

/** Whether the monitor plays, and why not. */
export const monitorState = createCell<{ readonly playing: boolean; readonly problem: string }>({ playing: false, problem: '' });

const LOCK = 'yingxi-monitor';

/** Keeps the monitor as the settings want it. Of several studio pages in one browser exactly one plays: the device would sound twice. */
export function useMonitor(): void {
  const deviceId = useSettings(({ voice }) => voice.monitor.deviceId);
  useEffect(() => {
    if (deviceId === '') return;
    const ending = new AbortController();
    const { signal } = ending;
    navigator.locks
      .request(LOCK, { signal }, () => play(deviceId, signal))
      .catch((error: unknown) => {
        if (!signal.aborted) monitorState.set({ playing: false, problem: messageFromUnknown(error) });
      });
    return () => ending.abort();
  }, [deviceId]);
}

async function play(deviceId: string, signal: AbortSignal): Promise<void> {
  const token = new URL(location.href).searchParams.get('token') ?? '';
  let player: MonitorPlayer | undefined;
  try {
    player = await startMonitor(deviceId, token);
    monitorState.set({ playing: true, problem: '' });
    if (!signal.aborted) await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  } finally {
    player?.close();
    monitorState.set({ playing: false, problem: '' });
  }
}
