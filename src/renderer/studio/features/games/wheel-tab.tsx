import { Button, NumberInput, SegmentedControl, Switch, TagsInput } from '@mantine/core';
import { IconHistory, IconUsers, IconWheel } from '@tabler/icons-react';
import type { WheelRules, WheelView } from '#shared/audience/games.ts';
import { fill } from '../../i18n/strings.ts';
import { useInterfaceLanguage, useStrings } from '../../i18n/use-strings.tsx';
import { CopyField } from '../../ui/copy.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useGameAction } from './use-game-action.ts';
import { WheelDisc } from './wheel-disc.tsx';

/** The host's wheel: who is on it, the four buttons, and what came out. */
export function WheelTab({ view }: { readonly view: WheelView }) {
  return (
    <>
      <TurnCard view={view} />
      <RulesCard view={view} />
      <HistoryCard view={view} />
    </>
  );
}

type Verb = 'open' | 'set' | 'start' | 'stop' | 'close';
/** What can be done when; the first is what comes next. */
const VERBS: Readonly<Record<WheelView['phase'], readonly Verb[]>> = {
  closed: ['open', 'set'],
  open: ['set', 'close'],
  ready: ['start', 'open', 'close'],
  spinning: ['stop'],
  slowing: [],
  done: ['set', 'open', 'close'],
};

function TurnCard({ view }: { readonly view: WheelView }) {
  const { games } = useStrings();
  const words = games.wheel;
  const { act, busy } = useGameAction();
  const winner = view.names[view.winnerIndex ?? -1] ?? '';
  const label = (verb: Verb): string => (verb === 'set' && view.phase === 'done' ? words.again : words[verb]);
  return (
    <Panel title={words.title} hint={words.hint} icon={<IconWheel size="1.25rem" />}>
      <div className="wheel-stage">
        <WheelDisc view={view} />
        <div className="wheel-side">
          <p className="wheel-phase" role="status" data-done={view.phase === 'done' || undefined}>
            {fill(words.phases[view.phase], { name: winner })}
          </p>
          <p className="quiet-line">
            {view.phase === 'open' && view.rules.source === 'joined' ? fill(games.say, { words: words.words }) : ' '}
          </p>
          <div className="wheel-buttons">
            {VERBS[view.phase].map((verb, index) => (
              <Button
                key={verb}
                loading={busy}
                variant={index === 0 ? 'filled' : 'default'}
                onClick={() => void act((api) => api.turnWheel({ verb }))}
              >
                {label(verb)}
              </Button>
            ))}
          </div>
          <NameList names={view.names} />
          {view.round === null ? null : <CopyField label={words.commit} text={view.round.commit} />}
        </div>
      </div>
    </Panel>
  );
}

function NameList({ names }: { readonly names: readonly string[] }) {
  const { wheel: words } = useStrings().games;
  if (names.length === 0) return <p className="quiet-line">{words.namesNone}</p>;
  return (
    <div>
      <span className="field-label">{fill(words.names, { n: names.length })}</span>
      <p className="wheel-names">{names.join(' · ')}</p>
    </div>
  );
}

function RulesCard({ view }: { readonly view: WheelView }) {
  const { wheel: words } = useStrings().games;
  const { act } = useGameAction();
  const { rules } = view;
  const save = (next: Partial<WheelRules>): void => void act((api) => api.setWheelRules({ ...rules, ...next }));
  return (
    <Panel title={words.source} icon={<IconUsers size="1.25rem" />}>
      <SegmentedControl
        aria-label={words.source}
        value={rules.source}
        onChange={(next) => save({ source: next === 'active' ? 'active' : 'joined' })}
        data={[
          { value: 'joined', label: words.sources.joined },
          { value: 'active', label: words.sources.active },
        ]}
      />
      <div className="game-fields">
        {rules.source === 'active' ? (
          <NumberInput
            label={words.activeMinutes}
            min={1}
            max={240}
            allowDecimal={false}
            value={rules.activeMinutes}
            onChange={(value) => save({ activeMinutes: clamped(value, 1, 240) })}
          />
        ) : null}
        <NumberInput
          label={words.spinSeconds}
          min={1}
          max={60}
          value={rules.spinSeconds}
          onChange={(value) => save({ spinSeconds: clamped(value, 1, 60) })}
        />
        <NumberInput
          label={words.slowSeconds}
          min={1}
          max={20}
          value={rules.slowSeconds}
          onChange={(value) => save({ slowSeconds: clamped(value, 1, 20) })}
        />
      </div>
      <TagsInput
        label={words.include}
        placeholder={words.listPlaceholder}
        maxTags={200}
        acceptValueOnBlur
        value={[...rules.include]}
        onChange={(include) => save({ include: include.map((name) => name.slice(0, 60)) })}
      />
      <TagsInput
        label={words.exclude}
        placeholder={words.listPlaceholder}
        maxTags={200}
        acceptValueOnBlur
        value={[...rules.exclude]}
        onChange={(exclude) => save({ exclude: exclude.map((name) => name.slice(0, 60)) })}
      />
      <Switch
        label={words.announce}
        checked={rules.announce}
        onChange={(event) => save({ announce: event.currentTarget.checked })}
      />
    </Panel>
  );
}

const clamped = (value: number | string, least: number, most: number): number =>
  Math.min(most, Math.max(least, Math.round(Number(value) || least)));

function HistoryCard({ view }: { readonly view: WheelView }) {
  const { games } = useStrings();
  const words = games.wheel;
  const language = useInterfaceLanguage();
  return (
    <Panel title={words.history} icon={<IconHistory size="1.25rem" />}>
      {view.history.length === 0 ? <EmptyState icon={<IconHistory size="1.5rem" />} title={games.historyNone} /> : null}
      <ul className="game-history">
        {view.history.map((one) => (
          <li key={one.roundId}>
            <time>{new Date(one.at).toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short' })}</time>
            <strong>{one.name}</strong>
            <span>{fill(words.of, { n: one.of })}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
