import { describe, expect, it } from 'vitest';
import { extensionFits, itemFormatOf, itemKindOf } from './item-kind.ts';

const text = (value: string): number[] => [...value].map((letter) => letter.charCodeAt(0));
const PNG = [0x89, ...text('PNG\r\n\x1a\n')];
const chunk = (type: string, length = 0): number[] => [
  0,
  0,
  0,
  length,
  ...text(type),
  ...Array.from({ length: length + 4 }, () => 0),
];
const bytes = (...parts: readonly number[][]): Uint8Array =>
  Uint8Array.from([...parts.flat(), ...Array.from({ length: 32 }, () => 0)]);
const webp = (flags: number): Uint8Array => bytes(text('RIFF'), [0, 0, 0, 0], text('WEBPVP8X'), [10, 0, 0, 0], [flags]);
const kind = (head: Uint8Array) => {
  const format = itemFormatOf(head);
  return format === undefined ? undefined : itemKindOf(format, head);
};

describe('kind of an item', () => {
  it('is told by the content, whatever the name says', () => {
    expect(kind(bytes(PNG, chunk('IHDR', 13), chunk('IDAT')))).toBe('image');
    expect(kind(bytes([0xff, 0xd8, 0xff, 0xe0]))).toBe('image');
    expect(kind(bytes(text('GIF89a')))).toBe('animation');
    expect(kind(bytes(text('glTF')))).toBe('model3d');
    expect(kind(bytes(text('<svg onload=alert(1)>')))).toBeUndefined();
    expect(kind(new Uint8Array(0))).toBeUndefined();
  });

  it('knows moving PNG and WebP pictures from still ones', () => {
    expect(kind(bytes(PNG, chunk('IHDR', 13), chunk('acTL', 8), chunk('IDAT')))).toBe('animation');
    expect(kind(bytes(PNG, chunk('IHDR', 13), chunk('IDAT'), chunk('acTL', 8)))).toBe('image');
    expect(kind(webp(0x02))).toBe('animation');
    expect(kind(webp(0x10))).toBe('image');
  });

  it('reads a PNG with nonsense lengths to its end and no further', () => {
    expect(kind(Uint8Array.from([...PNG, 0xff, 0xff, 0xff, 0xff, ...text('junk')]))).toBe('image');
  });

  it('accepts only endings that fit the content', () => {
    expect(extensionFits('png', 'Heart.PNG')).toBe(true);
    expect(extensionFits('png', 'heart.exe')).toBe(false);
  });
});
