// What the lips do for a phone: [viseme, VRM vowel or null where no vowel is asked for, openness 0…1]. One table for every synthesiser, so that
// all training data and the evaluation mean the same by a viseme.

export const VISEMES = ['sil', 'PP', 'FF', 'TH', 'DD', 'kk', 'CH', 'SS', 'nn', 'RR', 'aa', 'E', 'I', 'O', 'U'];
export const VOWELS = ['aa', 'ih', 'ou', 'ee', 'oh'];

const V = {
  a: ['aa', 'aa', 1],
  A: ['aa', 'aa', 0.9],
  E: ['E', 'ee', 0.6],
  e: ['E', 'ee', 0.5],
  I: ['I', 'ih', 0.35],
  i: ['I', 'ih', 0.3],
  O: ['O', 'oh', 0.7],
  o: ['O', 'oh', 0.55],
  U: ['U', 'ou', 0.3],
  u: ['U', 'ou', 0.25],
  y: ['U', 'ou', 0.2],
  schwa: ['E', null, 0.4],
  er: ['RR', null, 0.35],
};
const C = {
  PP: ['PP', null, 0],
  FF: ['FF', null, 0.1],
  TH: ['TH', null, 0.2],
  DD: ['DD', null, 0.2],
  kk: ['kk', null, 0.25],
  CH: ['CH', null, 0.2],
  SS: ['SS', null, 0.15],
  nn: ['nn', null, 0.2],
  RR: ['RR', null, 0.2],
  w: ['U', null, 0.15],
  j: ['I', null, 0.25],
  h: ['kk', null, 0.3],
  sil: ['sil', null, 0],
};
/** Vowels that glide: how the time is divided. */
const SHARES = { 1: [1], 2: [0.6, 0.4], 3: [0.25, 0.45, 0.3] };
const withShares = (shapes) => shapes.slice(0, 3).map((shape, i, all) => [...shape, SHARES[all.length][i]]);
const entries = (lists) =>
  Object.fromEntries(Object.entries(lists).flatMap(([phones, shapes]) => phones.split(' ').map((phone) => [phone, shapes])));

const IPA_CONSONANTS = entries({
  'p ph b m pʲ bʲ mʲ pf': C.PP,
  'f v ɸ β fʲ vʲ ʋ': C.FF,
  'θ ð': C.TH,
  't th d ʈ ɖ tʲ dʲ': C.DD,
  'ɾ n l ɲ ɴ ʎ ɫ ɭ nʲ lʲ əl əɫ ɬ': C.nn,
  'k kh g ŋ x ɣ c ɟ kʲ gʲ q': C.kk,
  'χ h ç ɦ ħ': C.h,
  ʔ: C.kk,
  's ss z ts tsh dz sʲ zʲ': C.SS,
  'ʃ ʒ tʃ dʒ tɕ tɕh ɕ ʑ dʑ ʐ ʂ tʂ': C.CH,
  'ɹ r ɽ ɻ ʁ ʀ rʲ': C.RR,
  w: C.w,
  'j ʲ ɥ': C.j,
});
const IPA_VOWELS = entries({
  a: V.a,
  'ɑ æ ʌ ɐ': V.A,
  'ɛ œ': V.E,
  'e ø': V.e,
  'ɪ ᵻ ɨ': V.I,
  i: V.i,
  'ɔ ɒ': V.O,
  o: V.o,
  'ʊ ʏ': V.U,
  'ʉ u ɯ': V.u,
  y: V.y,
  'ə ɘ ɤ': V.schwa,
  'ɚ ɜ ɝ': V.er,
});
/** eSpeak's own marks for Mandarin; a dot that the general rule would strip. */
const MANDARIN = { 's.': C.CH, 'ts.': C.CH, 'ts.h': C.CH, 'i.': ['I', null, 0.25], 'o-': ['E', null, 0.45], 'ŋ-': C.kk };

/** Shapes of one phoneme of eSpeak NG, each with its share of the time; '' is a pause; undefined: unknown. */
export function shapesFromIpa(id) {
  if (!id || id.startsWith('(')) return withShares([C.sil]);
  const bare = id.replace(/[ˈˌ]/gu, '');
  if (MANDARIN[bare]) return withShares([MANDARIN[bare]]);
  const plain = bare
    .normalize('NFD')
    .replace(/ː|\u031e|\u0308|\u032a|\u0329|\u1d5d|\u0303/gu, '')
    .replace(/[.\-\d|^"']/gu, '')
    .replace(/ɡ/gu, 'g')
    .normalize('NFC');
  if (plain === '') return undefined;
  if (IPA_CONSONANTS[plain]) return withShares([IPA_CONSONANTS[plain]]);
  const shapes = [];
  for (const [i, symbol] of [...plain].entries()) {
    if (IPA_VOWELS[symbol]) shapes.push(IPA_VOWELS[symbol]);
    else if (symbol === 'ɹ') shapes.push(C.RR);
    else if (i > 0 && ['ŋ', 'n', 'g'].includes(symbol) && shapes.at(-1) !== C.nn) shapes.push(C.nn);
  }
  if (plain.startsWith('ong')) shapes[0] = V.o;
  return shapes.length > 0 ? withShares(shapes) : undefined;
}

/** Phones of flite and of festival's voices: American, Italian, Catalan, Czech, Finnish, Russian and Indian sets overlap without quarrel where they meet. */
const FESTIVAL = entries({
  'aa ah ʌ': [V.A],
  ae: [V.A],
  ao: [V.O],
  aw: [V.a, V.U],
  'ax ix @': [V.schwa],
  ay: [V.a, V.I],
  eh: [V.E],
  'er axr': [V.er],
  ey: [V.e, V.I],
  ih: [V.I],
  iy: [V.i],
  ow: [V.o, V.U],
  oy: [V.O, V.I],
  uh: [V.U],
  'uw ux': [V.u],
  'b p m em': [C.PP],
  'f v': [C.FF],
  'th dh': [C.TH],
  't d': [C.DD],
  'dx n en nx l el nf': [C.nn],
  'k g ng': [C.kk],
  'hh hv h': [C.h],
  's z': [C.SS],
  'sh zh ch jh': [C.CH],
  r: [C.RR],
  w: [C.w],
  y: [C.j],
  'pau # ## h# _ ssil SIL brth': [C.sil],
});
const ROMANCE = entries({
  'a a1 ax1': [V.a],
  'e e1': [V.e],
  'E E1 eh1 E0': [V.E],
  'i i1': [V.i],
  'o o1': [V.o],
  'O O1': [V.O],
  'u u1': [V.u],
  'ts dz ttss ddzz': [C.SS],
  'tS dZ S Z ttSS ddZZ SS ts^ L^': [C.CH],
  'J L JJ LL N^ nn ll rr_l n~ nX': [C.nn],
  'bb pp mm B': [C.PP],
  'ff vv': [C.FF],
  'tt dd D': [C.DD],
  'kk gg G N x': [C.kk],
  ss: [C.SS],
  'rr R': [C.RR],
  'j y': [C.j],
  uax: [V.schwa],
});
const CZECH = entries({
  'a a:': [V.a],
  'e e:': [V.E],
  'i i:': [V.I],
  'o o:': [V.O],
  'u u:': [V.u],
  'c dz dz~ c~': [C.SS],
  'c~ ch~ s~ z~ r~ dz~ r~*': [C.CH],
  't~ d~ n~ l~': [C.nn],
  'x ch': [C.kk],
  j: [C.j],
  'n* m*': [C.nn],
});
const FINNISH = entries({
  'a aa A': [V.a],
  '{ @ ae & ä': [V.A],
  'e e: ee': [V.e],
  'i i: ii': [V.i],
  'o o: oo': [V.o],
  'u u: uu': [V.u],
  'y y: yy': [V.y],
  '2 oe 7 9': [V.e],
  j: [C.j],
  'N N: G': [C.kk],
  B: [C.PP],
  D: [C.DD],
  S: [C.CH],
});
const RUSSIAN = entries({
  'a aa ae': [V.a],
  'ee e': [V.E],
  'i ii': [V.i],
  'y yy ym': [V.I],
  'oo o': [V.O],
  'u uu ur': [V.u],
  'ay ey': [V.schwa],
  'bb pp mm': [C.PP],
  'ff vv': [C.FF],
  'tt dd': [C.DD],
  'nn ll': [C.nn],
  'kk gg h hh x xx': [C.kk],
  'ss zz ts c': [C.SS],
  'sh sch zh ch j1': [C.CH],
  rr: [C.RR],
  'j jj': [C.j],
});
const INDIAN = entries({
  'a A aa aa:': [V.A],
  'i ii I ih': [V.i],
  'u uu U uh': [V.u],
  'e E ei ee': [V.e],
  'o O oh oo': [V.o],
  ai: [V.E],
  au: [V.O],
  'p ph b bh m P B': [C.PP],
  'f v': [C.FF],
  't th d dh T Th D Dh tt tth dd ddh tr dr': [C.DD],
  'n N l L nn nr nj lr ll': [C.nn],
  'k kh g gh ng K G ksh': [C.kk],
  'h H hv': [C.h],
  's z sri': [C.SS],
  'c ch cch j jh sh S ssh shh': [C.CH],
  'r rr R Rr rx': [C.RR],
  w: [C.FF],
  y: [C.j],
});
const FESTIVAL_SETS = {
  en: {},
  it: ROMANCE,
  ca: ROMANCE,
  cs: CZECH,
  fi: FINNISH,
  ru: RUSSIAN,
  hi: INDIAN,
  te: INDIAN,
  mr: INDIAN,
};

/** Shapes of one phone of flite or festival; undefined: unknown. */
export function shapesFromFestival(phone, language) {
  const set = FESTIVAL_SETS[language];
  const plain = phone.replace(/:$/u, '');
  const shapes = set[phone] ?? set[plain] ?? FESTIVAL[plain] ?? FESTIVAL[plain.toLowerCase()];
  return shapes && withShares(shapes);
}

/** Phones that hold the air before they release it. */
export const isStop = (phone) => /^[ˈˌ]?(p|ph|b|t|th|d|k|kh|g|ɡ|ts|tsh|ts\.|ts\.h|tɕ|tɕh|tʃ|dʒ|dʑ|ʔ|c|ɟ|ʈ|ɖ)[ʲː]?$/u.test(phone);
