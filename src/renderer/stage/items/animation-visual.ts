import type { Item } from '#shared/avatar/items.ts';
import { StudioError } from '#shared/errors.ts';
import { createStill, type ItemVisual } from './still-visual.ts';

/** What of WebCodecs' ImageDecoder is used. */
interface FrameSource {
  readonly count: number;
  /** ms that frame `index` stays, by the file itself. */
  durationOf(index: number): number;
  draw(index: number, context: CanvasRenderingContext2D): Promise<void>;
  close(): void;
}

const SHORTEST_FRAME_MS = 10;
const DEFAULT_FRAME_MS = 100;

/** GIF, APNG or animated WebP with every frame under control; a browser without the decoder shows it as it is. */
export async function createAnimation(url: string, signal: AbortSignal, onEnd: () => void): Promise<ItemVisual> {
  if (typeof ImageDecoder === 'undefined') return createStill(url);
  const response = await fetch(url, { signal });
  if (!response.ok || response.body === null) throw new StudioError('not-found', `the item ${url} cannot be fetched`);
  const bytes = await response.arrayBuffer();
  const type = typeOf(new Uint8Array(bytes, 0, Math.min(4, bytes.byteLength)));
  const decoder = new ImageDecoder({ data: bytes, type });
  await decoder.completed;
  const track = decoder.tracks.selectedTrack;
  if (track === null) throw new StudioError('invalid-input', `the item ${url} holds no picture`);
  const durations = new Float64Array(track.frameCount).fill(DEFAULT_FRAME_MS);
  const size = { width: 1, height: 1 };
  const source: FrameSource = {
    count: track.frameCount,
    durationOf: (index) => durations[index] ?? DEFAULT_FRAME_MS,
    async draw(index, context) {
      const { image } = await decoder.decode({ frameIndex: index });
      if (image.duration !== null) durations[index] = Math.max(SHORTEST_FRAME_MS, image.duration / 1000);
      resize(context, image.displayWidth, image.displayHeight, size);
      context.drawImage(image, 0, 0);
      image.close();
    },
    close: () => decoder.close(),
  };
  return createFramePlayer(source, size, onEnd);
}

/** A folder of numbered pictures. */
export async function createFrames(urls: readonly string[], signal: AbortSignal, onEnd: () => void): Promise<ItemVisual> {
  const bitmaps = await Promise.all(
    urls.map(async (url) => {
      const response = await fetch(url, { signal });
      if (!response.ok) throw new StudioError('not-found', `the picture ${url} of an item cannot be fetched`);
      return createImageBitmap(await response.blob());
    }),
  );
  const size = { width: 1, height: 1 };
  const source: FrameSource = {
    count: bitmaps.length,
    durationOf: () => 1000 / FRAMES_PER_SECOND,
    async draw(index, context) {
      const bitmap = bitmaps[index];
      if (bitmap === undefined) return;
      resize(context, bitmap.width, bitmap.height, size);
      context.drawImage(bitmap, 0, 0);
    },
    close() {
      for (const bitmap of bitmaps) bitmap.close();
    },
  };
  return createFramePlayer(source, size, onEnd);
}

/** Rate of a frame folder that says nothing. */
const FRAMES_PER_SECOND = 15;

function createFramePlayer(source: FrameSource, size: { width: number; height: number }, onEnd: () => void): ItemVisual {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  let playback: Item['playback'] = { playing: true, frameRate: null, frame: null, stopAt: [] };
  let frame = 0;
  let dueMs = 0;
  let drawing = false;
  let closed = false;

  function show(index: number): void {
    if (context === null || drawing || closed) return;
    frame = index;
    drawing = true;
    source
      .draw(index, context)
      .catch(() => undefined)
      .finally(() => {
        drawing = false;
      });
  }
  show(0);

  return {
    element: canvas,
    get aspect() {
      return size.width / size.height;
    },
    setPlayback(next) {
      const jumps = next.frame !== null && next.frame !== playback.frame;
      playback = next;
      if (jumps && next.frame !== null) show(Math.min(next.frame, source.count - 1));
    },
    update(nowMs) {
      if (!playback.playing || drawing || nowMs < dueMs || source.count < 2) return;
      const next = (frame + 1) % source.count;
      dueMs = nowMs + (playback.frameRate === null ? source.durationOf(frame) : 1000 / playback.frameRate);
      show(next);
      if (!playback.stopAt.includes(next)) return;
      playback = { ...playback, playing: false };
      onEnd();
    },
    dispose() {
      closed = true;
      source.close();
    },
  };
}

function resize(
  { canvas }: CanvasRenderingContext2D,
  width: number,
  height: number,
  size: { width: number; height: number },
): void {
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  } else canvas.getContext('2d')?.clearRect(0, 0, width, height);
  size.width = width;
  size.height = height;
}

function typeOf(head: Uint8Array): string {
  if (head[0] === 0x47) return 'image/gif';
  return head[0] === 0x52 ? 'image/webp' : 'image/png';
}
