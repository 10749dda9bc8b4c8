import { readFileSync } from 'node:fs';

// Text that nobody wrote: random words, syllables and characters cover the sounds of a language better than prose and belong to nobody.

const gbk = new TextDecoder('gbk');
const HANZI = Array.from({ length: 0xd7 - 0xb0 }, (_, high) =>
  Array.from({ length: 0xfe - 0xa1 + 1 }, (_, low) => gbk.decode(Uint8Array.of(0xb0 + high, 0xa1 + low))),
).flat();
const KANA = [
  ...'あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわんがぎぐげござじずぜぞだでどばびぶべぼぱぴぷぺぽ',
  ...['きゃ', 'しゅ', 'ちょ', 'りょ', 'っと', 'ーん', 'しょう', 'ゆう', 'えい', 'おう'],
];
const ONSETS = ['p', 'b', 'm', 't', 'd', 'n', 'k', 'g', 's', 'f', 'v', 'l', 'r', 'z', 'p', 'b', 'm', ''];

/** English words, one a line of a pronouncing dictionary (Debian: pocketsphinx-en-us). */
export function englishWords(path) {
  return readFileSync(path, 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[0] ?? '')
    .filter((word) => /^[a-z]{2,10}$/u.test(word));
}

/** Makers of sentences by language; `xx` stands for languages that read pseudo-words by simple rules. */
export function createTextMaker(dice, words) {
  const { pick, whole } = dice;
  const times = (count, make) => Array.from({ length: count }, (_, i) => make(i));
  const syllable = () =>
    pick([...ONSETS, 'ch', 'tr', 'st']) +
    pick(['a', 'e', 'i', 'o', 'u', 'a', 'e', 'i', 'o', 'u', 'ia', 'ue', 'ai']) +
    pick(['', '', '', 'n', 'r', 's', 'l', 'm']);
  const open = () => pick(ONSETS) + pick('aeiou') + pick(ONSETS) + pick('aeiou');
  return {
    en: () => `${times(whole(4, 10), (i) => pick(words) + (i % 5 === 4 ? ',' : '')).join(' ')}.`,
    zh: () => `${times(whole(7, 16), (i) => pick(HANZI) + (i % 6 === 5 ? '，' : '')).join('')}。`,
    ja: () => `${times(whole(9, 20), (i) => pick(KANA) + (i % 8 === 7 ? '、' : '')).join('')}。`,
    xx: () => `${times(whole(4, 7), (i) => syllable() + syllable() + pick(['', 'a', 'o']) + (i === 3 ? ',' : '')).join(' ')}.`,
    open: () => `${times(whole(4, 7), () => open() + pick(['', '', open()])).join(' ')}`,
  };
}
