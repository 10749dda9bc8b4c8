/** Name of an archive's entry that does not say it is UTF-8: programs in Japan and China wrote their system's own encoding there. */
export interface NameDecoder {
  decode(bytes: Uint8Array): string;
}

/** Chooses one encoding for all names of an archive: they were written by one program. */
export function nameDecoderFor(names: readonly Uint8Array[]): NameDecoder {
  const odd = names.filter((name) => name.some((byte) => byte >= 0x80));
  const label =
    odd.length === 0
      ? 'utf-8'
      : (encodings(odd).find((encoding) => odd.every((name) => tryDecode(encoding, name) !== undefined)) ?? 'latin1');
  return { decode: (bytes) => tryDecode(label, bytes) ?? Buffer.from(bytes).toString('latin1') };
}

/** UTF-8 first: other text is hardly ever valid UTF-8. Then whichever of the two looks like what people write in it. */
function encodings(names: readonly Uint8Array[]): readonly string[] {
  return names.every(isPlainChinese) ? ['utf-8', 'gb18030', 'shift_jis'] : ['utf-8', 'shift_jis', 'gb18030', 'big5'];
}

/** All double bytes lie in the 6763 characters of GB 2312; Japanese text in Shift-JIS leads with 0x81…0x9F instead. */
function isPlainChinese(name: Uint8Array): boolean {
  for (let at = 0; at < name.length; at += 1) {
    const lead = name[at] ?? 0;
    if (lead < 0x80) continue;
    const trail = name[at + 1] ?? 0;
    if (lead < 0xa1 || lead > 0xf7 || trail < 0xa1) return false;
    at += 1;
  }
  return true;
}

function tryDecode(encoding: string, bytes: Uint8Array): string | undefined {
  if (encoding === 'latin1') return Buffer.from(bytes).toString('latin1');
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
