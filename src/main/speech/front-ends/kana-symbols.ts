/** Katakana rows, and how Kokoro writes their five syllables; '-' = there is none. Before i and in contracted sounds most consonants are soft. */
const ROWS: readonly (readonly [kana: string, sounds: string])[] = [
  ['アイウエオ', 'a i ɯ e o'],
  ['カキクケコ', 'ka kʲi kɯ ke ko'],
  ['ガギグゲゴ', 'ɡa ɡʲi ɡɯ ɡe ɡo'],
  ['サシスセソ', 'sa ɕi sɨ se so'],
  ['ザジズゼゾ', 'ʣa ʥi zɨ ʣe ʣo'],
  ['タチツテト', 'ta ʨi ʦɨ te to'],
  ['ダヂヅデド', 'da ʥi zɨ de do'],
  ['ナニヌネノ', 'na ɲi nɯ ne no'],
  ['ハヒフヘホ', 'ha çi ɸɯ he ho'],
  ['バビブベボ', 'ba bʲi bɯ be bo'],
  ['パピプペポ', 'pa pʲi pɯ pe po'],
  ['マミムメモ', 'ma mʲi mɯ me mo'],
  ['ラリルレロ', 'ɾa ɾʲi ɾɯ ɾe ɾo'],
];
const SINGLE: Readonly<Record<string, string>> = {
  ヤ: 'ja',
  ユ: 'jɯ',
  ヨ: 'jo',
  ワ: 'βa',
  ヰ: 'i',
  ヱ: 'e',
  ヲ: 'o',
  ヴ: 'vɯ',
  ヵ: 'ka',
  ヶ: 'ke',
};
/** Consonants of contracted sounds (キャ, シュ, フォ …). */
const CONTRACTED: Readonly<Record<string, string>> = {
  キ: 'kʲ',
  ギ: 'ɡʲ',
  シ: 'ɕ',
  ジ: 'ʥ',
  チ: 'ʨ',
  ヂ: 'ʥ',
  ニ: 'ɲ',
  ヒ: 'ç',
  ビ: 'bʲ',
  ピ: 'pʲ',
  ミ: 'mʲ',
  リ: 'ɾʲ',
  テ: 'tʲ',
  デ: 'dʲ',
  フ: 'ɸ',
  ヴ: 'v',
  ツ: 'ʦ',
  ク: 'kᵝ',
  グ: 'ɡᵝ',
  ウ: 'β',
  イ: 'j',
  ト: 't',
  ド: 'd',
  ス: 's',
  ズ: 'z',
};
const SMALL: Readonly<Record<string, string>> = {
  ァ: 'a',
  ィ: 'i',
  ゥ: 'ɯ',
  ェ: 'e',
  ォ: 'o',
  ャ: 'a',
  ュ: 'ɨ',
  ョ: 'o',
  ヮ: 'a',
};
const SYLLABLES: ReadonlyMap<string, string> = new Map([
  ...ROWS.flatMap(([kana, sounds]) => sounds.split(' ').map((sound, i) => [kana.charAt(i), sound] as const)),
  ...Object.entries(SINGLE),
  ...Object.entries(SMALL).map(
    ([kana, vowel]) => [kana, /[ャュョ]/u.test(kana) ? `j${vowel === 'ɨ' ? 'ɯ' : vowel}` : vowel] as const,
  ),
]);

/** A phrase in kana as Kokoro writes Japanese: ー lengthens, っ holds the breath, ん takes the place of what follows. */
export function kokoroFromKana(phrase: string): readonly string[] {
  const kana = [...phrase.normalize('NFKC').replace(/[ぁ-ゖ]/gu, (hira) => String.fromCharCode(hira.charCodeAt(0) + 0x60))];
  const moras: string[] = [];
  for (let i = 0; i < kana.length; i++) {
    const sound = syllableAt(kana, i);
    if (sound === undefined) continue;
    moras.push(sound);
    if (isContraction(kana, i)) i++;
  }
  return moras.flatMap((mora, i) => [...(mora === 'ン' ? nasalBefore(moras[i + 1]) : mora)]);
}

function isContraction(kana: readonly string[], at: number): boolean {
  return SMALL[kana[at + 1] ?? ''] !== undefined && CONTRACTED[kana[at] ?? ''] !== undefined;
}

function syllableAt(kana: readonly string[], at: number): string | undefined {
  const sign = kana[at] ?? '';
  if (isContraction(kana, at)) {
    const small = kana[at + 1] ?? '';
    const consonant = CONTRACTED[sign] ?? '';
    const soft =
      (/[ャュョ]/u.test(small) && /^[ɸv]$/u.test(consonant)) || (small === 'ィ' && /^[ɸvʦ]$/u.test(consonant)) ? 'ʲ' : '';
    return `${consonant}${soft}${SMALL[small] ?? ''}`;
  }
  if (sign === 'ッ') return 'ʔ';
  if (sign === 'ー') return at > 0 ? 'ː' : undefined;
  if (sign === 'ン') return 'ン';
  return SYLLABLES.get(sign);
}

function nasalBefore(next: string | undefined): string {
  const first = next?.charAt(0) ?? '';
  if (/[mpb]/u.test(first)) return 'm';
  if (/[kɡ]/u.test(first)) return 'ŋ';
  if (/[ɲʨʥ]/u.test(first)) return 'ɲ';
  if (/[ntdɾz]/u.test(first)) return 'n';
  return 'ɴ';
}
