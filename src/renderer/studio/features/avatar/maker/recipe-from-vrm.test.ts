import { describe, expect, it } from 'vitest';
import { DEFAULT_AVATARS } from '#shared/avatar/generator/default-avatars.ts';
import { generateAvatar } from '#shared/avatar/generator/generate-avatar.ts';
import { recipeFromVrm } from './recipe-from-vrm.ts';

const options = { ...DEFAULT_AVATARS[1]!.options, name: '雨' };
const file = generateAvatar(options).vrm.slice().buffer;

describe('the recipe in a made avatar', () => {
  it('is what it was made by, to the letter', () => {
    expect(recipeFromVrm(file)).toEqual(options);
    expect(generateAvatar(recipeFromVrm(file)!).vrm).toEqual(new Uint8Array(file));
  });

  it('is not found in files of others, in cut ones, or where it makes no sense', () => {
    const text = new TextDecoder().decode(new Uint8Array(file));
    const broken = new TextEncoder().encode(text.replace('"twin-tails"', '"twin-horns"')).buffer;
    const without = new Uint8Array(file.slice(0));
    without[4 + new TextDecoder('latin1').decode(without).indexOf('"recipe"')] = 0x78;
    for (const bytes of [new ArrayBuffer(0), new ArrayBuffer(64), file.slice(0, 30), file.slice(0, 4000), without.buffer])
      expect(recipeFromVrm(bytes)).toBeUndefined();
    expect(recipeFromVrm(broken)?.hair.style).not.toBe('twin-horns');
  });
});
