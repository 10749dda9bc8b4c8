import { Collapse, UnstyledButton } from '@mantine/core';
import { IconHelpCircle } from '@tabler/icons-react';
import { useId, useState } from 'react';

/** Steps for something that lies outside of the studio, folded away. */
export function HowTo({ title, steps }: { readonly title: string; readonly steps: readonly string[] }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <div className="how-to">
      <UnstyledButton className="how-to-toggle" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
        <IconHelpCircle size="0.95rem" aria-hidden /> {title}
      </UnstyledButton>
      <Collapse expanded={open} id={id}>
        <ol className="steps">
          {steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </Collapse>
    </div>
  );
}
