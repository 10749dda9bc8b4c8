import type { FromCamera, ToCamera } from './camera-messages.ts';
import { type CameraWish, type OpenCamera, openCamera } from './open-camera.ts';
import { picturesOf } from './picture-stream.ts';
import type { Place } from './place-trial.ts';

/** A place where pictures are worked on, as the tracker sees it. */
export interface HostLink {
  post(message: ToCamera): void;
  close(): void;
}

/** What the tracker needs of the browser. */
export interface CameraWorld {
  openCamera(wish: CameraWish, on: { ended(): void }): Promise<OpenCamera>;
  pictures(track: MediaStreamTrack): ReadableStream<VideoFrame>;
  /** `broke`: it ended by itself. */
  host(place: Place, on: { told(message: FromCamera): void; broke(reason: string): void }): HostLink;
  /** Cameras came or went, or the streamer changed her mind about who may use them. */
  onChange(listener: () => void): () => void;
  /** Returns how to call it off. */
  after(delayMs: number, run: () => void): () => void;
  /** ms since the epoch. */
  now(): number;
  recall(key: string): string | undefined;
  remember(key: string, value: string): void;
}

export const browserWorld = (): CameraWorld => ({
  openCamera,
  pictures: picturesOf,
  host: (place, on) => (place === 'worker' ? workerHost(on) : pageHost(on)),
  onChange(listener) {
    navigator.mediaDevices?.addEventListener('devicechange', listener);
    const end = new AbortController();
    void watchPermission(listener, end.signal);
    return () => {
      navigator.mediaDevices?.removeEventListener('devicechange', listener);
      end.abort();
    };
  },
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
  now: Date.now,
  recall: (key) => localStorage.getItem(`yingxi.camera.${key}`) ?? undefined,
  remember: (key, value) => localStorage.setItem(`yingxi.camera.${key}`, value),
});

type HostEvents = Parameters<CameraWorld['host']>[1];

function workerHost({ told, broke }: HostEvents): HostLink {
  const worker = new Worker(new URL('./camera.worker.ts', import.meta.url), { type: 'module' });
  worker.onmessage = ({ data }: MessageEvent<FromCamera>) => told(data);
  worker.onerror = (event) => broke(event.message || 'the camera’s thread broke off');
  return {
    post: (message) => worker.postMessage(message, message.type === 'pictures' ? [message.pictures] : []),
    close: () => worker.terminate(),
  };
}

/** Loaded when it is needed: most computers never do. */
function pageHost({ told, broke }: HostEvents): HostLink {
  let isClosed = false;
  const loaded = import('./camera-host.ts').then(({ createCameraHost }) =>
    createCameraHost((message) => isClosed || told(message)),
  );
  loaded.catch((error: unknown) => broke(String(error)));
  const use = (run: (host: Awaited<typeof loaded>) => void): void => void loaded.then(run, () => undefined);
  return {
    post: (message) => use((host) => host.receive(message)),
    close() {
      isClosed = true;
      use((host) => host.close());
    },
  };
}

/** `camera` is no name of a permission in every browser: then there is nothing to watch. */
async function watchPermission(listener: () => void, signal: AbortSignal): Promise<void> {
  try {
    const status = await navigator.permissions.query({ name: 'camera' as PermissionName });
    status.addEventListener('change', listener, { signal });
  } catch {
    // Nothing to watch: the streamer tries again by hand.
  }
}
