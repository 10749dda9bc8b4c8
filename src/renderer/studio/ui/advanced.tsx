import { Collapse, UnstyledButton } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { type ReactNode, useId, useState } from 'react';
import { useStrings } from '../i18n/use-strings.tsx';

/** Settings that most people never need, folded away. */
export function Advanced({ children }: { readonly children: ReactNode }) {
  const { common } = useStrings();
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <div className="advanced">
      <UnstyledButton className="advanced-toggle" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
        <IconChevronRight size="0.95rem" aria-hidden /> {common.advanced}
      </UnstyledButton>
      <Collapse expanded={open} id={id}>
        <div className="advanced-body">{children}</div>
      </Collapse>
    </div>
  );
}
