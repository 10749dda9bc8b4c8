import { FaceDetector, FaceLandmarker, HandLandmarker, PoseLandmarker } from '@mediapipe/tasks-vision';
import loaderUrl from '@mediapipe/tasks-vision/vision_wasm_module_internal.js?url';
import wasmUrl from '@mediapipe/tasks-vision/vision_wasm_module_internal.wasm?url';
import { StudioError } from '#shared/errors.ts';
import type { Delegate } from './camera-messages.ts';
import { storedEntry } from './stored-zip.ts';

/** What tells points from pictures; loaded from our own server, like its models. Each kind has a machine of its own that is closed by `close()`. */
export interface VisionTasks {
  face(bundle: Uint8Array, delegate: Delegate): Promise<FaceLandmarker>;
  /** Finds faces, coarsely and apart from the one that is followed; takes its network out of the face bundle. */
  detector(bundle: Uint8Array): Promise<FaceDetector>;
  hands(bundle: Uint8Array): Promise<HandLandmarker>;
  body(bundle: Uint8Array): Promise<PoseLandmarker>;
}

/** Of the 52 shapes' network in a bundle. */
const BLENDSHAPES = 'face_blendshapes.tflite';
const DETECTOR = 'face_detector.tflite';

/** Whether a face bundle tells the 52 shapes: the library refuses to be asked for them without. */
export const hasBlendshapes = (bundle: Uint8Array): boolean => storedEntry(bundle, BLENDSHAPES) !== undefined;

/** `onLost`: the browser took the drawing memory away; nothing that was made goes on. */
export function createVisionTasks(onLost: () => void): VisionTasks {
  const canvasOf = (): OffscreenCanvas => {
    const canvas = new OffscreenCanvas(1, 1);
    canvas.addEventListener('webglcontextlost', onLost, { once: true });
    return canvas;
  };
  /** Each machine takes the library's program out of the global scope: it is put there anew for each, one after the other. */
  let last: Promise<unknown> = Promise.resolve();
  const alone = <T>(make: (files: { wasmLoaderPath: string; wasmBinaryPath: string }) => Promise<T>): Promise<T> => {
    const made = last.then(async () => {
      const loaded: { default: unknown } = await import(/* @vite-ignore */ loaderUrl);
      Reflect.set(globalThis, 'ModuleFactory', loaded.default);
      return make({ wasmLoaderPath: '', wasmBinaryPath: wasmUrl });
    });
    last = made.catch(() => undefined);
    return made;
  };
  return {
    face: (bundle, delegate) =>
      alone((files) =>
        FaceLandmarker.createFromOptions(files, {
          baseOptions: { modelAssetBuffer: bundle, delegate: delegate === 'gpu' ? 'GPU' : 'CPU' },
          canvas: canvasOf(),
          runningMode: 'VIDEO',
          // Two would have the whole picture searched in every frame for the one that is not there: a third more work.
          numFaces: 1,
          outputFacialTransformationMatrixes: true,
          outputFaceBlendshapes: hasBlendshapes(bundle),
        }),
      ),
    detector(bundle) {
      const network = storedEntry(bundle, DETECTOR);
      if (network === undefined) throw new StudioError('invalid-input', `the face model holds no ${DETECTOR}; take another one`);
      return alone((files) =>
        FaceDetector.createFromOptions(files, {
          baseOptions: { modelAssetBuffer: network, delegate: 'CPU' },
          runningMode: 'IMAGE',
        }),
      );
    },
    hands: (bundle) =>
      alone((files) =>
        HandLandmarker.createFromOptions(files, {
          baseOptions: { modelAssetBuffer: bundle, delegate: 'CPU' },
          runningMode: 'VIDEO',
          numHands: 2,
        }),
      ),
    body: (bundle) =>
      alone((files) =>
        PoseLandmarker.createFromOptions(files, {
          baseOptions: { modelAssetBuffer: bundle, delegate: 'CPU' },
          runningMode: 'VIDEO',
          numPoses: 1,
        }),
      ),
  };
}
