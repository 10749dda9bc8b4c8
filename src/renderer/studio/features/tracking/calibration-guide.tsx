import { Button, Modal, Tooltip } from '@mantine/core';
import { IconCheck, IconMinus } from '@tabler/icons-react';
import { type KeyboardEvent, useCallback, useRef } from 'react';
import { CALIBRATION_STEPS, type CalibrationProgress } from '#shared/tracking/solver/calibration.ts';
import type { Calibration } from '#shared/tracking/tracking-settings.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { CalibrationFace, RING_LENGTH } from './calibration-face.tsx';
import { useTracking } from './tracking-context.tsx';
import { useCalibration } from './use-calibration.ts';
import './calibration.css';

interface CalibrationGuideProps {
  readonly onDone: (calibration: Calibration) => void;
  readonly onClose: () => void;
}

/** One movement after the other, each taken by itself as soon as it was seen long enough. Enter skips, Esc leaves. */
export function CalibrationSheet({ onDone, onClose }: CalibrationGuideProps) {
  const { calibration } = useStrings().tracking;
  return (
    <Modal opened onClose={onClose} title={calibration.title} size="md" centered>
      <Guide onDone={onDone} onClose={onClose} />
    </Modal>
  );
}

function Guide({ onDone, onClose }: CalibrationGuideProps) {
  const { calibration } = useStrings().tracking;
  const { tracker } = useTracking();
  const root = useRef<HTMLDivElement>(null);
  const onShare = useCallback((share: number) => {
    const ring = root.current?.querySelector<SVGCircleElement>('[data-ring]');
    ring?.setAttribute('stroke-dashoffset', String(RING_LENGTH * (1 - share)));
  }, []);
  const { progress, skip, redo } = useCalibration({ tracker, onShare, onDone });
  const { step, hint } = progress;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.repeat || event.target instanceof HTMLButtonElement) return;
    event.preventDefault();
    if (step === undefined) onClose();
    else skip();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Enter is a short cut for the buttons inside
    <div className="calib" ref={root} tabIndex={-1} data-autofocus onKeyDown={onKeyDown}>
      <CalibrationFace step={step} />
      <div className="calib-words" role="status" aria-live="assertive">
        <strong>{step === undefined ? calibration.summary : calibration.steps[step]}</strong>
        <p data-hint={hint}>
          {step === undefined
            ? calibration.summaryHint
            : hint === undefined
              ? calibration.stepHints[step]
              : calibration.tell[hint]}
        </p>
      </div>
      <Steps progress={progress} onRedo={redo} />
      <div className="calib-foot">
        <span className="field-hint">{step === undefined ? null : calibration.keys}</span>
        {step === undefined ? (
          <Button onClick={onClose}>{calibration.finish}</Button>
        ) : (
          <>
            <Button variant="subtle" color="gray" onClick={onClose}>
              {calibration.leave}
            </Button>
            <Tooltip label={calibration.skipNot} disabled={step !== 'straight'}>
              <Button variant="default" disabled={step === 'straight'} onClick={skip}>
                {calibration.skip}
              </Button>
            </Tooltip>
          </>
        )}
      </div>
    </div>
  );
}

interface StepsProps {
  readonly progress: CalibrationProgress;
  readonly onRedo: (stepsBack: number) => void;
}

/** Where one is; a press on what is behind makes it again. */
function Steps({ progress, onRedo }: StepsProps) {
  const { calibration } = useStrings().tracking;
  const at = progress.step === undefined ? CALIBRATION_STEPS.length : CALIBRATION_STEPS.indexOf(progress.step);
  return (
    <ol className="calib-steps">
      {CALIBRATION_STEPS.map((step, index) => {
        const outcome = progress.outcomes[step];
        const name = calibration.stepNames[step];
        return (
          <li key={step} data-outcome={outcome} aria-current={index === at ? 'step' : undefined}>
            <button
              type="button"
              disabled={index >= at}
              title={calibration.outcomes[outcome]}
              aria-label={index < at ? fill(calibration.redo, { step: name }) : name}
              onClick={() => onRedo(at - index)}
            >
              <i aria-hidden>
                {outcome === 'pending' ? (
                  index + 1
                ) : outcome === 'skipped' ? (
                  <IconMinus size="0.85rem" />
                ) : (
                  <IconCheck size="0.85rem" />
                )}
              </i>
              {name}
            </button>
          </li>
        );
      })}
    </ol>
  );
}
