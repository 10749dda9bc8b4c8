import type { SetupTemplate, TemplateItem, TemplateScene, TemplateSource } from '#shared/obs/setup/template.ts';

/** Units of the drawing; the canvas of most streams is as wide to its height. */
const WIDTH = 320;
const HEIGHT = 180;

interface SceneDrawingProps {
  readonly template: SetupTemplate;
  readonly scene: TemplateScene;
  readonly label: string;
  /** Parts can be chosen. */
  readonly onChoose?: (sourceId: string) => void;
  readonly chosen?: string | undefined;
}

/** A scene as a small picture: each part a labelled box where it will be. */
export function SceneDrawing({ template, scene, label, onChoose, chosen }: SceneDrawingProps) {
  const backToFront = [...scene.items].reverse();
  return (
    <svg
      className="scene-drawing"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role={onChoose === undefined ? 'img' : 'group'}
      aria-label={label}
    >
      <rect className="scene-canvas" width={WIDTH} height={HEIGHT} rx="4" />
      {backToFront.map((item) => {
        const source = template.sources.find(({ id }) => id === item.source);
        if (source === undefined || isSoundOnly(item)) return null;
        return <Part key={item.source} {...{ item, source, onChoose }} chosen={chosen === item.source} />;
      })}
    </svg>
  );
}

const isSoundOnly = ({ placement }: TemplateItem): boolean => placement.width < 0.05 && placement.height < 0.05;

interface PartProps {
  readonly item: TemplateItem;
  readonly source: TemplateSource;
  readonly onChoose: ((sourceId: string) => void) | undefined;
  readonly chosen: boolean;
}

function Part({ item, source, onChoose, chosen }: PartProps) {
  const { content } = source;
  const { x, y, width, height } = item.placement;
  const box = { x: x * WIDTH, y: y * HEIGHT, width: width * WIDTH, height: height * HEIGHT };
  const kind = content.kind === 'page' && content.page === 'avatar' ? 'avatar' : content.kind;
  const style = content.kind === 'colour' ? { fill: content.colour } : undefined;
  const isWhole = width > 0.98 && height > 0.98;
  const choose = onChoose === undefined ? undefined : () => onChoose(item.source);
  return (
    <g
      className={`scene-part scene-part-${kind}${chosen ? ' is-chosen' : ''}${item.visible ? '' : ' is-hidden'}`}
      {...(choose === undefined
        ? {}
        : {
            role: 'button',
            tabIndex: 0,
            'aria-label': source.name,
            'aria-pressed': chosen,
            onClick: choose,
            onKeyDown: (event: React.KeyboardEvent) => {
              if (event.key !== 'Enter' && event.key !== ' ') return;
              event.preventDefault();
              choose();
            },
          })}
    >
      <rect {...box} rx={isWhole ? 4 : 3} style={style} />
      {kind === 'avatar' ? <Figure {...box} /> : null}
      {content.kind === 'colour' || kind === 'avatar' ? null : (
        <text x={box.x + box.width / 2} y={box.y + box.height / 2 + 3} textAnchor="middle">
          {shortened(content.kind === 'text' ? content.text : source.name, box.width)}
        </text>
      )}
    </g>
  );
}

/** Head and shoulders at the foot of the box. */
function Figure({
  x,
  y,
  width,
  height,
}: {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}) {
  const size = Math.min(width, height) * 0.9;
  const middle = x + width / 2;
  const foot = y + height;
  const shoulder = size * 0.36;
  return (
    <g className="scene-figure">
      <circle cx={middle} cy={foot - size * 0.6} r={size * 0.19} />
      <path
        d={`M${middle - shoulder} ${foot} C${middle - shoulder} ${foot - size * 0.45} ${middle + shoulder} ${foot - size * 0.45} ${middle + shoulder} ${foot} Z`}
      />
    </g>
  );
}

/** Chinese and Japanese letters are about twice as wide as Latin ones. */
function shortened(text: string, width: number): string {
  const widthOf = (letter: string): number => (letter.charCodeAt(0) > 0x2e7f ? 9.5 : 5);
  let used = 0;
  let taken = '';
  for (const letter of text) {
    used += widthOf(letter);
    if (used > width - 4) return taken.length === 0 ? '' : `${taken.slice(0, -1)}…`;
    taken += letter;
  }
  return taken;
}
