import type { Language } from '#shared/speech/emotion.ts';
import type { SoundFacts } from './utterance.ts';

/**
 * All rules for what engines write that nobody said, in one place. First a text is cleaned (marks of the engine, spaces between characters, loops),
 * then a final text is judged by the sound that it is said to come from.
 */

/** A text without the engine's marks, and the language that the marks named. */
export interface CleanTranscript {
  readonly text: string;
  readonly language: Language | undefined;
}

/** SenseVoice: `<|zh|><|HAPPY|><|Speech|><|withitn|>`; Whisper: `<|0.00|>`. */
const MARKS = /<\|([^|<>]{0,40})\|>/gu;
/** What Whisper and Moonshine write for sounds: [BLANK_AUDIO], [Music], 【音乐】, ♪. */
const SOUND_NOTES = /\[[^\][]{0,40}\]|【[^】【]{0,40}】|[♪♫♬]/gu;
const ONLY_A_NOTE = /^[(（][^()（）]{0,60}[)）][.。]?$/u;
/** FunASR's servers append what they heard beside words as pictures. */
const PICTURES = /\p{Extended_Pictographic}|\u{FE0F}/gu;
const CJK = '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}ー々、。，！？；：]';
const SPACE_BETWEEN_CJK = new RegExp(`(?<=${CJK})\\s+(?=${CJK})`, 'gu');
const SPACE_BEFORE_STOP = /\s+(?=[,.!?;:，。！？；：、])/gu;
/** Six times the same words in a row is an engine that runs in circles; a single character repeated is laughter. */
const LOOP = /(.{2,60}?)\1{5,}/gsu;
const ONE_CHARACTER = /^(.)\1+$/su;
/** A minute of speech is about a thousand characters. */
const MOST_CHARACTERS = 4000;

export function cleanTranscript(raw: string): CleanTranscript {
  let language: Language | undefined;
  const unmarked = raw
    .slice(0, MOST_CHARACTERS)
    .normalize('NFC')
    .replace(MARKS, (_, mark: string) => {
      language ??= languageFromCode(mark);
      return ' ';
    });
  const text = unmarked
    .replace(SOUND_NOTES, ' ')
    .replace(PICTURES, '')
    .replace(LOOP, (whole, unit: string) => (ONE_CHARACTER.test(unit) ? whole : unit))
    .replace(/[\s\p{Cc}\uFFFD]+/gu, ' ')
    .trim()
    .replace(SPACE_BETWEEN_CJK, '')
    .replace(SPACE_BEFORE_STOP, '')
    .replace(ONLY_A_NOTE, '');
  return { text: /[\p{L}\p{N}]/u.test(text) ? text : '', language };
}

/** `zh`, `zh-CN`, `chinese`, `yue`, `<|en|>`, … as servers name languages; undefined: one that she does not speak, or none. */
export function languageFromCode(code: string | undefined): Language | undefined {
  const name = (code ?? '')
    .trim()
    .toLowerCase()
    .replace(/^<\||\|>$/gu, '');
  if (/^(?:zh|yue|cmn|chinese|mandarin|cantonese)(?:[-_].*)?$/u.test(name)) return 'zh';
  if (/^(?:en|english)(?:[-_].*)?$/u.test(name)) return 'en';
  if (/^(?:ja|japanese)(?:[-_].*)?$/u.test(name)) return 'ja';
  return undefined;
}

export type Verdict = 'said' | 'too-short' | 'too-quiet' | 'too-fast' | 'subtitle-credit' | 'phantom' | 'hot-words';

/** Nobody says a word in less. */
const SHORTEST_SECONDS = 0.12;
/** Below this even the loudest 100 ms are the noise of a quiet room. */
const QUIETEST_DB = -55;
/** Speech into a microphone is louder than this; what is quieter may be a television next door. */
const FAINT_DB = -42;
/** Letters or characters a second that no streamer reaches: 3 times fast speech. */
const MOST_LETTERS_A_SECOND = 40;
const MOST_CJK_A_SECOND = 18;

/** Credits of subtitles that Whisper learnt with its sound: nobody says them. */
const CREDITS = [
  /amara\.?org/u,
  /字幕(?:由|志愿者|製作|制作|by|提供)/u,
  /明镜与点点|明鏡與點點|优优独播|優優獨播|yoyo ?television/u,
  /subtitles? (?:by|made|provided)|transcri(?:bed|ption) by|©/u,
  /mbc ?뉴스|字幕視聴/u,
];

/** Said by people too, at the end of a show; written by engines for noise. */
const POLITE = new Set(
  [
    ...['you', 'thank you', 'thanks', 'thanks for watching', 'thank you for watching', 'thank you so much for watching'],
    ...['please subscribe', 'like and subscribe', 'bye', 'bye bye', 'okay', 'so', 'uh', 'um', 'oh'],
    ...[
      '谢谢',
      '谢谢观看',
      '感谢观看',
      '谢谢大家',
      '谢谢收看',
      '请订阅',
      '請不吝點贊訂閱轉發',
      '请不吝点赞订阅转发',
      '嗯',
      '我',
      '好',
    ],
    ...['ご視聴ありがとうございました', 'ありがとうございました', 'チャンネル登録お願いします', 'おやすみなさい', 'はい'],
  ].map(bare),
);

/** Whether a clean final text was said in this sound, and by which rule not. `hotWords`: given to the engine as a prompt, which Whisper repeats for noise. */
export function judgeTranscript(text: string, sound: SoundFacts, hotWords: readonly string[]): Verdict {
  if (sound.seconds < SHORTEST_SECONDS) return 'too-short';
  if (sound.loudestDb < QUIETEST_DB) return 'too-quiet';
  const words = bare(text);
  if (CREDITS.some((credit) => credit.test(text.toLowerCase()))) return 'subtitle-credit';
  if (hotWords.length > 2 && words === bare(hotWords.join(''))) return 'hot-words';
  const cjk = words.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu)?.length ?? 0;
  const letters = words.length - cjk;
  // Engines round: half a second is the least that a rate is taken over.
  const secondsNeeded = cjk / MOST_CJK_A_SECOND + letters / MOST_LETTERS_A_SECOND;
  if (secondsNeeded > Math.max(0.5, sound.seconds)) return 'too-fast';
  if (POLITE.has(words)) return politeVerdict(words, cjk, sound);
  return 'said';
}

/** A polite phrase is believed when it is loud and takes about as long as saying it takes. */
function politeVerdict(words: string, cjk: number, sound: SoundFacts): Verdict {
  if (sound.loudestDb < FAINT_DB) return 'phantom';
  const usualSeconds = cjk / 5 + (words.length - cjk) / 13;
  const tooLong = sound.seconds > usualSeconds * 4 + 2.5;
  const tooShort = sound.seconds < usualSeconds * 0.4;
  return tooLong || tooShort ? 'phantom' : 'said';
}

/** Lower case, letters and digits only. */
function bare(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}
