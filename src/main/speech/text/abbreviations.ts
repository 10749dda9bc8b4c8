/** Words whose dot does not end a sentence, without the dot, in lower case. */
export const ABBREVIATIONS: ReadonlySet<string> = new Set(
  'mr mrs ms dr prof sr jr st vs etc e.g i.e eg ie a.m p.m am pm u.s u.k u.n no vol fig al inc ltd co corp dept est approx min max sec hr ft lb oz jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun gen col sgt capt lt rev hon ph.d b.a m.a d.c cf pp ed'.split(
    ' ',
  ),
);
