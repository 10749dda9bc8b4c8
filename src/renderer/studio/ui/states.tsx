import { Button, Skeleton } from '@mantine/core';
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useStrings } from '../i18n/use-strings.tsx';
import { problemText } from './problem.ts';

interface EmptyStateProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly hint?: string;
  readonly action?: ReactNode;
}

/** Nothing here yet, and what to do about it. */
export function EmptyState({ icon, title, hint, action }: EmptyStateProps) {
  return (
    <div className="empty">
      <span className="empty-icon" aria-hidden>
        {icon}
      </span>
      <strong>{title}</strong>
      {hint === undefined ? null : <p>{hint}</p>}
      {action}
    </div>
  );
}

interface FailedStateProps {
  readonly title: string;
  readonly problem: unknown;
  readonly onRetry?: () => void;
}

/** What could not be read, why, and the next step. */
export function FailedState({ title, problem, onRetry }: FailedStateProps) {
  const strings = useStrings();
  return (
    <div className="empty" role="alert">
      <span className="empty-icon empty-icon-bad" aria-hidden>
        <IconAlertTriangle size="1.5rem" />
      </span>
      <strong>{title}</strong>
      <p>{problemText(strings, problem)}</p>
      {onRetry === undefined ? null : (
        <Button variant="default" size="xs" leftSection={<IconRefresh size="0.9rem" />} onClick={onRetry}>
          {strings.common.retry}
        </Button>
      )}
    </div>
  );
}

/** Rows that stand where the content will be, so that nothing jumps. */
export function LoadingState({ rows }: { readonly rows: number }) {
  const { common } = useStrings();
  return (
    <div className="loading" role="status" aria-label={common.loading}>
      {Array.from({ length: rows }, (_, row) => row).map((row) => (
        <Skeleton key={row} height="2rem" radius="md" />
      ))}
    </div>
  );
}
