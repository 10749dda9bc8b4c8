import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFileIndex, resolveModelPath } from './model-path.ts';

describe('a path that a model names', () => {
  it.each([
    ['', 'a.moc3', 'a.moc3'],
    ['model', './textures//a b.png', 'model/textures/a b.png'],
    ['模型', '贴图/皮.png', '模型/贴图/皮.png'],
  ])('in %j, %j is %j', (base, reference, path) => {
    expect(resolveModelPath(base, reference, 'x.model3.json')).toBe(path);
  });

  it.each([
    '',
    '.',
    './',
    '../a.png',
    'a/../../b.png',
    '/etc/passwd',
    'C:/a.png',
    'C:\\a.png',
    'a\\b.png',
    'https://example.com/a.png',
    'file:///a',
    'data:image/png,x',
    '//host/a',
    'a\0.png',
    'a\n.png',
  ])('is refused when it is %j, naming the file that names it', (reference) => {
    expect(() => resolveModelPath('model', reference, 'x.model3.json')).toThrow(/x\.model3\.json names the file/);
  });

  it('never leaves the folder, whatever it says', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('..', '.', '', 'a', '/', '\\', ':', '%2e%2e', 'b c', '\u202e', '~'), { maxLength: 8 }),
        (pieces) => {
          const reference = pieces.join(pieces.length % 2 === 0 ? '/' : '');
          let path: string;
          try {
            path = resolveModelPath('model', reference, 'x.model3.json');
          } catch {
            return;
          }
          expect(path.startsWith('model/')).toBe(true);
          expect(path.split('/')).not.toContain('..');
          expect(path).not.toMatch(/[\\:]|\/\//u);
        },
      ),
    );
  });
});

describe('the files of a folder', () => {
  it('are found in another case and in another composition of accents, exact names first', () => {
    const index = createFileIndex(['Textures/A.png', 'textures/a.png', 'プード.moc3'.normalize('NFD'), 'straße.json']);
    expect(index.find('textures/a.png')).toBe('textures/a.png');
    expect(index.find('TEXTURES/a.PNG')).toBe('Textures/A.png');
    expect(index.find('プード.moc3'.normalize('NFC'))).toBe('プード.moc3'.normalize('NFD'));
    expect(index.find('no.png')).toBeUndefined();
  });
});
