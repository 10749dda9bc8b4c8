import type { Emotion } from '#shared/speech/emotion.ts';
import { EMOTIONS } from '#shared/speech/lists.ts';
import { FACE_CONTROLS, FACES } from './face.ts';
import type { Moment } from './moment.ts';
import type { Pose } from './pose.ts';

/** In an object that lives on, for numbers handed from function to function are boxed on their way. */
export interface FaceWish {
  emotion: Emotion;
  /** 0…1 */
  intensity: number;
  /** 0…1: the mouth shapes of speech win over those of the face. */
  speaking: number;
}

export interface FaceLayer {
  /** Whether the model has perfect-sync shapes beside VRM's presets. */
  setFine(fine: boolean): void;
  /** Moves the face towards what is wished. */
  update(moment: Moment, wish: FaceWish, pose: Pose): void;
}

const FADE_IN_SECONDS = 0.2;
const FADE_OUT_SECONDS = 0.4;
/** What is left of a smile or a frown while the mouth speaks. */
const FACE_MOUTH_WHILE_SPEAKING = 0.2;

export function createFaceLayer(): FaceLayer {
  const fineFaces = weightTable('fine');
  const plainFaces = weightTable('plain');
  let faces = plainFaces;
  const head = { pitch: 0, roll: 0 };
  const mouth = { share: 1 };
  const weights = new Float32Array(FACE_CONTROLS.length);
  const still = new Float32Array(FACE_CONTROLS.length);

  return {
    setFine(fine) {
      faces = fine ? fineFaces : plainFaces;
    },
    update({ dt }, { emotion, intensity, speaking }, pose) {
      // Found outside of the loop: a weight that may be undefined is boxed, unless it is a whole number.
      const target = faces.get(emotion) ?? still;
      for (let i = 0; i < weights.length; i++) {
        const goal = (target[i] ?? 0) * intensity;
        const now = weights[i] ?? 0;
        weights[i] = goal > now ? Math.min(goal, now + dt / FADE_IN_SECONDS) : Math.max(goal, now - dt / FADE_OUT_SECONDS);
        pose.face[i] = weights[i] ?? 0;
      }
      const follow = 1 - Math.exp(-dt / 0.25);
      head.pitch += (FACES[emotion].headPitch * intensity - head.pitch) * follow;
      head.roll += (FACES[emotion].headRoll * intensity - head.roll) * follow;
      pose.headPitch += head.pitch;
      pose.headRoll += head.roll;
      const letThrough = 1 - (1 - FACE_MOUTH_WHILE_SPEAKING) * speaking;
      mouth.share += (letThrough - mouth.share) * (1 - Math.exp(-dt / (letThrough < mouth.share ? 0.05 : 0.15)));
      pose.faceMouth = mouth.share;
    },
  };
}

function weightTable(kind: 'fine' | 'plain'): ReadonlyMap<Emotion, Float32Array> {
  return new Map(
    EMOTIONS.map((emotion) => [emotion, Float32Array.from(FACE_CONTROLS, (control) => FACES[emotion][kind][control] ?? 0)]),
  );
}
