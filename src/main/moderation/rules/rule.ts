import { foldText } from '../text/fold.ts';

/** A range of the folded text, `to` behind its last unit. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * A fixed pattern on folded text. What is no ASCII in it is folded likewise, so that it may be written as people write. All repeats are bounded:
 * none of them takes more than a few steps for each letter.
 */
export function rule(source: string): RegExp {
  return new RegExp(
    source.replace(/[^ -~]+/gu, (part) => foldText(part).text),
    'gu',
  );
}

/** Where a pattern is found, and holds. */
export function spansOf(pattern: RegExp, text: string, holds: (found: string) => boolean = () => true): Span[] {
  const spans: Span[] = [];
  for (const { 0: found, index } of text.matchAll(pattern))
    if (found !== '' && holds(found)) spans.push({ from: index, to: index + found.length });
  return spans;
}
