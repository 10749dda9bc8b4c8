import { Anchor } from '@mantine/core';
import { IconPuzzle } from '@tabler/icons-react';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useWatch } from '../../session/use-watch.ts';
import './cubism.css';

/** Why a Live2D control does nothing while there is no Core; nothing once there is one. `onSetUp` leads to the card. */
export function CubismCoreNote({ onSetUp }: { readonly onSetUp?: () => void }) {
  const { cubism } = useStrings();
  const { value } = useWatch((api) => api.cubism.watch);
  if (value === undefined || value.core !== null) return null;
  return (
    <p className="core-note" role="note">
      <IconPuzzle size="1rem" aria-hidden />
      <span>
        {cubism.note}{' '}
        {onSetUp === undefined ? null : (
          <Anchor component="button" type="button" size="sm" onClick={onSetUp}>
            {cubism.noteAction}
          </Anchor>
        )}
      </span>
    </p>
  );
}
