import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { type ReactNode, useRef } from 'react';

export function Section({
  title,
  hint,
  children,
}: {
  readonly title: string;
  readonly hint: string;
  readonly children: ReactNode;
}) {
  return (
    <section className="binding-section">
      <h3>
        {title} <small>{hint}</small>
      </h3>
      {children}
    </section>
  );
}

interface StepProps {
  readonly title: string;
  readonly removeLabel: string;
  readonly onRemove: () => void;
  readonly tools?: ReactNode;
  readonly children: ReactNode;
}
export function Step({ title, removeLabel, onRemove, tools, children }: StepProps) {
  return (
    <div className="binding-step">
      <div className="binding-step-head">
        <strong>{title}</strong>
        {tools}
        <Tooltip label={removeLabel}>
          <ActionIcon size="sm" variant="subtle" color="gray" aria-label={`${removeLabel}: ${title}`} onClick={onRemove}>
            <IconTrash size="0.9rem" />
          </ActionIcon>
        </Tooltip>
      </div>
      <div className="binding-step-body">{children}</div>
    </div>
  );
}

export function AddMenu({
  label,
  disabled,
  children,
}: {
  readonly label: string;
  readonly disabled: boolean;
  readonly children: ReactNode;
}) {
  return (
    <Menu shadow="md" position="bottom-start" width="14rem">
      <Menu.Target>
        <Button className="binding-add" variant="light" size="xs" leftSection={<IconPlus size="0.9rem" />} disabled={disabled}>
          {label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah="18rem" style={{ overflowY: 'auto' }}>
        {children}
      </Menu.Dropdown>
    </Menu>
  );
}

export interface StepKeys {
  of(index: number): number;
  remove(index: number): void;
  swap(index: number, other: number): void;
}
/** Identities for the steps of a list, so that taking one away does not move what was typed in the others. */
export function useKeys(length: number): StepKeys {
  const keys = useRef<number[]>([]);
  const last = useRef(0);
  while (keys.current.length < length) {
    last.current += 1;
    keys.current.push(last.current);
  }
  return {
    of: (index) => keys.current[index] ?? index,
    remove(index) {
      keys.current = keys.current.toSpliced(index, 1);
    },
    swap(index, other) {
      const [one, two] = [keys.current[index], keys.current[other]];
      if (one !== undefined && two !== undefined) keys.current = keys.current.with(index, two).with(other, one);
    },
  };
}
