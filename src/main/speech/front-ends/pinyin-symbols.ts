/** A Mandarin syllable taken apart. Final in full letters: iou, uei, uen, ü as v; "-i" of zi and zhi is "ɨ". */
interface SyllableParts {
  readonly initial: string;
  readonly final: string;
  readonly isColoured: boolean;
  readonly tone: string;
}

const SYLLABLE = /^([a-zê]+)([1-5])$/u;
const INITIAL = /^(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])/u;
const SHORT: Readonly<Record<string, string>> = { iu: 'iou', ui: 'uei', un: 'uen' };

/** Symbols that a Piper voice of Mandarin wants: initial ("Ø" for none), final as it is written, tone. r-colour is not in its table. */
export function piperFromPinyin(syllables: string): readonly string[] {
  return syllables.split(' ').flatMap((syllable) => {
    const [, letters, tone] = SYLLABLE.exec(syllable) ?? [];
    if (letters === undefined || tone === undefined) return [];
    const base = letters === 'er' ? letters : letters.replace(/r$/u, '');
    const initial = INITIAL.exec(base)?.[0] ?? '';
    return [initial === '' ? 'Ø' : initial, base.slice(initial.length), tone].filter((symbol) => symbol !== '');
  });
}

const INITIALS: Readonly<Record<string, string>> = {
  b: 'p',
  p: 'pʰ',
  m: 'm',
  f: 'f',
  d: 't',
  t: 'tʰ',
  n: 'n',
  l: 'l',
  g: 'k',
  k: 'kʰ',
  h: 'x',
  j: 'ʨ',
  q: 'ʨʰ',
  x: 'ɕ',
  zh: 'ꭧ',
  ch: 'ꭧʰ',
  sh: 'ʂ',
  r: 'ɻ',
  z: 'ʦ',
  c: 'ʦʰ',
  s: 's',
};
/** Finals in IPA; "0" is where Kokoro wants the tone: behind the vowels. */
const FINALS: Readonly<Record<string, string>> = {
  a: 'a0',
  ai: 'ai0',
  an: 'a0n',
  ang: 'a0ŋ',
  ao: 'au0',
  e: 'ɤ0',
  ê: 'ɛ0',
  ei: 'ei0',
  en: 'ə0n',
  eng: 'ə0ŋ',
  er: 'ɚ0',
  i: 'i0',
  ɨ: 'ɨ0',
  ia: 'ja0',
  ian: 'jɛ0n',
  iang: 'ja0ŋ',
  iao: 'jau0',
  ie: 'je0',
  in: 'i0n',
  ing: 'i0ŋ',
  io: 'jɔ0',
  iong: 'jʊ0ŋ',
  iou: 'jou0',
  ong: 'ʊ0ŋ',
  ou: 'ou0',
  o: 'wo0',
  ɔ: 'ɔ0',
  u: 'u0',
  ua: 'wa0',
  uai: 'wai0',
  uan: 'wa0n',
  uang: 'wa0ŋ',
  uei: 'wei0',
  uen: 'wə0n',
  ueng: 'wə0ŋ',
  uo: 'wo0',
  v: 'y0',
  ve: 'ɥe0',
  van: 'ɥɛ0n',
  vn: 'y0n',
  n: 'n0',
  ng: 'ŋ0',
  m: 'm0',
};
const TONES: Readonly<Record<string, string>> = { 1: '→', 2: '↗', 3: '↓', 4: '↘', 5: '' };

/** How a symbol of `piperFromPinyin` sounds, for the mouth; '' for tones. */
export function ipaOfPinyinSymbol(symbol: string): string {
  const final = FINALS[SHORT[symbol] ?? (symbol === 'ue' ? 've' : symbol)];
  return INITIALS[symbol] ?? { y: 'j', w: 'w' }[symbol] ?? (final ?? '').replace('0', '');
}

/** Syllables of a word ("ni2 hao3") as Kokoro writes Mandarin. */
export function kokoroFromPinyin(syllables: string): readonly string[] {
  return syllables.split(' ').flatMap((syllable) => {
    const parts = partsOf(syllable);
    const final = parts && FINALS[parts.final];
    if (!parts || final === undefined) return [];
    // Coloured by r, a syllable loses its n or i: 玩儿 war, 一会儿 hwər.
    const sound = parts.isColoured ? `${final.replace(/(?<=[aɛəe])i?0n?$/u, '0')}ɻ` : final;
    return [...`${INITIALS[parts.initial] ?? ''}${sound.replace('0', TONES[parts.tone] ?? '')}`];
  });
}

function partsOf(syllable: string): SyllableParts | undefined {
  const [, letters, tone] = SYLLABLE.exec(syllable) ?? [];
  if (letters === undefined || tone === undefined) return undefined;
  const isColoured = letters.length > 2 && letters.endsWith('r');
  const base = isColoured ? letters.slice(0, -1) : letters;
  // Syllables without a vowel letter are their own final: 嗯 n or ng, 呣 m.
  const initial = FINALS[base] === undefined || /^[yw]/u.test(base) ? (INITIAL.exec(base)?.[0] ?? '') : '';
  return {
    initial: /^[yw]$/u.test(initial) ? '' : initial,
    final: finalOf(initial, base.slice(initial.length)),
    isColoured,
    tone,
  };
}

/** The final as it sounds, out of how it is written behind this initial. */
function finalOf(initial: string, written: string): string {
  if (initial === '' && written === 'o') return 'ɔ';
  if (initial === 'y') {
    if (/^(?:u|ue|uan|un|v|ve|van|vn)$/u.test(written)) return written.replace('u', 'v');
    if (/^i/u.test(written)) return written;
    return written === 'ou' ? 'iou' : `i${written}`;
  }
  if (initial === 'w') return written === 'u' ? 'u' : ({ ei: 'uei', en: 'uen' }[written] ?? `u${written}`);
  if (/^[jqx]$/u.test(initial) && /^u/u.test(written)) return written.replace('u', 'v');
  if (written === 'i' && /^(?:zh|ch|sh|[rzcs])$/u.test(initial)) return 'ɨ';
  return SHORT[written] ?? (written === 'ue' ? 've' : written);
}
