import { useEffect, useState } from 'react';
import type { ControlReading } from '#shared/tracking/controls/control-row.ts';
import { useControls } from './controls-context.tsx';

/** A stick that drifts is not meant. */
const MEANT = 0.6;

/** Waits for the next control of any device that is really moved. Escape and a second click end it. */
export function useLearn(onLearn: (reading: Pick<ControlReading, 'device' | 'control'>) => void) {
  const controls = useControls();
  const [learning, setLearning] = useState(false);
  useEffect(() => {
    if (!learning || controls === undefined) return;
    const done = ({ device, control }: Pick<ControlReading, 'device' | 'control'>): void => {
      setLearning(false);
      onLearn({ device, control });
    };
    const unfollow = controls.follow((reading) => {
      if (reading.device !== 'keyboard' && reading.device !== 'mouse' && Math.abs(reading.value) >= MEANT) done(reading);
    });
    // The key is for the map alone: it must neither press the button again nor fire what is bound to it.
    const onKey = (event: KeyboardEvent): void => {
      event.preventDefault();
      event.stopImmediatePropagation();
      if (event.code === 'Escape' || event.code === 'Tab') setLearning(false);
      else if (!event.repeat) done({ device: 'keyboard', control: event.code });
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => {
      unfollow();
      window.removeEventListener('keydown', onKey, { capture: true });
    };
  }, [learning, controls, onLearn]);
  return { learning, toggle: () => setLearning((before) => !before) };
}
