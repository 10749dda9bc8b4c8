import type { ItemKind } from '#shared/avatar/items.ts';

/** Pictures that a browser shows, and little 3D props: told by what is in the file, never by its name. */
export type ItemFormat = 'png' | 'jpeg' | 'gif' | 'webp' | 'glb';

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const EXTENSIONS: Readonly<Record<ItemFormat, readonly string[]>> = {
  png: ['.png', '.apng'],
  jpeg: ['.jpg', '.jpeg'],
  gif: ['.gif'],
  webp: ['.webp'],
  glb: ['.glb', '.vrm'],
};

/** `head`: the first kilobytes of the file. Undefined: none of these formats. */
export function itemFormatOf(head: Uint8Array): ItemFormat | undefined {
  if (PNG.every((byte, index) => head[index] === byte)) return 'png';
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return 'jpeg';
  const text = String.fromCharCode(...head.subarray(0, 12));
  if (text.startsWith('GIF87a') || text.startsWith('GIF89a')) return 'gif';
  if (text.startsWith('RIFF') && text.slice(8) === 'WEBP') return 'webp';
  if (text.startsWith('glTF')) return 'glb';
  return undefined;
}

/** GIF counts as moving; PNG does with an animation chunk before its picture data, WebP with its animation flag. */
export function itemKindOf(format: ItemFormat, head: Uint8Array): ItemKind {
  if (format === 'glb') return 'model3d';
  if (format === 'gif') return 'animation';
  if (format === 'webp')
    return (head[20] ?? 0) & 0x02 && String.fromCharCode(...head.subarray(12, 16)) === 'VP8X' ? 'animation' : 'image';
  return format === 'png' && hasPngAnimation(head) ? 'animation' : 'image';
}

export function extensionFits(format: ItemFormat, fileName: string): boolean {
  const lower = fileName.toLowerCase();
  return EXTENSIONS[format].some((extension) => lower.endsWith(extension));
}

export function usualExtension(format: ItemFormat): string {
  return EXTENSIONS[format][0] ?? '';
}

function hasPngAnimation(head: Uint8Array): boolean {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  for (let at = PNG.length; at + 8 <= head.length; at += 12 + view.getUint32(at)) {
    const type = String.fromCharCode(...head.subarray(at + 4, at + 8));
    if (type === 'acTL') return true;
    if (type === 'IDAT' || type === 'IEND') return false;
  }
  return false;
}
