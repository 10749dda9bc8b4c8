import { FACE_RATIOS, type FaceMeasures, type FaceRatio } from './face-measures.ts';

/**
 * A face at rest, for people who never calibrated: of each ratio a quantile that follows slowly, so that neither blinking, speaking nor a long smile moves it
 * far. Quantile: of a mouth that speaks the lower quarter is shut; of eyes the upper part is open.
 */
interface Expected {
  readonly start: number;
  readonly quantile: number;
  readonly least: number;
  readonly most: number;
}
const expect = (start: number, quantile: number, least: number, most: number): Expected => ({ start, quantile, least, most });
const EXPECTED: Readonly<Record<FaceRatio, Expected>> = {
  mouthGap: expect(0.02, 0.25, 0, 0.15),
  mouthWidthLeft: expect(0.28, 0.5, 0.2, 0.4),
  mouthWidthRight: expect(0.28, 0.5, 0.2, 0.4),
  mouthLiftLeft: expect(-0.2, 0.5, -0.4, 0),
  mouthLiftRight: expect(-0.2, 0.5, -0.4, 0),
  mouthShift: expect(0, 0.5, -0.08, 0.08),
  jawShift: expect(0, 0.5, -0.1, 0.1),
  eyeLeft: expect(0.095, 0.6, 0.04, 0.2),
  eyeRight: expect(0.095, 0.6, 0.04, 0.2),
  browInnerLeft: expect(0.18, 0.4, 0.05, 0.35),
  browInnerRight: expect(0.18, 0.4, 0.05, 0.35),
  browOuterLeft: expect(0.15, 0.4, 0.03, 0.35),
  browOuterRight: expect(0.15, 0.4, 0.03, 0.35),
  gazeX: expect(0, 0.5, -0.1, 0.1),
  gazeY: expect(0.05, 0.5, -0.05, 0.15),
};
/** The first moments find the face, then a ratio moves by less than this in a second. */
const FINDING_SECONDS = 1;
const FINDING_PER_SECOND = 1.2;
const SETTLED_PER_SECOND = 0.001;

export interface RestEstimate {
  readonly rest: Record<FaceRatio, number>;
  see(measures: Readonly<FaceMeasures>, dt: number): void;
  /** Follows quickly for a moment, as at the start: another face may have come. */
  findAnew(): void;
}

export function createRestEstimate(): RestEstimate {
  const rest = Object.fromEntries(FACE_RATIOS.map((name) => [name, EXPECTED[name].start])) as Record<FaceRatio, number>;
  let seenSeconds = 0;
  return {
    rest,
    see(measures, dt) {
      const finding = seenSeconds < FINDING_SECONDS;
      const pace = finding ? FINDING_PER_SECOND * (1 - seenSeconds / FINDING_SECONDS) + 0.01 : SETTLED_PER_SECOND;
      seenSeconds += dt;
      for (const name of FACE_RATIOS) {
        const { quantile, least, most } = EXPECTED[name];
        const away = measures[name] - rest[name];
        if (Number.isNaN(away)) continue;
        const step = pace * dt * (away > 0 ? quantile : 1 - quantile);
        rest[name] += Math.sign(away) * Math.min(Math.abs(away), step);
        rest[name] = Math.min(most, Math.max(least, rest[name]));
      }
    },
    findAnew() {
      seenSeconds = 0;
    },
  };
}
