import type { Appraised } from '#main/director/appraise.types.ts';
import type { GamesView } from '#shared/audience/games.ts';
import type { Cell } from '#shared/cell.ts';
import type { ForgottenViewer } from '../audience-desk.types.ts';
import type { ChatGames } from '../commands/command.types.ts';
import type { Goals } from './goals.ts';
import type { Lottery } from './lottery.ts';
import type { Prediction } from './prediction.ts';
import type { Vote } from './vote.ts';
import type { Wheel } from './wheel.ts';

/** All games of the audience. Chat reaches them when they are loaded; until then it waits. */
export interface Games {
  readonly lottery: Lottery;
  readonly wheel: Wheel;
  readonly vote: Vote;
  readonly prediction: Prediction;
  readonly goals: Goals;
  readonly view: Cell<GamesView>;
  readonly chat: ChatGames;
  /** What events add to goals, and who is there. Returns at once. */
  taken(fresh: readonly Appraised[]): void;
  /** Nothing that is kept of games names this viewer any longer. */
  forget(viewer: ForgottenViewer): Promise<void>;
  /** Resolves when the state of the last run is taken up; never rejects. */
  readonly ready: Promise<void>;
  close(): Promise<void>;
}
