const SVG = 'http://www.w3.org/2000/svg';
const RADIUS = 100;
const HUES = [338, 28, 48, 145, 190, 222, 265, 300] as const;
/** With more names the letters would be dust. */
const MOST_NAMED = 60;
const LONGEST_NAME = 11;

/** The disc with its names, the first sector beginning at the top, clockwise. */
export function createWheelPicture(names: readonly string[], winner: number | null): SVGSVGElement {
  const picture = svg('svg', { viewBox: '-102 -102 204 204' });
  const count = names.length;
  if (count === 0) picture.append(svg('circle', { r: String(RADIUS), class: 'o-wheel-empty' }));
  for (const [index, name] of names.entries()) picture.append(sector(name, index, count, index === winner));
  picture.append(svg('circle', { r: String(RADIUS), class: 'o-wheel-rim' }), svg('circle', { r: '10', class: 'o-wheel-hub' }));
  return picture;
}

function sector(name: string, index: number, count: number, isWinner: boolean): SVGGElement {
  const group = svg('g', { class: isWinner ? 'o-wheel-sector is-winner' : 'o-wheel-sector' });
  // The last one must not have the colour of the first, its neighbour.
  const isLikeFirst = index === count - 1 && index % HUES.length === 0 && index > 0;
  group.style.setProperty('--hue', String(HUES[isLikeFirst ? 3 : index % HUES.length] ?? 0));
  const turn = (2 * Math.PI) / count;
  const at = (angle: number): string => `${(RADIUS * Math.sin(angle)).toFixed(2)} ${(-RADIUS * Math.cos(angle)).toFixed(2)}`;
  const from = index * turn;
  group.append(
    count === 1
      ? svg('circle', { r: String(RADIUS) })
      : svg('path', {
          d: `M 0 0 L ${at(from)} A ${RADIUS} ${RADIUS} 0 ${turn > Math.PI ? 1 : 0} 1 ${at(from + turn)} Z`,
        }),
  );
  if (count <= MOST_NAMED) group.append(label(name, ((from + turn / 2) * 180) / Math.PI, count));
  return group;
}

function label(name: string, degrees: number, count: number): SVGTextElement {
  const text = svg('text', {
    transform: `rotate(${degrees - 90}) translate(${RADIUS - 8} 0)`,
    'font-size': String(Math.min(11, Math.max(3, (260 / count) * 0.55))),
    'text-anchor': 'end',
    'dominant-baseline': 'central',
  });
  const characters = [...name];
  text.textContent = characters.length > LONGEST_NAME ? `${characters.slice(0, LONGEST_NAME - 1).join('')}…` : name;
  return text;
}

function svg<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>>,
): SVGElementTagNameMap[Tag] {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
