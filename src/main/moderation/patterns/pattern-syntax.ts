import { StudioError } from '#shared/errors.ts';

/**
 * The regular expressions that a streamer may write: letters, classes, groups, alternatives, repeats up to 100, `^ $ \b \d \w \s` and `.`;
 * no back references and no look-around. Without those a text is searched in one pass, whatever the pattern (Thompson 1968).
 */
export type PatternNode =
  | { readonly type: 'empty' }
  | { readonly type: 'char'; readonly accepts: (unit: number) => boolean }
  | { readonly type: 'assert'; readonly kind: 'start' | 'end' | 'edge' | 'no-edge' }
  | { readonly type: 'both'; readonly parts: readonly PatternNode[] }
  | { readonly type: 'either'; readonly options: readonly PatternNode[] }
  | { readonly type: 'repeat'; readonly node: PatternNode; readonly least: number; readonly most: number };

const MAX_REPEAT = 100;
const EMPTY: PatternNode = { type: 'empty' };

/** Throws `invalid-input` with the place and what to write instead. */
export function parsePattern(source: string): PatternNode {
  const signs = [...source.normalize('NFC')];
  let at = 0;
  let depth = 0;
  const fail = (problem: string): never => {
    throw new StudioError('invalid-input', `The pattern cannot be used: ${problem} (at character ${at + 1}).`);
  };
  const peek = (): string => signs[at] ?? '';
  const take = (): string => signs[at++] ?? '';

  function either(): PatternNode {
    const options = [both()];
    while (peek() === '|') {
      at += 1;
      options.push(both());
    }
    return options.length === 1 ? (options[0] ?? EMPTY) : { type: 'either', options };
  }

  function both(): PatternNode {
    const parts: PatternNode[] = [];
    while (at < signs.length && peek() !== '|' && peek() !== ')') parts.push(repeated());
    return parts.length === 0 ? EMPTY : { type: 'both', parts };
  }

  function repeated(): PatternNode {
    let node = single();
    for (let range = repeatHere(); range !== undefined; range = repeatHere()) {
      node = { type: 'repeat', node, ...range };
      if (peek() === '?') at += 1;
    }
    return node;
  }

  function repeatHere(): { least: number; most: number } | undefined {
    const sign = peek();
    if (sign === '*' || sign === '+' || sign === '?') {
      at += 1;
      return { least: sign === '+' ? 1 : 0, most: sign === '?' ? 1 : Number.POSITIVE_INFINITY };
    }
    const found = /^\{(\d{1,4})(,(\d{0,4}))?\}/u.exec(signs.slice(at, at + 12).join(''));
    if (found === null) return undefined;
    at += found[0].length;
    const least = Number(found[1]);
    const most = found[2] === undefined ? least : found[3] === '' ? Number.POSITIVE_INFINITY : Number(found[3]);
    if (least > MAX_REPEAT || (most !== Number.POSITIVE_INFINITY && most > MAX_REPEAT))
      fail(`a repeat may count to ${MAX_REPEAT} at most`);
    if (most < least) fail('the repeat ends before it begins');
    return { least, most };
  }

  function single(): PatternNode {
    const sign = take();
    if (sign === '(') return group();
    if (sign === '[') return classNode();
    if (sign === '.') return { type: 'char', accepts: (unit) => unit !== 10 };
    if (sign === '^') return { type: 'assert', kind: 'start' };
    if (sign === '$') return { type: 'assert', kind: 'end' };
    if (sign === '\\') return escaped();
    if (sign === '*' || sign === '+' || sign === '?')
      fail(`nothing stands before "${sign}"; write \\${sign} for the sign itself`);
    return literal(sign);
  }

  function group(): PatternNode {
    depth += 1;
    if (depth > 20) fail('groups are nested too deep');
    if (peek() === '?') {
      if (signs[at + 1] !== ':') fail('look-around and named groups are not known here; use (…) or (?:…)');
      at += 2;
    }
    const inner = either();
    if (take() !== ')') fail('a group is not closed');
    depth -= 1;
    return inner;
  }

  function escaped(): PatternNode {
    const sign = take();
    if (sign === 'b' || sign === 'B') return { type: 'assert', kind: sign === 'b' ? 'edge' : 'no-edge' };
    const set = namedSet(sign);
    if (set !== undefined) return { type: 'char', accepts: set };
    if (/[1-9]/u.test(sign)) fail('back references are not known here');
    if (sign === '') fail('it ends with a lone \\');
    return literal(controlOf(sign) ?? sign);
  }

  function classNode(): PatternNode {
    const negated = peek() === '^';
    if (negated) at += 1;
    const tests: ((unit: number) => boolean)[] = [];
    for (let first = true; first || peek() !== ']'; first = false) {
      if (at >= signs.length) fail('a [class] is not closed');
      tests.push(classPart());
    }
    at += 1;
    return { type: 'char', accepts: (unit) => tests.some((test) => test(unit)) !== negated };
  }

  function classPart(): (unit: number) => boolean {
    const low = take();
    if (low === '\\') {
      const sign = take();
      return namedSet(sign) ?? same(controlOf(sign) ?? sign);
    }
    if (peek() !== '-' || signs[at + 1] === ']' || signs[at + 1] === undefined) return same(low);
    at += 1;
    const high = take();
    const from = codeOf(low);
    const to = codeOf(high);
    if (to < from) fail(`the range ${low}-${high} is the wrong way round`);
    return (unit) => unit >= from && unit <= to;
  }

  const node = either();
  if (at < signs.length) fail('there is a ) too many');
  return node;
}

function literal(sign: string): PatternNode {
  return { type: 'char', accepts: same(sign) };
}

/** In lower case, as the text is. */
function same(sign: string): (unit: number) => boolean {
  const code = codeOf(sign);
  return (unit) => unit === code;
}
function codeOf(sign: string): number {
  return sign.toLowerCase().codePointAt(0) ?? 0;
}
function controlOf(sign: string): string | undefined {
  return { n: '\n', t: '\t', r: '\r' }[sign];
}

const isDigit = (unit: number): boolean => unit >= 48 && unit <= 57;
const isSpace = (unit: number): boolean => unit === 32 || (unit >= 9 && unit <= 13) || unit === 0x3000 || unit === 0xa0;
export const isWordUnit = (unit: number): boolean =>
  isDigit(unit) || (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90) || unit === 95;

function namedSet(sign: string): ((unit: number) => boolean) | undefined {
  const set = { d: isDigit, s: isSpace, w: isWordUnit }[sign.toLowerCase()];
  if (set === undefined) return undefined;
  return sign === sign.toLowerCase() ? set : (unit) => !set(unit);
}
