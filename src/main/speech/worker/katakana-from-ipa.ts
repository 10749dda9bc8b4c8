/**
 * English words for a Japanese voice: eSpeak NG's English IPA as katakana, by the usual rules of loanwords (t → ト, æ → ア, l and r alike, a vowel after
 * every consonant). Good enough to be understood; words with a fixed form are in the reader's own list.
 */
export function katakanaFromIpa(ipa: string): string {
  const phones = phonesFromIpa(ipa);
  let kana = '';
  for (let i = 0; i < phones.length; i++) {
    const phone = phones[i] ?? '';
    const next = phones[i + 1] ?? '';
    if (VOWELS[phone]) {
      kana += VOWELS[phone];
      continue;
    }
    const glide = next === 'j' ? phones[i + 2] : undefined;
    if (glide && VOWELS[glide] && phone !== 'w') {
      kana += (GLIDED[phone] ?? `${ALONE[phone] ?? ''}ユ`) + VOWELS[glide].slice(1);
      i += 2;
    } else if (VOWELS[next]) {
      kana += syllable(phone, VOWELS[next]);
      i += 1;
    } else if (ALONE[phone] !== undefined) {
      kana += geminate(phones, i) + ALONE[phone];
    }
  }
  return kana;
}

const VOWELS: Readonly<Record<string, string>> = {
  iː: 'イー',
  i: 'イ',
  ɪ: 'イ',
  ᵻ: 'イ',
  eɪ: 'エイ',
  ɛ: 'エ',
  e: 'エ',
  eə: 'エア',
  æ: 'ア',
  a: 'ア',
  ɑː: 'アー',
  ɐ: 'ア',
  ʌ: 'ア',
  ə: 'ア',
  ɜː: 'アー',
  ɒ: 'オ',
  ɔː: 'オー',
  ɔ: 'オ',
  oː: 'オー',
  əʊ: 'オー',
  oʊ: 'オー',
  ʊ: 'ウ',
  uː: 'ウー',
  aɪ: 'アイ',
  aʊ: 'アウ',
  ɔɪ: 'オイ',
  iə: 'イア',
  ʊə: 'ウア',
  aɪə: 'アイア',
  ɚ: 'アー',
};
/** Rows in the order ア イ ウ エ オ. */
const ROWS: Readonly<Record<string, readonly string[]>> = {
  p: ['パ', 'ピ', 'プ', 'ペ', 'ポ'],
  b: ['バ', 'ビ', 'ブ', 'ベ', 'ボ'],
  t: ['タ', 'ティ', 'トゥ', 'テ', 'ト'],
  d: ['ダ', 'ディ', 'ドゥ', 'デ', 'ド'],
  k: ['カ', 'キ', 'ク', 'ケ', 'コ'],
  ɡ: ['ガ', 'ギ', 'グ', 'ゲ', 'ゴ'],
  m: ['マ', 'ミ', 'ム', 'メ', 'モ'],
  n: ['ナ', 'ニ', 'ヌ', 'ネ', 'ノ'],
  f: ['ファ', 'フィ', 'フ', 'フェ', 'フォ'],
  v: ['ヴァ', 'ヴィ', 'ヴ', 'ヴェ', 'ヴォ'],
  θ: ['サ', 'シ', 'ス', 'セ', 'ソ'],
  ð: ['ザ', 'ジ', 'ズ', 'ゼ', 'ゾ'],
  s: ['サ', 'シ', 'ス', 'セ', 'ソ'],
  z: ['ザ', 'ジ', 'ズ', 'ゼ', 'ゾ'],
  ʃ: ['シャ', 'シ', 'シュ', 'シェ', 'ショ'],
  ʒ: ['ジャ', 'ジ', 'ジュ', 'ジェ', 'ジョ'],
  tʃ: ['チャ', 'チ', 'チュ', 'チェ', 'チョ'],
  dʒ: ['ジャ', 'ジ', 'ジュ', 'ジェ', 'ジョ'],
  h: ['ハ', 'ヒ', 'フ', 'ヘ', 'ホ'],
  l: ['ラ', 'リ', 'ル', 'レ', 'ロ'],
  ɹ: ['ラ', 'リ', 'ル', 'レ', 'ロ'],
  w: ['ワ', 'ウィ', 'ウ', 'ウェ', 'ウォ'],
  j: ['ヤ', 'イ', 'ユ', 'イェ', 'ヨ'],
  ŋ: ['ンガ', 'ンギ', 'ング', 'ンゲ', 'ンゴ'],
};
const ALONE: Readonly<Record<string, string>> = {
  p: 'プ',
  b: 'ブ',
  t: 'ト',
  d: 'ド',
  k: 'ク',
  ɡ: 'グ',
  m: 'ム',
  n: 'ン',
  f: 'フ',
  v: 'ヴ',
  θ: 'ス',
  ð: 'ズ',
  s: 'ス',
  z: 'ズ',
  ʃ: 'シュ',
  ʒ: 'ジュ',
  tʃ: 'チ',
  dʒ: 'ジ',
  h: '',
  l: 'ル',
  ɹ: '',
  w: 'ウ',
  j: 'イ',
  ŋ: 'ング',
};
const GLIDED: Readonly<Record<string, string>> = {
  p: 'ピュ',
  b: 'ビュ',
  t: 'チュ',
  d: 'デュ',
  k: 'キュ',
  ɡ: 'ギュ',
  m: 'ミュ',
  n: 'ニュ',
  f: 'フュ',
  v: 'ヴュ',
  h: 'ヒュ',
  s: 'シュ',
  l: 'リュ',
};
const SYMBOLS = [...Object.keys(VOWELS), ...Object.keys(ROWS)].sort((a, b) => b.length - a.length);
const COLUMN = 'アイウエオ';

function syllable(consonant: string, vowel: string): string {
  return (ROWS[consonant]?.[COLUMN.indexOf(vowel.charAt(0))] ?? '') + vowel.slice(1);
}

/** A final p t k ʃ tʃ after a short vowel is doubled: "hot" → ホット. */
function geminate(phones: readonly string[], at: number): string {
  const before = VOWELS[phones[at - 1] ?? ''];
  return at === phones.length - 1 && at > 0 && before?.length === 1 && 'ptkʃtʃdʒɡ'.includes(phones[at] ?? '-') ? 'ッ' : '';
}

function phonesFromIpa(ipa: string): readonly string[] {
  const text = ipa
    .replace(/\([a-z-]+\)|[ˈˌ_\s0-9|]/gu, '')
    .replace(/ɾ/gu, 't')
    .replace(/əʊəʊ/gu, 'əʊ');
  const phones: string[] = [];
  let at = 0;
  while (at < text.length) {
    const symbol = SYMBOLS.find((candidate) => text.startsWith(candidate, at));
    if (symbol) phones.push(symbol);
    at += symbol?.length ?? 1;
  }
  return phones;
}
