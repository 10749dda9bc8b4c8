import { Switch, Tooltip } from '@mantine/core';
import { IconPlayerStopFilled } from '@tabler/icons-react';
import { HotkeyHint, hotkeyText } from '../hotkeys/hotkey-hint.tsx';
import { fill } from '../i18n/strings.ts';
import { useStrings } from '../i18n/use-strings.tsx';
import { useLinkState, useMirror, useSettings } from '../session/session-context.tsx';
import { useLock } from '../ui/fields.tsx';
import { useSave } from '../ui/use-save.ts';
import { useSecondsUntil } from '../ui/use-seconds-until.ts';
import { PanicButton } from './panic-button.tsx';
import type { Panic } from './use-panic.ts';

/** On-air state, whether she answers by herself, the connection, and Stop, which is always here. */
export function HeaderBar({ onStop, panic }: { readonly onStop: () => void; readonly panic: Panic }) {
  return (
    <header className="header">
      <OnAir />
      <AnswersSwitch />
      <span className="header-space" />
      <LinkMark />
      <PanicButton panic={panic} />
      <StopButton onStop={onStop} />
    </header>
  );
}

function OnAir() {
  const { header } = useStrings();
  const name = useSettings(({ persona }) => persona.name);
  const performance = useMirror('performance').value;
  const quiet = useSecondsUntil(performance?.quietUntilMs ?? null) > 0;
  const doing = performance?.state ?? 'idle';
  const state = doing === 'idle' && quiet ? 'quiet' : doing;
  return (
    <div className={`on-air on-air-${state}`} role="status">
      <i aria-hidden>
        <b />
        <b />
        <b />
      </i>
      <strong>{name}</strong>
      <span>{header[state]}</span>
    </div>
  );
}

function AnswersSwitch() {
  const { header } = useStrings();
  const on = useSettings(({ director }) => director.answersChat);
  const save = useSave();
  const lock = useLock('director.answersChat');
  return (
    <Tooltip label={lock.note ?? (on ? header.answersOnHint : header.answersOffHint)}>
      <div className="header-switch">
        <Switch
          size="xs"
          label={header.answering}
          checked={on}
          disabled={lock.disabled}
          onChange={(event) => void save({ director: { answersChat: event.currentTarget.checked } })}
        />
      </div>
    </Tooltip>
  );
}

function LinkMark() {
  const { header, errors } = useStrings();
  const state = useLinkState();
  const text = { connected: header.online, lost: header.offline, connecting: header.connecting }[state];
  return (
    <Tooltip label={errors.staleView} disabled={state !== 'lost'}>
      <span className={`link-mark link-${state}`} role="status">
        <i aria-hidden />
        <span>{text}</span>
      </span>
    </Tooltip>
  );
}

function StopButton({ onStop }: { readonly onStop: () => void }) {
  const { header } = useStrings();
  const hotkey = useSettings(({ hotkeys }) => hotkeys.stop);
  return (
    <Tooltip label={fill(header.stopHint, { hotkey: hotkeyText(hotkey) || 'Esc Esc' })}>
      <button type="button" className="stop-button" onClick={onStop}>
        <IconPlayerStopFilled size="1.125rem" aria-hidden />
        <span>{header.stop}</span>
        <HotkeyHint accelerator={hotkey} />
      </button>
    </Tooltip>
  );
}
