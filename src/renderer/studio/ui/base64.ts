/** In pieces: a call with millions of arguments overflows the stack. */
const PIECE = 32_768;

export function base64FromBytes(bytes: Uint8Array): string {
  let letters = '';
  for (let at = 0; at < bytes.length; at += PIECE) letters += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  return btoa(letters);
}
