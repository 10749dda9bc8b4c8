/**
 * Style sheets of strangers, made fit to be shown: nothing is fetched but files of the theme itself, nothing runs, and nothing is hidden behind escapes.
 * The text is gone through once, piece by piece: a piece is what stands before `{`, `;` or `}`. A piece that could reach out of the theme is left out,
 * with its block if it has one. The pages' content policy forbids the same once more.
 */
export interface CleanCss {
  readonly css: string;
  /** What was left out, for people, each kind once. */
  readonly notes: readonly string[];
  /** Files of the theme that it refers to. */
  readonly used: ReadonlySet<string>;
}

/** Functions that take addresses as plain strings, or run something. */
const FORBIDDEN =
  /(?:^|[^\w-])(?:-webkit-|-moz-|-ms-)?(?:image-set|image|cross-fade|element|paint|src|expression|attr-url)\s*\(|(?:-moz-binding|behavior)\s*:|javascript:|progid:/iu;
const AT_RULES = /^@(?:font-face|keyframes|-webkit-keyframes|media|supports|layer|property|font-feature-values)\b/iu;
/** Closed, on one line or with its line breaks escaped. */
const STRING = /"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'/gu;
/** An address in one of the two plain forms, or a string, in which nothing is an address. */
const STRING_OR_ADDRESS = new RegExp(`url\\(\\s*(?:(${STRING.source})|([^"'()\\s]*))\\s*\\)|${STRING.source}`, 'giu');
const DATA_PICTURE = /^data:(?:image\/(?:png|jpeg|gif|webp)|font\/woff2?);base64,[A-Za-z0-9+/=]*$/u;

/** `find`: the theme's file that a relative address names, as it will be served beside the style sheet; undefined: there is none. */
export function cleanCss(text: string, find: (address: string) => string | undefined): CleanCss {
  const notes = new Set<string>();
  const used = new Set<string>();
  let css = '';
  let depth = 0;
  /** Depth of the block that is being left out. */
  let skippedFrom: number | undefined;
  // As browsers read it before anything else.
  for (const { piece, end } of piecesOf(text.replaceAll(/\r\n?|\f/gu, '\n').replaceAll('\0', '\uFFFD'))) {
    if (end === '{') {
      const verdict = skippedFrom === undefined ? judge(piece) : 'left out';
      if (verdict !== undefined) skippedFrom ??= depth;
      if (skippedFrom === undefined) css += `${withAddresses(piece)}{`;
      depth += 1;
      continue;
    }
    if (skippedFrom === undefined && piece !== '') {
      const isBare = depth === 0 && end !== '}' && !piece.startsWith('@layer');
      if (!isBare && judge(piece) === undefined) css += `${withAddresses(piece)};`;
      else if (isBare) judge(piece);
    }
    if (end !== '}' || depth === 0) continue;
    depth -= 1;
    if (skippedFrom === undefined) css += '}\n';
    else if (skippedFrom === depth) skippedFrom = undefined;
  }
  // What was never closed is closed.
  if (skippedFrom !== undefined) depth = skippedFrom;
  return { css: css + '}'.repeat(depth), notes: [...notes], used };

  function judge(piece: string): string | undefined {
    const problem = problemOf(piece);
    if (problem !== undefined) notes.add(problem);
    return problem;
  }

  function withAddresses(piece: string): string {
    return piece.replace(STRING_OR_ADDRESS, (all: string, quoted: string | undefined, bare: string | undefined) => {
      if (quoted === undefined && bare === undefined) return all;
      const address = (quoted?.slice(1, -1) ?? bare ?? '').trim();
      if (DATA_PICTURE.test(address)) return `url("${address}")`;
      const file = find(address);
      if (file === undefined) {
        notes.add(`An address that is no file of the theme was left out: ${address.slice(0, 80)}`);
        return 'none';
      }
      used.add(file);
      return `url("${file.split('/').map(encodeURIComponent).join('/')}")`;
    });
  }
}

/** Why a piece is left out; undefined: it stays. What stays has no token that could become another one beside its neighbours. */
function problemOf(piece: string): string | undefined {
  const outside = piece.replace(STRING, '""');
  if (outside.includes('\\')) return 'Escapes outside of quotes were left out.';
  if (/["']/u.test(outside.replaceAll('""', ''))) return 'A text whose quotes are never closed was left out.';
  if (piece.startsWith('@') && !AT_RULES.test(piece)) return `${/^@[\w-]*/u.exec(piece)?.[0] ?? '@'} was left out.`;
  if (outside.lastIndexOf('@') > 0) return 'An @ in the middle of a line was left out.';
  // An unquoted address may hold what looks like quotes or brackets: only the plain forms are known.
  const plain = outside.replace(/url\(\s*(?:""|[^"'()\s]*)\s*\)/giu, '');
  if (/url\s*\(|\/\//iu.test(plain)) return 'An address that is written in an unknown way was left out.';
  if (plain.split('(').length !== plain.split(')').length) return 'Brackets that are never closed were left out.';
  const found = FORBIDDEN.exec(plain)?.[0];
  return found === undefined ? undefined : `${found.replace(/^[^\w-]/u, '').trim()} was left out.`;
}

/** Cuts at `{`, `;` and `}` outside of strings, brackets and comments; comments are dropped. */
function* piecesOf(text: string): Generator<{ readonly piece: string; readonly end: '{' | ';' | '}' }> {
  let piece = '';
  let brackets = 0;
  for (let at = 0; at < text.length; ) {
    const character = text[at] ?? '';
    if (character === '/' && text[at + 1] === '*') {
      const end = text.indexOf('*/', at + 2);
      at = end < 0 ? text.length : end + 2;
      piece += ' ';
      continue;
    }
    if (character === '"' || character === "'") {
      const end = endOfString(text, at);
      piece += text.slice(at, end);
      at = end;
      continue;
    }
    if (character === '(' || character === '[') brackets += 1;
    if (character === ')' || character === ']') brackets = Math.max(0, brackets - 1);
    if (character === '{' || character === '}' || (character === ';' && brackets === 0)) {
      yield { piece: piece.trim(), end: character };
      piece = '';
      brackets = 0;
    } else piece += character;
    at += 1;
  }
  if (piece.trim() !== '') yield { piece: piece.trim(), end: ';' };
}

/** One past the closing quote; a line break ends a string that was never closed, as browsers see it. */
function endOfString(text: string, start: number): number {
  const quote = text[start];
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === quote) return at + 1;
    else if (text[at] === '\n') return at;
  }
  return text.length;
}
