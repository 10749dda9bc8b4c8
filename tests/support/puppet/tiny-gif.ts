/** A GIF of one colour per frame, `size` pixels square, each shown for `centiseconds`. Codes are written plain: clear, pixel, clear, pixel … */
export function tinyGif(
  size: number,
  colours: readonly (readonly [red: number, green: number, blue: number])[],
  centiseconds: number,
): Uint8Array {
  const table = [...colours, ...Array.from({ length: 4 - colours.length }, () => [0, 0, 0] as const)].slice(0, 4).flat();
  const bytes = [...text('GIF89a'), ...word(size), ...word(size), 0x91, 0, 0, ...table];
  bytes.push(0x21, 0xff, 11, ...text('NETSCAPE2.0'), 3, 1, 0, 0, 0);
  colours.forEach((_, index) => {
    bytes.push(0x21, 0xf9, 4, 0, ...word(centiseconds), 0, 0);
    bytes.push(0x2c, 0, 0, 0, 0, ...word(size), ...word(size), 0, 2);
    const data = pack(
      Array.from({ length: size * size }, () => [4, index])
        .flat()
        .concat(5),
    );
    for (let at = 0; at < data.length; at += 255) {
      const block = data.slice(at, at + 255);
      bytes.push(block.length, ...block);
    }
    bytes.push(0);
  });
  return Uint8Array.from([...bytes, 0x3b]);
}

const text = (value: string): number[] => [...value].map((letter) => letter.charCodeAt(0));
const word = (value: number): number[] => [value & 255, value >> 8];

/** Codes of three bits, least significant first. */
function pack(codes: readonly number[]): number[] {
  const bytes: number[] = [];
  let [held, bits] = [0, 0];
  for (const code of codes) {
    held |= code << bits;
    bits += 3;
    while (bits >= 8) {
      bytes.push(held & 255);
      held >>= 8;
      bits -= 8;
    }
  }
  if (bits > 0) bytes.push(held & 255);
  return bytes;
}
