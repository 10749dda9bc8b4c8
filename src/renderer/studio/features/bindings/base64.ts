/** In pieces: `String.fromCharCode` takes its bytes as arguments, of which there may not be millions. */
const PIECE = 0x8000;

export function base64FromBytes(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += PIECE) pieces.push(String.fromCharCode(...bytes.subarray(at, at + PIECE)));
  return btoa(pieces.join(''));
}
