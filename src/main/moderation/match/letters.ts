import type { Folded } from '../text/fold.ts';

/** The letters and digits of a folded text, without what stands between them. */
export interface Letters {
  readonly count: number;
  readonly chars: readonly string[];
  /** Where each stands in the folded text. */
  readonly at: readonly number[];
  /** 1: a word that goes on over the gap before this letter is no accident: blanks and signs, or single letters between pauses. 2: a pause. 0: no gap. */
  readonly gap: readonly (0 | 1 | 2)[];
  readonly hasHan: boolean;
  readonly hasKana: boolean;
}

const LETTER = /[\p{L}\p{N}]/u;
const HAN = /\p{Script=Han}/u;
const KANA = /[\u3041-\u309f]/u;
/** What ends a clause: words do not go on over it, unless somebody puts one after every letter. */
const PAUSE = /[。！？!?，,、；;：:\n]/u;
const LONG_MARK = 'ー';

export function lettersOf({ text }: Folded): Letters {
  const chars: string[] = [];
  const at: number[] = [];
  const gap: (0 | 1 | 2)[] = [];
  let between: 0 | 1 | 2 = 0;
  let hasHan = false;
  let hasKana = false;
  for (let index = 0; index < text.length; index += 1) {
    const char = text[index] ?? '';
    const plain = char <= 'z' ? (char >= 'a' && char <= 'z') || (char >= '0' && char <= '9') : LETTER.test(char);
    if (!plain) {
      if (PAUSE.test(char)) between = 2;
      else if (between === 0) between = 1;
      continue;
    }
    if (char === LONG_MARK && chars.length > 0) continue;
    hasHan ||= char > 'z' && HAN.test(char);
    hasKana ||= KANA.test(char);
    chars.push(char);
    at.push(index);
    gap.push(chars.length === 1 ? 2 : between);
    between = 0;
  }
  openSingles(gap);
  return { count: chars.length, chars, at, gap, hasHan, hasKana };
}

/** A pause between two letters that both stand alone is a sign like any other. */
function openSingles(gap: (0 | 1 | 2)[]): void {
  for (let index = 1; index < gap.length; index += 1) {
    if (gap[index] !== 2) continue;
    const aloneBefore = index === 1 || gap[index - 1] !== 0;
    const aloneAfter = index + 1 >= gap.length || gap[index + 1] !== 0;
    if (aloneBefore && aloneAfter) gap[index] = 1;
  }
}
