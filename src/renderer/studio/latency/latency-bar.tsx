import { Tooltip } from '@mantine/core';
import type { TimeMarks } from '#shared/live/ledger.ts';
import { useStrings } from '../i18n/use-strings.tsx';
import { durationText, type LatencySegment, latencySegments } from './latency-segments.ts';
import './latency.css';

/** The way of one message as a bar: a piece for each step up to the first sound; her speaking itself is named beside it, not drawn. */
export function LatencyBar({ marks }: { readonly marks: TimeMarks }) {
  const { marks: names } = useStrings();
  const segments = latencySegments(marks);
  const toSound = segments.filter(({ mark }) => mark !== 'finished');
  const drawn = toSound.filter(({ durationMs }) => durationMs > 0);
  if (segments.length === 0) return null;
  const spoken = segments.map((segment) => `${names[segment.mark]} ${durationText(segment.durationMs)}`).join(', ');
  return (
    <Tooltip label={<LatencyLegend segments={segments} />} maw="none">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the numbers must be reachable from the keyboard */}
      <div className="latency-bar" role="img" aria-label={spoken} tabIndex={0}>
        {drawn.map(({ mark, durationMs }) => (
          <i key={mark} className={`latency-piece latency-${mark}`} style={{ flexGrow: Math.max(durationMs, 0.5) }} />
        ))}
      </div>
    </Tooltip>
  );
}

/** Every step with its colour and time. */
export function LatencyLegend({ segments }: { readonly segments: readonly LatencySegment[] }) {
  const { marks: names } = useStrings();
  return (
    <ul className="latency-legend">
      {segments.map(({ mark, durationMs }) => (
        <li key={mark}>
          <i className={`latency-${mark}`} aria-hidden />
          <span>{names[mark]}</span>
          <b className="tabular">{durationText(durationMs)}</b>
        </li>
      ))}
    </ul>
  );
}
