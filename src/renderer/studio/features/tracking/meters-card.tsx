import { IconActivity } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import type { StoreApi } from 'zustand/vanilla';
import type { TrackingMeters } from '#shared/contract/tracking.ts';
import { BODY_PARTS } from '#shared/tracking/body-parts.ts';
import type { SourceReport } from '#shared/tracking/source-state.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import type { Mirrored } from '../../session/studio-session.ts';
import { useWatchStore } from '../../session/use-watch.ts';
import { Panel } from '../../ui/page.tsx';
import { barOf, METER_ROWS, type MeterRow, meterText, valuesOf } from './meter-rows.ts';
import { useTracking } from './tracking-context.tsx';
import { costVerdict, latencyVerdict, rateVerdict, type Verdict } from './verdicts.ts';
import './meters.css';

type MeterStore = StoreApi<Mirrored<TrackingMeters>>;

/** What each movement measures, from the tracker to the avatar, and how quick it all is. */
export function MetersCard() {
  const { tracking } = useStrings();
  const { meters } = tracking;
  const store = useWatchStore((api) => api.tracking.watchMeters);
  const hands = useSettings((all) => all.tracking.webcam.hands || all.tracking.inputs.some(({ enabled }) => enabled));
  const parts = BODY_PARTS.filter((part) => METER_ROWS.some((row) => row.part === part) && (hands || part !== 'hands'));
  return (
    <Panel title={meters.title} hint={meters.hint} icon={<IconActivity size="1.25rem" />}>
      <Pace store={store} />
      <div className="track-meters">
        {parts.map((part) => (
          <section key={part} className="track-meter-group" aria-label={tracking.parts[part]}>
            <h3>
              <span>{tracking.parts[part]}</span>
              <span className="track-meter-column">{meters.raw}</span>
              <span className="track-meter-column">{meters.filtered}</span>
              <span className="track-meter-column">{meters.mapped}</span>
            </h3>
            {METER_ROWS.filter((row) => row.part === part).map((row) => (
              <MeterLine key={row.id} row={row} store={store} />
            ))}
          </section>
        ))}
      </div>
    </Panel>
  );
}

const WHICH = ['raw', 'filtered', 'mapped'] as const;

/** Three bars that follow the values 15 times a second. Written into the page directly: dozens of them must not render anew each time. */
function MeterLine({ row, store }: { readonly row: MeterRow; readonly store: MeterStore }) {
  const { meters } = useStrings().tracking;
  const line = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const bars = [...(line.current?.querySelectorAll<HTMLElement>('i') ?? [])];
    const number = line.current?.querySelector('b');
    const show = (): void => {
      const values = valuesOf(row, store.getState().value);
      WHICH.forEach((which, at) => {
        const value = values[which];
        const [from, to] = which === 'mapped' ? [row.inputFrom, row.inputTo] : [row.from, row.to];
        const { start, length } = value === undefined ? { start: 0, length: 0 } : barOf(value, from, to);
        const bar = bars[at];
        if (bar) bar.style.transform = `translateX(${(start * 100).toFixed(1)}%) scaleX(${length.toFixed(3)})`;
      });
      const told = values.mapped ?? values.filtered;
      if (number) number.textContent = told === undefined ? '–' : meterText(told, row.inputTo > 2 ? 0 : 2);
      if (line.current) line.current.dataset.live = String(told !== undefined);
    };
    show();
    return store.subscribe(show);
  }, [row, store]);
  return (
    <div className="track-meter" ref={line} data-meter={row.id}>
      <span className="track-meter-name">{meters.channels[row.id]}</span>
      {WHICH.map((which) => (
        <span key={which} className={`track-bar track-bar-${which}`} title={meters[which]}>
          <i />
        </span>
      ))}
      <b className="tabular" />
    </div>
  );
}

/** Delay, frames and work, each with a plain verdict and, where it is poor, what helps. */
function Pace({ store }: { readonly store: MeterStore }) {
  const { meters } = useStrings().tracking;
  const report = useBestReport();
  const latency = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const show = (): void => {
      const ms = store.getState().value?.latencyMs ?? -1;
      const verdict = latencyVerdict(ms);
      const box = latency.current;
      if (box === null) return;
      box.dataset.verdict = verdict;
      const [number, word, advice] = [box.querySelector('b'), box.querySelector('em'), box.querySelector('p')];
      if (number) number.textContent = ms < 0 ? '–' : fill(meters.ms, { n: Math.round(ms) });
      if (word) word.textContent = meters.verdicts[verdict];
      if (advice) advice.textContent = verdict === 'poor' ? meters.advice.latency : meters.latencyHint;
    };
    show();
    return store.subscribe(show);
  }, [store, meters]);
  const rate = report?.framesPerSecond ?? -1;
  const cost = report?.costMs ?? -1;
  const wanted = useSettings((all) => all.tracking.webcam.framesPerSecond);
  const work = costVerdict(cost, wanted);
  return (
    <div className="track-pace">
      <div className="track-pace-box" ref={latency} data-pace="latency">
        <span>{meters.latency}</span>
        <b className="tabular" /> <em />
        <p />
      </div>
      <PaceBox
        name={meters.fps}
        verdict={rateVerdict(rate)}
        text={rate < 0 ? undefined : fill(meters.perSecond, { n: Math.round(rate) })}
        advice={work === 'poor' ? undefined : meters.advice.fps}
      />
      <PaceBox
        name={meters.cost}
        verdict={work}
        text={cost < 0 ? undefined : fill(meters.ms, { n: Math.round(cost) })}
        advice={meters.advice.cost}
      />
    </div>
  );
}

interface PaceBoxProps {
  readonly name: string;
  readonly verdict: Verdict;
  readonly text: string | undefined;
  /** Shown where the verdict is poor. */
  readonly advice: string | undefined;
}

function PaceBox({ name, verdict, text, advice }: PaceBoxProps) {
  const { meters } = useStrings().tracking;
  return (
    <div className="track-pace-box" data-verdict={verdict}>
      <span>{name}</span>
      <b className="tabular">{text ?? '–'}</b> <em>{meters.verdicts[verdict]}</em>
      {verdict === 'poor' && advice !== undefined ? <p>{advice}</p> : null}
    </div>
  );
}

/** Of the source whose figures matter: the one that drives most, else the first that works. */
function useBestReport(): SourceReport | undefined {
  const { tracking, camera } = useTracking();
  const sources = tracking.value?.sources ?? [];
  const driving = [...sources].sort((a, b) => b.drives.length - a.drives.length)[0];
  return driving?.report ?? camera?.report;
}
