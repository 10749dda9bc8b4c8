import type { StageView } from '#shared/contract/stage.ts';

/** What the stages make of tracking. */
export interface StagePace {
  /** From one picture of the avatar to the next, ms, on the stage that draws most. */
  readonly periodMs: number;
  /** Pictures of a camera a second that are worth looking at: more than she is drawn take her drawing its time where the processor does all. */
  readonly picturesHz: number;
  /** From one reading of the studio's meters to the next, ms: dozens of bars that move are pictures, too. */
  readonly metersEveryMs: number;
}

const TICK_MS = 1000 / 60;
/** More than any camera is asked for. */
const ALL_PICTURES_HZ = 60;
/** A mouth that speaks needs so many, however slowly she is drawn. */
const LEAST_PICTURES_HZ = 10;

export function stagePace(stages: readonly Pick<StageView, 'avatar' | 'framesPerSecond' | 'paceHz'>[]): StagePace {
  const drawing = stages.filter(({ avatar, framesPerSecond }) => avatar === 'main' && framesPerSecond > 0);
  // Nobody draws, or a graphics card does.
  if (drawing.length === 0 || drawing.some(({ paceHz }) => paceHz === 0))
    return { periodMs: TICK_MS, picturesHz: ALL_PICTURES_HZ, metersEveryMs: 1000 / 15 };
  const paceHz = Math.max(...drawing.map((stage) => stage.paceHz));
  return { periodMs: Math.max(TICK_MS, 1000 / paceHz), picturesHz: Math.max(LEAST_PICTURES_HZ, paceHz), metersEveryMs: 250 };
}
