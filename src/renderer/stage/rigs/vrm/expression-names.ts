/** Apple's 52 face shapes ("perfect sync"), as ARKit spells them. */
export const ARKIT_NAMES = [
  'browDownLeft',
  'browDownRight',
  'browInnerUp',
  'browOuterUpLeft',
  'browOuterUpRight',
  'cheekPuff',
  'cheekSquintLeft',
  'cheekSquintRight',
  'eyeBlinkLeft',
  'eyeBlinkRight',
  'eyeLookDownLeft',
  'eyeLookDownRight',
  'eyeLookInLeft',
  'eyeLookInRight',
  'eyeLookOutLeft',
  'eyeLookOutRight',
  'eyeLookUpLeft',
  'eyeLookUpRight',
  'eyeSquintLeft',
  'eyeSquintRight',
  'eyeWideLeft',
  'eyeWideRight',
  'jawForward',
  'jawLeft',
  'jawOpen',
  'jawRight',
  'mouthClose',
  'mouthDimpleLeft',
  'mouthDimpleRight',
  'mouthFrownLeft',
  'mouthFrownRight',
  'mouthFunnel',
  'mouthLeft',
  'mouthLowerDownLeft',
  'mouthLowerDownRight',
  'mouthPressLeft',
  'mouthPressRight',
  'mouthPucker',
  'mouthRight',
  'mouthRollLower',
  'mouthRollUpper',
  'mouthShrugLower',
  'mouthShrugUpper',
  'mouthSmileLeft',
  'mouthSmileRight',
  'mouthStretchLeft',
  'mouthStretchRight',
  'mouthUpperUpLeft',
  'mouthUpperUpRight',
  'noseSneerLeft',
  'noseSneerRight',
  'tongueOut',
] as const;
/** VRM 1.0's own expressions; three-vrm gives those of 0.x the same names. */
export const PRESET_NAMES = [
  'happy',
  'angry',
  'sad',
  'relaxed',
  'surprised',
  'aa',
  'ih',
  'ou',
  'ee',
  'oh',
  'blink',
  'blinkLeft',
  'blinkRight',
  'lookUp',
  'lookDown',
  'lookLeft',
  'lookRight',
  'neutral',
] as const;

const KNOWN: ReadonlyMap<string, string> = new Map([...ARKIT_NAMES, ...PRESET_NAMES].map((name) => [plain(name), name]));

/**
 * The usual spelling of an expression's name: exporters write `EyeBlinkLeft`, `eyeBlink_L`, `eyeblinkleft` and so on for one shape. Names
 * that are nobody's standard stay as they are.
 */
export function canonicalName(name: string): string {
  const known = KNOWN.get(plain(name));
  if (known !== undefined) return known;
  const sided = /^(.*[a-z_\s.-])(L|R|_l|_r|\.l|\.r)$/.exec(name);
  if (sided === null) return name;
  const side = /l$/i.test(sided[2] ?? '') ? 'left' : 'right';
  return KNOWN.get(plain(sided[1] ?? '') + side) ?? name;
}

function plain(name: string): string {
  return name.replaceAll(/[^\p{L}\p{N}]/gu, '').toLowerCase();
}
