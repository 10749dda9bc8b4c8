import { ActionIcon } from '@mantine/core';
import { IconClick, IconKeyboard, IconPlayerStopFilled, IconUrgent, IconX } from '@tabler/icons-react';
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

/** Stop, the stage window's click-through and every expression, each with its keys. */
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
        <HotkeyRow action="panic" accelerator={hotkeys.panic} conflict={conflicts.get('panic')} />
        <HotkeyRow action="clickThrough" accelerator={hotkeys.clickThrough} conflict={conflicts.get('clickThrough')} />
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
  const { settings, emotions, common, bindings, moderation } = useStrings();
  const save = useSave();
  const own = action === 'stop' || action === 'panic' || action === 'clickThrough';
  const lock = useLock(own ? `hotkeys.${action}` : `hotkeys.expressions.${action}`);
  const nameOf = (one: HotkeyAction): string =>
    ({ ...emotions, stop: settings.stop, panic: moderation.panicCard, clickThrough: bindings.clickThroughName })[one];
  const set = (next: string): void => void save({ hotkeys: own ? { [action]: next } : { expressions: { [action]: next } } });
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
        <ActionIconOf action={action} />
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

function ActionIconOf({ action }: { readonly action: HotkeyAction }) {
  if (action === 'stop') return <IconPlayerStopFilled size="1.05rem" className="stop-sign" aria-hidden />;
  if (action === 'panic') return <IconUrgent size="1.1rem" className="stop-sign" aria-hidden />;
  if (action === 'clickThrough') return <IconClick size="1.1rem" aria-hidden />;
  return <EmotionIcon emotion={action} size="1.1rem" />;
}
