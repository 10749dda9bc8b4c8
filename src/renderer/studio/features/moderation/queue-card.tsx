import { Button, Tooltip } from '@mantine/core';
import { IconCheck, IconHourglass, IconShieldCheck, IconX } from '@tabler/icons-react';
import { type KeyboardEvent, useCallback } from 'react';
import type { HeldMessage } from '#shared/contract/moderation.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient, useSettings } from '../../session/session-context.tsx';
import { Panel } from '../../ui/page.tsx';
import { PlatformBadge } from '../../ui/platform-badge.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useAction } from '../../ui/use-action.ts';

type Decision = 'approve' | 'reject' | 'timeOut';
const KEYS: Readonly<Record<string, Decision>> = { a: 'approve', r: 'reject', t: 'timeOut' };

/** Messages that are not shown before the streamer looked; the oldest first. */
export function QueueCard({ held, checking }: { readonly held: readonly HeldMessage[]; readonly checking: number }) {
  const { moderation } = useStrings();
  const move = useCallback((from: HTMLElement, step: 1 | -1) => {
    const next = step === 1 ? from.nextElementSibling : from.previousElementSibling;
    if (next instanceof HTMLElement) next.focus();
  }, []);
  return (
    <Panel
      title={held.length === 0 ? moderation.queue : `${moderation.queue} · ${held.length}`}
      hint={moderation.queueHint}
      icon={<IconShieldCheck size="1.25rem" />}
      right={checking === 0 ? null : <span className="tag tag-off">{fill(moderation.checking, { n: checking })}</span>}
    >
      {held.length === 0 ? (
        <EmptyState icon={<IconShieldCheck size="1.5rem" />} title={moderation.queueNone} hint={moderation.queueNoneHint} />
      ) : (
        <ul className="held-list">
          {held.map((message) => (
            <HeldRow key={message.id} message={message} move={move} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

interface HeldRowProps {
  readonly message: HeldMessage;
  readonly move: (from: HTMLElement, step: 1 | -1) => void;
}

function HeldRow({ message, move }: HeldRowProps) {
  const { moderation, choosing } = useStrings();
  const seconds = useSettings((all) => all.moderation.strikes.timeoutSeconds);
  const { decide, busy } = useDecision(message);
  const canTimeOut = message.viewerKey !== null;
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const row = event.currentTarget;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      move(row, event.key === 'ArrowDown' ? 1 : -1);
    }
    const decision = KEYS[event.key.toLowerCase()];
    if (decision === undefined || (decision === 'timeOut' && !canTimeOut)) return;
    // The row goes away: the keyboard goes on with the next one.
    move(row, row.nextElementSibling === null ? -1 : 1);
    void decide(decision);
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a row takes keys that decide on it; its buttons do the same
    <li className="held-row" tabIndex={0} onKeyDown={onKeyDown} aria-label={`${message.userName}: ${message.text}`}>
      <div className="held-head">
        <PlatformBadge platform={message.platform} />
        <strong>{message.userName}</strong>
        <span className="tag">{choosing.categories[message.category]}</span>
      </div>
      <p className="held-text">{message.text}</p>
      {message.evidence === '' || message.evidence === message.text ? null : (
        <p className="held-why">{fill(moderation.because, { text: message.evidence })}</p>
      )}
      <div className="button-row">
        <Button
          size="compact-sm"
          leftSection={<IconCheck size="0.9rem" />}
          disabled={busy}
          onClick={() => void decide('approve')}
        >
          {moderation.approve}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconX size="0.9rem" />}
          disabled={busy}
          onClick={() => void decide('reject')}
        >
          {moderation.reject}
        </Button>
        {canTimeOut ? (
          <Tooltip label={fill(moderation.timeOutHint, { n: Math.max(1, Math.round(seconds / 60)) })}>
            <Button
              size="compact-sm"
              variant="subtle"
              color="red"
              leftSection={<IconHourglass size="0.9rem" />}
              disabled={busy}
              onClick={() => void decide('timeOut')}
            >
              {moderation.timeOut}
            </Button>
          </Tooltip>
        ) : null}
      </div>
    </li>
  );
}

function useDecision({ id, viewerKey, userId, platform, userName }: HeldMessage) {
  const { moderation } = useStrings();
  const client = useClient();
  const { run, busy } = useAction(
    moderation.decideFailed,
    useCallback(
      async (decision: Decision) => {
        if (decision === 'approve') {
          await client.moderation.approve({ id });
          showToast({ tone: 'good', title: moderation.approved });
          return;
        }
        await client.moderation.reject({ id });
        if (decision === 'reject' || viewerKey === null) {
          showToast({ tone: 'plain', title: moderation.rejected });
          return;
        }
        await client.moderation.timeOut({ viewerKey, userId, platform, userName });
        showToast({
          tone: 'plain',
          title: fill(moderation.timedOutNow, { name: userName }),
          action: { label: moderation.lift, run: () => void client.moderation.liftTimeOut({ viewerKey }).catch(() => undefined) },
        });
      },
      [client, id, viewerKey, userId, platform, userName, moderation],
    ),
  );
  return { decide: run, busy };
}
