const finger = (side: string): readonly string[] => [
  `${side}ThumbMetacarpal`,
  `${side}ThumbProximal`,
  `${side}ThumbDistal`,
  ...['Index', 'Middle', 'Ring', 'Little'].flatMap((name) =>
    ['Proximal', 'Intermediate', 'Distal'].map((part) => `${side}${name}${part}`),
  ),
];
const limb = (side: string): readonly string[] => [
  ...['Shoulder', 'UpperArm', 'LowerArm', 'Hand'].map((part) => `${side}${part}`),
  ...finger(side),
];
const leg = (side: string): readonly string[] => ['UpperLeg', 'LowerLeg', 'Foot', 'Toes'].map((part) => `${side}${part}`);

/** VRM 1.0's names of a humanoid's bones, in the order of a pose's values. */
export const BONES: readonly string[] = [
  'hips',
  'spine',
  'chest',
  'upperChest',
  'neck',
  'head',
  'leftEye',
  'rightEye',
  'jaw',
  ...limb('left'),
  ...limb('right'),
  ...leg('left'),
  ...leg('right'),
];
export const BONE_AT: ReadonlyMap<string, number> = new Map(BONES.map((name, index) => [name, index]));

/**
 * A pose: the hips' position (x y z, metres, relative to rest), then each bone's rotation x y z w against its rest pose (T-pose, bones normalised:
 * right-handed, y up, facing +Z; VRM's humanoid). A bone of which nothing is known is NaN.
 */
export const POSE_VALUES = 3 + BONES.length * 4;
export const emptyPose = (): Float32Array => new Float32Array(POSE_VALUES).fill(Number.NaN);
