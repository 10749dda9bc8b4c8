import { Checkbox } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import type { Drawn } from '#shared/audience/games.ts';
import { fill } from '../../i18n/strings.ts';
import { useInterfaceLanguage, useStrings } from '../../i18n/use-strings.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useGameAction } from './use-game-action.ts';

/** Who drew and won what; things are ticked off when they were handed over. */
export function DrawnCard({ drawn }: { readonly drawn: readonly Drawn[] }) {
  const { games } = useStrings();
  const words = games.lottery;
  const language = useInterfaceLanguage();
  const { act } = useGameAction();
  return (
    <Panel title={words.drawn} hint={words.drawnHint} icon={<IconHistory size="1.25rem" />}>
      {drawn.length === 0 ? <EmptyState icon={<IconHistory size="1.5rem" />} title={words.drawnNone} /> : null}
      <ul className="game-history game-scroll">
        {drawn.map(({ seq, at, userName, count, wins, handedOver }) => (
          <li key={seq} data-won={wins.length > 0 || undefined}>
            <time>{new Date(at).toLocaleTimeString(language)}</time>
            <strong>{userName}</strong>
            <span>
              {fill(words.draws, { n: count })} → {wins.length === 0 ? words.nothing : wins.map(({ name }) => name).join(' · ')}
            </span>
            {wins.some(({ kind }) => kind === 'item') ? (
              <Checkbox
                size="xs"
                label={handedOver ? words.handedOver : words.toHandOver}
                checked={handedOver}
                onChange={(event) => {
                  const next = event.currentTarget.checked;
                  void act((api) => api.handOver({ seq, handedOver: next }));
                }}
              />
            ) : null}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
