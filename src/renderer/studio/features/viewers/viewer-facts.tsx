import { Button } from '@mantine/core';
import { type ReactNode, useCallback } from 'react';
import type { ViewerAccount, ViewerCard } from '#shared/audience/viewers.ts';
import { fill } from '../../i18n/strings.ts';
import { useInterfaceLanguage, useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { moneyText } from '../../ui/money.ts';
import { showToast } from '../../ui/toast-store.ts';
import { useAction } from '../../ui/use-action.ts';
import { useRelink } from './use-relink.ts';
import { AccountBadge, ViewerName } from './viewer-name.tsx';

/** When, how often and how much, and the accounts behind it. */
export function ViewerFacts({ card }: { readonly card: ViewerCard }) {
  const { viewers } = useStrings();
  const language = useInterfaceLanguage();
  const day = (ms: number): string => new Date(ms).toLocaleDateString(language, { dateStyle: 'medium' });
  const number = (value: number): string => value.toLocaleString(language);
  return (
    <>
      <dl className="viewer-facts tabular">
        <Fact name={viewers.firstSeen}>{day(card.firstSeenMs)}</Fact>
        <Fact name={viewers.lastSeen}>{day(card.lastSeenMs)}</Fact>
        <Fact name={viewers.visitsLabel}>{fill(viewers.visitsValue, { n: card.visits, days: card.days })}</Fact>
        <Fact name={viewers.messagesLabel}>{number(card.messages)}</Fact>
        <Fact name={viewers.pointsLabel}>
          {number(card.points)}
          {card.rank === null ? null : <small> · {fill(viewers.rank, { n: card.rank })}</small>}
        </Fact>
        <Fact name={viewers.loyalty} hint={viewers.loyaltyHint}>
          {Math.round(card.loyalty * 100)}
        </Fact>
        <Fact name={viewers.paid}>
          {card.paid.length === 0 ? viewers.paidNone : card.paid.map((sum) => moneyText(sum, language)).join(' · ')}
        </Fact>
      </dl>
      <h3 className="viewer-heading">{viewers.accounts}</h3>
      <ul className="viewer-accounts">
        {card.accounts.map((account) => (
          <AccountRow key={account.account} account={account} merged={card.accounts.length > 1} />
        ))}
      </ul>
    </>
  );
}

function Fact({ name, hint, children }: { readonly name: string; readonly hint?: string; readonly children: ReactNode }) {
  return (
    <div title={hint}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function AccountRow({ account, merged }: { readonly account: ViewerAccount; readonly merged: boolean }) {
  const { viewers, common } = useStrings();
  const client = useClient();
  const language = useInterfaceLanguage();
  const relink = useRelink();
  const { run, busy } = useAction(
    viewers.splitFailed,
    useCallback(async () => {
      const { before } = await client.audience.split({ account: account.account });
      showToast({
        tone: 'plain',
        title: viewers.splitDone,
        action: { label: common.undo, run: () => relink(before, viewers.mergeFailed) },
      });
    }, [client, account.account, viewers, common, relink]),
  );
  return (
    <li>
      <AccountBadge account={account.account} />
      <ViewerName name={account.name} />
      <code>{account.account.slice(account.account.indexOf(':') + 1)}</code>
      <span className="tabular viewer-dim">{fill(viewers.points, { n: account.points.toLocaleString(language) })}</span>
      {merged ? (
        <Button size="compact-xs" variant="subtle" title={viewers.splitHint} loading={busy} onClick={() => void run()}>
          {viewers.split}
        </Button>
      ) : null}
    </li>
  );
}
