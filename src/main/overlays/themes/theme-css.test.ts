import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanCss } from './theme-css.ts';

const FILES = new Set(['bg.png', 'fonts/a.woff2', 'dir/x y.png']);
const clean = (css: string) => cleanCss(css, (address) => (FILES.has(address) ? address : undefined));
const squeezed = (css: string): string => clean(css).css.replaceAll(/\s+/gu, '');
const QUOTED = /(url\(\s*)?(?:"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*')/gu;

describe('cleaned style sheet', () => {
  it('keeps what a theme needs: variables, media, keyframes, fonts and pictures of its own', () => {
    const css = `
      /* my theme */
      .o-widget { --o-accent: #f0f; background: url(bg.png) no-repeat; content: "a;b}c" }
      @font-face { font-family: "Mine"; src: url('fonts/a.woff2') format("woff2"); }
      @media (min-width: 10px) { .o-line:nth-child(2n) > .o-name::before { color: rgb(1 2 3 / 50%) } }
      @keyframes spin { from { transform: rotate(0) } to { transform: rotate(1turn) } }
      .x { background: url("data:image/png;base64,AAAA"); }`;
    const { css: kept, notes, used } = clean(css);
    expect(notes).toEqual([]);
    expect([...used]).toEqual(['bg.png', 'fonts/a.woff2']);
    const squeezedCss = kept.replaceAll(/\s+/gu, '');
    for (const part of [
      '--o-accent:#f0f;',
      'url("bg.png")no-repeat',
      'content:"a;b}c"',
      'url("fonts/a.woff2")',
      '@keyframesspin',
    ])
      expect(squeezedCss).toContain(part);
  });

  it('does not take words in quotes for addresses', () => {
    expect(squeezed('.a { content: "url(https://x)"; color: red }')).toBe('.a{content:"url(https://x)";color:red;}');
    expect(squeezed('.a { content: "say \\"url(bg.png)\\""; }')).toBe('.a{content:"say\\"url(bg.png)\\"";}');
  });

  it.each([
    ['an import', '@import "https://evil.example/x.css"; .a { color: red }'],
    ['an import of an address', '@import url(https://evil.example/x.css);'],
    ['a remote picture', '.a { background: url(https://evil.example/p.png) }'],
    ['a picture without a scheme', '.a { background: url(//evil.example/p.png) }'],
    ['a way out', '.a { background: url(../../secret.png) }'],
    ['a root path', '.a { background: url(/api/v1/x) }'],
    ['an image-set', '.a { background: image-set("https://evil.example/p.png" 1x) }'],
    ['a prefixed image-set', '.a { background: -webkit-image-set("https://evil.example/p.png" 1x) }'],
    ['an expression', '.a { width: expression(alert("evil")) }'],
    ['a binding', '.a { -moz-binding: url(evil.xml) }'],
    ['a behaviour', '.a { behavior: url(evil.htc) }'],
    ['an escaped name', '.a { background: u\\72l(https://evil.example/p.png) }'],
    ['an escaped function', '.a { width: \\65xpression(evil) }'],
    ['an escaped at-rule', '@\\69mport "https://evil.example/x.css";'],
    ['a comment in a name', '.a { background: ur/**/l(https://evil.example/p.png) }'],
    ['an old line break in a string', '.a { content: "abc\f; background: url(https://evil.example/p.png) }'],
    ['an import in a selector', '.a @import "evil" { color: red }'],
    ['quotes in an unquoted address', '.a { background: url(x"https://evil.example") }'],
    ['a script address', '.a { background: url(javascript:evil) }'],
    ['an SVG of its own', '.a { background: url("data:image/svg+xml,<svg onload=evil>") }'],
    ['a namespace', '@namespace url(http://evil.example);'],
    ['an unclosed string', '.a { content: "abc\n; background: url(https://evil.example/p.png) }'],
    ['a bracket that never closes', '.a { background: url(https://evil.example/p.png'],
  ])('takes out %s', (_what, css) => {
    const { css: kept, notes } = clean(css);
    expect(kept).not.toContain('evil');
    expect(kept).not.toContain('..');
    expect(notes).not.toEqual([]);
  });

  it('leaves the block around what it takes out', () => {
    expect(squeezed('.a { color: red; background: image-set("x" 1x); width: 1px }')).toBe('.a{color:red;width:1px;}');
    expect(squeezed('@import "x"; .a { color: red }')).toBe('.a{color:red;}');
    expect(squeezed('@page { .a { color: blue } } .b { color: red }')).toBe('.b{color:red;}');
  });

  it('is balanced and reaches nothing outside, whatever comes in', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      ';',
      '"',
      "'",
      '(',
      ')',
      '/*',
      '*/',
      '\\',
      '\n',
      '@import ',
      '@media x',
      'url(',
      'http://evil',
      'a:b',
      '.x',
      'image-set(',
      ' ',
      '"q"',
      '//',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const { css } = clean(pieces.join(''));
        // Words in quotes reach nothing, unless they are an address.
        const outside = css.replace(QUOTED, (all: string, address: string | undefined) => (address === undefined ? '""' : all));
        expect(outside.split('{').length).toBe(outside.split('}').length);
        expect(outside).not.toMatch(/url\(\s*["']?http/u);
        // `bimage-set(` is a name of nobody's: browsers take a function by its whole name.
        expect(outside).not.toMatch(/@import|(?<![\w-])(?:-[a-z]+-)?image-set\(/u);
      }),
      { numRuns: 3000 },
    );
  });

  it('goes through a large sheet in one pass', () => {
    const css = `.a{color:red;background:url(${'x'.repeat(50_000)}${'/*'.repeat(50_000)}${'("'.repeat(50_000)}`;
    expect(clean(css).css.length).toBeLessThan(200_000);
  });
});
