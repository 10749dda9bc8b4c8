const SHOWN_MOST = 64;

/** A foreign name as people may see it: no control or invisible characters, none that turn the direction of writing around. */
export function shownName(name: string): string {
  const clean = name.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '').trim();
  return clean === '' ? '?' : clean.slice(0, SHOWN_MOST);
}
