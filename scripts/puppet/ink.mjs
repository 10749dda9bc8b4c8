// What every layer of the drawing is made of: colours, closed shapes with shading inside, mirror images. Canvas of 1000 × 1200, y downwards.
export const CANVAS = { width: 1000, height: 1200 };
export const COLOURS = {
  hairLine: '#a04468',
  skinLine: '#c0756c',
  clothLine: '#3c3a5e',
  dark: '#4a2438',
  coral: '#ff6b81',
  mint: '#7fe3d4',
};

export const DEFS = `<defs>
  <linearGradient id="hair" gradientUnits="userSpaceOnUse" x1="0" y1="120" x2="0" y2="760"><stop offset="0" stop-color="#ffb9c3"/><stop offset=".45" stop-color="#ffa3b6"/><stop offset="1" stop-color="#ff9fc4"/></linearGradient>
  <linearGradient id="hairLong" gradientUnits="userSpaceOnUse" x1="0" y1="250" x2="0" y2="1090"><stop offset="0" stop-color="#f58ea8"/><stop offset=".5" stop-color="#ffa2bd"/><stop offset="1" stop-color="#c9b4ff"/></linearGradient>
  <linearGradient id="hairBack" gradientUnits="userSpaceOnUse" x1="0" y1="150" x2="0" y2="960"><stop offset="0" stop-color="#de7594"/><stop offset=".6" stop-color="#d4759c"/><stop offset="1" stop-color="#a888d8"/></linearGradient>
  <linearGradient id="skin" gradientUnits="userSpaceOnUse" x1="0" y1="240" x2="0" y2="720"><stop offset="0" stop-color="#ffeadd"/><stop offset="1" stop-color="#ffe3d6"/></linearGradient>
  <radialGradient id="tint"><stop offset="0" stop-color="#ff9d94" stop-opacity=".5"/><stop offset="1" stop-color="#ff9d94" stop-opacity="0"/></radialGradient>
  <radialGradient id="blush"><stop offset="0" stop-color="#ff6f86" stop-opacity=".75"/><stop offset="1" stop-color="#ff6f86" stop-opacity="0"/></radialGradient>
  <linearGradient id="iris" gradientUnits="userSpaceOnUse" x1="0" y1="440" x2="0" y2="566"><stop offset="0" stop-color="#0d3550"/><stop offset=".42" stop-color="#1a8fa0"/><stop offset=".8" stop-color="#5fe6cf"/><stop offset="1" stop-color="#c9fff0"/></linearGradient>
  <linearGradient id="lash" gradientUnits="userSpaceOnUse" x1="548" y1="0" x2="700" y2="0"><stop offset="0" stop-color="#5b2b41"/><stop offset=".5" stop-color="#3a1a30"/><stop offset="1" stop-color="#5b2740"/></linearGradient>
  <linearGradient id="cardigan" gradientUnits="userSpaceOnUse" x1="0" y1="790" x2="0" y2="1200"><stop offset="0" stop-color="#fff6e6"/><stop offset="1" stop-color="#f6e2c8"/></linearGradient>
  <linearGradient id="navy" gradientUnits="userSpaceOnUse" x1="0" y1="760" x2="0" y2="1000"><stop offset="0" stop-color="#525b9c"/><stop offset="1" stop-color="#3d447e"/></linearGradient>
  <linearGradient id="bow" gradientUnits="userSpaceOnUse" x1="0" y1="-60" x2="0" y2="60"><stop offset="0" stop-color="#ff8797"/><stop offset="1" stop-color="#f2506e"/></linearGradient>
</defs>`;

let shapes = 0;
/** A closed path with `inside` drawn within it and its outline over both. */
export function shape(d, fill, line, inside = '', width = 4) {
  const id = `s${++shapes}`;
  return `<clipPath id="${id}"><path d="${d}"/></clipPath><path d="${d}" fill="${fill}"/><g clip-path="url(#${id})">${inside}</g><path d="${d}" fill="none" stroke="${line}" stroke-width="${width}" stroke-linejoin="round" stroke-linecap="round"/>`;
}

/** Lines within a shape: strands, folds. */
export const strokes = (d, colour, width = 3, opacity = 1) =>
  `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round" opacity="${opacity}"/>`;

/** The same picture on both sides of x = 500. */
export const mirrored = (svg) => `<g transform="translate(1000 0) scale(-1 1)">${svg}</g>`;

/** Her left one (right in the picture) as drawn, and her right one: two layers. */
export const pair = (name, svg, more = {}) => [
  { name: `${name}_R`, svg: mirrored(svg), ...more },
  { name: `${name}_L`, svg, ...more },
];

/** A ribbon about 0,0, some 130 wide. */
export function ribbon(x, y, angle, scale) {
  const wing = 'M6 -8 C34 -52 78 -58 92 -40 C100 -12 98 22 84 42 C58 46 28 28 6 10 Z';
  const tail = 'M4 6 C22 34 34 60 38 92 L22 84 L10 98 C10 66 4 36 -4 8 Z';
  const half = `${shape(tail, '#ec4f6c', '#a12c4b')}${shape(wing, 'url(#bow)', '#a12c4b', `${strokes('M14 -2 C36 -16 52 -18 68 -16 M14 2 C34 10 50 18 62 26', '#b5304f', 3, 0.8)}<path d="M40 -44 C66 -52 84 -44 88 -34 C70 -40 56 -38 40 -30 Z" fill="#ffc2c9" opacity=".8"/>`)}`;
  const knot = shape(
    'M-15 -14 C-6 -19 6 -19 15 -14 C19 -4 19 6 15 15 C6 20 -6 20 -15 15 C-19 6 -19 -4 -15 -14 Z',
    '#ff8797',
    '#a12c4b',
    '<path d="M-10 -12 C-4 -14 4 -14 10 -11 L8 -4 C2 -7 -4 -7 -9 -4 Z" fill="#ffd0d5"/>',
  );
  return `<g transform="translate(${x} ${y}) rotate(${angle}) scale(${scale})"><g transform="scale(-1 1)">${half}</g>${half}${knot}</g>`;
}
