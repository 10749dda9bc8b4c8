import { useEffect, useRef, useState } from 'react';
import { type Recorder, startRecording } from './recording.ts';

/** Longest sentence to try. */
const SECONDS = 10;

/** Records a sentence from the microphone. `onDone` gets it, or undefined when the microphone does not open. Leaving the page ends it. */
export function useRecorder(deviceId: string, onDone: (file: Blob | undefined) => void) {
  const [secondsLeft, setSecondsLeft] = useState<number>();
  const current = useRef<Recorder>(undefined);
  const gone = useRef(false);
  useEffect(() => {
    gone.current = false;
    return () => {
      gone.current = true;
      current.current?.finish();
    };
  }, []);
  const isRecording = secondsLeft !== undefined;
  useEffect(() => {
    if (!isRecording) return undefined;
    const tick = setInterval(() => setSecondsLeft((left) => (left === undefined ? left : Math.max(1, left - 1))), 1000);
    return () => clearInterval(tick);
  }, [isRecording]);

  async function record(): Promise<void> {
    let file: Blob | undefined;
    try {
      const recorder = await startRecording(deviceId, SECONDS);
      current.current = recorder;
      if (gone.current) recorder.finish();
      setSecondsLeft(SECONDS);
      file = await recorder.done;
    } catch {
      file = undefined;
    } finally {
      current.current = undefined;
      setSecondsLeft(undefined);
    }
    if (!gone.current) onDone(file);
  }
  return { secondsLeft, start: () => void record(), finish: () => current.current?.finish() };
}
