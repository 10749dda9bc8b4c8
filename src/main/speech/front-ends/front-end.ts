import type { Logger } from '#main/platform/logger.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import type { Language } from '#shared/speech/emotion.ts';
import { readableClauses } from './clause-cuts.ts';
import { createClauseWords, type Readers } from './clause-words.ts';
import type { FrontEnd, Notation, SpokenPart, TextToRead } from './front-end.types.ts';
import { createPartPacker, type SymbolWord } from './part-packer.ts';

const WARM_UP_TEXT: Readonly<Record<Language, string>> = { zh: '你好', en: 'hello', ja: 'こんにちは' };

export function createFrontEnd(options: Readers & { readonly logger: Logger }): FrontEnd {
  const wordsOf = createClauseWords(options);

  async function* read(request: TextToRead, signal: AbortSignal): AsyncGenerator<SpokenPart> {
    const packer = createPartPacker();
    for (const clause of readableClauses(request.text, request.language)) {
      const { words, joiner } = await wordsOf(clause.text, request, signal);
      yield* packer.add(
        words.map((word) => moved(word, clause.from)),
        { joiner, mark: clause.mark, pauseMs: clause.pauseMs },
      );
    }
    yield* packer.finish();
  }

  return {
    read,
    async warmUp(language, notation: Notation) {
      try {
        const never = new AbortController().signal;
        await wordsOf(WARM_UP_TEXT[language], { language, notation, priority: 0 }, never);
      } catch (error) {
        options.logger.info('text is not read yet', { language, reason: messageFromUnknown(error) });
      }
    },
  };
}

function moved(word: SymbolWord, by: number): SymbolWord {
  return { ...word, textStart: word.textStart + by, textEnd: word.textEnd + by };
}
