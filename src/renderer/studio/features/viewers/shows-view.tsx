import { Select } from '@mantine/core';
import { IconChartBar } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import { fill } from '../../i18n/strings.ts';
import { useInterfaceLanguage, useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState, FailedState, LoadingState } from '../../ui/states.tsx';
import { ShowReportPanel } from './show-report-panel.tsx';
import { useBookQuery } from './use-viewers.ts';

/** Evening by evening; the newest is open. */
export function ShowsView() {
  const { viewers } = useStrings();
  const client = useClient();
  const language = useInterfaceLanguage();
  const [chosen, setChosen] = useState<number>();
  const ask = useCallback(async (signal: AbortSignal) => (await client.audience.shows({}, { signal })).shows, [client]);
  const { value, problem, again } = useBookQuery(ask);
  if (value === undefined)
    return problem === undefined ? (
      <LoadingState rows={6} />
    ) : (
      <FailedState title={viewers.showsFailed} problem={problem} onRetry={again} />
    );
  const newest = value[0];
  if (newest === undefined)
    return (
      <Panel>
        <EmptyState icon={<IconChartBar size="1.5rem" />} title={viewers.showsNone} hint={viewers.showsNoneHint} />
      </Panel>
    );
  const shown = chosen ?? newest.id;
  const label = (show: (typeof value)[number]): string => {
    const date = new Date(show.startedMs).toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short' });
    return show.title === '' ? date : `${date} · ${show.title}`;
  };
  return (
    <>
      <Select
        label={viewers.show}
        description={viewers.showsHint}
        allowDeselect={false}
        value={String(shown)}
        onChange={(next) => setChosen(Number(next))}
        data={value.map((show) => ({ value: String(show.id), label: fill(viewers.showOf, { date: label(show) }) }))}
      />
      <ShowReportPanel key={shown} showId={shown} />
    </>
  );
}
