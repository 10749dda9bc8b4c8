const HANDLE_HEIGHT = 30;

/**
 * Style for the stage page inside the stage window: a bar at the top by which the window is dragged, and an outline of the window. Both appear only while the
 * mouse is over the window, so they are not in the picture that OBS takes. They fade late: over a drag region the page no longer sees the mouse.
 * Inserted by the window, so the page's content security policy stays as it is and the page itself needs no knowledge of windows.
 */
export function handleStylesheet(label: string): string {
  return `
html::before, html::after { position: fixed; z-index: 2147483647; box-sizing: border-box; opacity: 0; transition: opacity .25s ease 1.2s; pointer-events: none; }
html:hover::before, html:hover::after { opacity: 1; transition: opacity .12s ease; }
html::before {
  content: ${cssString(`⠿ ${label}`)}; top: 0; left: 0; right: 0; height: ${HANDLE_HEIGHT}px; -webkit-app-region: drag;
  display: flex; align-items: center; justify-content: center; font: 500 12px system-ui, sans-serif; letter-spacing: .04em;
  color: #fff; background: rgba(24, 20, 30, .72); border-radius: 10px 10px 0 0;
}
html::after { content: ''; inset: 0; border: 1.5px dashed rgba(255, 126, 182, .85); border-radius: 10px; }`;
}

/** A CSS string literal; everything but letters, digits and spaces is written as a code point. */
function cssString(text: string): string {
  const escaped = [...text].map((char) => (/[\p{L}\p{N} ]/u.test(char) ? char : `\\${char.codePointAt(0)?.toString(16)} `));
  return `"${escaped.join('')}"`;
}
