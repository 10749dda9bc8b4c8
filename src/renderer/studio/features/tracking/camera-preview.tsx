import { Loader } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { CameraTracker } from '#renderer/capture/camera/camera-tracker.types.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { drawOverlay } from './landmark-overlay.ts';

const COLOURS = { line: '#ff7eb6', point: 'rgba(255, 255, 255, 0.55)', hand: '#6fd6a4' };

/** The camera's picture as in a mirror, with what was found drawn over it. */
export function CameraPreview({ tracker }: { readonly tracker: CameraTracker | undefined }) {
  const { tracking } = useStrings();
  const video = useRef<HTMLVideoElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [showing, setShowing] = useState(false);
  useEffect(() => {
    if (tracker === undefined) return;
    const show = (stream: MediaStream | undefined): void => {
      if (video.current === null) return;
      video.current.srcObject = stream ?? null;
      if (stream === undefined) setShowing(false);
    };
    show(tracker.stream());
    const end = tracker.onStream(show);
    const shown = video.current;
    return () => {
      end();
      if (shown !== null) shown.srcObject = null;
    };
  }, [tracker]);
  useEffect(() => {
    if (tracker === undefined) return;
    return tracker.onResult((result) => {
      const context = canvas.current?.getContext('2d');
      if (!context || canvas.current === null) return;
      resize(canvas.current);
      drawOverlay(context, result, COLOURS);
    });
  }, [tracker]);
  return (
    <div className="track-preview" role="img" aria-label={tracking.webcam.previewLabel} data-showing={showing}>
      <video ref={video} muted autoPlay playsInline onPlaying={() => setShowing(true)} />
      <canvas ref={canvas} />
      {showing ? null : (
        <div className="track-preview-wait">
          <Loader size="sm" type="dots" color="pink.3" />
          <span>{tracking.webcam.previewWaiting}</span>
        </div>
      )}
    </div>
  );
}

/** As many pixels as the screen shows of it. */
function resize(canvas: HTMLCanvasElement): void {
  const width = Math.round(canvas.clientWidth * devicePixelRatio);
  const height = Math.round(canvas.clientHeight * devicePixelRatio);
  if (canvas.width === width && canvas.height === height) return;
  canvas.width = width;
  canvas.height = height;
}
