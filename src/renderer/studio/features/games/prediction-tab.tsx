import { Button, Modal, NumberInput, Switch } from '@mantine/core';
import { IconHistory, IconTarget } from '@tabler/icons-react';
import { useState } from 'react';
import type { PredictionSetup, PredictionView } from '#shared/audience/games.ts';
import { fill } from '../../i18n/strings.ts';
import { useInterfaceLanguage, useStrings } from '../../i18n/use-strings.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Bars } from './bars.tsx';
import { isAskable, QuestionForm } from './question-form.tsx';
import { TimeLeft } from './time-left.tsx';
import { useGameAction } from './use-game-action.ts';

type Current = NonNullable<PredictionView['current']>;

/** The prediction that runs, or the form for the next, and those before. */
export function PredictionTab({ view }: { readonly view: PredictionView }) {
  return (
    <>
      {view.current === null ? <PredictionForm /> : <RunningPrediction prediction={view.current} />}
      <PredictionHistory view={view} />
    </>
  );
}

const EMPTY: PredictionSetup = { question: '', options: [], seconds: 180, minStake: 10, maxStake: 10_000, announce: true };

function PredictionForm() {
  const { games } = useStrings();
  const words = games.prediction;
  const { act, busy } = useGameAction();
  const [setup, setSetup] = useState(EMPTY);
  return (
    <Panel title={words.title} hint={words.hint} icon={<IconTarget size="1.25rem" />}>
      <QuestionForm
        value={setup}
        placeholder={words.questionPlaceholder}
        onChange={({ question, options, seconds }) => setSetup({ ...setup, question, options: [...options], seconds })}
      />
      <div className="game-fields">
        <NumberInput
          label={words.minStake}
          min={1}
          max={1_000_000}
          allowDecimal={false}
          value={setup.minStake}
          onChange={(value) => setSetup({ ...setup, minStake: Math.max(1, Math.round(Number(value) || 1)) })}
        />
        <NumberInput
          label={words.maxStake}
          min={setup.minStake}
          max={100_000_000}
          allowDecimal={false}
          value={setup.maxStake}
          onChange={(value) => setSetup({ ...setup, maxStake: Math.max(1, Math.round(Number(value) || 1)) })}
        />
      </div>
      <Switch
        label={games.announce}
        checked={setup.announce}
        onChange={(event) => setSetup({ ...setup, announce: event.currentTarget.checked })}
      />
      <div className="game-buttons">
        <p className="quiet-line">{fill(games.say, { words: words.words })}</p>
        <Button
          loading={busy}
          disabled={!isAskable(setup) || setup.maxStake < setup.minStake}
          onClick={() => void act((api) => api.openPrediction(setup))}
        >
          {games.start}
        </Button>
      </div>
    </Panel>
  );
}

function RunningPrediction({ prediction }: { readonly prediction: Current }) {
  const { games } = useStrings();
  const words = games.prediction;
  const { act, busy } = useGameAction();
  /** 'cancel', or the place of the option that is about to win. */
  const [asking, setAsking] = useState<'cancel' | number>();
  const pool = prediction.pools.reduce((sum, { stake }) => sum + stake, 0);
  const runs = prediction.phase === 'open' || prediction.phase === 'locked';
  return (
    <Panel
      title={prediction.question}
      hint={words.phases[prediction.phase]}
      icon={<IconTarget size="1.25rem" />}
      right={prediction.phase === 'open' ? <TimeLeft until={prediction.closesAt} /> : null}
    >
      <Bars
        bars={prediction.pools.map(({ label, stake, people }, index) => ({
          label,
          amount: stake,
          text: `${fill(games.points, { n: stake })} · ${fill(games.people, { n: people })}`,
          marked: prediction.outcome === index,
        }))}
      />
      {runs ? (
        <div className="game-outcomes">
          <span className="field-label">{words.outcome}</span>
          {prediction.pools.map(({ label }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: choices may share a label; their order never changes
            <Button key={index} size="xs" variant="light" onClick={() => setAsking(index)}>
              {fill(words.resolve, { option: label })}
            </Button>
          ))}
        </div>
      ) : null}
      <div className="game-buttons">
        <p className="quiet-line" role="status">
          {fill(words.pool, { n: pool })} {prediction.phase === 'open' ? `· ${fill(games.say, { words: words.words })}` : ''}
        </p>
        {prediction.phase === 'open' ? (
          <Button loading={busy} onClick={() => void act((api) => api.endPrediction({ verb: 'lock' }))}>
            {words.lock}
          </Button>
        ) : null}
        {runs ? (
          <Button variant="default" onClick={() => setAsking('cancel')}>
            {words.cancel}
          </Button>
        ) : (
          <Button variant="default" loading={busy} onClick={() => void act((api) => api.endPrediction({ verb: 'clear' }))}>
            {words.clear}
          </Button>
        )}
      </div>
      <SureSheet prediction={prediction} pool={pool} asking={asking} onClose={() => setAsking(undefined)} />
    </Panel>
  );
}

interface SureSheetProps {
  readonly prediction: Current;
  readonly pool: number;
  readonly asking: 'cancel' | number | undefined;
  readonly onClose: () => void;
}

/** Points change hands: that is asked for once more. */
function SureSheet({ prediction, pool, asking, onClose }: SureSheetProps) {
  const { games, common } = useStrings();
  const words = games.prediction;
  const { act, busy } = useGameAction();
  const option = typeof asking === 'number' ? (prediction.pools[asking]?.label ?? '') : '';
  const confirm = async (): Promise<void> => {
    const isDone = await act((api) =>
      typeof asking === 'number' ? api.resolvePrediction({ outcome: asking }) : api.endPrediction({ verb: 'cancel' }),
    );
    if (isDone) onClose();
  };
  return (
    <Modal opened={asking !== undefined} onClose={onClose} title={prediction.question} centered size="md">
      <p className="game-sure">{asking === 'cancel' ? words.cancelSure : fill(words.resolveSure, { option, n: pool })}</p>
      <div className="game-buttons">
        <Button variant="default" onClick={onClose} data-autofocus>
          {common.cancel}
        </Button>
        <Button loading={busy} onClick={() => void confirm()}>
          {words.sure}
        </Button>
      </div>
    </Modal>
  );
}

function PredictionHistory({ view }: { readonly view: PredictionView }) {
  const { games } = useStrings();
  const words = games.prediction;
  const language = useInterfaceLanguage();
  return (
    <Panel title={games.history} icon={<IconHistory size="1.25rem" />}>
      {view.history.length === 0 ? <EmptyState icon={<IconHistory size="1.5rem" />} title={games.historyNone} /> : null}
      <ul className="game-history">
        {view.history.map((one) => (
          <li key={one.id}>
            <time>{new Date(one.closedAt).toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short' })}</time>
            <strong>{one.question}</strong>
            <span>
              {one.outcome === null ? words.phases.cancelled : fill(words.won, { option: one.pools[one.outcome]?.label ?? '' })} ·{' '}
              {one.pools.map(({ label, stake }) => `${label} ${stake}`).join(' · ')}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
