import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import type { Placement } from '#shared/avatar/scene.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useInfo } from '../../session/session-context.tsx';

interface PlacePadProps {
  readonly placement: Placement;
  readonly onChange: (patch: Partial<Placement>) => void;
}

const KEY_STEP = 0.02;
const BIG_STEP = 0.1;
const SIZE_STEP = 2;
/** So far out nobody finds her again. */
const FAR = 2;

/** Her own picture, live; she is taken by the mouse or moved by the arrow keys, plus and minus. */
export function PlacePad({ placement, onChange }: PlacePadProps) {
  const { coHost: words } = useStrings();
  const info = useInfo();
  const held = useRef<{ readonly atX: number; readonly atY: number; readonly from: Placement }>(undefined);

  const drag = (event: PointerEvent<HTMLDivElement>): void => {
    const start = held.current;
    if (start === undefined) return;
    const { width, height } = event.currentTarget.getBoundingClientRect();
    // The middle of the picture is 0, its edges ±1, upwards.
    onChange({
      x: within(start.from.x + (2 * (event.clientX - start.atX)) / width),
      y: within(start.from.y - (2 * (event.clientY - start.atY)) / height),
    });
  };
  const grab = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    held.current = { atX: event.clientX, atY: event.clientY, from: placement };
  };
  const press = (event: KeyboardEvent): void => {
    const patch = patchOf(event.key, event.shiftKey ? BIG_STEP : KEY_STEP, placement);
    if (patch === undefined) return;
    event.preventDefault();
    onChange(patch);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a picture that takes keys and the mouse; no element of HTML is that
    <div
      className="co-host-pad"
      role="group"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys move her
      tabIndex={0}
      aria-label={words.pad}
      onPointerDown={grab}
      onPointerMove={drag}
      onPointerUp={() => {
        held.current = undefined;
      }}
      onPointerCancel={() => {
        held.current = undefined;
      }}
      onKeyDown={press}
    >
      {info === undefined ? null : (
        <iframe title={words.preview} tabIndex={-1} src={`${info.stageUrl}&avatar=cohost&kind=preview`} />
      )}
    </div>
  );
}

const within = (value: number): number => Math.round(Math.min(FAR, Math.max(-FAR, value)) * 1000) / 1000;

function patchOf(key: string, step: number, { x, y, size }: Placement): Partial<Placement> | undefined {
  switch (key) {
    case 'ArrowLeft':
      return { x: within(x - step) };
    case 'ArrowRight':
      return { x: within(x + step) };
    case 'ArrowUp':
      return { y: within(y + step) };
    case 'ArrowDown':
      return { y: within(y - step) };
    case '+':
    case '=':
      return { size: Math.min(100, size + SIZE_STEP) };
    case '-':
      return { size: Math.max(-100, size - SIZE_STEP) };
    default:
      return undefined;
  }
}
