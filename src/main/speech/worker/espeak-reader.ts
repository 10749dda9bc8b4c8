import { StudioError } from '#shared/errors.ts';
import type { EspeakSynthesizer } from './espeak-module.ts';
import type { ReadingRequest, ReadWord } from './voice-protocol.ts';

/** Words a minute: the sound is thrown away, so the shorter the better; phonemes are the same as at normal speed. */
const READING_RATE = 450;

/** eSpeak NG's phonemes word by word. Phones of a word stand apart by one space: "h ə l ˈoʊ". The voice must be selected. */
export function wordsInIpa(engine: EspeakSynthesizer, text: string): readonly ReadWord[] {
  const offsets = unitOffsets(text);
  const words: { textStart: number; textEnd: number; phones: string[] }[] = [];
  engine.set_rate(READING_RATE);
  engine.synthesize(text, (_, events) => {
    for (const event of events) {
      if (event.type === 'word') {
        const start = offsets[event.text_position - 1] ?? text.length;
        const end = offsets[Math.min(offsets.length - 1, event.text_position - 1 + event.word_length)] ?? text.length;
        words.push({ textStart: start, textEnd: Math.max(end, start), phones: [] });
      } else if (event.type === 'phoneme') {
        // Some ends of clauses carry a control character.
        const phone = String(event.id ?? '').replace(/\p{Cc}/gu, '');
        // "(en)" marks a change of language within a sentence; '' is a pause.
        if (phone !== '' && !phone.startsWith('(')) words.at(-1)?.phones.push(phone);
      }
    }
    return false;
  });
  const spoken = words.filter((word) => word.phones.length > 0);
  return spoken.map(({ textStart, textEnd, phones }, i) => {
    // Small words are spoken as the end of the one before them ("not a") and have no event of their own.
    const between = text.slice(textEnd, spoken[i + 1]?.textStart ?? text.length);
    const leaning = /^.*[\p{L}\p{N}]/su.exec(between)?.[0].length ?? 0;
    return { textStart, textEnd: textEnd + leaning, sounds: phones.join(' ') };
  });
}

/** eSpeak NG's own transcription of the whole text, with the tones that its events leave out. */
export function wholeInIpa(engine: EspeakSynthesizer, text: string): readonly ReadWord[] {
  const sounds = engine
    .synthesize_ipa(text)
    .ipa.replace(/\([a-z-]+\)|_/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
  return sounds === '' ? [] : [{ textStart: 0, textEnd: text.length, sounds }];
}

/** Names of eSpeak NG's voices as configs of models write them. */
export function checkedVoice(request: ReadingRequest): string {
  if (!/^[\w-]+(?:\+[\w-]+)?$/u.test(request.voice))
    throw new StudioError('invalid-input', `"${request.voice}" is no voice of eSpeak NG`);
  return request.voice;
}

/** UTF-16 offset of every code point, and of the end. */
export function unitOffsets(text: string): readonly number[] {
  const offsets = [0];
  for (const character of text) offsets.push((offsets.at(-1) ?? 0) + character.length);
  return offsets;
}
