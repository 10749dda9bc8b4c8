import { UnstyledButton } from '@mantine/core';
import { IconEye, IconEyeOff } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import type { LedgerEntry } from '#shared/live/ledger.ts';
import { useStrings } from '../../i18n/use-strings.tsx';

/** What a viewer wrote. Where moderation found something it is hidden until it is asked for: the ledger may be open on air. */
export function LedgerWords({ entry, children }: { readonly entry: LedgerEntry; readonly children: ReactNode }) {
  const { choosing } = useStrings();
  const [open, setOpen] = useState(false);
  if (entry.moderation === undefined) return children;
  return (
    <>
      {open ? children : null}
      <UnstyledButton className="ledger-hidden" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? <IconEyeOff size="0.85rem" aria-hidden /> : <IconEye size="0.85rem" aria-hidden />}
        {open ? choosing.hide : choosing.hidden}
      </UnstyledButton>
    </>
  );
}
