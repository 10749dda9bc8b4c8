import { MAX_READ_LENGTH } from './line.ts';

/** n-grams of letters: up to this many UTF-16 units. */
const LONGEST_GRAM = 4;
/** A letter starts at most four grams and one word, a word is counted alone and with the one before it, and a line has its marks. */
const MOST_FEATURES = (MAX_READ_LENGTH + 2) * (LONGEST_GRAM + 3) + 16;

/** Room for the features of one line; reused from line to line, so that reading allocates nothing. */
export interface FeatureList {
  readonly buckets: Uint32Array;
  count: number;
}

export function createFeatureList(): FeatureList {
  return { buckets: new Uint32Array(MOST_FEATURES), count: 0 };
}

// FNV-1a over UTF-16 units (offset basis and prime of its 32-bit form); the seeds keep kinds of features apart.
const BASIS = 0x811c9dc5;
const PRIME = 0x01000193;
const WORD = 0x9e3779b9;
const WORD_PAIR = 0x7f4a7c15;
const MARK = 0x94d049bb;
const START = 2;
const END = 3;

/**
 * Writes the hashed features of a line (as `lineForReading` gives it) into `list`: grams of 1 to 4 letters with the line's ends, words of Latin
 * writing alone and in pairs, and marks of its shape. Buckets are 0 to 2^bits - 1.
 */
export function collectFeatures(line: string, bits: number, list: FeatureList): void {
  const shift = 32 - bits;
  list.count = 0;
  collectGrams(line, shift, list);
  collectWords(line, shift, list);
  collectMarks(line, shift, list);
}

function collectGrams(line: string, shift: number, list: FeatureList): void {
  const length = line.length + 2;
  for (let start = 0; start < length; start++) {
    let hash = BASIS;
    for (let size = 1; size <= LONGEST_GRAM && start + size <= length; size++) {
      const unit = unitAt(line, start + size - 1);
      hash = Math.imul(hash ^ unit, PRIME);
      // A single Latin letter, space or end of the line says nothing.
      if (size > 1 || unit > 0x7f) add(list, hash, shift);
    }
  }
}

function unitAt(line: string, place: number): number {
  if (place === 0) return START;
  return place === line.length + 1 ? END : line.charCodeAt(place - 1);
}

function collectWords(line: string, shift: number, list: FeatureList): void {
  let before = START;
  let hash = WORD;
  let inside = false;
  for (let place = 0; place <= line.length; place++) {
    const unit = place < line.length ? line.charCodeAt(place) : 0;
    if (isWordUnit(unit)) {
      hash = Math.imul(hash ^ unit, PRIME);
      inside = true;
    } else if (inside) {
      add(list, hash, shift);
      add(list, Math.imul(hash ^ before, PRIME) ^ WORD_PAIR, shift);
      before = hash;
      hash = WORD;
      inside = false;
    }
  }
}

/** a to z, digits, apostrophe. */
function isWordUnit(unit: number): boolean {
  return (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x30 && unit <= 0x39) || unit === 0x27;
}

function collectMarks(line: string, shift: number, list: FeatureList): void {
  let kana = 0;
  let han = 0;
  let latin = 0;
  let asks = 0;
  for (let place = 0; place < line.length; place++) {
    const unit = line.charCodeAt(place);
    if (unit >= 0x3041 && unit <= 0x30ff) kana++;
    else if (unit >= 0x4e00 && unit <= 0x9fff) han++;
    else if (unit >= 0x61 && unit <= 0x7a) latin++;
    else if (unit === 0x3f) asks++;
  }
  mark(0, asks > 0 ? 1 : 0);
  mark(1, kana > 0 ? 1 : han > 0 ? 2 : latin > 0 ? 3 : 0);
  mark(2, line.length < 2 ? 0 : line.length < 4 ? 1 : line.length < 7 ? 2 : line.length < 13 ? 3 : line.length < 26 ? 4 : 5);
  if (asks > 0) mark(3, line.endsWith('?') ? 1 : 0);

  function mark(kind: number, value: number): void {
    add(list, Math.imul(Math.imul(MARK ^ kind, PRIME) ^ value, PRIME), shift);
  }
}

function add(list: FeatureList, hash: number, shift: number): void {
  // The upper bits of FNV are the better mixed ones after this last turn.
  if (list.count < list.buckets.length) list.buckets[list.count++] = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b) >>> shift;
}
