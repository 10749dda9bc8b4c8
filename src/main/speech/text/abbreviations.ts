/** Words whose dot does not end a sentence, without the dot, in lower case. Those that are common words as well (no, am, sun) are left out. */
export const ABBREVIATIONS: ReadonlySet<string> = new Set(
  'mr mrs ms dr prof sr jr st vs etc e.g i.e eg ie a.m p.m u.s u.k u.n vol inc ltd co corp dept est approx hr jan feb apr jun jul aug sep sept oct nov dec tue sgt capt lt rev hon ph.d b.a m.a d.c'.split(
    ' ',
  ),
);
