import { Button, Loader } from '@mantine/core';
import { IconFilterOff, IconListDetails } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { durationText } from '../../latency/latency-segments.ts';
import { Page } from '../../ui/page.tsx';
import { EmptyState, FailedState, LoadingState } from '../../ui/states.tsx';
import { type LedgerFilter, type LedgerSummary, matchesFilter, NO_FILTER, summaryOf } from './ledger-filter.ts';
import { LedgerFilters } from './ledger-filters.tsx';
import { LedgerTable } from './ledger-table.tsx';
import { useLedger } from './use-ledger.ts';
import './ledger.css';

/** What became of every message, and why. */
export function LedgerPage() {
  const { ledger } = useStrings();
  const { entries, loading, problem, hasMore, more } = useLedger();
  const [filter, setFilter] = useState<LedgerFilter>(NO_FILTER);
  const shown = useMemo(() => entries.filter((entry) => matchesFilter(entry, filter)), [entries, filter]);
  const summary = useMemo(() => summaryOf(entries), [entries]);
  return (
    <Page title={ledger.title} intro={ledger.intro} wide right={<Summary summary={summary} />}>
      <LedgerFilters filter={filter} onChange={setFilter} />
      {entries.length === 0 && loading ? <LoadingState rows={8} /> : null}
      {entries.length === 0 && !loading && problem === undefined ? (
        <EmptyState icon={<IconListDetails size="1.5rem" />} title={ledger.empty} hint={ledger.emptyHint} />
      ) : null}
      {entries.length > 0 && shown.length === 0 ? (
        <EmptyState
          icon={<IconFilterOff size="1.5rem" />}
          title={ledger.noMatch}
          action={
            <Button size="xs" variant="default" onClick={() => setFilter(NO_FILTER)}>
              {ledger.clearFilters}
            </Button>
          }
        />
      ) : null}
      {shown.length > 0 ? <LedgerTable entries={shown} /> : null}
      {problem === undefined ? null : <FailedState title={ledger.loadFailed} problem={problem} onRetry={more} />}
      {entries.length > 0 && problem === undefined ? (
        <LedgerEnd count={entries.length} loading={loading} hasMore={hasMore} more={more} />
      ) : null}
    </Page>
  );
}

function Summary({ summary }: { readonly summary: LedgerSummary }) {
  const { ledger } = useStrings();
  const text = (ms: number | undefined): string => (ms === undefined ? '–' : durationText(ms));
  return (
    <dl className="ledger-summary" title={summary.heard === 0 ? ledger.noSamples : undefined}>
      <div>
        <dt>{ledger.p50}</dt>
        <dd className="tabular">{text(summary.p50)}</dd>
      </div>
      <div>
        <dt>{ledger.p95}</dt>
        <dd className="tabular">{text(summary.p95)}</dd>
      </div>
    </dl>
  );
}

function LedgerEnd({
  count,
  loading,
  hasMore,
  more,
}: {
  readonly count: number;
  readonly loading: boolean;
  readonly hasMore: boolean;
  readonly more: () => void;
}) {
  const { ledger, common } = useStrings();
  return (
    <div className="ledger-end">
      <span className="tabular">{fill(ledger.loaded, { n: count })}</span>
      {loading ? <Loader size="xs" /> : null}
      {!loading && hasMore ? (
        <Button size="xs" variant="default" onClick={more}>
          {common.more}
        </Button>
      ) : null}
      {!loading && !hasMore ? <span>{ledger.end}</span> : null}
    </div>
  );
}
