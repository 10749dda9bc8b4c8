/** Control characters, bidi overrides and isolates, byte-order marks and the invisible tag character that clients append against duplicate filters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is removed
const UNWANTED = /[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\u{e0000}]/gu;

/** Viewers' text as data for people, voices and prompts: no invisible tricks, at most `limit` UTF-16 units, never half a character. */
export function cleanText(text: string, limit: number): string {
  const cleaned = text.replace(UNWANTED, (character) =>
    character === '\n' || character === '\t' || character === '\r' ? ' ' : '',
  );
  if (cleaned.length <= limit) return cleaned;
  const cut = cleaned.slice(0, limit);
  return /[\ud800-\udbff]$/u.test(cut) || (cut.charCodeAt(limit - 1) & 0xfc00) === 0xd800 ? cut.slice(0, -1) : cut;
}
