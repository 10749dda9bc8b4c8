import { useMemo } from 'react';
import type { ShowReport } from '#shared/audience/shows.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { chartColumns } from './show-export.ts';

const WIDTH = 720;
const HEIGHT = 120;

/** Messages a minute as bars, paid events as dots above them. */
export function MinuteChart({ report }: { readonly report: ShowReport }) {
  const { viewers } = useStrings();
  const columns = useMemo(() => chartColumns(report.minutes), [report.minutes]);
  const max = Math.max(1, ...columns.map(({ messages }) => messages));
  const peak = columns.find(({ messages }) => messages === max);
  const width = WIDTH / Math.max(1, columns.length);
  const words = fill(viewers.chartText, { max: max.toLocaleString(), minute: peak?.minute ?? 0 });
  return (
    <figure className="minute-figure">
      <svg
        className="minute-chart"
        viewBox={`0 0 ${WIDTH} ${HEIGHT + 10}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={words}
      >
        {columns.map(({ minute, messages, paid }, index) => (
          <g key={minute}>
            <rect
              x={index * width}
              width={Math.max(0.5, width * 0.86)}
              y={10 + HEIGHT - (messages / max) * HEIGHT}
              height={(messages / max) * HEIGHT}
            >
              <title>{`${minute}: ${messages}`}</title>
            </rect>
            {paid > 0 ? (
              <rect className="minute-paid" x={index * width} width={Math.max(1, width * 0.86)} y={0} height={5} />
            ) : null}
          </g>
        ))}
      </svg>
      <figcaption aria-hidden>{words}</figcaption>
    </figure>
  );
}
