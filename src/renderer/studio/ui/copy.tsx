import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useStrings } from '../i18n/use-strings.tsx';
import { showToast } from './toast-store.ts';
import { withoutToken } from './without-token.ts';

const SHOWN_MS = 1600;

/** Copies a text to the clipboard and says so for a moment. */
export function useCopy(): { readonly copied: boolean; readonly copy: (text: string) => void } {
  const { common } = useStrings();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = (text: string): void => {
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => showToast({ tone: 'bad', title: common.copyFailed }),
    );
  };
  return { copied, copy };
}

export function CopyButton({
  text,
  label,
  variant = 'light',
}: {
  readonly text: string;
  readonly label: string;
  readonly variant?: 'light' | 'default';
}) {
  const { common } = useStrings();
  const { copied, copy } = useCopy();
  return (
    <Button
      variant={variant}
      leftSection={copied ? <IconCheck size="1rem" /> : <IconCopy size="1rem" />}
      onClick={() => copy(text)}
    >
      {copied ? common.copied : label}
    </Button>
  );
}

/** An address or key for copying. A token in it is never drawn: it would end up on stream. */
export function CopyField({
  text,
  label,
  secret = false,
}: {
  readonly text: string;
  readonly label: string;
  readonly secret?: boolean;
}) {
  const { common } = useStrings();
  const { copied, copy } = useCopy();
  const title = copied ? common.copied : common.copy;
  return (
    <div className="copy-field">
      <span className="copy-field-label">{label}</span>
      <div className="copy-field-box">
        <code>{secret ? DOTS : withoutToken(text)}</code>
        <Tooltip label={title}>
          <ActionIcon
            variant="subtle"
            color={copied ? 'green' : 'gray'}
            aria-label={`${common.copy}: ${label}`}
            onClick={() => copy(text)}
          >
            {copied ? <IconCheck size="1rem" /> : <IconCopy size="1rem" />}
          </ActionIcon>
        </Tooltip>
      </div>
    </div>
  );
}

const DOTS = '••••••••••••••••';
