import { Kbd } from '@mantine/core';
import { keysOfAccelerator } from './accelerator.ts';
import { IS_MAC } from './platform.ts';

/** A hotkey as key caps; nothing when none is set. */
export function HotkeyHint({ accelerator }: { readonly accelerator: string }) {
  const keys = keysOfAccelerator(accelerator, IS_MAC);
  if (keys.length === 0) return null;
  return (
    <span className="hotkey-hint">
      {keys.map((key) => (
        <Kbd key={key} size="xs">
          {key}
        </Kbd>
      ))}
    </span>
  );
}
export const hotkeyText = (accelerator: string): string => keysOfAccelerator(accelerator, IS_MAC).join(IS_MAC ? '' : '+');
