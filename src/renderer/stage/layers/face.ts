import type { Emotion } from '#shared/speech/emotion.ts';

/**
 * Preset expressions of VRM that a face is mixed from, then the perfect-sync (ARKit) shapes that refine it where a model has them, then the mouth
 * halves of presets (a rig that can, splits its presets so).
 */
export const FACE_CONTROLS = [
  'happy',
  'angry',
  'sad',
  'relaxed',
  'surprised',
  'browInnerUp',
  'browDownLeft',
  'browDownRight',
  'browOuterUpLeft',
  'browOuterUpRight',
  'eyeSquintLeft',
  'eyeSquintRight',
  'eyeWideLeft',
  'eyeWideRight',
  'eyeBlinkLeft',
  'eyeBlinkRight',
  'noseSneerLeft',
  'noseSneerRight',
  'mouthFrownLeft',
  'mouthFrownRight',
  'mouthPressLeft',
  'mouthPressRight',
  'mouthLeft',
  'jawOpen',
  'happy:mouth',
  'relaxed:mouth',
] as const;
export type FaceControl = (typeof FACE_CONTROLS)[number];
/** Number of presets at the head of `FACE_CONTROLS`. */
export const FACE_PRESETS = 5;

type Recipe = { readonly [K in FaceControl]?: number };
interface FaceOfEmotion {
  /** For models that only know VRM's presets. */
  readonly plain: Recipe;
  /** For models with perfect-sync shapes. */
  readonly fine: Recipe;
  /** Head posture in degrees: pitch up, roll to her left. */
  readonly headPitch: number;
  readonly headRoll: number;
}

const both = (
  control: 'browDown' | 'browOuterUp' | 'eyeSquint' | 'eyeWide' | 'eyeBlink' | 'noseSneer' | 'mouthFrown' | 'mouthPress',
  weight: number,
): Recipe => ({
  [`${control}Left`]: weight,
  [`${control}Right`]: weight,
});

/** Full-intensity faces of the 17 moods. */
export const FACES: Readonly<Record<Emotion, FaceOfEmotion>> = {
  neutral: { plain: {}, fine: {}, headPitch: 0, headRoll: 0 },
  happy: { plain: { happy: 0.9 }, fine: { happy: 1 }, headPitch: 2, headRoll: 2 },
  excited: {
    plain: { happy: 0.8, surprised: 0.2 },
    fine: { ...both('eyeWide', 0.5), ...both('browOuterUp', 0.8), browInnerUp: 0.5, 'happy:mouth': 1 },
    headPitch: 4,
    headRoll: 0,
  },
  playful: {
    plain: { happy: 0.6, relaxed: 0.2 },
    fine: { eyeBlinkLeft: 1, browOuterUpRight: 0.6, 'relaxed:mouth': 1 },
    headPitch: 1,
    headRoll: 7,
  },
  loving: {
    plain: { happy: 0.4, relaxed: 0.5 },
    fine: { relaxed: 0.8, browInnerUp: 0.5, 'relaxed:mouth': 0.2 },
    headPitch: 0,
    headRoll: 6,
  },
  proud: {
    plain: { happy: 0.4, relaxed: 0.4 },
    fine: { relaxed: 0.45, 'relaxed:mouth': 0.5, ...both('browOuterUp', 0.4) },
    headPitch: 6,
    headRoll: 0,
  },
  relaxed: { plain: { relaxed: 1 }, fine: { relaxed: 1 }, headPitch: 0, headRoll: 3 },
  shy: {
    plain: { relaxed: 0.4, sad: 0.2 },
    fine: { browInnerUp: 0.8, ...both('eyeSquint', 0.35), 'relaxed:mouth': 0.6 },
    headPitch: -6,
    headRoll: 5,
  },
  surprised: { plain: { surprised: 1 }, fine: { surprised: 1 }, headPitch: 2, headRoll: 0 },
  confused: {
    plain: { surprised: 0.25, sad: 0.25 },
    fine: { browDownLeft: 0.8, browOuterUpRight: 1, browInnerUp: 0.3, mouthLeft: 0.5, ...both('mouthFrown', 0.3) },
    headPitch: 0,
    headRoll: -8,
  },
  worried: {
    plain: { sad: 0.5 },
    fine: { browInnerUp: 1, ...both('mouthFrown', 0.5), ...both('eyeWide', 0.25) },
    headPitch: -2,
    headRoll: 2,
  },
  sad: { plain: { sad: 1 }, fine: { sad: 1, browInnerUp: 0.4 }, headPitch: -5, headRoll: 2 },
  tired: {
    plain: { relaxed: 0.4, sad: 0.3 },
    fine: { ...both('eyeBlink', 0.42), browInnerUp: 1, ...both('mouthFrown', 0.25) },
    headPitch: -5,
    headRoll: 4,
  },
  scared: {
    plain: { surprised: 0.6, sad: 0.4 },
    fine: { ...both('eyeWide', 1), browInnerUp: 1, ...both('mouthFrown', 0.6), jawOpen: 0.2 },
    headPitch: -3,
    headRoll: 0,
  },
  angry: { plain: { angry: 1 }, fine: { angry: 1 }, headPitch: -3, headRoll: 0 },
  disgusted: {
    plain: { angry: 0.5, sad: 0.3 },
    fine: { ...both('noseSneer', 1), ...both('browDown', 0.6), ...both('eyeSquint', 0.6), ...both('mouthFrown', 0.8) },
    headPitch: 2,
    headRoll: -4,
  },
  serious: { plain: { angry: 0.3 }, fine: { ...both('browDown', 0.5), ...both('mouthPress', 0.4) }, headPitch: -1, headRoll: 0 },
};
