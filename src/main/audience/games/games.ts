import type { GamesView } from '#shared/audience/games.ts';
import { createCell } from '#shared/cell.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import { isViewerEvent } from '#shared/live/live-event.ts';
import { answerText } from '../answers/answer-texts.ts';
import type { GameParts } from './game.types.ts';
import type { Games } from './games.types.ts';
import { createGoals } from './goals.ts';
import { createLottery } from './lottery.ts';
import { createPrediction } from './prediction.ts';
import { createVote } from './vote.ts';
import { createWheel } from './wheel.ts';

export interface GamesOptions extends Omit<GameParts, 'text'> {
  /** What points are called; '' = the language's word. */
  readonly pointsName: () => string;
}

export function createGames(options: GamesOptions): Games {
  const { logger, pointsName } = options;
  const parts: GameParts = {
    ...options,
    text: (asker, key, values) => {
      const currency = pointsName();
      return answerText(asker.language, key, { user: asker.name, ...(currency === '' ? {} : { currency }), ...values });
    },
  };
  const lottery = createLottery(parts);
  const wheel = createWheel(parts);
  const vote = createVote(parts);
  const prediction = createPrediction(parts);
  const goals = createGoals(parts);
  const all = [lottery, wheel, vote, prediction, goals] as const;

  const viewNow = (): GamesView => ({
    lottery: lottery.view.get(),
    wheel: wheel.view.get(),
    vote: vote.view.get(),
    prediction: prediction.view.get(),
    goals: [...goals.view.get()],
  });
  const view = createCell(viewNow());
  for (const game of all) game.view.subscribe(() => view.set(viewNow()));

  const ready = Promise.all(
    all.map((game) =>
      game
        .load()
        .catch((cause: unknown) => logger.error('a game could not be read from disk', { cause: messageFromUnknown(cause) })),
    ),
  ).then(() => undefined);
  const whenReady = async <T>(task: () => Promise<T>): Promise<T> => {
    await ready;
    return task();
  };

  return {
    lottery,
    wheel,
    vote,
    prediction,
    goals,
    view,
    chat: {
      lottery: (asker, argument) => whenReady(() => lottery.draw(asker, argument)),
      wheel: (asker) => whenReady(() => wheel.join(asker)),
      vote: (asker, argument) => whenReady(() => vote.cast(asker, argument)),
      predict: (asker, argument) => whenReady(() => prediction.stake(asker, argument)),
      contribute: (asker, argument) => whenReady(() => goals.contribute(asker, argument)),
    },
    taken(fresh) {
      for (const { event, appraisal } of fresh) {
        if (!isViewerEvent(event) || appraisal === undefined) continue;
        goals.take(event);
        const isShown = appraisal.verdict.action === 'allow' || appraisal.verdict.action === 'mask';
        if (event.kind === 'chat' && isShown && appraisal.viewerKey !== undefined)
          wheel.noteActive(appraisal.viewerKey, appraisal.shown.user.name, event.receivedAt);
      }
    },
    async forget(viewer) {
      await ready;
      await Promise.all([lottery.forget(viewer), wheel.forget(viewer)]);
    },
    ready,
    async close() {
      for (const game of all) game.close();
      await ready;
    },
  };
}
