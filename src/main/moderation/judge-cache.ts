import { createTextJudge, type TextJudge, type TextJudgeSettings } from './text-judge.ts';

/** The judge of the present settings; made anew only when what it is made of has changed. */
export interface JudgeCache {
  current(): TextJudge;
  /** The one that was made last, if any. */
  built(): TextJudge | undefined;
}

export function createJudgeCache(settings: () => TextJudgeSettings): JudgeCache {
  let seen: TextJudgeSettings['moderation'] | undefined;
  let madeOf = '';
  let judge: TextJudge | undefined;
  return {
    current() {
      const now = settings();
      // A change anywhere in the settings makes all of its objects anew.
      if (judge !== undefined && now.moderation === seen) return judge;
      seen = now.moderation;
      const text = JSON.stringify([now.director.blockedWords, now.moderation.allowedWords, now.moderation.patterns]);
      if (judge === undefined || text !== madeOf) judge = createTextJudge(now);
      madeOf = text;
      return judge;
    },
    built: () => judge,
  };
}
