import { STANDARD_PARAMETERS, type StandardParameterId } from '#shared/avatar/standard-parameters.ts';
import { FACE_CONTROLS, type FaceControl } from '../../layers/face.ts';

/** What a face control at 1 adds to a standard parameter. Controls of the mouth are held down while she speaks. */
export interface FaceShare {
  /** Index into `FACE_CONTROLS`. */
  readonly control: number;
  readonly parameter: StandardParameterId;
  readonly amount: number;
  readonly mouth: boolean;
}

type Shares = { readonly [K in StandardParameterId]?: number };

const brows = (height: number, angle: number, form: number): Shares => ({
  ParamBrowLY: height,
  ParamBrowRY: height,
  ParamBrowLAngle: angle,
  ParamBrowRAngle: angle,
  ParamBrowLForm: form,
  ParamBrowRForm: form,
});
const eyes = (open: number, smile: number): Shares => ({
  ParamEyeLOpen: open,
  ParamEyeROpen: open,
  ParamEyeLSmile: smile,
  ParamEyeRSmile: smile,
});
const closer = (amount: number): Shares => ({ ParamBrowLX: -amount, ParamBrowRX: -amount });

/**
 * Brow angle and form are negative for anger, positive for worry. Eye values add to the openness, which is 1 in rest: shut lids take everything.
 * Wider than open is for models whose range allows it.
 */
const FACE: { readonly [K in FaceControl]?: { readonly face?: Shares; readonly mouth?: Shares } } = {
  happy: { face: { ...brows(0.3, 0.1, 0.3), ...eyes(-0.2, 1), ParamCheek: 0.35 }, mouth: { ParamMouthForm: 1 } },
  angry: { face: { ...brows(-0.6, -1, -1), ...closer(0.5), ...eyes(-0.15, 0) }, mouth: { ParamMouthForm: -0.8 } },
  sad: { face: { ...brows(-0.1, 1, 0.8), ...eyes(-0.3, 0) }, mouth: { ParamMouthForm: -0.9 } },
  relaxed: { face: { ...brows(0.1, 0.25, 0.3), ...eyes(-0.4, 0.7), ParamCheek: 0.15 }, mouth: { ParamMouthForm: 0.7 } },
  surprised: {
    face: { ...brows(1, 0.1, 0.2), ...eyes(0.2, 0), ParamEyeBallForm: -0.5 },
    mouth: { ParamMouthOpenY: 0.55, ParamMouthForm: -0.45 },
  },
  browInnerUp: { face: { ...brows(0.25, 0.7, 0.5) } },
  browDownLeft: { face: { ParamBrowLY: -0.6, ParamBrowLAngle: -0.7, ParamBrowLForm: -0.6, ParamBrowLX: -0.4 } },
  browDownRight: { face: { ParamBrowRY: -0.6, ParamBrowRAngle: -0.7, ParamBrowRForm: -0.6, ParamBrowRX: -0.4 } },
  browOuterUpLeft: { face: { ParamBrowLY: 0.8, ParamBrowLAngle: -0.15 } },
  browOuterUpRight: { face: { ParamBrowRY: 0.8, ParamBrowRAngle: -0.15 } },
  eyeSquintLeft: { face: { ParamEyeLOpen: -0.45 } },
  eyeSquintRight: { face: { ParamEyeROpen: -0.45 } },
  eyeWideLeft: { face: { ParamEyeLOpen: 0.2 } },
  eyeWideRight: { face: { ParamEyeROpen: 0.2 } },
  eyeBlinkLeft: { face: { ParamEyeLOpen: -1.1 } },
  eyeBlinkRight: { face: { ParamEyeROpen: -1.1 } },
  noseSneerLeft: { face: { ParamBrowLY: -0.3, ParamBrowLAngle: -0.4, ParamEyeLOpen: -0.15 } },
  noseSneerRight: { face: { ParamBrowRY: -0.3, ParamBrowRAngle: -0.4, ParamEyeROpen: -0.15 } },
  mouthFrownLeft: { mouth: { ParamMouthForm: -0.5 } },
  mouthFrownRight: { mouth: { ParamMouthForm: -0.5 } },
  mouthPressLeft: { mouth: { ParamMouthForm: -0.2 } },
  mouthPressRight: { mouth: { ParamMouthForm: -0.2 } },
  mouthLeft: { mouth: { ParamMouthX: 0.8 } },
  jawOpen: { mouth: { ParamMouthOpenY: 0.8 } },
  'happy:mouth': { mouth: { ParamMouthForm: 1 } },
  'relaxed:mouth': { mouth: { ParamMouthForm: 0.7 } },
};

export const FACE_SHARES: readonly FaceShare[] = FACE_CONTROLS.flatMap((control, index) => {
  const { face, mouth } = FACE[control] ?? {};
  return [...sharesOf(index, face, false), ...sharesOf(index, mouth, true)];
});

function sharesOf(control: number, shares: Shares | undefined, mouth: boolean): FaceShare[] {
  return STANDARD_PARAMETERS.flatMap(({ id }) => {
    const amount = shares?.[id] ?? 0;
    return amount === 0 ? [] : [{ control, parameter: id, amount, mouth }];
  });
}
