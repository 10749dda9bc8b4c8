import { type KeyboardEvent, useState } from 'react';
import { recordedFromKeyPress } from '../../hotkeys/accelerator.ts';
import { HotkeyHint } from '../../hotkeys/hotkey-hint.tsx';
import { IS_MAC } from '../../hotkeys/platform.ts';
import { useStrings } from '../../i18n/use-strings.tsx';

interface HotkeyRecorderProps {
  readonly name: string;
  readonly accelerator: string;
  readonly disabled: boolean;
  readonly onRecord: (accelerator: string) => void;
  readonly onClear: () => void;
}

/** Click, press the keys. Tab keeps moving the focus, so nobody is trapped. */
export function HotkeyRecorder({ name, accelerator, disabled, onRecord, onClear }: HotkeyRecorderProps) {
  const { settings } = useStrings();
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
    const recorded = recordedFromKeyPress(event, IS_MAC, 'refuse');
    if (recorded.type === 'accelerator') onRecord(recorded.accelerator);
    if (recorded.type === 'cleared') onClear();
    if (recorded.type === 'needs-modifier') setComplaint(true);
    else if (recorded.type !== 'incomplete') stop();
  };
  return (
    <button
      type="button"
      className="hotkey-recorder"
      data-recording={recording}
      disabled={disabled}
      aria-label={name}
      aria-pressed={recording}
      title={complaint ? settings.needModifier : undefined}
      onClick={() => setRecording(true)}
      onKeyDown={onKeyDown}
      onBlur={stop}
    >
      {recording ? (
        <span className={complaint ? 'hotkey-complaint' : 'hotkey-wait'}>
          {complaint ? settings.needModifier : settings.record}
        </span>
      ) : null}
      {!recording && accelerator === '' ? <span className="hotkey-unset">{settings.unset}</span> : null}
      {!recording && accelerator !== '' ? <HotkeyHint accelerator={accelerator} /> : null}
    </button>
  );
}
