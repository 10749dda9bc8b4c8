import { Collapse, UnstyledButton } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { type ReactNode, useId, useState } from 'react';

interface CardOptionProps {
  readonly title: string;
  /** What it is now: "Signed in as …"; seen while it is folded. */
  readonly state?: string | undefined;
  readonly hint: string;
  readonly children: ReactNode;
}

/** Something more that a room can do, folded away under its card. */
export function CardOption({ title, state, hint, children }: CardOptionProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <div className="card-option">
      <UnstyledButton className="card-option-toggle" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
        <IconChevronRight size="0.95rem" aria-hidden />
        <strong>{title}</strong>
        {state === undefined ? null : <span className="tag tag-good">{state}</span>}
      </UnstyledButton>
      <Collapse expanded={open} id={id}>
        <div className="card-option-body">
          <p className="field-hint">{hint}</p>
          {children}
        </div>
      </Collapse>
    </div>
  );
}
