const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', ' '],
]);

/** The words of a piece of HTML: pictures give their `alt` text, tags go, entities become characters. Time grows with length only. */
export function textFromHtml(html: string): string {
  if (!/[<&]/u.test(html)) return html;
  const [first = '', ...parts] = html.split('<');
  const words = first + parts.map(wordsAfterBracket).join('');
  return words.replace(
    /&(#x[0-9a-f]{1,6}|#\d{1,7}|\w{2,6});/giu,
    (whole, name: string) => characterFrom(name.toLowerCase()) ?? whole,
  );
}

/** Of a part that followed a `<`: its tag, if it is one, and what comes after it. */
function wordsAfterBracket(part: string): string {
  const tag = /^\/?([a-z][a-z0-9]*)([^>]*)>/iu.exec(part);
  if (tag === null) return `<${part}`;
  const [whole, name = '', attributes = ''] = tag;
  const rest = part.slice(whole.length);
  if (/^br$/iu.test(name)) return ` ${rest}`;
  if (!/^img$/iu.test(name)) return rest;
  const alt = /\balt\s*=\s*(?:"([^"]*)"|'([^']*)')/iu.exec(attributes);
  return `${alt?.[1] ?? alt?.[2] ?? ''}${rest}`;
}

function characterFrom(entity: string): string | undefined {
  if (!entity.startsWith('#')) return ENTITIES.get(entity);
  const code = entity.startsWith('#x') ? Number.parseInt(entity.slice(2), 16) : Number.parseInt(entity.slice(1), 10);
  return code > 0 && code <= 0x10_ffff && !(code >= 0xd800 && code < 0xe000) ? String.fromCodePoint(code) : undefined;
}
