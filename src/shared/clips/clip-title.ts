import type { ShowMark, SpokenLine } from './show-mark.ts';

/** What a moment is called: the most telling thing that happened in it, else what she said last. Times on one line, ms. */
export function titleOfMoment(
  log: { readonly marks: readonly ShowMark[]; readonly lines: readonly SpokenLine[] },
  fromMs: number,
  toMs: number,
): string | undefined {
  const marks = log.marks.filter(({ atMs, kind }) => atMs >= fromMs && atMs <= toMs && TELLING.includes(kind));
  const best = marks.reduce<ShowMark | undefined>((a, b) => (a === undefined || rank(b) >= rank(a) ? b : a), undefined);
  if (best !== undefined) return shortened(best.title);
  const said = log.lines.filter(({ startMs, endMs }) => endMs >= fromMs && startMs <= toMs).at(-1);
  return said === undefined ? undefined : shortened(said.text);
}

/** From the least to the most telling; of equals the later counts. */
const TELLING: readonly ShowMark['kind'][] = ['song', 'paid', 'raid'];
const rank = ({ kind }: ShowMark): number => TELLING.indexOf(kind);
const LONGEST = 60;

function shortened(text: string): string | undefined {
  const characters = [...text.replace(/[\s\p{Cc}]+/gu, ' ').trim()];
  if (characters.length === 0) return undefined;
  return characters.length > LONGEST
    ? `${characters
        .slice(0, LONGEST - 1)
        .join('')
        .trimEnd()}…`
    : characters.join('');
}

/** As part of a file's name on every system: without separators, control characters and reserved names; '' when nothing is left. */
export function fileNameFrom(title: string): string {
  const safe = title
    .replace(/[\p{Cc}<>:"/\\|?*]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .replace(/^[. ]+|[. ]+$/gu, '');
  const short = [...safe].slice(0, 80).join('').trimEnd();
  return /^(?:con|prn|aux|nul|com\d|lpt\d)$/iu.test(short) ? `${short}_` : short;
}
