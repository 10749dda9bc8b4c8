/** Leaves out of a stream what is never said or shown: fenced code and a model's <think> blocks. Independent of how the stream is chunked. */
export interface UnspokenBlocks {
  push(text: string): string;
  /** What was held back as the possible beginning of a mark. */
  end(): string;
}

const OPENINGS: Readonly<Record<string, string>> = {
  '```': '```',
  '~~~': '~~~',
  '<think>': '</think>',
  '<thinking>': '</thinking>',
  '<reasoning>': '</reasoning>',
};

export function createUnspokenBlocks(): UnspokenBlocks {
  let held = '';
  /** Mark that ends the block we are in. */
  let closing: string | undefined;

  function step(out: string): { readonly out: string; readonly more: boolean } {
    if (closing !== undefined) {
      const at = held.indexOf(closing);
      if (at < 0) {
        held = held.slice(-(closing.length - 1));
        return { out, more: false };
      }
      held = held.slice(at + closing.length);
      closing = undefined;
      return { out, more: true };
    }
    const found = firstOpening(held);
    if (found) {
      out += held.slice(0, found.at);
      held = held.slice(found.at + found.mark.length);
      closing = OPENINGS[found.mark];
      return { out, more: true };
    }
    const keep = partialLength(held);
    out += held.slice(0, held.length - keep);
    held = held.slice(held.length - keep);
    return { out, more: false };
  }

  return {
    push(text) {
      held += text;
      let result = step('');
      while (result.more) result = step(result.out);
      return result.out;
    },
    end() {
      const rest = closing === undefined ? held : '';
      held = '';
      return rest;
    },
  };
}

function firstOpening(text: string): { readonly at: number; readonly mark: string } | undefined {
  let first: { at: number; mark: string } | undefined;
  for (const mark of Object.keys(OPENINGS)) {
    const at = text.indexOf(mark);
    if (at >= 0 && (!first || at < first.at)) first = { at, mark };
  }
  return first;
}

/** Length of the longest end of `text` that may be the beginning of a mark. */
function partialLength(text: string): number {
  for (let length = Math.min(text.length, 10); length > 0; length--) {
    const tail = text.slice(-length);
    if (Object.keys(OPENINGS).some((mark) => mark.length > length && mark.startsWith(tail))) return length;
  }
  return 0;
}
