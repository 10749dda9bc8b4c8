import type { Logger } from '#main/platform/logger.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import type { HealthReport } from '#shared/health.ts';
import type { Settings } from '#shared/settings/settings.ts';
import type { Language } from '#shared/speech/emotion.ts';
import type { Piece } from './piece-reader.ts';
import type { SentenceVoice } from './sentence-voice.ts';
import { captionFromModelText } from './text/caption.ts';
import type { MappedText } from './text/mapped-text.ts';
import type { Pronounce } from './text/pronunciation.ts';
import { isSpeakable, spokenFromCaption } from './text/spoken.ts';

export interface TranslatedVoiceOptions {
  settings(): Settings['voice']['translation'];
  translate(text: string, to: Language, signal: AbortSignal): Promise<string>;
  pronounce: Pronounce;
  /** Health of the part `translation`. */
  report(health: HealthReport): void;
  readonly logger: Logger;
}

/**
 * Says her sentences in the language that the streamer chose for the ear, while the caption keeps her own words. A sentence that cannot be translated
 * is said as it was written: the show does not wait.
 */
export function createTranslatedVoice(inner: SentenceVoice, options: TranslatedVoiceOptions): SentenceVoice {
  let failing = false;

  async function translated(piece: Piece, to: Language, signal: AbortSignal): Promise<Piece> {
    try {
      const answer = captionFromModelText(await options.translate(piece.caption, to, signal)).text;
      const spoken = spokenFromCaption(answer, to, options.pronounce);
      if (failing) options.report({ status: 'ready' });
      failing = false;
      return isSpeakable(spoken) ? { ...piece, language: to, spoken: ontoCaption(spoken, piece.caption.length) } : piece;
    } catch (error) {
      if (signal.aborted) throw error;
      failing = true;
      options.logger.warn('a sentence was not translated', { to, problem: messageFromUnknown(error) });
      options.report({
        status: 'degraded',
        reason: 'translation-failed',
        message: `She speaks her own language: ${messageFromUnknown(error)}`,
      });
      return piece;
    }
  }

  return {
    async *render(piece, priority, signal) {
      const { enabled, language } = options.settings();
      const wanted = enabled && piece.speaker === 'her' && piece.language !== language;
      yield* inner.render(wanted ? await translated(piece, language, signal) : piece, priority, signal);
    },
  };
}

/** The words of another language have no places of their own in the caption: they share it in proportion. */
function ontoCaption(spoken: MappedText, captionLength: number): MappedText {
  const place = (unit: number): number => Math.round((unit / Math.max(1, spoken.text.length)) * captionLength);
  const units = Array.from({ length: spoken.text.length }, (_, i) => i);
  return { text: spoken.text, starts: units.map((i) => place(i)), ends: units.map((i) => place(i + 1)) };
}
