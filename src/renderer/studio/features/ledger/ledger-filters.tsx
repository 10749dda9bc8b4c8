import { Select, Switch, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { ledgerDecisionSchema, ledgerReasonSchema } from '#shared/live/ledger.ts';
import { livePlatformSchema } from '#shared/live/live-event.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import type { LedgerFilter } from './ledger-filter.ts';

const ALL = 'all';

export function LedgerFilters({
  filter,
  onChange,
}: {
  readonly filter: LedgerFilter;
  readonly onChange: (filter: LedgerFilter) => void;
}) {
  const { ledger, decisions, platforms, reasons, choosing } = useStrings();
  return (
    <search className="ledger-filters">
      <TextInput
        className="ledger-search"
        leftSection={<IconSearch size="1rem" />}
        aria-label={ledger.search}
        placeholder={ledger.search}
        value={filter.search}
        onChange={(event) => onChange({ ...filter, search: event.currentTarget.value })}
      />
      <Select
        aria-label={ledger.decision}
        value={filter.decision ?? ALL}
        onChange={(next) => onChange({ ...filter, decision: next === ALL ? undefined : ledgerDecisionSchema.parse(next) })}
        data={[
          { value: ALL, label: `${ledger.decision}: ${ledger.all}` },
          ...ledgerDecisionSchema.options.map((value) => ({ value, label: decisions[value] })),
        ]}
      />
      <Select
        aria-label={choosing.reason}
        searchable
        value={filter.reason ?? ALL}
        onChange={(next) =>
          onChange({ ...filter, reason: next === null || next === ALL ? undefined : ledgerReasonSchema.parse(next) })
        }
        data={[
          { value: ALL, label: choosing.allReasons },
          ...ledgerReasonSchema.options.map((value) => ({ value, label: reasons[value] })),
        ]}
      />
      <Select
        aria-label={ledger.platform}
        value={filter.platform ?? ALL}
        onChange={(next) => onChange({ ...filter, platform: next === ALL ? undefined : livePlatformSchema.parse(next) })}
        data={[
          { value: ALL, label: `${ledger.platform}: ${ledger.all}` },
          ...livePlatformSchema.options.map((value) => ({ value, label: platforms[value] })),
        ]}
      />
      <Switch
        label={ledger.paid}
        checked={filter.paidOnly}
        onChange={(event) => onChange({ ...filter, paidOnly: event.currentTarget.checked })}
      />
    </search>
  );
}
