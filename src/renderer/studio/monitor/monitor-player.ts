import { createHeardClock } from '#renderer/stage/audio/heard-clock.ts';
import { createStageAudio } from '#renderer/stage/audio/stage-audio.ts';
import type { ToLink } from '#renderer/stage/net/link-messages.ts';

/** Plays the voices on a device of this computer, beside the stage that sounds. */
export interface MonitorPlayer {
  close(): void;
}

/** Rejects when the device is not there. `token`: of the studio page. */
export async function startMonitor(deviceId: string, token: string): Promise<MonitorPlayer> {
  const worker = new Worker(new URL('../../stage/net/stage-link.worker.ts', import.meta.url), { type: 'module' });
  const tell = (message: ToLink, transfer: Transferable[] = []): void => worker.postMessage(message, transfer);
  try {
    const audio = await createStageAudio({
      clock: createHeardClock(),
      tapped: false,
      deviceId,
      onPort: (port) => tell({ type: 'audio', port }, [port]),
      onSoundChange,
    });
    const resume = (): void => audio.resume();
    // Where the browser wants a gesture first, the next one will do.
    window.addEventListener('pointerdown', resume);
    function onSoundChange(): void {
      tell({ type: 'sound', canSound: audio.canSound, latencyMs: audio.latencyMs });
    }
    audio.resume();
    onSoundChange();
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    tell({
      type: 'open',
      url: `${scheme}://${location.host}/ws/stage?token=${encodeURIComponent(token)}`,
      kind: 'monitor',
      avatar: 'main',
    });
    return {
      close() {
        window.removeEventListener('pointerdown', resume);
        worker.terminate();
        void audio.close();
      },
    };
  } catch (error) {
    worker.terminate();
    throw error;
  }
}
