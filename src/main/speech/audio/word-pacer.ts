import type { WordCue } from '#shared/speech/cues.ts';
import type { Language } from '#shared/speech/emotion.ts';
import { spreadWords, weightOf } from './word-spread.ts';

/** Weight (see `spreadWords`) that is spoken in a second, before a voice was heard: about 4.5 hanzi, 7 kana, 15 letters. */
const USUAL: Readonly<Record<Language, number>> = { zh: 13.5, en: 15, ja: 21 };
/** Slower and faster than any speech: a measured pace outside is a mistake (silence, half a sentence). */
const SLOWEST_SHARE = 0.4;
const FASTEST_SHARE = 2.5;
/** Share of a new sentence in the pace that is remembered. */
const LEARNING = 0.3;

/** How fast each voice speaks, learned from the sentences that it has finished. */
export interface Paces {
  of(voice: string, language: Language): number;
  learn(voice: string, language: Language, perSecond: number): void;
}

/** Remembers a hundred voices at most. */
export function createPaces(): Paces {
  const known = new Map<string, number>();
  return {
    of: (voice, language) => known.get(`${voice} ${language}`) ?? USUAL[language],
    learn(voice, language, perSecond) {
      const usual = USUAL[language];
      if (!(perSecond > usual * SLOWEST_SHARE && perSecond < usual * FASTEST_SHARE)) return;
      const key = `${voice} ${language}`;
      const before = known.get(key) ?? usual;
      known.delete(key);
      known.set(key, before + (perSecond - before) * LEARNING);
      if (known.size > 100) known.delete(known.keys().next().value ?? '');
    },
  };
}

/** Word times for sound whose length is not known yet: at the voice's pace while it comes, and what is left over when it ends. */
export interface WordPacer {
  /** Words that begin before `positionMs`, each once. */
  until(positionMs: number): readonly WordCue[];
  /** The words that are left share what is left of the sound. Tells the pace of all of it, weight a second. */
  end(totalMs: number): { readonly words: readonly WordCue[]; readonly perSecond: number };
}

export function createWordPacer(text: string, perSecond: number): WordPacer {
  const shares = spreadWords(text, 0, 1);
  const total = shares.reduce((sum, { textStart, textEnd }) => sum + weightOf(text.slice(textStart, textEnd)), 0);
  const allMs = (total * 1000) / perSecond;
  const words = shares.map((word) => ({ ...word, startMs: word.startMs * allMs, endMs: word.endMs * allMs }));
  let next = 0;
  let lastEndMs = 0;
  return {
    until(positionMs) {
      const from = next;
      while (next < words.length && (words[next]?.startMs ?? 0) < positionMs) next++;
      lastEndMs = words[next - 1]?.endMs ?? lastEndMs;
      return words.slice(from, next);
    },
    end(totalMs) {
      const rest = words.slice(next);
      next = words.length;
      const perSecondHeard = totalMs > 0 ? (total * 1000) / totalMs : 0;
      const first = rest[0];
      const last = rest.at(-1);
      if (!first || !last) return { words: [], perSecond: perSecondHeard };
      const from = Math.min(lastEndMs, totalMs);
      const scale = Math.max(0, totalMs - from) / (last.endMs - first.startMs);
      const at = (ms: number): number => from + (ms - first.startMs) * scale;
      return {
        words: rest.map((word) => ({ ...word, startMs: at(word.startMs), endMs: at(word.endMs) })),
        perSecond: perSecondHeard,
      };
    },
  };
}
