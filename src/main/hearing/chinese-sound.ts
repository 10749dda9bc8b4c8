type Pinyin = typeof import('pinyin-pro').pinyin;
let pinyin: Pinyin | undefined;

/** Makes `indexBySound` work; before, it finds nothing. The table is large, so it is loaded only where somebody listens. */
export async function loadChineseSound(): Promise<void> {
  pinyin ??= (await import('pinyin-pro')).pinyin;
}

/**
 * Where `word` stands in `text` by its sound, or −1: recognisers write a name with whatever characters sound like it (小影, 小颖, 小英). Tones are left out.
 * Only for words of two or more Chinese characters and nothing else: one syllable is in every sentence.
 */
export function indexBySound(text: string, word: string): number {
  if (pinyin === undefined || !/^\p{Script=Han}{2,}$/u.test(word)) return -1;
  const read = pinyin;
  const sounds = syllables(word, read);
  const characters = [...text];
  for (let at = 0; at + sounds.length <= characters.length; at++) {
    const part = characters.slice(at, at + sounds.length);
    if (!part.every((character) => /\p{Script=Han}/u.test(character))) continue;
    if (syllables(part.join(''), read).every((sound, i) => sound === sounds[i])) return characters.slice(0, at).join('').length;
  }
  return -1;
}

/** yīng → ying, and what southern speakers and recognisers do not keep apart: ng/n at the end, zh/z, ch/c, sh/s. */
function syllables(text: string, read: Pinyin): readonly string[] {
  return read(text, { toneType: 'none', type: 'array' }).map((sound) =>
    sound.replace(/^([zcs])h/u, '$1').replace(/([ei])ng$/u, '$1n'),
  );
}
