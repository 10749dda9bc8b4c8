import type { Games } from '#main/audience/games/games.types.ts';
import { type Pause, present, watchCell } from '#main/platform/watch-cell.ts';
import type { StudioImplementer } from './implementer.types.ts';

const VIEW_EVERY_MS = 200;

/** Each verb waits until the games of the last run are taken up. */
export function gamesRoutes(os: StudioImplementer, games: Games, pause: Pause) {
  const { lottery, wheel, vote, prediction, goals } = games;
  const did = async (task: () => Promise<unknown>): Promise<{ ok: true }> => {
    await games.ready;
    await task();
    return { ok: true };
  };
  const turn = { open: wheel.openDoors, set: wheel.set, start: wheel.start, stop: wheel.stop, close: wheel.shut } as const;

  return os.games.router({
    watch: os.games.watch.handler(async function* ({ signal }) {
      await games.ready;
      yield* watchCell(games.view, { signal: present(signal), pause, minIntervalMs: VIEW_EVERY_MS });
    }),
    setLotteryRules: os.games.setLotteryRules.handler(({ input }) => did(() => lottery.setRules(input))),
    savePrize: os.games.savePrize.handler(({ input }) => did(() => lottery.savePrize(input.prize, input.stockBefore))),
    removePrize: os.games.removePrize.handler(({ input }) => did(() => lottery.removePrize(input.id))),
    handOver: os.games.handOver.handler(({ input }) => did(() => lottery.handOver(input.seq, input.handedOver))),
    revealLottery: os.games.revealLottery.handler(async () => {
      await games.ready;
      return lottery.reveal();
    }),
    proofs: os.games.proofs.handler(async ({ input }) => {
      await games.ready;
      return [...(input.game === 'lottery' ? lottery.proofs() : wheel.proofs())];
    }),
    setWheelRules: os.games.setWheelRules.handler(({ input }) => did(() => wheel.setRules(input))),
    turnWheel: os.games.turnWheel.handler(({ input }) => did(turn[input.verb])),
    openVote: os.games.openVote.handler(({ input }) => did(() => vote.open(input))),
    endVote: os.games.endVote.handler(({ input }) => did(vote[input.verb])),
    openPrediction: os.games.openPrediction.handler(({ input }) => did(() => prediction.open(input))),
    endPrediction: os.games.endPrediction.handler(({ input }) => did(prediction[input.verb])),
    resolvePrediction: os.games.resolvePrediction.handler(({ input }) => did(() => prediction.resolve(input.outcome))),
    saveGoal: os.games.saveGoal.handler(({ input }) => did(() => goals.save(input))),
    removeGoal: os.games.removeGoal.handler(async ({ input }) => {
      await games.ready;
      return goals.remove(input.id);
    }),
    setGoalProgress: os.games.setGoalProgress.handler(({ input }) => did(() => goals.setProgress(input.id, input.progress))),
  });
}
