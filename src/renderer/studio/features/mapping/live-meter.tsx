import { useEffect, useRef } from 'react';
import type { StoreApi } from 'zustand/vanilla';
import type { MappingMeters } from '#shared/contract/parameters.ts';
import type { Mirrored } from '../../session/studio-session.ts';
import { barOf, shortNumber } from './row-view.ts';

export type MeterStore = StoreApi<Mirrored<MappingMeters>>;
export type RowMeter = MappingMeters['rows'][number];

interface LiveMeterProps {
  readonly store: MeterStore;
  readonly rowId: string;
  readonly which: 'raw' | 'mapped';
  readonly from: number;
  readonly to: number;
  /** Where the bar begins. */
  readonly home: number;
  readonly label: string;
}

/** A bar and a number that follow the row 20 times a second. Written into the page directly: dozens of them must not render anew each time. */
export function LiveMeter({ store, rowId, which, from, to, home, label }: LiveMeterProps) {
  const meter = useRef<HTMLDivElement>(null);
  const bar = useRef<HTMLElement>(null);
  const text = useRef<HTMLElement>(null);
  useEffect(() => {
    const show = (): void => {
      const row = meterOf(store, rowId);
      if (bar.current === null || text.current === null || meter.current === null) return;
      meter.current.dataset.live = String(row !== undefined);
      const { start, length } = barOf(row?.[which] ?? home, { from, to, home });
      bar.current.style.transform = `translateX(${start * 100}%) scaleX(${length})`;
      text.current.textContent = row === undefined ? '–' : shortNumber(row[which]);
    };
    show();
    return store.subscribe(show);
  }, [store, rowId, which, from, to, home]);
  return (
    <div className="mapping-meter" ref={meter} title={label}>
      <span className="mapping-meter-bar" aria-hidden>
        <i ref={bar} />
      </span>
      <b className="tabular" ref={text} />
    </div>
  );
}

export const meterOf = (store: MeterStore, rowId: string): RowMeter | undefined =>
  store.getState().value?.rows.find(({ id }) => id === rowId);
