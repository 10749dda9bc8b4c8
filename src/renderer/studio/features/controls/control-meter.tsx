import { useEffect, useRef } from 'react';
import { type ControlRow, isTwoSided } from '#shared/tracking/controls/control-row.ts';
import { useControls } from './controls-context.tsx';

/** Where a control stands now. Written past React: sticks tell 60 times a second. */
export function ControlMeter({ row }: { readonly row: Pick<ControlRow, 'device' | 'control'> }) {
  const controls = useControls();
  const bar = useRef<HTMLSpanElement>(null);
  const { device, control } = row;
  useEffect(() => {
    const twoSided = isTwoSided({ device, control });
    return controls?.follow((reading) => {
      if (reading.device !== device || reading.control !== control || bar.current === null) return;
      const share = Math.min(1, Math.abs(reading.value)) * (twoSided ? 50 : 100);
      bar.current.style.insetInlineStart = `${twoSided ? (reading.value < 0 ? 50 - share : 50) : 0}%`;
      bar.current.style.inlineSize = `${share}%`;
    });
  }, [controls, device, control]);
  return (
    <span className={isTwoSided(row) ? 'control-meter control-meter-two' : 'control-meter'} aria-hidden>
      <span ref={bar} />
    </span>
  );
}
