import type { Health, HealthStatus } from '#shared/health.ts';
import { lookUp } from '../../i18n/strings.ts';
import { useInterfaceLanguage, useStrings } from '../../i18n/use-strings.tsx';
import { LatencyBar, LatencyLegend } from '../../latency/latency-bar.tsx';
import { durationText, latencySegments, timeToSound } from '../../latency/latency-segments.ts';
import { useMirror, useRoom, useSettings } from '../../session/session-context.tsx';
import { pageOfPart } from '../../shell/page-of-part.ts';
import { addressOf } from '../../shell/routes.ts';
import { useHealthText } from '../../ui/health-text.ts';
import { Panel } from '../../ui/page.tsx';
import { FailedState } from '../../ui/states.tsx';

/** Queue, health and the last answer's times. */
export function Insights() {
  return (
    <aside className="live-insights">
      <QueuePanel />
      <HealthPanel />
      <LatencyPanel />
    </aside>
  );
}

function QueuePanel() {
  const { live } = useStrings();
  const counts = useRoom((room) => room.counts);
  const language = useInterfaceLanguage();
  const shown = (count: number | undefined): string => (count ?? 0).toLocaleString(language);
  const rows = ['received', 'answered', 'merged', 'skipped', 'dropped'] as const;
  return (
    <Panel title={live.queue} className="queue">
      <div className="queue-big">
        <div>
          <b className="tabular">{shown(counts?.waiting)}</b>
          <span>{live.waiting}</span>
        </div>
        <div className={counts !== undefined && counts.waitingPaid > 0 ? 'queue-paid' : undefined}>
          <b className="tabular">{shown(counts?.waitingPaid)}</b>
          <span>{live.waitingPaid}</span>
        </div>
      </div>
      <dl className="queue-rows">
        {rows.map((name) => (
          <div key={name}>
            <dt>{live[name]}</dt>
            <dd className="tabular">{shown(counts?.[name])}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

function HealthPanel() {
  const { live } = useStrings();
  const { value, problem } = useMirror('health');
  const parts = worstFirst(value?.parts ?? []);
  return (
    <Panel title={live.health} className="health">
      {value === undefined && problem !== undefined ? <FailedState title={live.health} problem={problem} /> : null}
      {value === undefined && problem === undefined ? <p className="quiet-line">{live.healthEmpty}</p> : null}
      <ul className="health-list">
        {value !== undefined && parts.every(({ status }) => status === 'ready') ? (
          <li className="health-all-good">{live.healthGood}</li>
        ) : null}
        {parts.map((part) => (
          <HealthRow key={part.id} part={part} />
        ))}
      </ul>
    </Panel>
  );
}

const ORDER: readonly HealthStatus[] = ['failed', 'degraded', 'connecting', 'ready'];
/** What needs a look comes first; parts that are switched off are left out. */
function worstFirst(parts: readonly Health[]): readonly Health[] {
  return parts.filter(({ status }) => status !== 'off').sort((a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status));
}

/** Bridges have the names that the streamer gave them. */
function usePartName(id: string): string {
  const { health } = useStrings();
  const bridge = useSettings(({ bridges }) => bridges.find((one) => `bridge-${one.id}` === id)?.name);
  return lookUp(health, id) ?? (id.startsWith('bridge-') ? bridge || health.bridge : id);
}

/** In trouble, its name leads to the page where that is mended. */
function HealthRow({ part }: { readonly part: Health }) {
  const { health } = useStrings();
  const text = useHealthText(part);
  const trouble = part.status === 'failed' || part.status === 'degraded';
  const page = trouble ? pageOfPart(part.id) : undefined;
  const name = usePartName(part.id);
  return (
    <li className={`health-row health-${part.status}`}>
      <i aria-hidden />
      {page === undefined ? (
        <span className="health-name">{name}</span>
      ) : (
        <a className="health-name" href={addressOf(page, {})} title={text}>
          {name}
        </a>
      )}
      <span className="health-state">{health[part.status]}</span>
      {trouble && text !== undefined ? <p>{text}</p> : null}
    </li>
  );
}

function LatencyPanel() {
  const { live } = useStrings();
  const entry = useRoom((room) => room.lastAnswer);
  const toSound = entry === undefined ? undefined : timeToSound(entry.marks);
  return (
    <Panel title={live.latency} className="last-answer">
      {entry === undefined || toSound === undefined ? (
        <p className="quiet-line">{live.latencyEmpty}</p>
      ) : (
        <>
          <p className="last-total">
            <b className="tabular">{durationText(toSound)}</b>
            <span>{live.latencyTotal}</span>
          </p>
          <LatencyBar marks={entry.marks} />
          <LatencyLegend segments={latencySegments(entry.marks)} />
        </>
      )}
    </Panel>
  );
}
