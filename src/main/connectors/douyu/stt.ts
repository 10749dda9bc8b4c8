/**
 * STT, Douyu's text format: `key@=value/` repeated; in keys and values `@` is written `@A` and `/` is written `@S`.
 * A value may itself be STT or a list (`item/item/`), escaped once more. Only the reader of a field knows whether it is: a chat text
 * like `1/2/3` looks like a list, so nothing is ever unfolded by its looks.
 */
export type SttFields = ReadonlyMap<string, string>;

/** Values after exactly one unescape. Parts without `@=` are no pairs and left out; of a repeated key the last counts. */
export function sttFromText(text: string): SttFields {
  const fields = new Map<string, string>();
  for (const part of text.split('/')) {
    const at = part.indexOf('@=');
    if (at >= 0) fields.set(unescaped(part.slice(0, at)), unescaped(part.slice(at + 2)));
  }
  return fields;
}

/** The items of a list value. */
export function sttListFromText(text: string): string[] {
  const items = text.split('/');
  // The last item is closed by a slash, too; a list that lacks it is read all the same.
  if (items.at(-1) === '') items.pop();
  return items.map(unescaped);
}

/** In the order given. */
export function textFromStt(fields: Iterable<readonly [string, string]>): string {
  let text = '';
  for (const [key, value] of fields) text += `${escaped(key)}@=${escaped(value)}/`;
  return text;
}

const escaped = (text: string): string => text.replaceAll('@', '@A').replaceAll('/', '@S');

/** In one pass: replacing one after the other would turn `@AS` into a slash. Any other letter behind an `@` stays as it is. */
function unescaped(text: string): string {
  return text.includes('@') ? text.replace(/@([AS])/gu, (_whole, letter) => (letter === 'A' ? '@' : '/')) : text;
}
