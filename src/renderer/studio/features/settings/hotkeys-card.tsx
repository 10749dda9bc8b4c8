import { ActionIcon } from '@mantine/core';
import { IconKeyboard, IconPlayerStopFilled, IconX } from '@tabler/icons-react';
import { useMemo } from 'react';
import { EMOTIONS } from '#shared/speech/emotion.ts';
import { type HotkeyAction, hotkeyConflicts } from '../../hotkeys/accelerator.ts';
import { IS_MAC } from '../../hotkeys/platform.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useInfo, useSettings } from '../../session/session-context.tsx';
import { missingAbility } from '../../ui/ability.ts';
import { EmotionIcon } from '../../ui/emotion-icon.tsx';
import { useLock } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useSave } from '../../ui/use-save.ts';
import { HotkeyRecorder } from './hotkey-recorder.tsx';

/** Stop and every expression, each with its keys. */
export function HotkeysCard() {
  const strings = useStrings();
  const { settings } = strings;
  const hotkeys = useSettings((all) => all.hotkeys);
  const info = useInfo();
  const missing = info === undefined ? undefined : missingAbility(strings, info, 'globalHotkeys');
  const conflicts = useMemo(() => hotkeyConflicts(hotkeys, IS_MAC), [hotkeys]);
  const noGlobal = missing === undefined ? undefined : fill(settings.hotkeysHere, { reason: missing });
  return (
    <Panel title={settings.hotkeys} hint={settings.hotkeysHint} icon={<IconKeyboard size="1.25rem" />}>
      {noGlobal === undefined ? null : <p className="quiet-line">{noGlobal}</p>}
      <div className="hotkeys">
        <HotkeyRow action="stop" accelerator={hotkeys.stop} conflict={conflicts.get('stop')} />
        {EMOTIONS.map((emotion) => (
          <HotkeyRow
            key={emotion}
            action={emotion}
            accelerator={hotkeys.expressions[emotion] ?? ''}
            conflict={conflicts.get(emotion)}
          />
        ))}
      </div>
    </Panel>
  );
}

interface HotkeyRowProps {
  readonly action: HotkeyAction;
  readonly accelerator: string;
  readonly conflict: HotkeyAction | undefined;
}

function HotkeyRow({ action, accelerator, conflict }: HotkeyRowProps) {
  const { settings, emotions, common } = useStrings();
  const save = useSave();
  const lock = useLock(action === 'stop' ? 'hotkeys.stop' : `hotkeys.expressions.${action}`);
  const nameOf = (one: HotkeyAction): string => (one === 'stop' ? settings.stop : emotions[one]);
  const set = (next: string): void =>
    void save({ hotkeys: action === 'stop' ? { stop: next } : { expressions: { [action]: next } } });
  const clear = (): void => {
    set('');
    showToast({
      tone: 'plain',
      title: settings.cleared,
      text: nameOf(action),
      action: { label: common.undo, run: () => set(accelerator) },
    });
  };
  return (
    <div className="hotkey-row" data-conflict={conflict !== undefined || undefined}>
      <span className="hotkey-name">
        {action === 'stop' ? (
          <IconPlayerStopFilled size="1.05rem" className="stop-sign" aria-hidden />
        ) : (
          <EmotionIcon emotion={action} size="1.1rem" />
        )}
        {nameOf(action)}
      </span>
      {conflict === undefined ? null : (
        <span className="hotkey-conflict">{fill(settings.conflict, { name: nameOf(conflict) })}</span>
      )}
      <HotkeyRecorder name={nameOf(action)} accelerator={accelerator} disabled={lock.disabled} onRecord={set} onClear={clear} />
      <ActionIcon
        className={accelerator === '' ? 'hotkey-clear-none' : undefined}
        variant="subtle"
        color="gray"
        size="sm"
        disabled={lock.disabled || accelerator === ''}
        aria-label={`${common.remove}: ${nameOf(action)}`}
        onClick={clear}
      >
        <IconX size="0.9rem" />
      </ActionIcon>
    </div>
  );
}
