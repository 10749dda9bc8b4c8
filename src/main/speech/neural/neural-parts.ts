import { readableClauses } from '#main/speech/front-ends/clause-cuts.ts';
import type { FrontEnd, PartWord } from '#main/speech/front-ends/front-end.types.ts';
import type { SynthesisInput } from '#shared/inference/synthesis.ts';
import type { NeuralVoice } from './model-voice.ts';

/** What a model says in one run. */
export interface NeuralPart {
  readonly said: SynthesisInput['said'];
  readonly words: readonly PartWord[];
  /** The stretch of text that it is, from unit `from` on. */
  readonly text: string;
  readonly from: number;
  readonly pauseMs: number;
}

/** A text as parts for this voice: in symbols by the front end, or clause by clause for an engine that reads by itself. */
export async function* neuralParts(
  frontEnd: FrontEnd,
  voice: NeuralVoice,
  text: string,
  priority: number,
  signal: AbortSignal,
): AsyncGenerator<NeuralPart> {
  const { language, notation } = voice;
  if (!notation) {
    for (const { from, text: clause, pauseMs } of readableClauses(text, language))
      yield { said: { text: clause.trim() }, words: [], text: clause, from, pauseMs };
    return;
  }
  for await (const part of frontEnd.read({ text, language, notation, priority }, signal)) {
    const from = part.words[0]?.textStart ?? 0;
    const to = part.words.reduce((end, word) => Math.max(end, word.textEnd), from);
    yield { said: { symbols: [...part.symbols] }, words: part.words, text: text.slice(from, to), from, pauseMs: part.pauseMs };
  }
}
