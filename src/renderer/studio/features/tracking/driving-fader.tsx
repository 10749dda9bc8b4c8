import { Slider } from '@mantine/core';
import { useCallback, useEffect, useRef, useState } from 'react';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';

/** While it is dragged, no more often than this; the last place is always sent. */
const PAUSE_MS = 60;

/** All AI at the left, all human at the right; heard at once while it is dragged. */
export function DrivingFader({ fader }: { readonly fader: number }) {
  const { driving } = useStrings();
  const { value, change, end } = useFader(fader);
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

function useFader(fader: number): {
  readonly value: number;
  readonly change: (next: number) => void;
  readonly end: (next: number) => void;
} {
  const client = useClient();
  const [held, setHeld] = useState<number>();
  const waiting = useRef<number>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const send = useCallback((): void => {
    timer.current = undefined;
    const next = waiting.current;
    waiting.current = undefined;
    if (next === undefined) return;
    timer.current = setTimeout(send, PAUSE_MS);
    // What the studio says next shows where the fader is; a lost call leaves it there.
    client.driving.drive({ fader: next }).catch(() => setHeld(undefined));
  }, [client]);
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
      client.driving.drive({ fader: next }).then(letGo, letGo);
    },
    [client],
  );
  return { value: held ?? fader, change, end };
}
