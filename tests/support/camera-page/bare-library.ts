import { FaceLandmarker } from '@mediapipe/tasks-vision';
import loaderUrl from '@mediapipe/tasks-vision/vision_wasm_module_internal.js?url';
import wasmUrl from '@mediapipe/tasks-vision/vision_wasm_module_internal.wasm?url';
import { cameraModels } from '#renderer/capture/camera/camera-models.ts';

/** Figures of the library alone. */
export interface BareFigures {
  readonly framesPerSecond: number;
  readonly medianMs: number;
  readonly faces: number;
}

/** The library as its own example uses it: a video, its callback for frames, the page's thread, one face; for comparison. */
export function createBareTrial() {
  return async (seconds: number): Promise<BareFigures> => {
    const loaded: { default: unknown } = await import(/* @vite-ignore */ loaderUrl);
    Reflect.set(globalThis, 'ModuleFactory', loaded.default);
    const landmarker = await FaceLandmarker.createFromOptions(
      { wasmLoaderPath: '', wasmBinaryPath: wasmUrl },
      {
        baseOptions: { modelAssetPath: cameraModels(undefined).face, delegate: 'CPU' },
        runningMode: 'VIDEO',
        numFaces: 1,
        outputFacialTransformationMatrixes: true,
      },
    );
    const stream = await navigator.mediaDevices.getUserMedia({ video: { width: 640, height: 480, frameRate: 30 } });
    const video = document.createElement('video');
    video.muted = true;
    video.srcObject = stream;
    await video.play();
    const costs: number[] = [];
    let faces = 0;
    let begunMs = 0;
    await new Promise<void>((done) => {
      const warmUntil = performance.now() + 2000;
      const next = (): void => {
        const now = performance.now();
        const result = landmarker.detectForVideo(video, now);
        if (now > warmUntil) {
          begunMs ||= now;
          costs.push(performance.now() - now);
          faces += result.faceLandmarks.length;
          if (performance.now() - begunMs > seconds * 1000) {
            done();
            return;
          }
        }
        video.requestVideoFrameCallback(next);
      };
      video.requestVideoFrameCallback(next);
    });
    for (const track of stream.getTracks()) track.stop();
    landmarker.close();
    const sorted = costs.sort((a, b) => a - b);
    return {
      framesPerSecond: (1000 * costs.length) / (performance.now() - begunMs),
      medianMs: sorted[Math.floor(sorted.length / 2)] ?? Number.NaN,
      faces,
    };
  };
}
