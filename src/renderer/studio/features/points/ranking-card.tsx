import { Button } from '@mantine/core';
import { IconTrophy } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import { useInterfaceLanguage, useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState, FailedState, LoadingState } from '../../ui/states.tsx';
import { useBookQuery } from '../viewers/use-viewers.ts';
import { AccountBadge, ViewerName } from '../viewers/viewer-name.tsx';
import { GrantSheet } from './grant-sheet.tsx';

const SHOWN = 50;

/** Most points first; points can be given and taken by hand. */
export function RankingCard() {
  const { points } = useStrings();
  return (
    <Panel title={points.ranking} icon={<IconTrophy size="1.25rem" />}>
      <Ranking />
    </Panel>
  );
}

function Ranking() {
  const { points, viewers } = useStrings();
  const client = useClient();
  const language = useInterfaceLanguage();
  const [granting, setGranting] = useState<{ readonly viewerKey: string; readonly name: string }>();
  const ask = useCallback(
    async (signal: AbortSignal) => (await client.audience.ranking({ limit: SHOWN }, { signal })).viewers,
    [client],
  );
  const { value, problem, again } = useBookQuery(ask);
  if (value === undefined)
    return problem === undefined ? (
      <LoadingState rows={5} />
    ) : (
      <FailedState title={points.rankingFailed} problem={problem} onRetry={again} />
    );
  if (value.length === 0)
    return <EmptyState icon={<IconTrophy size="1.5rem" />} title={points.rankingNone} hint={points.rankingNoneHint} />;
  return (
    <>
      <ol className="points-ranking">
        {value.map(({ rank, viewerKey, name, points: amount }) => (
          <li key={viewerKey}>
            <b className={rank <= 3 ? `points-rank points-rank-${rank} tabular` : 'points-rank tabular'}>{rank}</b>
            <AccountBadge account={viewerKey} />
            <span className="points-name">
              <ViewerName name={name} />
            </span>
            <strong className="tabular">{amount.toLocaleString(language)}</strong>
            <Button size="compact-xs" variant="subtle" onClick={() => setGranting({ viewerKey, name: name || viewers.nameless })}>
              {points.grant}
            </Button>
          </li>
        ))}
      </ol>
      {granting === undefined ? null : <GrantSheet viewer={granting} onClose={() => setGranting(undefined)} />}
    </>
  );
}
