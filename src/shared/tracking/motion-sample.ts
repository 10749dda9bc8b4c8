/** What one source sees at one moment. Parts that it does not know are undefined; single values that it does not know are NaN. */
export interface MotionSample {
  /** When it was seen, ms since the epoch by this computer's clock. */
  readonly atMs: number;
  /** Somebody is in sight; false keeps the connection alive while there is nobody. */
  readonly found: boolean;
  /** `FACE_CHANNELS` */
  readonly face: Float32Array | undefined;
  /** Both hands, as `emptyHands` lays them out. */
  readonly hands: Float32Array | undefined;
  /** `emptyPose` */
  readonly pose: Float32Array | undefined;
}
