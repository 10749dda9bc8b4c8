/** What one eye can do; every value is 0…1 unless said otherwise. */
export interface EyePose {
  readonly blink?: number;
  readonly wide?: number;
  readonly squint?: number;
  /** Shut to an arch, laughing. */
  readonly joy?: number;
  readonly half?: number;
  readonly angry?: number;
  readonly sad?: number;
  /** Share by which the iris shrinks. */
  readonly shrink?: number;
  /** Share of a full turn of the eye, outwards and upwards, −1…1. */
  readonly out?: number;
  readonly up?: number;
}

export interface BrowPose {
  readonly down?: number;
  readonly innerUp?: number;
  readonly outerUp?: number;
  readonly up?: number;
  readonly flat?: number;
}

/** Metres for openings and shifts, shares for width; `left` and `right` concern one half. */
export interface MouthPose {
  readonly width?: number;
  readonly widthLeft?: number;
  readonly widthRight?: number;
  /** Corners up; −1.3…1. */
  readonly smile?: number;
  readonly smileLeft?: number;
  readonly smileRight?: number;
  readonly upper?: number;
  readonly upperLeft?: number;
  readonly upperRight?: number;
  readonly lower?: number;
  readonly lowerLeft?: number;
  readonly lowerRight?: number;
  readonly shiftX?: number;
  readonly shiftY?: number;
  /** The small w of a cat. */
  readonly cat?: number;
  readonly round?: number;
  readonly tongue?: number;
}

/** Metres. */
export interface JawPose {
  readonly open?: number;
  readonly forward?: number;
  readonly left?: number;
}

export interface FacePose {
  readonly eyeLeft?: EyePose;
  readonly eyeRight?: EyePose;
  readonly browLeft?: BrowPose;
  readonly browRight?: BrowPose;
  readonly mouth?: MouthPose;
  readonly jaw?: JawPose;
  readonly puff?: number;
  readonly cheekLeft?: number;
  readonly cheekRight?: number;
  readonly sneerLeft?: number;
  readonly sneerRight?: number;
}

export const REST: FacePose = {};

const eyes = (pose: EyePose): FacePose => ({ eyeLeft: pose, eyeRight: pose });
const brows = (pose: BrowPose): FacePose => ({ browLeft: pose, browRight: pose });

/** ARKit's 52 shapes ("perfect sync") under Apple's names. */
export const ARKIT_POSES: Readonly<Record<string, FacePose>> = {
  eyeBlinkLeft: { eyeLeft: { blink: 1 } },
  eyeLookDownLeft: { eyeLeft: { up: -1 } },
  eyeLookInLeft: { eyeLeft: { out: -1 } },
  eyeLookOutLeft: { eyeLeft: { out: 1 } },
  eyeLookUpLeft: { eyeLeft: { up: 1 } },
  eyeSquintLeft: { eyeLeft: { squint: 1 } },
  eyeWideLeft: { eyeLeft: { wide: 1, shrink: 0.08 } },
  eyeBlinkRight: { eyeRight: { blink: 1 } },
  eyeLookDownRight: { eyeRight: { up: -1 } },
  eyeLookInRight: { eyeRight: { out: -1 } },
  eyeLookOutRight: { eyeRight: { out: 1 } },
  eyeLookUpRight: { eyeRight: { up: 1 } },
  eyeSquintRight: { eyeRight: { squint: 1 } },
  eyeWideRight: { eyeRight: { wide: 1, shrink: 0.08 } },
  jawForward: { mouth: { shiftY: -0.0006 }, jaw: { forward: 0.006 } },
  jawLeft: { mouth: { shiftX: 0.005, shiftY: -0.001 }, jaw: { left: 0.006 } },
  jawRight: { mouth: { shiftX: -0.005, shiftY: -0.001 }, jaw: { left: -0.006 } },
  jawOpen: { mouth: { upper: 0.0025, lower: 0.022 }, jaw: { open: 0.013 } },
  mouthClose: { mouth: { upper: -0.0012, shiftY: 0.0012 } },
  mouthFunnel: { mouth: { width: -0.45, upper: 0.005, lower: 0.009, smile: -0.3, round: 1 }, jaw: { open: 0.003 } },
  mouthPucker: { mouth: { width: -0.55, smile: -0.3 } },
  mouthLeft: { mouth: { shiftX: 0.008 } },
  mouthRight: { mouth: { shiftX: -0.008 } },
  mouthSmileLeft: { mouth: { smileLeft: 0.85, widthLeft: 0.25 }, cheekLeft: 0.6 },
  mouthSmileRight: { mouth: { smileRight: 0.85, widthRight: 0.25 }, cheekRight: 0.6 },
  mouthFrownLeft: { mouth: { smileLeft: -1.2 } },
  mouthFrownRight: { mouth: { smileRight: -1.2 } },
  mouthDimpleLeft: { mouth: { widthLeft: 0.18, smileLeft: 0.25 } },
  mouthDimpleRight: { mouth: { widthRight: 0.18, smileRight: 0.25 } },
  mouthStretchLeft: { mouth: { widthLeft: 0.35 } },
  mouthStretchRight: { mouth: { widthRight: 0.35 } },
  mouthRollLower: { mouth: { lower: -0.001, shiftY: -0.0008 } },
  mouthRollUpper: { mouth: { upper: -0.001, shiftY: 0.0008 } },
  mouthShrugLower: { mouth: { shiftY: 0.0025 } },
  mouthShrugUpper: { mouth: { shiftY: 0.0015, upper: 0.0006 } },
  mouthPressLeft: { mouth: { widthLeft: -0.1 } },
  mouthPressRight: { mouth: { widthRight: -0.1 } },
  mouthLowerDownLeft: { mouth: { lowerLeft: 0.005 } },
  mouthLowerDownRight: { mouth: { lowerRight: 0.005 } },
  mouthUpperUpLeft: { mouth: { upperLeft: 0.004 } },
  mouthUpperUpRight: { mouth: { upperRight: 0.004 } },
  browDownLeft: { browLeft: { down: 1 } },
  browDownRight: { browRight: { down: 1 } },
  browInnerUp: brows({ innerUp: 1 }),
  browOuterUpLeft: { browLeft: { outerUp: 1 } },
  browOuterUpRight: { browRight: { outerUp: 1 } },
  cheekPuff: { puff: 1, mouth: { width: -0.2 } },
  cheekSquintLeft: { cheekLeft: 1, eyeLeft: { squint: 0.35 } },
  cheekSquintRight: { cheekRight: 1, eyeRight: { squint: 0.35 } },
  noseSneerLeft: { sneerLeft: 1, browLeft: { down: 0.35 } },
  noseSneerRight: { sneerRight: 1, browRight: { down: 0.35 } },
  tongueOut: { mouth: { upper: 0.001, lower: 0.011, tongue: 1 } },
};

export const VOWEL_POSES: Readonly<Record<string, FacePose>> = {
  aa: { mouth: { upper: 0.004, lower: 0.0215, width: 0.18, smile: 0.1 }, jaw: { open: 0.009 } },
  ih: { mouth: { width: 0.5, upper: 0.0022, lower: 0.0065, smile: 0.15 }, jaw: { open: 0.002 } },
  ou: { mouth: { width: -0.5, upper: 0.0035, lower: 0.008, smile: -0.3, round: 1 }, jaw: { open: 0.003 } },
  ee: { mouth: { width: 0.3, upper: 0.003, lower: 0.0125, smile: 0.2 }, jaw: { open: 0.004 } },
  oh: { mouth: { width: -0.22, upper: 0.005, lower: 0.0165, smile: -0.3, round: 1 }, jaw: { open: 0.007 } },
};

/** Emotions in two halves each: speech takes the mouth, the rest of the face keeps the emotion. */
export const EMOTION_POSES: Readonly<Record<string, { readonly face: FacePose; readonly mouth: FacePose }>> = {
  happy: {
    face: { ...eyes({ joy: 1 }), ...brows({ up: 0.6 }), cheekLeft: 0.6, cheekRight: 0.6 },
    mouth: { mouth: { width: 0.62, upper: 0.001, lower: 0.0195, smile: 0.8 }, jaw: { open: 0.004 } },
  },
  angry: {
    face: { ...eyes({ angry: 1, shrink: 0.06 }), ...brows({ down: 1 }) },
    mouth: { mouth: { width: 0.12, upper: 0.0022, lower: 0.0075, smile: -1.25 } },
  },
  sad: {
    face: { ...eyes({ sad: 1, up: -0.18 }), ...brows({ innerUp: 1 }) },
    mouth: { mouth: { width: -0.12, smile: -1.35 } },
  },
  relaxed: {
    face: { ...eyes({ half: 1 }), ...brows({ flat: 1, up: 0.15 }) },
    mouth: { mouth: { width: 0.3, cat: 1, smile: 0.55 } },
  },
  surprised: {
    face: { ...eyes({ wide: 0.9, shrink: 0.24 }), ...brows({ up: 1.1 }) },
    mouth: { mouth: { width: -0.42, upper: 0.006, lower: 0.0125, smile: -0.3, round: 1 }, jaw: { open: 0.005 } },
  },
};
