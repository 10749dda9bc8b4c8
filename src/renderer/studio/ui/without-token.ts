/** The text with every token's value replaced by dots. */
export function withoutToken(text: string): string {
  return text.replace(/(token=)[^&#]+/gi, '$1••••••••');
}
