import { readFileSync } from 'node:fs';
import { inRoot } from '../steps/paths.mjs';
import { disguised } from './disguise.mjs';
import { linesOf, rowsFrom, slotsFrom } from './grammar.mjs';

export const LANGUAGES = ['zh', 'en', 'ja'];
const SEED = 20_26;

const dataFile = (name) => readFileSync(inRoot('scripts', 'intent', 'data', name), 'utf8');

/** Lines to train with: from the grammars, a part of them in disguise. */
export function trainingLines({ createRandom, EMOTIONS }) {
  const random = createRandom(SEED);
  return LANGUAGES.flatMap((lang) => {
    const slots = slotsFrom(dataFile(`slots.${lang}.txt`));
    return rowsFrom(dataFile(`train.${lang}.txt`), EMOTIONS).flatMap(({ intent, emotion, text: grammar }) =>
      linesOf(grammar, slots, random, { least: 14, most: 60 }).flatMap((text) => {
        const line = { text, intent, emotion, lang };
        const other = random.next() < 0.5 ? disguised(line, random) : text;
        return other === text || other.trim() === '' ? [line] : [line, { ...line, text: other.trim() }];
      }),
    );
  });
}

/** Lines written by hand and kept apart from the grammars: `dev` to choose settings with, `test` only to report. */
export function heldOutLines({ EMOTIONS }) {
  const all = LANGUAGES.flatMap((lang) =>
    rowsFrom(dataFile(`heldout.${lang}.txt`), EMOTIONS).map((row) => ({
      text: row.text,
      intent: row.intent,
      emotion: row.emotion,
      lang,
    })),
  );
  return { dev: all.filter(({ text }) => isDev(text)), test: all.filter(({ text }) => !isDev(text)) };
}

/** Two of five, by the text alone. */
function isDev(text) {
  let hash = 7;
  for (const letter of text) hash = (Math.imul(hash, 31) + letter.codePointAt(0)) >>> 0;
  return (hash >>> 3) % 5 < 2;
}

/** Some lines of every class and language, for training on from a finished model without forgetting. */
export function rehearsalLines(lines, random, perClass) {
  const groups = new Map();
  for (const line of lines) {
    const key = `${line.lang} ${line.intent} ${line.emotion}`;
    groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  return [...groups.values()].flatMap((group) => {
    random.shuffle(group);
    return group.slice(0, perClass);
  });
}
