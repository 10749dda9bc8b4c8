import { Button, Select, TextInput } from '@mantine/core';
import { IconSearch, IconUsers } from '@tabler/icons-react';
import { useDeferredValue, useState } from 'react';
import type { ViewerSummary } from '#shared/audience/viewers.ts';
import { fill } from '../../i18n/strings.ts';
import { useInterfaceLanguage, useStrings } from '../../i18n/use-strings.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState, FailedState, LoadingState } from '../../ui/states.tsx';
import { useViewers, VIEWER_ORDERS, type ViewerOrder } from './use-viewers.ts';
import { AccountBadge, ViewerName } from './viewer-name.tsx';

interface ViewerListProps {
  readonly chosen: string | undefined;
  readonly onChoose: (viewerKey: string) => void;
}

export function ViewerList({ chosen, onChoose }: ViewerListProps) {
  const { viewers } = useStrings();
  const [search, setSearch] = useState('');
  const [order, setOrder] = useState<ViewerOrder>('last');
  return (
    <Panel className="viewer-list-panel">
      <search className="viewer-search">
        <TextInput
          leftSection={<IconSearch size="1rem" />}
          aria-label={viewers.search}
          placeholder={viewers.search}
          maxLength={100}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <Select
          aria-label={viewers.order}
          allowDeselect={false}
          value={order}
          onChange={(next) => setOrder(VIEWER_ORDERS.find((one) => one === next) ?? 'last')}
          data={VIEWER_ORDERS.map((value) => ({ value, label: viewers.orders[value] }))}
        />
      </search>
      <Matches search={search} order={order} chosen={chosen} onChoose={onChoose} />
    </Panel>
  );
}

/** Those that match a search, as rows to choose from. */
export function Matches({
  search,
  order,
  chosen,
  onChoose,
}: ViewerListProps & { readonly search: string; readonly order: ViewerOrder }) {
  const { viewers } = useStrings();
  const text = useDeferredValue(search.trim());
  const { value, problem, hasMore, more, again } = useViewers(text, order);
  if (value === undefined)
    return problem === undefined ? (
      <LoadingState rows={6} />
    ) : (
      <FailedState title={viewers.loadFailed} problem={problem} onRetry={again} />
    );
  if (value.length === 0)
    return text === '' ? (
      <EmptyState icon={<IconUsers size="1.5rem" />} title={viewers.empty} hint={viewers.emptyHint} />
    ) : (
      <EmptyState icon={<IconUsers size="1.5rem" />} title={viewers.noMatch} />
    );
  return (
    <ul className="viewer-rows">
      {value.map((viewer) => (
        <ViewerRow key={viewer.viewerKey} viewer={viewer} chosen={viewer.viewerKey === chosen} onChoose={onChoose} />
      ))}
      {hasMore ? (
        <li className="viewer-more">
          <Button size="compact-sm" variant="subtle" onClick={more}>
            {viewers.more}
          </Button>
        </li>
      ) : null}
    </ul>
  );
}

function ViewerRow({
  viewer,
  chosen,
  onChoose,
}: {
  readonly viewer: ViewerSummary;
  readonly chosen: boolean;
  readonly onChoose: (viewerKey: string) => void;
}) {
  const { viewers } = useStrings();
  const language = useInterfaceLanguage();
  const { viewerKey, name, accounts, visits, points, lastSeenMs } = viewer;
  return (
    <li>
      <button type="button" className="viewer-row" aria-pressed={chosen} onClick={() => onChoose(viewerKey)}>
        <span className="viewer-badges">
          {accounts.slice(0, 3).map((account) => (
            <AccountBadge key={account} account={account} />
          ))}
        </span>
        <strong>
          <ViewerName name={name} />
        </strong>
        <span className="viewer-row-facts tabular">
          {fill(viewers.visits, { n: visits })} · {fill(viewers.points, { n: points.toLocaleString(language) })}
          <time dateTime={new Date(lastSeenMs).toISOString()}>{new Date(lastSeenMs).toLocaleDateString(language)}</time>
        </span>
      </button>
    </li>
  );
}
