import { Slider } from '@mantine/core';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { DrivingMode } from '#shared/tracking/driving.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';

/** While it is dragged, no more often than this; the last place is always sent. */
const PAUSE_MS = 60;

interface DrivingFaderProps {
  readonly mode: DrivingMode;
  readonly fader: number;
}

/** All AI at the left, all human at the right; obeyed while it is dragged. While the AI has all it lies at the left, and a pull takes over. */
export function DrivingFader({ mode, fader }: DrivingFaderProps) {
  const { driving } = useStrings();
  const { value, change, end } = useFader(mode, fader);
  const text = fill(driving.percent, { n: Math.round(value * 100) });
  return (
    <div className="drive-fader">
      <span aria-hidden>{driving.faderAi}</span>
      <Slider
        className="drive-slider"
        thumbLabel={driving.fader}
        thumbProps={{ 'aria-valuetext': text }}
        min={0}
        max={1}
        step={0.01}
        label={null}
        value={value}
        onChange={change}
        onChangeEnd={end}
      />
      <span aria-hidden>{driving.faderHuman}</span>
      <b className="tabular">{text}</b>
    </div>
  );
}

function useFader(
  mode: DrivingMode,
  fader: number,
): {
  readonly value: number;
  readonly change: (next: number) => void;
  readonly end: (next: number) => void;
} {
  const client = useClient();
  const [held, setHeld] = useState<number>();
  const waiting = useRef<number>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const drive = useCallback(
    (next: number) => client.driving.drive(mode === 'ai' && next > 0 ? { mode: 'human', fader: next } : { fader: next }),
    [client, mode],
  );
  const send = useCallback((): void => {
    timer.current = undefined;
    const next = waiting.current;
    waiting.current = undefined;
    if (next === undefined) return;
    timer.current = setTimeout(send, PAUSE_MS);
    // What the studio says next shows where the fader is; a lost call leaves it there.
    drive(next).catch(() => setHeld(undefined));
  }, [drive]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const change = useCallback(
    (next: number): void => {
      setHeld(next);
      waiting.current = next;
      if (timer.current === undefined) send();
    },
    [send],
  );
  const end = useCallback(
    (next: number): void => {
      waiting.current = undefined;
      const letGo = (): void => setHeld((now) => (now === next ? undefined : now));
      drive(next).then(letGo, letGo);
    },
    [drive],
  );
  return { value: held ?? (mode === 'ai' ? 0 : fader), change, end };
}
