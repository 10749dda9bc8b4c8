import { dirname, join } from 'node:path';
import { z } from 'zod';
import { type MappedText, mappedFromText } from '#main/speech/text/mapped-text.ts';
import { StudioError } from '#shared/errors.ts';
import { katakanaFromIpa } from './katakana-from-ipa.ts';

export interface JapaneseReader {
  /** Loads the dictionary (0.9 s, 40 MB on disk). */
  load(): Promise<void>;
  /** Kanji, particles and Latin words as kana with spaces between phrases, mapped to the text. */
  read(text: string): Promise<MappedText>;
}

const tokenSchema = z.object({
  /** Code point position from 1. */
  word_position: z.number(),
  surface_form: z.string(),
  pos: z.string(),
  pos_detail_1: z.string(),
  reading: z.string().optional(),
  pronunciation: z.string().optional(),
});
type Token = z.infer<typeof tokenSchema>;
type Tokenize = (text: string) => readonly Token[];

/** Parts of speech that lean on the word before: no pause or new stress in front of them. */
const LEANING = new Set(['助詞', '助動詞', '記号']);
const KANA_ONLY = /^[\p{Script=Hiragana}\p{Script=Katakana}ー]+$/u;

export function createJapaneseReader(ipaFromWord: (word: string) => string): JapaneseReader {
  let loading: Promise<Tokenize> | undefined;
  const tokenizer = (): Promise<Tokenize> => {
    loading ??= loadTokenizer();
    // A failed load may be tried again with the next sentence.
    loading.catch(() => {
      loading = undefined;
    });
    return loading;
  };
  return {
    async load() {
      await tokenizer();
    },
    async read(text) {
      const tokenize = await tokenizer();
      // The dictionary falls over halves of characters and over nul; a space keeps all places.
      const whole = text.replace(/[\p{Cs}\p{Cc}]/gu, ' ');
      return mappedFromTokens(whole, tokenize(whole), ipaFromWord);
    },
  };
}

function mappedFromTokens(text: string, tokens: readonly Token[], ipaFromWord: (word: string) => string): MappedText {
  let spoken = '';
  const starts: number[] = [];
  const ends: number[] = [];
  let at = 0;
  let previous: Token | undefined;
  for (const token of tokens) {
    const start = text.indexOf(token.surface_form, at);
    if (start < 0) continue;
    const end = start + token.surface_form.length;
    const kana = kanaFromToken(token, ipaFromWord);
    const gap = previous && !leans(token, previous) ? ' ' : '';
    for (let i = 0; i < gap.length + kana.length; i++) {
      starts.push(start);
      ends.push(end);
    }
    spoken += gap + kana;
    at = end;
    previous = token;
  }
  return tokens.length > 0 ? { text: spoken, starts, ends } : mappedFromText(text);
}

function leans(token: Token, previous: Token): boolean {
  return (
    LEANING.has(token.pos) ||
    token.pos_detail_1 === '接尾' ||
    token.pos_detail_1 === '非自立' ||
    previous.pos === '接頭詞' ||
    previous.pos === '記号'
  );
}

/** `pronunciation` writes particles as they sound (は → ワ) and long vowels with ー. */
function kanaFromToken(token: Token, ipaFromWord: (word: string) => string): string {
  const sound = token.pronunciation ?? token.reading;
  if (sound && sound !== '*' && KANA_ONLY.test(sound)) return sound;
  if (/^[A-Za-z][A-Za-z'’-]*$/.test(token.surface_form)) return katakanaFromWord(token.surface_form, ipaFromWord);
  return token.surface_form;
}

const LETTERS: Readonly<Record<string, string>> = {
  A: 'エー',
  B: 'ビー',
  C: 'シー',
  D: 'ディー',
  E: 'イー',
  F: 'エフ',
  G: 'ジー',
  H: 'エイチ',
  I: 'アイ',
  J: 'ジェー',
  K: 'ケー',
  L: 'エル',
  M: 'エム',
  N: 'エヌ',
  O: 'オー',
  P: 'ピー',
  Q: 'キュー',
  R: 'アール',
  S: 'エス',
  T: 'ティー',
  U: 'ユー',
  V: 'ブイ',
  W: 'ダブリュー',
  X: 'エックス',
  Y: 'ワイ',
  Z: 'ゼット',
};
/** Words whose Japanese form does not follow from their sound. */
const LOANWORDS: Readonly<Record<string, string>> = {
  ok: 'オーケー',
  vtuber: 'ブイチューバー',
  youtube: 'ユーチューブ',
  twitch: 'ツイッチ',
  game: 'ゲーム',
  games: 'ゲームズ',
  stream: 'ストリーム',
  minecraft: 'マインクラフト',
  hello: 'ハロー',
  hi: 'ハイ',
  thanks: 'サンクス',
  love: 'ラブ',
  live: 'ライブ',
  happy: 'ハッピー',
  lol: 'わら',
  gg: 'ジージー',
  bye: 'バイ',
  discord: 'ディスコード',
  twitter: 'ツイッター',
};

function katakanaFromWord(word: string, ipaFromWord: (word: string) => string): string {
  const known = LOANWORDS[word.toLowerCase()];
  if (known) return known;
  const spelled = [...word.toUpperCase()].map((letter) => LETTERS[letter] ?? '').join('');
  if (/^[A-Z]{1,5}$/.test(word) || !/[aeiouy]/i.test(word)) return spelled;
  // Without a voice that knows English the letters are better than nothing.
  return katakanaFromIpa(ipaFromWord(word.replace(/’/g, "'"))) || spelled;
}

const packageSchema = z.object({
  builder: z.custom<(options: { dicPath: string }) => { build(done: (error: unknown, tokenizer: unknown) => void): void }>(
    (value) => typeof value === 'function',
  ),
});
const tokenizerSchema = z.looseObject({ tokenize: z.custom<(text: string) => unknown>((value) => typeof value === 'function') });

async function loadTokenizer(): Promise<Tokenize> {
  const kuromoji = packageSchema.parse(require('kuromoji'));
  const dicPath = join(dirname(require.resolve('kuromoji/package.json')), 'dict');
  return new Promise((resolve, reject) => {
    kuromoji.builder({ dicPath }).build((error, built) => {
      if (error) {
        reject(
          new StudioError('unavailable', 'the Japanese dictionary could not be read: reinstall the package "kuromoji"', {
            cause: error,
          }),
        );
        return;
      }
      const tokenizer = tokenizerSchema.parse(built);
      resolve((text) => z.array(tokenSchema).parse(tokenizer.tokenize(text)));
    });
  });
}
