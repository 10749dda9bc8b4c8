import { Button, Slider, Text, Tooltip } from '@mantine/core';
import { IconHandFinger, IconHandOff } from '@tabler/icons-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { problemText } from '../../ui/problem.ts';
import { showToast } from '../../ui/toast-store.ts';
import { shortNumber } from './row-view.ts';

/** The studio lets go a second after the last word: it is said again in time. */
const REPEAT_MS = 400;
/** While the thumb is dragged. */
const LEAST_MS = 40;

interface TestSliderProps {
  readonly input: string;
  readonly from: number;
  readonly to: number;
}

/** Drives the row's input by hand for as long as it is held on; lets go when the row is closed. */
export function TestSlider({ input, from, to }: TestSliderProps) {
  const { mapping } = useStrings();
  const low = Math.min(from, to);
  const high = Math.max(from, to);
  const [value, setValue] = useState<number>();
  useHeldInput(input, value, () => setValue(undefined));
  const shown = value ?? (low + high) / 2;
  const disabled = input === '' || low === high;
  const slider = (
    <Slider
      className="mapping-test-slider"
      aria-label={mapping.test}
      min={low}
      max={high}
      step={(high - low) / 200 || 1}
      label={shortNumber}
      disabled={disabled}
      value={shown}
      onChange={setValue}
      thumbProps={{ 'aria-label': mapping.test, 'aria-valuetext': shortNumber(shown) }}
    />
  );
  return (
    <div className="mapping-test" data-on={value !== undefined}>
      <span className="mapping-test-label">
        <IconHandFinger size="1rem" aria-hidden />
        <Text component="span" size="sm" fw={500}>
          {value === undefined ? mapping.test : mapping.testing}
        </Text>
      </span>
      {disabled ? (
        <Tooltip label={mapping.testNoInput}>
          <div className="mapping-test-slider">{slider}</div>
        </Tooltip>
      ) : (
        slider
      )}
      {value === undefined ? (
        <Text size="xs" c="dimmed" className="mapping-test-hint">
          {mapping.testHint}
        </Text>
      ) : (
        <Button size="compact-sm" variant="light" leftSection={<IconHandOff size="0.9rem" />} onClick={() => setValue(undefined)}>
          {mapping.testEnd}
        </Button>
      )}
    </div>
  );
}

/** Says the value again and again; `undefined` and the end of the component let go. A refusal ends it with a toast. */
function useHeldInput(input: string, value: number | undefined, onRefused: () => void): void {
  const strings = useStrings();
  const client = useClient();
  const latest = useRef(value);
  latest.current = value;
  const refused = useRef(onRefused);
  refused.current = onRefused;
  const held = value !== undefined;

  const send = useCallback(
    (next: number | null) =>
      client.parameters.tryInput({ input, value: next }).catch((error: unknown) => {
        if (next === null) return;
        refused.current();
        showToast({ tone: 'bad', title: strings.mapping.testFailed, text: problemText(strings, error) });
      }),
    [client, input, strings],
  );
  useEffect(() => {
    if (!held) return;
    let said: number | undefined;
    let saidAt = 0;
    const say = (): void => {
      const now = performance.now();
      if (latest.current === undefined || (latest.current === said && now - saidAt < REPEAT_MS)) return;
      said = latest.current;
      saidAt = now;
      void send(said);
    };
    say();
    const timer = setInterval(say, LEAST_MS);
    return () => {
      clearInterval(timer);
      void send(null);
    };
  }, [held, send]);
}
