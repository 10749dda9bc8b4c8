import { ABBREVIATIONS } from './abbreviations.ts';

/**
 * Cuts a stream of model text into pieces to be spoken. Nothing is lost: the pieces joined are the text.
 * Whether a piece ends after a character depends only on the text up to one character further, never on how the stream was chunked.
 *
 * The first piece ends at the first clause mark after a few characters, so that she begins early; later pieces end with sentences,
 * long ones at clause marks. Nothing is cut inside numbers, abbreviations, web addresses, [tags], short （asides） and code.
 */
export interface SentenceCutter {
  push(text: string): readonly string[];
  /** The rest, at the end of the stream. */
  end(): readonly string[];
}

/** Spoken length below which no clause mark ends the first piece. A Chinese or Japanese character counts 2, about a syllable. */
const FIRST_LENGTH = 4;
/** A later piece of this length may end at a clause mark. */
const CLAUSE_LENGTH = 90;
/** Without any mark a piece ends at a space beyond this length, and in any case at twice this. */
const HARD_LENGTH = 180;
/** Brackets longer than this do not protect their content. */
const ASIDE_LENGTH = 40;

const ENDS_AT_ONCE = '。！？!?…\n';
const ENDS = /[。！？!?…\n]/u;
const CLAUSE_WIDE = /[，、；：—～〜]/u;
const CLAUSE_ASCII = /[,;:–-]/u;
const CLOSERS = /["'”’」』）)\]】》〉*_~]/u;
const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const SPOKEN = /[\p{L}\p{N}]/u;

export function createSentenceCutter(): SentenceCutter {
  let buffer = '';
  let first = true;

  function take(length: number): string {
    const piece = buffer.slice(0, length);
    buffer = buffer.slice(length);
    if (SPOKEN.test(piece)) first = false;
    return piece;
  }

  return {
    push(text) {
      const pieces: string[] = [];
      for (const character of text) {
        buffer += character;
        const length = cutLength(buffer, character.length, first);
        if (length > 0) pieces.push(take(length));
      }
      return pieces;
    },
    end() {
      return buffer === '' ? [] : [take(buffer.length)];
    },
  };
}

/**
 * Length of the piece that ends with the newest character of `buffer` (`newest` UTF-16 units) or right before it; 0 = none.
 * A mark that may go on ("！！", "。」", "3.14") is decided when the character after it is here.
 */
function cutLength(buffer: string, newest: number, first: boolean): number {
  const before = buffer.length - newest;
  const next = buffer.slice(before);
  if (first && isEarlyEnd(buffer)) return buffer.length;
  if (next === '\n') return isOpen(buffer) || !SPOKEN.test(buffer) ? 0 : buffer.length;
  if (before > 0 && isEnd(buffer, before, next, first)) return before;
  return overlongCut(buffer, next);
}

/** The first piece may end with a wide mark without waiting for what follows. */
function isEarlyEnd(buffer: string): boolean {
  const mark = buffer.slice(-1);
  if (!/[，、；：。！？]/u.test(mark)) return false;
  return spokenLength(buffer) >= FIRST_LENGTH && !isOpen(buffer);
}

function isEnd(buffer: string, at: number, next: string, first: boolean): boolean {
  // Closing quotes belong to the mark before them.
  const body = buffer.slice(0, at);
  const bare = body.replace(/["'”’」』）)\]】》〉*_~]+$/u, '');
  const mark = bare.slice(-1);
  if (!isMark(mark) || CLOSERS.test(next) || (ENDS_AT_ONCE.includes(next) && next !== '\n')) return false;
  if (mark === '.' && next === '.') return false;
  const strong = ENDS.test(mark) || mark === '.';
  const ascii = /[!-~–]/u.test(mark);
  if (ascii && !endsAscii(bare, mark, next)) return false;
  if (/[～〜—]/u.test(mark) && (mark === next || /\p{N}/u.test(next))) return false;
  if (isOpen(body)) return false;
  const length = spokenLength(body);
  if (first) return length >= (strong ? 1 : FIRST_LENGTH);
  return strong ? length >= 1 : length >= CLAUSE_LENGTH;
}

function isMark(mark: string): boolean {
  return mark !== '' && (ENDS.test(mark) || CLAUSE_WIDE.test(mark) || CLAUSE_ASCII.test(mark) || mark === '.');
}

/** An ASCII mark ends something only before white space (or, for a strong one, before a wide character), and a dot not after an abbreviation. */
function endsAscii(bare: string, mark: string, next: string): boolean {
  const strong = mark === '.' || mark === '!' || mark === '?';
  const spaced = /\s/u.test(next);
  if (mark === '-' || mark === '–') return spaced && /\s[-–]$/u.test(bare);
  if (/(?:https?:\/\/|www\.)\S*$/iu.test(bare) && !spaced) return false;
  if (!spaced && !(strong && WIDE.test(next)) && !(!strong && WIDE.test(bare.slice(-2, -1)))) return false;
  if (mark !== '.') return true;
  const word = /(\S*)\.$/u.exec(bare)?.[1] ?? '';
  if (/^\p{L}$/u.test(word) || ABBREVIATIONS.has(word.toLowerCase())) return false;
  // "1. First" opens a list item.
  return !/(?:^|\n)\s*\d{1,3}\.$/u.test(bare) && !(/\d$/u.test(word) && WIDE.test(next));
}

function overlongCut(buffer: string, next: string): number {
  if (buffer.length < HARD_LENGTH / 2) return 0;
  const length = spokenLength(buffer);
  if (length < HARD_LENGTH) return 0;
  if (/\s/u.test(next) && !isOpen(buffer)) return buffer.length;
  return length >= HARD_LENGTH * 2 ? buffer.length : 0;
}

/** Whether the end lies inside a tag, a short aside, emphasis or code. */
function isOpen(buffer: string): boolean {
  const tail = buffer.slice(-ASIDE_LENGTH);
  const open = Math.max(
    lastOpen(tail, '[', ']'),
    lastOpen(tail, '【', '】'),
    lastOpen(tail, '（', '）'),
    lastOpen(tail, '(', ')'),
    lastOpen(tail, '<', '>'),
    lastUnpaired(tail, '`'),
    lastUnpaired(tail, '*'),
  );
  return open >= 0;
}

function lastOpen(text: string, open: string, close: string): number {
  const at = text.lastIndexOf(open);
  return at > text.lastIndexOf(close) ? at : -1;
}

/** Position of an unpaired mark that has a word right behind it; -1 = none. */
function lastUnpaired(text: string, mark: string): number {
  const parts = text.replaceAll(mark.repeat(2), '').split(mark);
  return parts.length % 2 === 0 && /^\S/u.test(parts.at(-1) ?? '') ? text.lastIndexOf(mark) : -1;
}

/** How long the text is when spoken, in letters; tags and stage directions are not. */
export function spokenLength(text: string): number {
  const spoken = text.replace(/\[[^\]]*\]|【[^】]*】|<[^>]*>|\*[^*\s][^*]*\*/gu, '');
  let length = 0;
  for (const character of spoken) length += WIDE.test(character) ? 2 : SPOKEN.test(character) ? 1 : 0;
  return length;
}
