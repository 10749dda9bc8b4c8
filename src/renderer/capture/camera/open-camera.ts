import { StudioError } from '#shared/errors.ts';
import type { SourceState } from '#shared/tracking/source-state.ts';
import type { WebcamSettings } from '#shared/tracking/tracking-settings.ts';

export type CameraWish = Pick<WebcamSettings, 'device' | 'width' | 'height' | 'framesPerSecond'>;

/** An open camera. */
export interface OpenCamera {
  /** What the browser calls it. */
  readonly label: string;
  readonly stream: MediaStream;
  readonly track: MediaStreamTrack;
  close(): void;
}

/** More pictures than these a second are not asked for: a face's movements need no more, and each costs. */
export const MOST_PICTURES_HZ = 30;

/** Rejects as `getUserMedia` does; `cameraStateOf` says what that means. `ended`: unplugged, or taken away by the system. */
export async function openCamera(wish: CameraWish, on: { ended(): void }): Promise<OpenCamera> {
  if (navigator.mediaDevices === undefined)
    throw new StudioError(
      'unavailable',
      'this page may not use a camera: open the studio at http://127.0.0.1, not by another name of this computer',
    );
  const stream = await navigator.mediaDevices.getUserMedia({ video: constraintsOf(wish) });
  const [track] = stream.getVideoTracks();
  if (track === undefined) throw new DOMException('the camera gives no pictures', 'NotFoundError');
  track.addEventListener('ended', on.ended);
  return {
    label: track.label,
    stream,
    track,
    close() {
      track.removeEventListener('ended', on.ended);
      for (const each of stream.getTracks()) each.stop();
    },
  };
}

function constraintsOf(wish: CameraWish): MediaTrackConstraints {
  return {
    ...(wish.device === '' ? {} : { deviceId: { exact: wish.device } }),
    width: { ideal: wish.width },
    height: { ideal: wish.height },
    frameRate: { ideal: Math.min(wish.framesPerSecond, MOST_PICTURES_HZ) },
  };
}

/** What a failure of `getUserMedia` means (Media Capture and Streams, section 10.3.1). */
export function cameraStateOf(error: unknown): Extract<SourceState, 'refused' | 'no-device' | 'busy' | 'failed'> {
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'no-device';
  if (name === 'NotReadableError' || name === 'AbortError') return 'busy';
  return 'failed';
}
