import { zipSync } from 'fflate';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { checkTheme, isPlain } from './theme-check.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const png = new Uint8Array(PNG.sync.write(new PNG({ width: 4, height: 4 })));
const font = bytes('wOF2 and so on');
const css = (theme: ReturnType<typeof checkTheme>): string => new TextDecoder().decode(theme.files.get('theme.css'));

describe('checked theme', () => {
  it('keeps the style sheet and the files that it uses, and leaves out the rest', () => {
    const theme = checkTheme(
      new Map([
        ['mine/theme.css', bytes('.a { background: url(img/bg.png) } @font-face { src: url(./f.woff2) }')],
        ['mine/img/bg.png', png],
        ['mine/f.woff2', font],
        ['mine/readme.txt', bytes('hello')],
        ['mine/evil.js', bytes('alert(1)')],
      ]),
    );
    expect([...theme.files.keys()].sort()).toEqual(['mine/f.woff2', 'mine/img/bg.png', 'theme.css']);
    expect(css(theme)).toContain('url("mine/img/bg.png")');
  });

  it('reads the same out of an archive', () => {
    const archive = zipSync({
      'theme.css': bytes('.a { background: url("b%20c.png?v=2") }'),
      'b c.png': png,
      '__MACOSX/x.css': bytes(''),
    });
    const theme = checkTheme(new Map([['mine.zip', archive]]));
    expect(css(theme)).toContain('url("b%20c.png")');
  });

  it('does not take a file for what its name says', () => {
    const theme = checkTheme(
      new Map([
        ['theme.css', bytes('.a { background: url(a.png) } .b { src: url(f.ttf) } .c { background: url(c.svg) }')],
        ['a.png', bytes('<script>')],
        ['f.ttf', bytes('MZ')],
        ['c.svg', bytes('<svg onload="x"/>')],
      ]),
    );
    expect([...theme.files.keys()]).toEqual(['theme.css']);
    expect(theme.notes).toHaveLength(6);
  });

  it('cannot be left through an archive’s paths', () => {
    const archive = zipSync({ 'theme.css': bytes('.a { background: url(../x.png) }'), '../x.png': png });
    const theme = checkTheme(new Map([['mine.zip', archive]]));
    expect([...theme.files.keys()]).toEqual(['theme.css']);
    expect(['a/../b', '/a', 'a\\b', 'C:a', '.hidden', 'a/.b', 'a.', ''].map(isPlain)).toEqual(Array(8).fill(false));
  });

  it('refuses an archive that unpacks to far too much, before it does', () => {
    const archive = zipSync({ 'theme.css': bytes('.a{}'), 'big.png': new Uint8Array(30 * 1024 * 1024) });
    expect(() => checkTheme(new Map([['mine.zip', archive]]))).toThrow('24 MB');
  });

  it('says what to do when there is no style sheet, or the archive is broken', () => {
    expect(() => checkTheme(new Map([['a.png', png]]))).toThrow('theme.css');
    const broken = zipSync({ 'theme.css': bytes('.a { color: red }'.repeat(100)) }).slice(0, 60);
    expect(() => checkTheme(new Map([['mine.zip', broken]]))).toThrow('Pack the theme again');
  });
});
