import { Button } from '@mantine/core';
import { IconChartBar, IconDownload } from '@tabler/icons-react';
import { type ReactNode, useCallback } from 'react';
import type { ShowReport } from '#shared/audience/shows.ts';
import { lookUp } from '../../i18n/strings.ts';
import { useInterfaceLanguage, useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { downloadBytes } from '../../ui/download.ts';
import { moneyText } from '../../ui/money.ts';
import { Panel } from '../../ui/page.tsx';
import { FailedState, LoadingState } from '../../ui/states.tsx';
import { MinuteChart } from './minute-chart.tsx';
import { showCsv, showFileName } from './show-export.ts';
import { useBookQuery } from './use-viewers.ts';
import { ViewerName } from './viewer-name.tsx';

/** One evening in numbers. */
export function ShowReportPanel({ showId }: { readonly showId: number }) {
  const { viewers } = useStrings();
  const client = useClient();
  const ask = useCallback((signal: AbortSignal) => client.audience.show({ id: showId }, { signal }), [client, showId]);
  const { value, problem, again } = useBookQuery(ask);
  if (value === undefined)
    return problem === undefined ? (
      <LoadingState rows={8} />
    ) : (
      <FailedState title={viewers.showsFailed} problem={problem} onRetry={again} />
    );
  return (
    <Panel title={viewers.report} icon={<IconChartBar size="1.25rem" />} right={<Exports report={value} />}>
      <Numbers report={value} />
      <h3 className="viewer-heading">{viewers.perMinute}</h3>
      <MinuteChart report={value} />
      <div className="show-lists">
        <Talkers report={value} />
        <Patrons report={value} />
        <Kinds report={value} />
      </div>
    </Panel>
  );
}

function Numbers({ report }: { readonly report: ShowReport }) {
  const { viewers } = useStrings();
  const language = useInterfaceLanguage();
  const number = (value: number): string => value.toLocaleString(language);
  const paid = report.paid.map((sum) => moneyText(sum, language)).join(' · ');
  const facts: readonly (readonly [string, string])[] = [
    [viewers.viewers, number(report.viewers)],
    [viewers.newViewers, number(report.newViewers)],
    [viewers.returning, number(Math.max(0, report.viewers - report.newViewers))],
    [viewers.messages, number(report.messages)],
    [viewers.answered, number(report.counts.answered ?? 0)],
    [viewers.income, paid === '' ? viewers.paidNone : paid],
  ];
  return (
    <dl className="viewer-facts tabular">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Ranked({ title, children }: { readonly title: string; readonly children: readonly ReactNode[] }) {
  const { viewers } = useStrings();
  return (
    <section>
      <h3 className="viewer-heading">{title}</h3>
      {children.length === 0 ? <p className="viewer-dim">{viewers.nobody}</p> : <ol className="show-ranked">{children}</ol>}
    </section>
  );
}

function Talkers({ report }: { readonly report: ShowReport }) {
  const { viewers } = useStrings();
  return (
    <Ranked title={viewers.talkers}>
      {report.talkers.slice(0, 10).map(({ viewerKey, name, messages }) => (
        <li key={viewerKey}>
          <ViewerName name={name} />
          <b className="tabular">{messages}</b>
        </li>
      ))}
    </Ranked>
  );
}

function Patrons({ report }: { readonly report: ShowReport }) {
  const { viewers } = useStrings();
  const language = useInterfaceLanguage();
  return (
    <Ranked title={viewers.patrons}>
      {report.patrons.slice(0, 10).map(({ viewerKey, name, currency, micros }) => (
        <li key={`${viewerKey} ${currency}`}>
          <ViewerName name={name} />
          <b className="tabular">{moneyText({ currency, micros, estimated: false }, language)}</b>
        </li>
      ))}
    </Ranked>
  );
}

/** What the lines wanted, by the small classifier. */
function Kinds({ report }: { readonly report: ShowReport }) {
  const { viewers } = useStrings();
  const wishes = Object.entries(report.counts)
    .filter(([name]) => name.startsWith('intent:') && name !== 'intent:chat')
    .sort(([, a], [, b]) => b - a)
    .slice(0, 10);
  return (
    <Ranked title={viewers.wishes}>
      {wishes.map(([name, count]) => (
        <li key={name}>
          <span>{lookUp(viewers.wishNames, name.slice('intent:'.length)) ?? name}</span>
          <b className="tabular">{count}</b>
        </li>
      ))}
    </Ranked>
  );
}

function Exports({ report }: { readonly report: ShowReport }) {
  const { viewers } = useStrings();
  return (
    <div className="viewer-verbs">
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconDownload size="1rem" />}
        onClick={() => downloadBytes(showFileName(report, 'csv'), showCsv(report, viewers), 'text/csv;charset=utf-8')}
      >
        {viewers.csv}
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        onClick={() => downloadBytes(showFileName(report, 'json'), JSON.stringify(report, null, 2), 'application/json')}
      >
        {viewers.json}
      </Button>
    </div>
  );
}
