/** After so long a new least delay is looked for: clocks drift apart. */
const ROUND_MS = 10_000;
/** A jump of a picture's stamp against our clock: the camera began anew. */
const JUMP_MS = 2000;

/**
 * When a picture was taken, ms since the epoch, from its stamp (ms, of a clock that begins anywhere) and the moment it came. The quickest picture of the last
 * 10 to 20 seconds is taken to have come at once, which is right but for the camera's own delay: no browser tells that.
 */
export function createCaptureClock(): (stampMs: number, arrivalMs: number) => number {
  let least = Number.POSITIVE_INFINITY;
  let leastBefore = Number.POSITIVE_INFINITY;
  let roundEndsMs = 0;
  let lastMs = Number.NEGATIVE_INFINITY;
  return (stampMs, arrivalMs) => {
    const difference = arrivalMs - stampMs;
    if (Math.abs(difference - Math.min(least, leastBefore)) > JUMP_MS) {
      least = leastBefore = difference;
      roundEndsMs = arrivalMs + ROUND_MS;
    } else if (arrivalMs > roundEndsMs) {
      leastBefore = least;
      least = difference;
      roundEndsMs = arrivalMs + ROUND_MS;
    }
    least = Math.min(least, difference);
    const takenMs = Math.min(arrivalMs, stampMs + Math.min(least, leastBefore));
    lastMs = Math.max(takenMs, lastMs + 0.001);
    return lastMs;
  };
}
