import type { ModerationAction, ModerationCategory } from '#shared/live/appraisal.ts';
import { createRecentResults } from '#shared/live/recent-results.ts';
import type { Settings } from '#shared/settings/settings.ts';
import { builtInWords, ownWords } from './match/built-in-words.ts';
import { readableText, unshielded } from './match/word-index.ts';
import { createPatternSet, type PatternTrouble } from './patterns/pattern-set.ts';
import { injectionIn } from './rules/injection.ts';
import { personalDataIn } from './rules/personal-data.ts';
import { MOST_MARKS, spamIn } from './rules/spam.ts';
import type { Folded } from './text/fold.ts';

/** A part of a text that gives cause. `from` and `to` are UTF-16 units of the text as it was typed. */
export interface Finding {
  readonly category: ModerationCategory;
  readonly from: number;
  readonly to: number;
  /** As it was typed. */
  readonly evidence: string;
  /** Of the streamer's patterns, which each have their own. */
  readonly action?: ModerationAction;
}

/** Finds all that the lists, rules and patterns know. Synchronous; the cost grows with the length alone. */
export interface TextJudge {
  findings(text: string): readonly Finding[];
  readonly troubles: readonly PatternTrouble[];
}

export type TextJudgeSettings = Pick<Settings, 'moderation'> & { readonly director: Pick<Settings['director'], 'blockedWords'> };

const LONGEST_EVIDENCE = 80;
/** Lines that floods repeat; longer ones are walls of text that differ. */
const REMEMBERED_LINES = 4000;
const LONGEST_REMEMBERED = 120;

export function createTextJudge({ moderation, director }: TextJudgeSettings): TextJudge {
  const listed = builtInWords();
  const own = ownWords({ blocked: director.blockedWords, allowed: moderation.allowedWords });
  const hasOwnWords = director.blockedWords.length > 0;
  const patterns = createPatternSet(moderation.patterns);
  const remembered = createRecentResults<readonly Finding[]>(REMEMBERED_LINES);
  const find = (text: string): readonly Finding[] => {
    const read = readableText(text);
    const { folded } = read;
    // What is ordinary elsewhere may be just what the streamer does not want: own words give way to own exceptions only.
    const words = [
      ...(hasOwnWords ? unshielded(own.hits(read), () => own.shields(read)) : []),
      ...unshielded(listed.hits(read), () => [...listed.shields(read), ...own.shields(read)]),
    ];
    const found: Finding[] = words.map(({ from, to, value }) => findingOf(folded, value, from, to));
    const plain = folded.text;
    for (const { from, to } of injectionIn(plain)) found.push(findingOf(folded, 'injection', from, to));
    for (const { from, to } of personalDataIn(plain)) found.push(findingOf(folded, 'personal-data', from, to));
    for (const { from, to } of spamIn(plain)) found.push(findingOf(folded, 'spam', from, to));
    if (folded.mostMarks > MOST_MARKS) found.push(findingOf(folded, 'spam', 0, plain.length));
    for (const { from, to, action } of patterns.find(folded)) found.push({ ...findingOf(folded, 'pattern', from, to), action });
    return found;
  };
  return {
    findings(text) {
      if (text === '') return [];
      return text.length > LONGEST_REMEMBERED ? find(text) : remembered.of(text, find);
    },
    get troubles() {
      return patterns.troubles;
    },
  };
}

function findingOf(folded: Folded, category: ModerationCategory, from: number, to: number): Finding {
  const start = folded.start[from] ?? 0;
  const end = folded.end[Math.max(from, to - 1)] ?? folded.source.length;
  return { category, from: start, to: end, evidence: folded.source.slice(start, Math.min(end, start + LONGEST_EVIDENCE)) };
}
