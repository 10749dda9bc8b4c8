import { memo } from 'react';
import { mapInput, type RowShape } from '#shared/avatar/mapping.ts';

const STEPS = 48;
const SIZE = 100;
/** Share of the picture on each side in which the line is seen to stop or go on. */
const MARGIN = 0.15;

/** The way from input (left to right) to output (up): straight, bent, cut off. A picture beside numbers that say the same. */
export const CurvePreview = memo(function CurvePreview({ shape }: { readonly shape: RowShape }) {
  const { inputMin, inputMax, outputMin, outputMax } = shape;
  const span = outputMax - outputMin;
  const points = Array.from({ length: STEPS + 1 }, (_, step) => {
    const place = -MARGIN + ((1 + 2 * MARGIN) * step) / STEPS;
    const output = mapInput(shape, inputMin + (inputMax - inputMin) * place);
    const height = span === 0 ? 0.5 : (output - outputMin) / span;
    return `${at(place)},${at(1 - height)}`;
  });
  // Ends that run backwards are shown so: high on the left.
  const turned = inputMax < inputMin !== outputMax < outputMin;
  return (
    <svg className="mapping-curve" viewBox={`0 0 ${SIZE} ${SIZE}`} aria-hidden>
      <rect x={at(0)} y={at(0)} width={at(1) - at(0)} height={at(1) - at(0)} />
      <polyline points={points.join(' ')} transform={turned ? `matrix(-1 0 0 1 ${SIZE} 0)` : undefined} />
    </svg>
  );
});

const at = (place: number): number => Math.round((SIZE * (place + MARGIN) * 10) / (1 + 2 * MARGIN)) / 10;
