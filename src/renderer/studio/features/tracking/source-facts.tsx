import type { BodyPart } from '#shared/tracking/body-parts.ts';
import type { SourceReport, SourceState } from '#shared/tracking/source-state.ts';
import { useStrings } from '../../i18n/use-strings.tsx';

interface SourceFactsProps {
  readonly name: string;
  /** A second line; '' for none. */
  readonly kind: string;
  readonly report: SourceReport;
  readonly drives: readonly BodyPart[];
  readonly port?: number;
}

const toneOf = (state: SourceState): string => {
  if (state === 'tracking' || state === 'several') return 'good';
  if (state === 'off') return 'off';
  return ['starting', 'waiting', 'no-person', 'dark', 'still'].includes(state) ? 'wait' : 'bad';
};

/** Name, state, device and figures of a source, and what it moves now. */
export function SourceFacts({ name, kind, report, drives, port }: SourceFactsProps) {
  const { motionLinks, tracking } = useStrings();
  const second = [kind, report.device === name ? '' : report.device, port === undefined ? '' : `UDP ${port}`];
  return (
    <>
      <span className="track-source-name">
        <b>{name}</b>
        <small>{second.filter((text) => text !== '').join(' · ')}</small>
      </span>
      <span className={`track-source-state track-dot-${toneOf(report.state)}`} title={report.detail}>
        <i aria-hidden />
        {tracking.states[report.state]}
      </span>
      <Figure value={report.framesPerSecond} unit={motionLinks.fps} />
      <Figure value={report.latencyMs} unit="ms" />
      <span className="track-source-parts">
        {drives.map((part) => (
          <span key={part} className="tag tag-accent">
            {tracking.parts[part]}
          </span>
        ))}
        {drives.length === 0 ? <span className="tag tag-off">{motionLinks.drivesNothing}</span> : null}
      </span>
    </>
  );
}

function Figure({ value, unit }: { readonly value: number; readonly unit: string }) {
  return (
    <span className="track-source-figure tabular">
      {value < 0 ? (
        '–'
      ) : (
        <>
          {Math.round(value)} <small>{unit}</small>
        </>
      )}
    </span>
  );
}
