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
  // Not `matchAll`: it makes a new expression for each call, which costs ten times the search.
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const [found] = match;
    if (found === '') pattern.lastIndex += 1;
    else if (holds(found)) spans.push({ from: match.index, to: match.index + found.length });
  }
  return spans;
}
