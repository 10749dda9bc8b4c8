/** Bytes of a PNG that `pngSize` looks at. */
export const PNG_HEAD_BYTES = 24;

/** Width and height of a PNG in pixels by its first bytes; undefined: it is none. */
export function pngSize(head: Uint8Array): { readonly width: number; readonly height: number } | undefined {
  const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
  if (head.length < PNG_HEAD_BYTES || signature.some((byte, at) => head[at] !== byte)) return undefined;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  return { width: view.getUint32(16), height: view.getUint32(20) };
}
