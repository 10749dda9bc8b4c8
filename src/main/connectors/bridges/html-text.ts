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
  return html
    .replace(/<img\b[^>]{0,4000}>/giu, (tag) => /\balt\s*=\s*(?:"([^"]*)"|'([^']*)')/iu.exec(tag)?.slice(1).find(Boolean) ?? '')
    .replace(/<br\s*\/?>/giu, ' ')
    .replace(/<\/?[a-z][^>]{0,4000}>/giu, '')
    .replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|\w{2,6});/giu, (whole, name: string) => characterFrom(name.toLowerCase()) ?? whole);
}

function characterFrom(entity: string): string | undefined {
  if (!entity.startsWith('#')) return ENTITIES.get(entity);
  const code = entity.startsWith('#x') ? Number.parseInt(entity.slice(2), 16) : Number.parseInt(entity.slice(1), 10);
  return code > 0 && code <= 0x10_ffff && !(code >= 0xd800 && code < 0xe000) ? String.fromCodePoint(code) : undefined;
}
