/** How long her turns take lately. */
export interface Pace {
  began(turnId: number, nowMs: number): void;
  ended(turnId: number, nowMs: number): void;
  /** From one turn's begin to its end, smoothed; undefined before `ENOUGH` of them. */
  readonly turnMs: number | undefined;
}

const ENOUGH = 3;
/** Weight of the newest turn. */
const NEWEST = 0.3;

export function createPace(): Pace {
  const begun = new Map<number, number>();
  let measured = 0;
  let meanMs = 0;
  return {
    began: (turnId, nowMs) => void begun.set(turnId, nowMs),
    ended(turnId, nowMs) {
      const startMs = begun.get(turnId);
      begun.delete(turnId);
      if (startMs === undefined) return;
      const tookMs = Math.max(0, nowMs - startMs);
      meanMs = measured === 0 ? tookMs : meanMs + NEWEST * (tookMs - meanMs);
      measured += 1;
    },
    get turnMs() {
      return measured < ENOUGH ? undefined : meanMs;
    },
  };
}
