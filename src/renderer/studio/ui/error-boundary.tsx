import { Button } from '@mantine/core';
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react';
import { Component, type ErrorInfo, type ReactNode } from 'react';
import { messageFromUnknown } from '#shared/errors.ts';
import { useStrings } from '../i18n/use-strings.tsx';
import { EmptyState } from './states.tsx';

interface Props {
  readonly children: ReactNode;
}

/** Keeps a failing page from taking the rest down (React catches render errors only in a class). */
export class ErrorBoundary extends Component<Props, { readonly error: unknown }> {
  override state: { readonly error: unknown } = { error: undefined };
  static getDerivedStateFromError(error: unknown): { readonly error: unknown } {
    return { error };
  }
  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    console.error('a page of the studio failed', error, info.componentStack);
  }
  override render(): ReactNode {
    if (this.state.error === undefined) return this.props.children;
    return <CrashNotice error={this.state.error} onRetry={() => this.setState({ error: undefined })} />;
  }
}

function CrashNotice({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const { errors, common } = useStrings();
  return (
    <div className="centre">
      <EmptyState
        icon={<IconAlertTriangle size="1.5rem" />}
        title={errors.crash}
        hint={`${errors.crashHint} ${messageFromUnknown(error)}`}
        action={
          <Button variant="default" size="xs" leftSection={<IconRefresh size="0.9rem" />} onClick={onRetry}>
            {common.retry}
          </Button>
        }
      />
    </div>
  );
}
