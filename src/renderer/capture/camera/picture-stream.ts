/**
 * The pictures of a camera's track, one waiting at most: who reads slowly gets the newest. Each belongs to its reader, who closes it. Chromium's track
 * processor goes on in windows that nobody looks at; where there is none, a hidden video does the same while the page is drawn.
 */
export function picturesOf(track: MediaStreamTrack): ReadableStream<VideoFrame> {
  const Processor = processorOf(globalThis);
  if (Processor !== undefined) return new Processor({ track, maxBufferSize: 1 }).readable;
  return picturesOfVideo(track);
}

interface TrackProcessorMaker {
  new (init: { track: MediaStreamTrack; maxBufferSize: number }): { readonly readable: ReadableStream<VideoFrame> };
}

/** `MediaStreamTrackProcessor` (mediacapture-transform): not in TypeScript's list of what pages have. */
function processorOf(scope: object): TrackProcessorMaker | undefined {
  const found: unknown = Reflect.get(scope, 'MediaStreamTrackProcessor');
  return isMaker(found) ? found : undefined;
}
const isMaker = (value: unknown): value is TrackProcessorMaker => typeof value === 'function';

function picturesOfVideo(track: MediaStreamTrack): ReadableStream<VideoFrame> {
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.srcObject = new MediaStream([track]);
  let isOver = false;
  return new ReadableStream<VideoFrame>(
    {
      start(controller) {
        const next = (): void => {
          if (isOver) return;
          if ((controller.desiredSize ?? 0) > 0) controller.enqueue(new VideoFrame(video));
          video.requestVideoFrameCallback(next);
        };
        video.requestVideoFrameCallback(next);
        track.addEventListener('ended', () => {
          if (isOver) return;
          isOver = true;
          controller.close();
        });
        return video.play();
      },
      cancel() {
        isOver = true;
        video.srcObject = null;
      },
    },
    { highWaterMark: 1 },
  );
}
