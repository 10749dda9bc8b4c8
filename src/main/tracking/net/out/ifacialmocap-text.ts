import { ARKIT_SHAPES, FACE_AT, type FaceChannel } from '#shared/tracking/face-channels.ts';

/** iFacialMocap's spelling: sides as `_L` and `_R`, but the jaw's and the mouth's own left and right. */
const NAMES = ARKIT_SHAPES.map((name) =>
  /^(jaw|mouth)(Left|Right)$/u.test(name) ? name : name.replace(/Left$/u, '_L').replace(/Right$/u, '_R'),
);
/** How far away a phone usually is: receivers take the position as the phone's camera sees it. */
const DISTANCE_METRES = 0.5;

/**
 * One frame of iFacialMocap's first version. `nth` makes each text differ from the last in a hundredth of a millimetre: receivers take equal texts for a
 * face that is lost.
 */
export function ifacialmocapText(face: Float32Array, nth: number): string {
  const at = (channel: FaceChannel): number => face[FACE_AT[channel]] || 0;
  const shapes = NAMES.map((name, i) => `${name}-${Math.round((face[i] || 0) * 100)}|`).join('');
  const degrees = [-at('headPitch'), at('headYaw'), -at('headRoll')].map((value) => value.toFixed(4));
  const metres = [at('headX') / 100, at('headY') / 100, at('headZ') / 100 - DISTANCE_METRES + (nth % 2) * 1e-5].map((value) =>
    value.toFixed(5),
  );
  const eye = (side: 'Left' | 'Right'): string => `${(-at(`gazePitch${side}`)).toFixed(4)},${at(`gazeYaw${side}`).toFixed(4)},0`;
  return `${shapes}=head#${[...degrees, ...metres].join(',')}|rightEye#${eye('Right')}|leftEye#${eye('Left')}|`;
}
