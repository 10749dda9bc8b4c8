/**
 * Lines from small grammars (scripts/intent/data/train.LANGUAGE.txt):
 *   ## intent                 what the following lines want
 *   [a|b|] {slot} text        one of a, b or nothing; one of the slot's words (slots.LANGUAGE.txt); may nest; が? は? を? で?: with or without it
 *   … | emotion               how the line feels; neutral where nothing is said
 */

/** { intent, emotion, text } of each row of a data file. */
export function rowsFrom(file, emotions) {
  let intent;
  return file.split('\n').flatMap((row) => {
    if (row.trim() === '') return [];
    if (row.startsWith('## ')) {
      intent = row.slice(3).trim();
      return [];
    }
    const felt = / \| (\w+)$/.exec(row);
    const emotion = felt && emotions.includes(felt[1]) ? felt[1] : 'neutral';
    return [{ intent, emotion, text: (felt ? row.slice(0, felt.index) : row).trim() }];
  });
}

/** Words by slot. */
export function slotsFrom(file) {
  return new Map(
    file.split('\n').flatMap((row) => {
      const split = row.indexOf(':');
      return split < 0
        ? []
        : [
            [
              row.slice(0, split).trim(),
              row
                .slice(split + 1)
                .split(',')
                .map((word) => word.trim()),
            ],
          ];
    }),
  );
}

/** Different lines of one grammar: every choice of its longest list comes up, and `least` lines at least where it has as many. */
export function linesOf(grammar, slots, random, { least, most }) {
  const tree = parse(grammar.replace(/([がはをで])\?/g, '[$1|]'), slots);
  const wanted = Math.min(most, Math.max(least, Math.ceil(longestOf(tree) * 1.5)));
  const lines = new Set();
  for (let tries = 0; tries < wanted * 2 && lines.size < wanted; tries++)
    lines.add(write(tree, random).replace(/\s+/g, ' ').trim());
  lines.delete('');
  return [...lines];
}

/** A list of parts: strings, or { options: list of parts[], order, next }. */
function parse(text, slots) {
  let place = 0;
  const sequence = (inside) => {
    const options = [[]];
    let words = '';
    const flush = () => {
      if (words !== '') options.at(-1).push(words);
      words = '';
    };
    for (; place < text.length; place++) {
      const letter = text[place];
      if (letter === '[') {
        flush();
        place++;
        options.at(-1).push(choice(sequence(true)));
      } else if (letter === '{') {
        flush();
        const end = text.indexOf('}', place);
        const name = text.slice(place + 1, end);
        if (!slots.has(name)) throw new Error(`no slot {${name}}: ${text}`);
        options.at(-1).push(choice(slots.get(name).map((word) => [word])));
        place = end;
      } else if (inside && letter === '|') {
        flush();
        options.push([]);
      } else if (inside && letter === ']') {
        flush();
        return options;
      } else words += letter;
    }
    if (inside) throw new Error(`a [ is not closed: ${text}`);
    flush();
    return options;
  };
  return sequence(false)[0];
}

const choice = (options) => ({ options, order: [] });

/** Goes through all options in a new order before one comes twice. */
function write(parts, random) {
  return parts
    .map((part) => {
      if (typeof part === 'string') return part;
      if (part.order.length === 0) {
        part.order = part.options.map((_, index) => index);
        random.shuffle(part.order);
      }
      return write(part.options[part.order.pop()], random);
    })
    .join('');
}

function longestOf(parts) {
  return Math.max(
    1,
    ...parts.map((part) => (typeof part === 'string' ? 1 : Math.max(part.options.length, ...part.options.map(longestOf)))),
  );
}
