import { ARKIT_SHAPES } from '#shared/tracking/face-channels.ts';

/**
 * The standard input parameters: names, ranges and defaults of VTube Studio, in its order. Plugins fail when one of them is missing, so all are there,
 * whether or not anything drives them. Angles in degrees; positions about centimetres; the rest as the range says.
 */
export const INPUT_GROUPS = ['head', 'eyes', 'brows', 'mouth', 'voice', 'hands', 'mouse', 'controller'] as const;
export type InputGroup = (typeof INPUT_GROUPS)[number];

export interface StandardInput {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly default: number;
  readonly group: InputGroup;
}

/** What the list calls the maker of the standard parameters: plugins look for this very name. */
export const STANDARD_OWNER = 'VTube Studio';

const range = (group: InputGroup, min: number, max: number, ...names: readonly string[]): readonly StandardInput[] =>
  names.map((name) => ({ name, min, max, default: 0, group }));

const fingers = (side: string): readonly string[] =>
  ['1_Thumb', '2_Index', '3_Middle', '4_Ring', '5_Pinky'].map((finger) => `Hand${side}Finger_${finger}`);
const both = (stem: string): readonly string[] => [`${stem}Left`, `${stem}Right`];

/** Those that the first versions had. */
const FACE_AND_HANDS: readonly StandardInput[] = [
  ...range('head', -15, 15, 'FacePositionX', 'FacePositionY'),
  ...range('head', -10, 10, 'FacePositionZ'),
  ...range('head', -30, 30, 'FaceAngleX', 'FaceAngleY'),
  ...range('head', -90, 90, 'FaceAngleZ'),
  ...range('mouth', 0, 1, 'MouthSmile', 'MouthOpen'),
  ...range('brows', 0, 1, 'Brows'),
  ...range('mouth', 0, 1, 'TongueOut', 'CheekPuff'),
  ...range('head', 0, 1, 'FaceAngry'),
  ...range('brows', 0, 1, 'BrowLeftY', 'BrowRightY'),
  ...range('eyes', 0, 1, 'EyeOpenLeft', 'EyeOpenRight'),
  ...range('eyes', -1, 1, 'EyeLeftX', 'EyeLeftY', 'EyeRightX', 'EyeRightY'),
  ...range('mouse', -1, 1, 'MousePositionX', 'MousePositionY'),
  ...range('voice', 0, 1, 'VoiceVolume', 'VoiceFrequency', 'VoiceVolumePlusMouthOpen', 'VoiceFrequencyPlusMouthSmile'),
  ...range('mouth', -1, 1, 'MouthX'),
  ...range('hands', 0, 1, 'HandLeftFound', 'HandRightFound', 'BothHandsFound'),
  ...range('hands', 0, 10, 'HandDistance'),
  ...range('hands', -10, 10, 'HandLeftPositionX', 'HandLeftPositionY', 'HandLeftPositionZ'),
  ...range('hands', -10, 10, 'HandRightPositionX', 'HandRightPositionY', 'HandRightPositionZ'),
  ...range('hands', -180, 180, 'HandLeftAngleX', 'HandLeftAngleZ', 'HandRightAngleX', 'HandRightAngleZ'),
  ...range('hands', 0, 1, 'HandLeftOpen', 'HandRightOpen', ...fingers('Left'), ...fingers('Right')),
];

/** Later additions, in the order of the manual. */
const VOWELS_AND_CONTROLLER: readonly StandardInput[] = [
  ...range('voice', 0, 1, 'VoiceA', 'VoiceI', 'VoiceU', 'VoiceE', 'VoiceO', 'VoiceSilence'),
  ...range('controller', -1, 1, 'ControllerStickLeftX', 'ControllerStickLeftY', 'ControllerStickRightX', 'ControllerStickRightY'),
  ...range('controller', 0, 1, ...both('ControllerStickPress')),
  ...range('controller', -1, 1, 'ControllerDPadX', 'ControllerDPadY'),
  ...range('controller', 0, 1, 'ControllerTriangle', 'ControllerCross', 'ControllerSquare', 'ControllerCircle'),
  ...range('controller', 0, 1, ...both('ControllerShoulder'), ...both('ControllerTrigger'), ...both('ControllerOption')),
  ...range('controller', 0, 1, 'ControllerHome', 'ControllerTouchPadPress', ...both('ControllerButtonsAny')),
  ...range('controller', 0, 10, ...both('ControllerButtonCount')),
  ...range('controller', -1, 1, 'ControllerLean'),
  ...range('controller', 0, 3, ...both('ControllerThumbPos')),
  ...range('controller', 0, 2, ...both('ControllerFingerPos'), 'ControllerTouchPadTouchCount'),
  ...range('controller', 0, 1, 'ControllerTouchPadFingerLeftActive', 'ControllerTouchPadFingerRightActive'),
  ...range('controller', 0, 1, 'ControllerTouchPadFingerLeftX', 'ControllerTouchPadFingerLeftY'),
  ...range('controller', 0, 1, 'ControllerTouchPadFingerRightX', 'ControllerTouchPadFingerRightY'),
  ...range('controller', -60, 60, 'ControllerOrientationX', 'ControllerOrientationY', 'ControllerOrientationZ'),
];

export const STANDARD_INPUTS: readonly StandardInput[] = [...FACE_AND_HANDS, ...VOWELS_AND_CONTROLLER];

/** What the list calls the maker of the inputs below. */
export const STUDIO_OWNER = 'Yingxi';

/** A shape of ours that a tracker does not tell is taken from a standard input, between these ends. */
export interface InputFallback {
  readonly input: string;
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
}
/** An input of ours beyond VTube Studio's list, which stays as plugins expect it. */
export interface OwnInput {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly default: number;
  readonly fallback: InputFallback | undefined;
}

const fallback = (input: string, from: readonly [number, number], to: readonly [number, number] = [0, 1]): InputFallback => ({
  input,
  from,
  to,
});
const eachSide = (make: (side: 'Left' | 'Right') => Readonly<Record<string, InputFallback>>) => ({
  ...make('Left'),
  ...make('Right'),
});
/** What moves a perfect-sync model or a body when only the standard inputs are told: by a plugin, a controller or a simple tracker. */
const FALLBACKS: Readonly<Record<string, InputFallback>> = {
  ...eachSide((side) => ({
    [`eyeBlink${side}`]: fallback(`EyeOpen${side}`, [0.5, 0]),
    [`eyeWide${side}`]: fallback(`EyeOpen${side}`, [0.6, 1]),
    [`eyeSquint${side}`]: fallback('MouthSmile', [0.65, 1]),
    [`browOuterUp${side}`]: fallback(`Brow${side}Y`, [0.5, 1]),
    [`browDown${side}`]: fallback(`Brow${side}Y`, [0.5, 0]),
    [`mouthSmile${side}`]: fallback('MouthSmile', [0.5, 1]),
    [`mouthFrown${side}`]: fallback('MouthSmile', [0.5, 0]),
  })),
  browInnerUp: fallback('Brows', [0.5, 1]),
  jawOpen: fallback('MouthOpen', [0, 1]),
  mouthLeft: fallback('MouthX', [0, 1]),
  mouthRight: fallback('MouthX', [0, -1]),
  BodyAngleX: fallback('FaceAngleX', [-30, 30], [-10, 10]),
  BodyAngleY: fallback('FaceAngleY', [-30, 30], [-10, 10]),
  BodyAngleZ: fallback('FaceAngleZ', [-30, 30], [-10, 10]),
};
const ownInput = (name: string, min: number, max: number): OwnInput => ({
  name,
  min,
  max,
  default: 0,
  fallback: FALLBACKS[name],
});

/** ARKit's shapes under their own names, but the two that VTube Studio has (`CheekPuff`, `TongueOut`), and the body's turn in degrees. */
export const OWN_INPUTS: readonly OwnInput[] = [
  ...ARKIT_SHAPES.filter((name) => name !== 'cheekPuff' && name !== 'tongueOut').map((name) => ownInput(name, 0, 1)),
  ...['BodyAngleX', 'BodyAngleY', 'BodyAngleZ'].map((name) => ownInput(name, -30, 30)),
];

const byName = new Map(STANDARD_INPUTS.map((input) => [input.name, input]));
export const standardInput = (name: string): StandardInput | undefined => byName.get(name);
