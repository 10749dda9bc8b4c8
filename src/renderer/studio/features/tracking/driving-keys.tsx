import { IconKeyboard } from '@tabler/icons-react';
import { HotkeyHint } from '../../hotkeys/hotkey-hint.tsx';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useBindings } from '../bindings/bindings-context.tsx';

/** The action of bindings that hands the avatar over. */
const HANDS_OVER: string = 'drive';

/** The first keys that hand the avatar over, or where one sets them. */
export function DrivingKeys() {
  const { driving } = useStrings();
  const bindings = useBindings().value?.bindings ?? [];
  const keys = bindings
    .filter(({ enabled, actions }) => enabled && actions.some(({ action }) => action.type === HANDS_OVER))
    .flatMap(({ id, name, triggers }) =>
      triggers.flatMap((trigger) => (trigger.type === 'key' ? [{ id, name, accelerator: trigger.accelerator }] : [])),
    )
    .slice(0, 3);
  return (
    <a className="drive-keys" href="#/hotkeys" title={driving.noKeys} aria-label={driving.noKeys}>
      {keys.length === 0 ? (
        <IconKeyboard size="1.15rem" aria-hidden />
      ) : (
        keys.map(({ id, name, accelerator }) => (
          <span key={`${id} ${accelerator}`} title={name}>
            <HotkeyHint accelerator={accelerator} />
          </span>
        ))
      )}
    </a>
  );
}
