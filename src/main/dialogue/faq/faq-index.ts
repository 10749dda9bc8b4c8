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

interface Entry extends Passage {
  readonly id: number;
  readonly from: 'faq' | 'example';
}

export function createFaqIndex(persona: Pick<Settings['persona'], 'faq' | 'examples'>): FaqIndex {
  const entries: Entry[] = [
    ...passagesFromFaq(persona.faq).map((passage) => ({ ...passage, from: 'faq' as const })),
    ...persona.examples
      .filter((line) => line.viewer.trim() !== '' && line.her.trim() !== '')
      .map((line) => ({ question: line.viewer, answer: line.her, from: 'example' as const })),
  ].map((entry, id) => ({ ...entry, id }));
  const index = new MiniSearch<Entry>({
    fields: ['question', 'answer'],
    tokenize: termsOf,
    processTerm: (term) => term,
    searchOptions: { boost: { question: 3 }, fuzzy: (term) => (/^[a-z]{5,}$/.test(term) ? 0.2 : false) },
  });
  index.addAll(entries);
  const frequency = new Map<string, number>();
  const terms = entries.map((entry) => {
    const own = new Set(termsOf(entry.question === '' ? entry.answer : entry.question));
    for (const term of own) frequency.set(term, (frequency.get(term) ?? 0) + 1);
    return own;
  });
  const weight = (term: string): number =>
    Math.log(1 + (entries.length + 1) / ((frequency.get(term) ?? 0) + 0.5)) * (term.startsWith('?') ? 0.7 : 1);
  return {
    search(query, limit) {
      const asked = new Set(termsOf(query.slice(0, 500)));
      if (asked.size === 0) return [];
      return index
        .search(query.slice(0, 500))
        .slice(0, Math.max(limit, 12))
        .map((result) => hitOf(entries[Number(result.id)], terms[Number(result.id)], asked, weight))
        .filter((hit): hit is FaqHit => hit !== undefined)
        .sort((a, b) => b.likeness - a.likeness)
        .slice(0, limit);
    },
  };
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
  if (!/^[a-z]{5,}$/.test(term)) return false;
  for (const other of own) if (/^[a-z]{5,}$/.test(other) && oneEditApart(other, term)) return true;
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
