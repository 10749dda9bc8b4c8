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

const byName = new Map(STANDARD_INPUTS.map((input) => [input.name, input]));
export const standardInput = (name: string): StandardInput | undefined => byName.get(name);
