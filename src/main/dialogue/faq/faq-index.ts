import MiniSearch from 'minisearch';
import type { Settings } from '#shared/settings/settings.ts';
import { type Passage, passagesFromFaq } from './passages.ts';
import { termsOf } from './tokens.ts';

export interface FaqHit extends Passage {
  /** Share of the rarer of both sides' words that the other has too, 0 … 1. From about 0.5 the passage is about the same thing. */
  readonly likeness: number;
  /** 'example': one of the persona's example lines. */
  readonly from: 'faq' | 'example';
}

/** The streamer's own text, made searchable. Cheap to ask; built anew only when the text changes. */
export interface FaqIndex {
  /** Best first, at most `limit`. */
  search(query: string, limit: number): readonly FaqHit[];
}
/** From this likeness on an answer is spoken as it stands. */
export const CONFIDENT_LIKENESS = 0.55;
/** Of a question only this much is looked at, in UTF-16 units. */
const MAX_QUERY = 500;

interface Entry extends Passage {
  readonly id: number;
  readonly from: 'faq' | 'example';
}

/** Texts of this many passages are ready at once; of longer ones the rest follows in slices, so that nothing else waits. */
const FIRST_SLICE = 200;
const SLICE = 50;

export function createFaqIndex(persona: Pick<Settings['persona'], 'faq' | 'examples'>): FaqIndex {
  const entries = entriesOf(persona);
  /** In how many questions each word is. */
  const frequency = new Map<string, number>();
  const vocabulary = new Set<string>();
  const terms: ReadonlySet<string>[] = [];
  const index = new MiniSearch<Entry>({
    fields: ['question', 'answer'],
    tokenize: termsOf,
    processTerm: (term) => term,
    // Only words that nobody wrote are taken for typing mistakes: looking for neighbours of all is slow.
    searchOptions: { boost: { question: 3 }, fuzzy: (term) => (isLongLatin(term) && !vocabulary.has(term) ? 0.2 : false) },
  });
  const add = (from: number, count: number): void => {
    for (const entry of entries.slice(from, from + count)) {
      index.add(entry);
      const own = new Set(termsOf(entry.question === '' ? entry.answer : entry.question));
      terms.push(own);
      for (const term of own) frequency.set(term, (frequency.get(term) ?? 0) + 1);
      for (const term of [...own, ...termsOf(entry.answer)]) vocabulary.add(term);
    }
    if (from + count < entries.length) setImmediate(add, from + count, SLICE);
  };
  add(0, FIRST_SLICE);
  const weight = (term: string): number =>
    Math.log(1 + (entries.length + 1) / ((frequency.get(term) ?? 0) + 0.5)) * (term.startsWith('?') ? 0.7 : 1);
  return {
    search(query, limit) {
      const asked = new Set(termsOf(query.slice(0, MAX_QUERY)));
      if (asked.size === 0) return [];
      return index
        .search([...asked].join(' '), { tokenize: (text) => text.split(' ') })
        .slice(0, Math.max(limit, 12))
        .map((result) => hitOf(entries[Number(result.id)], terms[Number(result.id)], asked, weight))
        .filter((hit): hit is FaqHit => hit !== undefined)
        .sort((a, b) => b.likeness - a.likeness)
        .slice(0, limit);
    },
  };
}

function entriesOf(persona: Pick<Settings['persona'], 'faq' | 'examples'>): readonly Entry[] {
  const lines = persona.examples.filter((line) => line.viewer.trim() !== '' && line.her.trim() !== '');
  return [
    ...lines.map((line) => ({ question: line.viewer, answer: line.her, from: 'example' as const })),
    ...passagesFromFaq(persona.faq).map((passage) => ({ ...passage, from: 'faq' as const })),
  ].map((entry, id) => ({ ...entry, id }));
}

function isLongLatin(term: string): boolean {
  return /^[a-z]{5,}$/.test(term);
}

function hitOf(
  entry: Entry | undefined,
  own: ReadonlySet<string> | undefined,
  asked: ReadonlySet<string>,
  weight: (term: string) => number,
): FaqHit | undefined {
  if (entry === undefined || own === undefined) return undefined;
  const { question, answer, from } = entry;
  return { question, answer, from, likeness: likeness(asked, own, question === '', weight) };
}

/** Weighted F-score of two sets of words; for a plain paragraph only the share of the asked words counts, and less. */
function likeness(
  asked: ReadonlySet<string>,
  own: ReadonlySet<string>,
  plain: boolean,
  weight: (term: string) => number,
): number {
  const mass = (terms: Iterable<string>): number => [...terms].reduce((sum, term) => sum + weight(term), 0);
  const matches = [...asked].filter((term) => hasLike(own, term));
  if (!matches.some((term) => !term.startsWith('?'))) return 0;
  const common = mass(matches);
  const recall = common / mass(asked);
  if (plain) return matches.length < 2 ? recall * 0.4 : recall * 0.8;
  return common / (0.5 * mass(asked) + 0.5 * mass(own));
}

function hasLike(own: ReadonlySet<string>, term: string): boolean {
  if (own.has(term)) return true;
  if (!isLongLatin(term)) return false;
  for (const other of own) if (isLongLatin(other) && oneEditApart(other, term)) return true;
  return false;
}

/** One letter changed, missing or added: typing mistakes. */
function oneEditApart(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  const longer = a.length >= b.length ? a : b;
  const shorter = a.length >= b.length ? b : a;
  return longer.slice(start + 1) === shorter.slice(a.length === b.length ? start + 1 : start);
}
