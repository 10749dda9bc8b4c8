import type { Folded } from '../text/fold.ts';

/** A word of Latin letters, with the signs that may stand for letters in it. Positions are those of the folded text. */
export interface LatinToken {
  readonly raw: string;
  readonly from: number;
  /** Behind its last unit. */
  readonly to: number;
  /** What stands between it and the token before. */
  readonly gap: string;
  /** A pause and a blank lie before it: phrases do not go on over that. */
  readonly opens: boolean;
}

const TOKEN = /[a-z0-9@$!|+*#%'’]+/gu;
const HAS_LETTER = /[a-z]/u;
const EDGE_BEFORE = /^[!|+*#%'’]+/u;
const EDGE_AFTER = /[!|+*#%@$'’]+$/u;
const PAUSE = /[.!?,;:…。！？，；：\n](?:\s|$)|\n/u;

export function latinTokensOf({ text }: Folded): LatinToken[] {
  const tokens: LatinToken[] = [];
  let lastEnd = 0;
  for (const { 0: found, index } of text.matchAll(TOKEN)) {
    const before = EDGE_BEFORE.exec(found)?.[0].length ?? 0;
    const after = EDGE_AFTER.exec(found.slice(before))?.[0].length ?? 0;
    const core = found.slice(before, found.length - after);
    if (core === '' || (!HAS_LETTER.test(core) && !/^\d+$/u.test(core))) continue;
    const from = index + before;
    const to = index + found.length - after;
    tokens.push({
      raw: core.replace(/['’]/gu, ''),
      from,
      to,
      gap: text.slice(lastEnd, from),
      opens: PAUSE.test(text.slice(lastEnd, from)),
    });
    lastEnd = to;
  }
  return tokens;
}

const LEET: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '9': 'g',
  '@': 'a',
  $: 's',
  '!': 'i',
  '|': 'i',
  '+': 't',
};
const LONGEST = 40;

/** What a token may stand for: itself, without stretched letters, and with signs and digits read as letters. */
export function formsOf(raw: string): readonly string[] {
  if (raw.length > LONGEST) return [];
  if (raw.length < 3) return [raw];
  const forms = new Set<string>();
  addPlain(forms, raw);
  const letters = raw.replace(/[^a-z]/gu, '').length;
  const digits = raw.replace(/\D/gu, '').length;
  const reads = letters >= digits || (letters > 1 && raw.length > 5);
  if (letters > 0 && letters < raw.length && reads) {
    const read = raw.replace(/[013457-9@$!|+]/gu, (sign) => LEET[sign] ?? sign);
    addPlain(forms, read);
    if (/[1!|]/u.test(raw))
      addPlain(
        forms,
        raw.replace(/[1!|]/gu, 'l').replace(/[03457-9@$+]/gu, (sign) => LEET[sign] ?? sign),
      );
  }
  return [...forms];
}

function addPlain(forms: Set<string>, word: string): void {
  forms.add(word);
  if (/(.)\1\1/u.test(word)) {
    forms.add(word.replace(/(.)\1{2,}/gu, '$1$1'));
    forms.add(word.replace(/(.)\1{2,}/gu, '$1'));
  }
  // "shiit", "fuuck": letters that English rarely doubles.
  if (word.length >= 5 && /ii|uu|aa|kk/u.test(word)) forms.add(word.replace(/([iuak])\1+/gu, '$1'));
}

/** Short words that people put side by side; two of them are never one word in pieces. */
const COMMON = new Set(
  (
    'a i u r n y k x o b c d e ab ad ah ai al am an and any are as ask at ate aw ay bad be bed big bit bot boy bus but buy by can car cat cup cut dad day did do dog dr dry ear eat egg eh end er ex eye far few fix fly for fun game gg get girl go god gg gl got guy gun ' +
    'had ha has hat he head her hey hi him hip hit his ho hot how hug ice id if im in is it its ive jam job joy key kid la lab law leg let lie like lip live lmao lo log lol lot low ma mad man map may me men met mix mm mod mom mr ms much mud my nah net new no nor not now nut of off oh ' +
    'ok old on one or our out own pan pay pc pen per pet pie pig pin pit plz pop pot pro pub pull put ran re red rip rock run sad same sat saw say sea see set she show shy sing sir sit six sky so son song stop sun ta tap tea ten than that the them then they this tie tip to toe too top toy try two ty uh um up us use vs want war was way we wet what who why wi win with wow ya yay yeah yes yet yo you your za'
  ).split(' '),
);

/** A row of tokens that may be one word in pieces: "f u c k", "fu ck". */
export interface JoinedToken {
  readonly word: string;
  readonly from: number;
  readonly to: number;
  /** Of letters that all stood alone; a word may be a part of it. */
  readonly spelledOut: boolean;
  readonly parts: readonly LatinToken[];
}

const LONGEST_GAP = 3;

export function joinedTokens(tokens: readonly LatinToken[]): JoinedToken[] {
  const joined: JoinedToken[] = [];
  for (let at = 0; at + 1 < tokens.length; at += 1) {
    const spelled = spelledFrom(tokens, at);
    if (spelled > 2) {
      joined.push(join(tokens, at, at + spelled, true));
      at += spelled - 2;
      continue;
    }
    const first = tokens[at];
    const second = tokens[at + 1];
    if (first === undefined || second === undefined || !isNear(first, second)) continue;
    const inPieces = !COMMON.has(first.raw) && !COMMON.has(second.raw) && first.raw.length + second.raw.length <= 14;
    if (inPieces) joined.push(join(tokens, at, at + 2, false));
    const third = tokens[at + 2];
    if (third === undefined || !isNear(second, third)) continue;
    const lengths = first.raw.length + second.raw.length + third.raw.length;
    if (lengths <= 7 && ![first, second, third].every(({ raw }) => COMMON.has(raw))) joined.push(join(tokens, at, at + 3, false));
  }
  return joined;
}

/** How many tokens from `at` on are single letters. */
function spelledFrom(tokens: readonly LatinToken[], at: number): number {
  let end = at;
  for (let token = tokens[end]; token !== undefined && token.raw.length === 1; token = tokens[end]) {
    const previous = tokens[end - 1];
    if (end > at && previous !== undefined && (!isNear(previous, token) || (end > at + 1 && token.gap !== previous.gap))) break;
    end += 1;
  }
  return end - at;
}

function isNear(before: LatinToken, after: LatinToken): boolean {
  return after.from - before.to <= LONGEST_GAP;
}

function join(tokens: readonly LatinToken[], from: number, end: number, spelledOut: boolean): JoinedToken {
  const parts = tokens.slice(from, end);
  return {
    word: parts
      .map(({ raw }) => raw)
      .join('')
      .slice(0, LONGEST),
    from: parts[0]?.from ?? 0,
    to: parts.at(-1)?.to ?? 0,
    spelledOut,
    parts,
  };
}
