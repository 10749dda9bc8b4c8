import { BODY_PARTS, type BodyPart } from './body-parts.ts';
import { BONES } from './bones.ts';
import { FACE_CHANNELS, HEAD_CHANNELS } from './face-channels.ts';

const partIndex = (part: BodyPart): number => BODY_PARTS.indexOf(part);
const heads: readonly string[] = HEAD_CHANNELS;
const EXPRESSION = /^(brow|cheek|noseSneer|mouthSmile|mouthFrown|eyeSquint)/;
const EYES = /^(eye|gaze)/;
/** Feet stand while the hips move: both belong to whoever has the legs. */
const LEGS = /^(hips|.*(UpperLeg|LowerLeg|Foot|Toes))$/;
const HANDS = /(Hand|Thumb|Index|Middle|Ring|Little)/;

function partOfChannel(name: string): BodyPart {
  if (heads.includes(name)) return 'head';
  if (EXPRESSION.test(name)) return 'expression';
  return EYES.test(name) ? 'eyes' : 'mouth';
}

function partOfBone(name: string): BodyPart {
  if (name === 'neck' || name === 'head') return 'head';
  if (name === 'jaw') return 'mouth';
  if (/^(left|right)Eye$/.test(name)) return 'eyes';
  if (LEGS.test(name)) return 'legs';
  return HANDS.test(name) ? 'hands' : 'upperBody';
}

/** The part, as an index of `BODY_PARTS`, that each of `FACE_CHANNELS` belongs to. */
export const PART_OF_CHANNEL: Uint8Array = Uint8Array.from(FACE_CHANNELS, (name) => partIndex(partOfChannel(name)));
/** The part, as an index of `BODY_PARTS`, that each of `BONES` belongs to. */
export const PART_OF_BONE: Uint8Array = Uint8Array.from(BONES, (name) => partIndex(partOfBone(name)));
