import { messageFromUnknown } from '#shared/errors.ts';
import { foldText } from '../text/fold.ts';
import { createPattern } from './pattern.ts';
import { pointsOf, STEPS_PER_TEXT } from './pattern-set.ts';

const MAX_MATCHES = 50;

/** Tries a pattern as it would be used: on the folded text and within the same bound. Ranges are of the text as it was typed. */
export function tryPattern(source: string, text: string): { problem: string | null; matches: { from: number; to: number }[] } {
  const folded = foldText(text);
  const { codes, at } = pointsOf(folded.text);
  const matches: { from: number; to: number }[] = [];
  try {
    const pattern = createPattern(source);
    const budget = { left: STEPS_PER_TEXT };
    for (let start = 0; start < codes.length && matches.length < MAX_MATCHES; ) {
      const found = pattern.search(codes, budget, start);
      if (found === 'overrun')
        return { problem: 'The pattern takes too long on this text. Make it narrower: fewer * and +, smaller repeats.', matches };
      if (found === undefined) break;
      const last = (at[found.to] ?? folded.text.length) - 1;
      matches.push({ from: folded.start[at[found.from] ?? 0] ?? 0, to: folded.end[last] ?? text.length });
      start = found.to;
    }
    return { problem: null, matches };
  } catch (cause) {
    return { problem: messageFromUnknown(cause), matches };
  }
}
