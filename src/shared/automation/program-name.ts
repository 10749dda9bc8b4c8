/** A program's name as two are compared: without folder and ending, in small letters. */
export function programName(name: string): string {
  const base = name.normalize('NFKC').trim().split(/[\\/]/).at(-1) ?? '';
  return base.toLowerCase().replace(/\.(?:exe|app)$/, '');
}
