/** Characters of eSpeak NG's phones ("h ə l ˈoʊ"), combining marks apart, as Piper's tables have them. */
export function piperSymbols(phones: string): readonly string[] {
  return [...phones.replace(/ /gu, '').normalize('NFD')];
}

/** Characters of eSpeak NG's phones as StyleTTS 2's table has them: composed, length mark and stress apart. */
export function styleTtsSymbols(phones: string): readonly string[] {
  return [...phones.replace(/ /gu, '').normalize('NFC')];
}

/** Signs that Kokoro has for sounds of English; eSpeak NG's phones stand apart, so "e" and "ɪ" of two phones are not taken for "eɪ". */
const COMMON: Readonly<Record<string, string>> = {
  aɪ: 'I',
  aʊ: 'W',
  eɪ: 'A',
  ɔɪ: 'Y',
  oʊ: 'O',
  əʊ: 'Q',
  aɪə: 'Iə',
  aɪɚ: 'Iəɹ',
  aʊɚ: 'Wəɹ',
  dʒ: 'ʤ',
  tʃ: 'ʧ',
  əl: 'ᵊl',
  ɚ: 'əɹ',
  r: 'ɹ',
  x: 'k',
  ç: 'k',
  ɐ: 'ə',
  ɬ: 'l',
  ʲ: '',
  '\u0303': '',
  ʔ: 't',
  ɾ: 'T',
  o: 'ɔ',
  e: 'A',
  'n\u0329': 'ᵊn',
  'l\u0329': 'ᵊl',
  'm\u0329': 'ᵊm',
};
const AMERICAN: Readonly<Record<string, string>> = { ...COMMON, ɜː: 'ɜɹ', ɜːɹ: 'ɜɹ', ɪə: 'iə', ː: '' };
const BRITISH: Readonly<Record<string, string>> = { ...COMMON, eə: 'ɛː', iə: 'ɪə' };
const longestFirst = (table: Readonly<Record<string, string>>): readonly string[] =>
  Object.keys(table).sort((a, b) => b.length - a.length);
const SIGNS = { american: longestFirst(AMERICAN), british: longestFirst(BRITISH) };

/** eSpeak NG's English phones as Kokoro writes them. */
export function kokoroFromEnglish(phones: string, isBritish: boolean): readonly string[] {
  const [table, signs] = isBritish ? [BRITISH, SIGNS.british] : [AMERICAN, SIGNS.american];
  return phones.split(' ').flatMap((phone) => [...rewritten(phone, table, signs)]);
}

function rewritten(phone: string, table: Readonly<Record<string, string>>, signs: readonly string[]): string {
  let text = '';
  for (let at = 0; at < phone.length; ) {
    const sign = signs.find((candidate) => phone.startsWith(candidate, at));
    text += sign === undefined ? phone.charAt(at) : (table[sign] ?? '');
    at += sign?.length ?? 1;
  }
  return text;
}
