/** JSON as bytes of ASCII, everything else as \u escapes: valid as UTF-8 too, and written and read without the platform's help. */
export function asciiJson(value: unknown): Uint8Array {
  const text = JSON.stringify(value).replaceAll(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

/** Throws `SyntaxError` on anything else. */
export function parseAsciiJson(bytes: DataView): unknown {
  let text = '';
  for (let at = 0; at < bytes.byteLength; at++) {
    const code = bytes.getUint8(at);
    if (code > 126) throw new SyntaxError(`byte ${code} is no ASCII`);
    text += String.fromCharCode(code);
  }
  return JSON.parse(text);
}
