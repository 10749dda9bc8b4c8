import { messageFromUnknown } from '#shared/errors.ts';
import type { ModerationAction } from '#shared/live/appraisal.ts';
import type { ModerationSettings } from '#shared/settings/settings.ts';
import type { Folded } from '../text/fold.ts';
import { createPattern } from './pattern.ts';

export interface PatternHit {
  /** On the folded text, `to` behind its last unit. */
  readonly from: number;
  readonly to: number;
  readonly action: ModerationAction;
}

/** Why a pattern of the streamer is not used, by its place in the settings. */
export interface PatternTrouble {
  readonly index: number;
  readonly problem: 'invalid' | 'too-slow';
  readonly message: string;
}

/** The streamer's regular expressions. One text costs so many steps and no more; the pattern that spends them is not used again. */
export interface PatternSet {
  find(text: Folded): PatternHit[];
  readonly troubles: readonly PatternTrouble[];
}

/** For one text and all patterns together: about a millisecond. */
export const STEPS_PER_TEXT = 20_000;

export function createPatternSet(patterns: ModerationSettings['patterns']): PatternSet {
  const troubles: PatternTrouble[] = [];
  let usable = patterns.flatMap(({ pattern, action }, index) => {
    try {
      return [{ index, action, pattern: createPattern(pattern) }];
    } catch (cause) {
      troubles.push({ index, problem: 'invalid', message: messageFromUnknown(cause) });
      return [];
    }
  });

  function switchOff(index: number): void {
    usable = usable.filter((one) => one.index !== index);
    troubles.push({
      index,
      problem: 'too-slow',
      message: 'The pattern takes too long and is off. Make it narrower: fewer * and +, smaller repeats.',
    });
  }

  return {
    find({ text }) {
      if (usable.length === 0) return [];
      const points = pointsOf(text);
      const budget = { left: STEPS_PER_TEXT };
      const hits: PatternHit[] = [];
      let costliest = { index: -1, steps: 0 };
      for (const { index, action, pattern } of usable) {
        const before = budget.left;
        const found = pattern.search(points.codes, budget, 0);
        if (before - budget.left > costliest.steps) costliest = { index, steps: before - budget.left };
        if (found === 'overrun') {
          switchOff(costliest.index);
          break;
        }
        if (found !== undefined) hits.push({ from: points.at[found.from] ?? 0, to: points.at[found.to] ?? text.length, action });
      }
      return hits;
    },
    troubles,
  };
}

/** Code points, where each stands, and the end. */
export function pointsOf(text: string): { codes: number[]; at: number[] } {
  const codes: number[] = [];
  const at: number[] = [];
  for (let index = 0; index < text.length; ) {
    const code = text.codePointAt(index) ?? 0;
    codes.push(code);
    at.push(index);
    index += code > 0xffff ? 2 : 1;
  }
  at.push(text.length);
  return { codes, at };
}
