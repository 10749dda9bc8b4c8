import faceUrl from '../../../../models/mediapipe/face_landmarker.task?url';
import handUrl from '../../../../models/mediapipe/hand_landmarker_lite.task?url';
import bodyUrl from '../../../../models/mediapipe/pose_landmarker_lite.task?url';
import type { CameraModels } from './camera-tracker.types.ts';

/** The models that come with the program, built in beside its scripts. `officialUrl`: of the one that the user had fetched; '' or undefined without. */
export const cameraModels = (officialUrl: string | undefined): CameraModels => ({
  face: faceUrl,
  hand: handUrl,
  body: bodyUrl,
  officialFace: officialUrl || undefined,
});
