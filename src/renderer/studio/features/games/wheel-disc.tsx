import { useEffect, useRef } from 'react';
import type { WheelView } from '#shared/audience/games.ts';
import { restAngle, wheelAngle } from '#shared/audience/wheel-motion.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';

const RADIUS = 100;
const HUES = [338, 28, 48, 145, 190, 222, 265, 300] as const;
/** With more names the letters would be dust. */
const MOST_NAMED = 60;

/** The wheel as it turns. Where people asked for little motion it stands still and then shows the winner. */
export function WheelDisc({ view }: { readonly view: WheelView }) {
  const { wheel: words } = useStrings().games;
  const disc = useRef<SVGGElement>(null);
  useEffect(() => {
    const turn = (angle: number): void => disc.current?.setAttribute('transform', `rotate(${angle % 360})`);
    const moves = view.phase === 'spinning' || view.phase === 'slowing';
    if (!moves || matchMedia('(prefers-reduced-motion: reduce)').matches) {
      turn(view.phase === 'done' ? restAngle(view.names.length, view.winnerIndex ?? 0) : 0);
      return;
    }
    let frame = 0;
    const draw = (): void => {
      turn(wheelAngle(view, Date.now()));
      frame = requestAnimationFrame(draw);
    };
    draw();
    return () => cancelAnimationFrame(frame);
  }, [view]);
  const count = view.names.length;
  return (
    <svg className="wheel" viewBox="-110 -116 220 226" role="img" aria-label={fill(words.label, { n: count })}>
      <title>{fill(words.label, { n: count })}</title>
      <g ref={disc}>
        {count === 0 ? <circle r={RADIUS} className="wheel-empty" /> : null}
        {view.names.map((name, index) => (
          <Sector
            key={name}
            name={name}
            index={index}
            count={count}
            isWinner={view.phase === 'done' && index === view.winnerIndex}
          />
        ))}
        <circle r={RADIUS} className="wheel-rim" />
      </g>
      <circle r="9" className="wheel-hub" />
      <path d="M -8 -113 L 8 -113 L 0 -92 Z" className="wheel-pointer" />
    </svg>
  );
}

interface SectorProps {
  readonly name: string;
  readonly index: number;
  readonly count: number;
  readonly isWinner: boolean;
}

function Sector({ name, index, count, isWinner }: SectorProps) {
  const from = (index * 2 * Math.PI) / count;
  const to = ((index + 1) * 2 * Math.PI) / count;
  const at = (angle: number): string => `${(RADIUS * Math.sin(angle)).toFixed(2)} ${(-RADIUS * Math.cos(angle)).toFixed(2)}`;
  // The last one must not have the colour of the first, its neighbour.
  const hue = HUES[index === count - 1 && index % HUES.length === 0 && index > 0 ? 3 : index % HUES.length];
  const shape =
    count === 1 ? undefined : `M 0 0 L ${at(from)} A ${RADIUS} ${RADIUS} 0 ${to - from > Math.PI ? 1 : 0} 1 ${at(to)} Z`;
  const middle = ((from + to) / 2) * (180 / Math.PI);
  const size = Math.min(9, Math.max(3, (260 / count) * 0.55));
  return (
    <g className="wheel-sector" data-winner={isWinner || undefined} style={{ '--wheel-hue': hue } as React.CSSProperties}>
      {shape === undefined ? <circle r={RADIUS} /> : <path d={shape} />}
      {count > MOST_NAMED ? null : (
        <text
          transform={`rotate(${middle - 90}) translate(${RADIUS - 14} 0)`}
          fontSize={size}
          textAnchor="end"
          dominantBaseline="central"
        >
          {name.length > 12 ? `${name.slice(0, 11)}…` : name}
        </text>
      )}
    </g>
  );
}
