import { Button, CloseButton } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconInfoCircle } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useStrings } from '../i18n/use-strings.tsx';
import { dismissToast, type Toast, toastStore } from './toast-store.ts';

const ICONS = { good: IconCheck, bad: IconAlertTriangle, plain: IconInfoCircle } as const;
const SHOWN_MS = 4500;
/** Something to read to the end or to act on. */
const SHOWN_LONG_MS = 10_000;

/** The corner in which short messages appear. */
export function Toasts() {
  const toasts = useStore(toastStore, (state) => state.toasts);
  return (
    <section className="toasts" aria-live="polite">
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </section>
  );
}

function ToastCard({ toast }: { readonly toast: Toast }) {
  const { common } = useStrings();
  const [held, setHeld] = useState(false);
  const shownMs = toast.action || toast.tone === 'bad' ? SHOWN_LONG_MS : SHOWN_MS;
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => dismissToast(toast.id), shownMs);
    return () => clearTimeout(timer);
  }, [held, shownMs, toast.id]);
  const Icon = ICONS[toast.tone];
  const { action } = toast;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the pointer only holds the toast longer; nothing is done by it
    <div
      className={`toast toast-${toast.tone}`}
      role={toast.tone === 'bad' ? 'alert' : 'status'}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
    >
      <Icon size="1.125rem" className="toast-icon" aria-hidden />
      <div className="toast-words">
        <strong>{toast.title}</strong>
        {toast.text ? <span>{toast.text}</span> : null}
      </div>
      {action ? (
        <Button
          size="compact-sm"
          variant="light"
          onClick={() => {
            action.run();
            dismissToast(toast.id);
          }}
        >
          {action.label}
        </Button>
      ) : null}
      <CloseButton size="sm" aria-label={common.close} onClick={() => dismissToast(toast.id)} />
    </div>
  );
}
