import { Button, Switch } from '@mantine/core';
import { IconChartBar, IconHistory } from '@tabler/icons-react';
import { useState } from 'react';
import type { VoteSetup, VoteView } from '#shared/audience/games.ts';
import { fill } from '../../i18n/strings.ts';
import { useInterfaceLanguage, useStrings } from '../../i18n/use-strings.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Bars } from './bars.tsx';
import { isAskable, QuestionForm } from './question-form.tsx';
import { TimeLeft } from './time-left.tsx';
import { useGameAction } from './use-game-action.ts';

/** The vote that runs, or the form for the next, and those before. */
export function VoteTab({ view }: { readonly view: VoteView }) {
  return (
    <>
      {view.current === null ? <VoteForm /> : <RunningVote vote={view.current} />}
      <VoteHistory view={view} />
    </>
  );
}

const EMPTY: VoteSetup = { question: '', options: [], seconds: 120, mayChange: true, bareWords: true, announce: true };

function VoteForm() {
  const { games } = useStrings();
  const words = games.vote;
  const { act, busy } = useGameAction();
  const [setup, setSetup] = useState(EMPTY);
  return (
    <Panel title={words.title} hint={words.hint} icon={<IconChartBar size="1.25rem" />}>
      <QuestionForm
        value={setup}
        placeholder={words.questionPlaceholder}
        onChange={({ question, options, seconds }) => setSetup({ ...setup, question, options: [...options], seconds })}
      />
      <Switch
        label={words.bareWords}
        checked={setup.bareWords}
        onChange={(event) => setSetup({ ...setup, bareWords: event.currentTarget.checked })}
      />
      <Switch
        label={words.mayChange}
        checked={setup.mayChange}
        onChange={(event) => setSetup({ ...setup, mayChange: event.currentTarget.checked })}
      />
      <Switch
        label={games.announce}
        checked={setup.announce}
        onChange={(event) => setSetup({ ...setup, announce: event.currentTarget.checked })}
      />
      <div className="game-buttons">
        <p className="quiet-line">{fill(games.say, { words: words.words })}</p>
        <Button loading={busy} disabled={!isAskable(setup)} onClick={() => void act((api) => api.openVote(setup))}>
          {games.start}
        </Button>
      </div>
    </Panel>
  );
}

function RunningVote({ vote }: { readonly vote: NonNullable<VoteView['current']> }) {
  const { games } = useStrings();
  const words = games.vote;
  const { act, busy } = useGameAction();
  const total = vote.tally.reduce((sum, { votes }) => sum + votes, 0);
  const most = Math.max(...vote.tally.map(({ votes }) => votes));
  return (
    <Panel
      title={vote.question}
      hint={vote.open ? words.running : words.closed}
      icon={<IconChartBar size="1.25rem" />}
      right={vote.open ? <TimeLeft until={vote.closesAt} /> : null}
    >
      <Bars
        bars={vote.tally.map(({ label, votes }) => ({
          label,
          amount: votes,
          text: fill(games.votes, { n: votes }),
          marked: !vote.open && votes === most && votes > 0,
        }))}
      />
      <div className="game-buttons">
        <p className="quiet-line" role="status">
          {fill(words.total, { n: total })} {vote.open ? `· ${fill(games.say, { words: words.words })}` : ''}
        </p>
        {vote.open ? (
          <Button loading={busy} onClick={() => void act((api) => api.endVote({ verb: 'finish' }))}>
            {words.finish}
          </Button>
        ) : (
          <Button variant="default" loading={busy} onClick={() => void act((api) => api.endVote({ verb: 'clear' }))}>
            {words.clear}
          </Button>
        )}
      </div>
    </Panel>
  );
}

function VoteHistory({ view }: { readonly view: VoteView }) {
  const { games } = useStrings();
  const language = useInterfaceLanguage();
  return (
    <Panel title={games.history} icon={<IconHistory size="1.25rem" />}>
      {view.history.length === 0 ? <EmptyState icon={<IconHistory size="1.5rem" />} title={games.historyNone} /> : null}
      <ul className="game-history">
        {view.history.map((one) => (
          <li key={one.id}>
            <time>{new Date(one.closedAt).toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short' })}</time>
            <strong>{one.question}</strong>
            <span>{one.tally.map(({ label, votes }) => `${label} ${votes}`).join(' · ')}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
