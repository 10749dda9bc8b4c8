import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { coreFromFile, coreFromZip } from './core-file.ts';

const sdk = zipSync({
  'CubismSdkForWeb-5-r.5/Core/live2dcubismcore.js': strToU8('readable'),
  'CubismSdkForWeb-5-r.5/Core/live2dcubismcore.min.js': strToU8('small'),
  'CubismSdkForWeb-5-r.5/Samples/Resources/Haru/Haru.moc3': new Uint8Array(5000),
});

describe('the Core in a file that the user chose', () => {
  it('is taken out of the SDK as it was downloaded, the small form first', async () => {
    const answer = await coreFromFile(new File([sdk], 'CubismSdkForWeb-5-r.5.zip'));
    expect(answer).toEqual({ name: 'live2dcubismcore.min.js', bytes: strToU8('small') });
  });

  it('is the script itself when that was chosen', async () => {
    expect(await coreFromFile(new File(['var a;'], 'live2dcubismcore.min.js'))).toEqual({
      name: 'live2dcubismcore.min.js',
      bytes: strToU8('var a;'),
    });
  });

  it('is missed in another archive, and a cut archive is named as such', () => {
    expect(coreFromZip(zipSync({ 'Assets/Live2D/Cubism.cs': strToU8('x') }))).toBe('no-core-in-zip');
    expect(coreFromZip(sdk.slice(0, 60))).toBe('broken-zip');
  });

  it('is refused when it is larger than any Core', async () => {
    expect(await coreFromFile(new File([new Uint8Array(9_000_000)], 'core.js'))).toBe('too-large');
  });
});
