import { useCallback, useEffect, useRef, useState } from 'react';
import type { CameraTracker } from '#renderer/capture/camera/camera-tracker.types.ts';
import { type CalibrationGuide, type CalibrationProgress, createCalibrationGuide } from '#shared/tracking/solver/calibration.ts';
import type { Calibration } from '#shared/tracking/tracking-settings.ts';

/** Without pictures for so long the face counts as gone. */
const SILENCE_MS = 1500;

export interface RunningCalibration {
  /** Changes with step, hint and outcomes; the share goes to `onShare`. */
  readonly progress: CalibrationProgress;
  readonly skip: () => void;
  /** To an earlier step, which is then made again. */
  readonly redo: (stepsBack: number) => void;
}

interface CalibrationOptions {
  readonly tracker: CameraTracker | undefined;
  /** Share of the present step, 0…1, with each picture. */
  readonly onShare: (share: number) => void;
  readonly onDone: (calibration: Calibration) => void;
}

/** Runs the guide on what the camera measures. Renders only when something else than the share changes. */
export function useCalibration({ tracker, onShare, onDone }: CalibrationOptions): RunningCalibration {
  const [guide] = useState<CalibrationGuide>(createCalibrationGuide);
  const [progress, setProgress] = useState(() => guide.progress());
  const calls = useRef({ onShare, onDone });
  calls.current = { onShare, onDone };
  const done = useRef(false);
  const take = useCallback(
    (next: CalibrationProgress): void => {
      calls.current.onShare(next.step === undefined ? 1 : next.share);
      setProgress((now) => (sameWords(now, next) ? now : next));
      if (next.step !== undefined) done.current = false;
      if (next.step !== undefined || done.current) return;
      done.current = true;
      const result = guide.result(Date.now());
      if (result !== undefined) calls.current.onDone(result);
    },
    [guide],
  );
  useEffect(() => {
    if (tracker === undefined) return;
    let lastMs = 0;
    const end = tracker.onResult(({ found, measures, atMs }) => {
      lastMs = Date.now();
      take(guide.see(found ? measures : undefined, atMs));
    });
    const timer = setInterval(() => {
      if (Date.now() - lastMs > SILENCE_MS) take(guide.see(undefined, Date.now()));
    }, SILENCE_MS);
    return () => {
      end();
      clearInterval(timer);
    };
  }, [tracker, guide, take]);
  return {
    progress,
    skip: () => take(guide.skip()),
    redo(stepsBack) {
      for (let i = 0; i < stepsBack; i++) guide.back();
      take(guide.progress());
    },
  };
}

const sameWords = (a: CalibrationProgress, b: CalibrationProgress): boolean =>
  a.step === b.step && a.hint === b.hint && JSON.stringify(a.outcomes) === JSON.stringify(b.outcomes);
