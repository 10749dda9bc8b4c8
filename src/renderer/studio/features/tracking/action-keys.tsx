import { IconKeyboard } from '@tabler/icons-react';
import type { Action } from '#shared/avatar/bindings.ts';
import { HotkeyHint } from '../../hotkeys/hotkey-hint.tsx';
import { useBindings } from '../bindings/bindings-context.tsx';

/** The first keys that do this, or where one sets them. `label`: what the link is for. */
export function ActionKeys({ type, label }: { readonly type: Action['type']; readonly label: string }) {
  const bindings = useBindings().value?.bindings ?? [];
  const keys = bindings
    .filter(({ enabled, actions }) => enabled && actions.some(({ action }) => action.type === type))
    .flatMap(({ id, name, triggers }) =>
      triggers.flatMap((trigger) => (trigger.type === 'key' ? [{ id, name, accelerator: trigger.accelerator }] : [])),
    )
    .slice(0, 3);
  return (
    <a className="drive-keys" href="#/hotkeys" title={label} aria-label={label}>
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
