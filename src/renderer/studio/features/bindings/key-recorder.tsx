import { type KeyboardEvent, useState } from 'react';
import { recordedFromKeyPress } from '../../hotkeys/accelerator.ts';
import { HotkeyHint } from '../../hotkeys/hotkey-hint.tsx';
import { IS_MAC } from '../../hotkeys/platform.ts';
import { useStrings } from '../../i18n/use-strings.tsx';

interface KeyRecorderProps {
  readonly label: string;
  readonly accelerator: string;
  /** Single keys are fine: it works in this window only. */
  readonly allowBare: boolean;
  readonly onRecord: (accelerator: string) => void;
}

/** Click, press the keys. Tab keeps moving the focus; Escape ends the recording and leaves the window open. */
export function KeyRecorder({ label, accelerator, allowBare, onRecord }: KeyRecorderProps) {
  const { bindings } = useStrings();
  const [recording, setRecording] = useState(false);
  const [complaint, setComplaint] = useState(false);
  const stop = (): void => {
    setRecording(false);
    setComplaint(false);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!recording || (event.key === 'Tab' && !event.ctrlKey && !event.altKey && !event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    const recorded = recordedFromKeyPress(event, IS_MAC, allowBare ? 'allow' : 'refuse');
    if (recorded.type === 'accelerator') onRecord(recorded.accelerator);
    if (recorded.type === 'cleared') onRecord('');
    if (recorded.type === 'needs-modifier') setComplaint(true);
    else if (recorded.type !== 'incomplete') stop();
  };
  return (
    <button
      type="button"
      className="hotkey-recorder"
      data-recording={recording}
      aria-label={label}
      aria-pressed={recording}
      onClick={() => setRecording(true)}
      onKeyDown={onKeyDown}
      onBlur={stop}
    >
      {recording ? (
        <span className={complaint ? 'hotkey-complaint' : 'hotkey-wait'}>
          {complaint ? bindings.editor.keyProblems['needs-modifier'] : bindings.editor.keysRecording}
        </span>
      ) : accelerator === '' ? (
        <span className="hotkey-unset">{bindings.editor.keysNone}</span>
      ) : (
        <HotkeyHint accelerator={accelerator} />
      )}
    </button>
  );
}
