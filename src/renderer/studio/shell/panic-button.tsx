import { Tooltip } from '@mantine/core';
import { IconUrgent } from '@tabler/icons-react';
import { HotkeyHint, hotkeyText } from '../hotkeys/hotkey-hint.tsx';
import { fill } from '../i18n/strings.ts';
import { useStrings } from '../i18n/use-strings.tsx';
import { useSettings } from '../session/session-context.tsx';
import type { Panic } from './use-panic.ts';

/** One press and the show is silent and empty; the same press brings it back. */
export function PanicButton({ panic }: { readonly panic: Panic }) {
  const { moderation } = useStrings();
  const hotkey = useSettings(({ hotkeys }) => hotkeys.panic);
  return (
    <Tooltip label={fill(moderation.panicHint, { hotkey: hotkeyText(hotkey) })}>
      <button
        type="button"
        className={panic.on ? 'panic-button panic-button-on' : 'panic-button'}
        aria-pressed={panic.on}
        onClick={panic.toggle}
      >
        <IconUrgent size="1.125rem" aria-hidden />
        <span>{panic.on ? moderation.panicOn : moderation.panic}</span>
        {panic.on ? null : <HotkeyHint accelerator={hotkey} />}
      </button>
    </Tooltip>
  );
}
