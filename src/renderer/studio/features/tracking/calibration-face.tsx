import type { CalibrationStep } from '#shared/tracking/solver/calibration.ts';

const MOUTHS: Readonly<Partial<Record<CalibrationStep, string>>> = {
  mouth: 'M50 84 Q60 78 70 84 Q74 100 60 102 Q46 100 50 84 Z',
  smile: 'M40 82 Q60 106 80 82 Q60 90 40 82 Z',
};
const REST_MOUTH = 'M50 88 Q60 91 70 88';
export const RING_RADIUS = 56;
export const RING_LENGTH = 2 * Math.PI * RING_RADIUS;

/** A face that does what is asked, in a ring that fills. `data-ring` is the ring's moving part. */
export function CalibrationFace({ step }: { readonly step: CalibrationStep | undefined }) {
  const closed = step === 'blink';
  const mouth = step === undefined ? MOUTHS.smile : MOUTHS[step];
  return (
    <svg className="calib-face" viewBox="0 0 120 120" aria-hidden data-step={step}>
      <circle className="calib-ring-track" cx="60" cy="60" r={RING_RADIUS} />
      <circle
        className="calib-ring"
        data-ring
        cx="60"
        cy="60"
        r={RING_RADIUS}
        strokeDasharray={RING_LENGTH}
        strokeDashoffset={RING_LENGTH}
        transform="rotate(-90 60 60)"
      />
      <path
        className="calib-head"
        d="M26 54 Q26 20 60 20 Q94 20 94 54 Q94 86 78 100 Q68 108 60 108 Q52 108 42 100 Q26 86 26 54 Z"
      />
      <g className="calib-move">
        {[42, 78].map((eye) =>
          closed ? (
            <path key={eye} className="calib-line" d={`M${eye - 9} 57 Q${eye} 64 ${eye + 9} 57`} />
          ) : (
            <g key={eye}>
              <ellipse className="calib-eye" cx={eye} cy="57" rx="10" ry="7.5" />
              <circle className="calib-pupil" cx={eye} cy="57" r="4.5" />
            </g>
          ),
        )}
        <path className={mouth === undefined ? 'calib-line' : 'calib-mouth'} d={mouth ?? REST_MOUTH} />
      </g>
      <path className="calib-line" d="M33 44 Q42 39 50 43 M70 43 Q78 39 87 44" />
      <path className="calib-line" d="M60 62 L57 73 L62 74" />
      {step === 'look' ? <Arrows /> : null}
    </svg>
  );
}

/** The four ways to look. */
function Arrows() {
  return (
    <g className="calib-arrows">
      {[0, 90, 180, 270].map((turn) => (
        <path key={turn} d="M92 54 L102 60 L92 66 Z" transform={`rotate(${turn} 60 60)`} />
      ))}
    </g>
  );
}
