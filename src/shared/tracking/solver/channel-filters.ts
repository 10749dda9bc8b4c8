import { FACE_CHANNELS, type FaceChannel } from '#shared/tracking/face-channels.ts';
import { HAND_CHANNELS, HAND_STRIDE, HANDS_COUNT } from '#shared/tracking/hand-channels.ts';
import { createOneEuro, GAP_SECONDS, type OneEuroShape, paced } from './one-euro.ts';
import { createPoseFilters } from './pose-filters.ts';

/**
 * Smooths all values of one kind, each by what it is: a calm head, quick lids. Wiring: one for each of face, hands and pose in the hub, called with every
 * tick; `set` when the setting changes.
 */
export interface ChannelFilters {
  /** 0 passes everything as it comes … 1 calm. */
  set(smoothing: number): void;
  /** Smooths `values` in place, `dt` seconds after the last call. NaN stays NaN and its channel begins anew; so does everything after a gap. */
  apply(values: Float32Array, dt: number): void;
  reset(): void;
}
export type FilterKind = 'face' | 'hands' | 'pose';

const shape = (restHz: number, hzPerSpeed: number): OneEuroShape => ({ restHz, hzPerSpeed });
/** At the usual smoothing, 0.3. Speeds are per second in the channel's own unit: degrees, centimetres, or shares of 1. */
const SHAPES = {
  angle: shape(1.6, 0.09),
  position: shape(1.6, 0.35),
  gaze: shape(3, 0.12),
  lid: shape(6, 2.5),
  mouth: shape(5, 1.6),
  calm: shape(2.2, 0.8),
  handAngle: shape(2, 0.05),
  finger: shape(3, 0.8),
} as const;

const LIDS = /^eye(Blink|Wide|Squint)/;
const faceShape = (name: FaceChannel): OneEuroShape => {
  if (/^head(Yaw|Pitch|Roll)$/.test(name)) return SHAPES.angle;
  if (name.startsWith('head')) return SHAPES.position;
  if (name.startsWith('gaze')) return SHAPES.gaze;
  if (LIDS.test(name)) return SHAPES.lid;
  if (name.startsWith('eyeLook')) return SHAPES.mouth;
  if (/^(jaw|mouth|tongue)/.test(name) && !/Smile|Frown/.test(name)) return SHAPES.mouth;
  return SHAPES.calm;
};
/** The last value of each hand is the name of a gesture and is not smoothed. */
const handShape = (index: number): OneEuroShape | undefined => {
  const channel = HAND_CHANNELS[index % HAND_STRIDE];
  if (channel === undefined) return undefined;
  if (channel === 'angleX' || channel === 'angleZ') return SHAPES.handAngle;
  return channel === 'x' || channel === 'y' || channel === 'z' ? SHAPES.position : SHAPES.finger;
};

function createScalarFilters(usual: readonly (OneEuroShape | undefined)[]): ChannelFilters {
  const filter = createOneEuro(usual.length);
  let smoothing = 0.3;
  let shapes = usual;
  return {
    set(next) {
      smoothing = Math.min(1, Math.max(0, next));
      shapes = usual.map((each) => each && paced(each, smoothing));
    },
    apply(values, dt) {
      if (dt > GAP_SECONDS) filter.reset();
      for (let i = 0; i < shapes.length; i++) {
        const each = shapes[i];
        if (each === undefined) continue;
        // Without smoothing the filter still follows, so that turning it up does not jump back to an old value.
        const smoothed = filter.step(i, values[i] ?? Number.NaN, smoothing === 0 ? 1e3 : dt, each);
        values[i] = smoothed;
      }
    },
    reset: () => filter.reset(),
  };
}

/** Filters for `emptyFace`, `emptyHands` or `emptyPose` values, at a smoothing of 0.3. Allocates only here and in `set`. */
export function createChannelFilters(kind: FilterKind): ChannelFilters {
  if (kind === 'pose') return createPoseFilters();
  if (kind === 'face') return createScalarFilters(FACE_CHANNELS.map(faceShape));
  return createScalarFilters(Array.from({ length: HANDS_COUNT }, (_, index) => handShape(index)));
}
