/** A duration or a point on a clock, in milliseconds. */
export type Milliseconds = number;
/** Sample rate of all PCM on the frame plane: mono float32, −1…1, 48 000 samples a second. */
export const PCM_SAMPLE_RATE_HZ = 48_000;
