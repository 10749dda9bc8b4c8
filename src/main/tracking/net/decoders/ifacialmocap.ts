import { emptyFace } from '#shared/tracking/face-channels.ts';
import type { MotionDecoder } from './decoder.types.ts';
import { createRestingPlace, degrees, setFace, shapeAt, unit } from './face-values.ts';

const BYTES_MOST = 8192;
/** So often the very same packet: the phone sees nobody and repeats itself. Fewer may be the network's doing. */
const REPEATS_WITHOUT_FACE = 5;

/**
 * iFacialMocap (v1 `name-12`, v2 `name&12`) and Facemotion3D: `name-value|…|=head#rx,ry,rz,px,py,pz|rightEye#x,y,z|leftEye#x,y,z|`, values 0…100, degrees,
 * metres. Parts are found by name; what is not known is passed over.
 */
export function createTextDecoder(): MotionDecoder {
  const face = emptyFace();
  const seen = { persons: 0, blendshapes: true, device: '' };
  const settle = createRestingPlace();
  let last = '';
  let repeats = 0;

  return {
    wholeFrames: true,
    seen,
    decode(bytes, atMs) {
      if (bytes.byteLength > BYTES_MOST) return undefined;
      const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
      repeats = text === last ? repeats + 1 : 0;
      last = text;
      const found = repeats < REPEATS_WITHOUT_FACE;
      if (!readText(text, face, settle)) return undefined;
      seen.persons = found ? 1 : 0;
      return { atMs, found, face: found ? face : undefined, hands: undefined, pose: undefined };
    },
  };
}

/** Whether anything in the text was a shape or a head. */
function readText(text: string, face: Float32Array, settle: ReturnType<typeof createRestingPlace>): boolean {
  face.fill(Number.NaN);
  let understood = 0;
  for (const part of text.split('|', 256)) {
    const hash = part.indexOf('#');
    if (hash >= 0) understood += readTransform(part.slice(0, hash), part.slice(hash + 1), face, settle);
    else understood += readShape(part, face);
  }
  return understood > 0;
}

function readShape(part: string, face: Float32Array): number {
  const ampersand = part.indexOf('&');
  const at = ampersand > 0 ? ampersand : part.indexOf('-');
  if (at <= 0) return 0;
  const shape = shapeAt(part.slice(0, at).trim());
  const value = numberFrom(part.slice(at + 1));
  if (shape < 0 || Number.isNaN(value)) return 0;
  face[shape] = unit(value / 100);
  return 1;
}

function readTransform(name: string, list: string, face: Float32Array, settle: ReturnType<typeof createRestingPlace>): number {
  const values = list.split(',', 6).map(numberFrom);
  const [x = Number.NaN, y = Number.NaN, z = Number.NaN, px = Number.NaN, py = Number.NaN, pz = Number.NaN] = values;
  switch (name.trim()) {
    case '=head':
    case 'head':
      if (Number.isNaN(x + y + z)) return 0;
      setFace(face, 'headYaw', degrees(y));
      setFace(face, 'headPitch', degrees(-x));
      setFace(face, 'headRoll', degrees(-z));
      settle(face, px * 100, py * 100, pz * 100);
      return 1;
    case 'leftEye':
      setFace(face, 'gazeYawLeft', degrees(y));
      setFace(face, 'gazePitchLeft', degrees(-x));
      return 0;
    case 'rightEye':
      setFace(face, 'gazeYawRight', degrees(y));
      setFace(face, 'gazePitchRight', degrees(-x));
      return 0;
    default:
      return 0;
  }
}

const NUMBER = /^[+-]?\d{1,9}(\.\d{1,20})?(e[+-]?\d{1,2})?$/iu;
function numberFrom(text: string): number {
  const trimmed = text.trim();
  return NUMBER.test(trimmed) ? Number(trimmed) : Number.NaN;
}
