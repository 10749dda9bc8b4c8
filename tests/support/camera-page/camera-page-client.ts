import { cameraModels } from '#renderer/capture/camera/camera-models.ts';
import { createCameraTracker } from '#renderer/capture/camera/camera-tracker.ts';
import type { CameraResult, CameraView } from '#renderer/capture/camera/camera-tracker.types.ts';
import { createCaptureClock } from '#renderer/capture/camera/capture-clock.ts';
import { picturesOf } from '#renderer/capture/camera/picture-stream.ts';
import { trackingSettingsSchema, type WebcamSettings } from '#shared/tracking/tracking-settings.ts';
import { createBareTrial } from './bare-library.ts';

/** What one picture gave. */
export interface SeenPicture {
  readonly atMs: number;
  readonly found: boolean;
  readonly faces: number;
  /** `FACE_CHANNELS`; null is unknown. */
  readonly face: readonly (number | null)[] | undefined;
  readonly hands: readonly (number | null)[] | undefined;
  /** Middle of the face that is followed: share of the picture's width from its left. */
  readonly middleX: number | undefined;
}
/** Which of the recording's pictures the camera showed when. */
export interface ShownPicture {
  readonly atMs: number;
  readonly frame: number;
}

declare global {
  interface Window {
    cameraPage: typeof cameraPage;
  }
}

const tracker = createCameraTracker({
  socketUrl: `ws://${location.host}/ws/tracking`,
  models: cameraModels(new URLSearchParams(location.search).get('official') ?? undefined),
  onRecentered: () => undefined,
});
const views: CameraView[] = [];
tracker.onView((view) => views.push(view));
let seen: SeenPicture[] = [];
let shown: ShownPicture[] = [];
const numbers = (values: Float32Array | undefined): (number | null)[] | undefined =>
  values && Array.from(values, (value) => (Number.isFinite(value) ? value : null));

let isListening = false;
function followCells(stream: MediaStream | undefined): void {
  const [track] = stream?.getVideoTracks() ?? [];
  if (isListening && track) void readCells(track.clone()).catch(() => undefined);
}
tracker.onStream(followCells);

/** The recording's own count of its pictures: cells in the bottom rows, the lowest bit first behind a white and a black one. */
async function readCells(track: MediaStreamTrack): Promise<void> {
  const context = new OffscreenCanvas(12 * 24, 16).getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('no canvas');
  const captured = createCaptureClock();
  const reader = picturesOf(track).getReader();
  for (;;) {
    const { value: picture, done } = await reader.read();
    if (done) return;
    const atMs = captured(picture.timestamp / 1000, performance.timeOrigin + performance.now());
    context.drawImage(picture, 0, picture.displayHeight - 16, 288, 16, 0, 0, 288, 16);
    picture.close();
    const { data } = context.getImageData(0, 8, 288, 1);
    const isWhite = (cell: number): boolean => (data[4 * (24 * cell + 12) + 1] ?? 0) > 128;
    if (!isWhite(0) || isWhite(1)) continue;
    let frame = 0;
    for (let bit = 0; bit < 10; bit++) if (isWhite(2 + bit)) frame |= 1 << bit;
    shown.push({ atMs, frame });
  }
}

const cameraPage = {
  start(change: Partial<WebcamSettings>): void {
    tracker.start({ ...trackingSettingsSchema.parse({}).webcam, enabled: true, ...change });
  },
  stop: () => tracker.stop(),
  views: (): readonly CameraView[] => views,
  /** From now on pictures are counted and results kept; both cost the page a little. */
  listen(): void {
    isListening = true;
    tracker.onResult((result: CameraResult) => seen.push(pictureOf(result)));
    followCells(tracker.stream());
  },
  /** Where pictures are worked on is settled: found out, or remembered. */
  settled: (): boolean => localStorage.getItem('yingxi.camera.place') !== null,
  /** What was seen and shown since the last call. */
  take(): { readonly seen: readonly SeenPicture[]; readonly shown: readonly ShownPicture[] } {
    const taken = { seen, shown };
    seen = [];
    shown = [];
    return taken;
  },
  bare: createBareTrial(),
};
const pictureOf = ({ atMs, found, faces, face, hands, landmarks }: CameraResult): SeenPicture => ({
  atMs,
  found,
  faces,
  face: numbers(face),
  hands: numbers(hands),
  middleX: landmarks?.reduce((sum, value, i) => (i % 3 === 0 ? sum + value / (landmarks.length / 3) : sum), 0),
});
window.cameraPage = cameraPage;
