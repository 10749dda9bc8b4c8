import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconRegex, IconTrash } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { ModerationView } from '#shared/contract/moderation.ts';
import type { ModerationAction } from '#shared/live/appraisal.ts';
import type { ModerationSettings } from '#shared/settings/settings.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient, useSettings } from '../../session/session-context.tsx';
import { Panel } from '../../ui/page.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useSave } from '../../ui/use-save.ts';
import { ActionSelect } from './kinds-card.tsx';

type Troubles = ModerationView['patternTroubles'];
type OwnPattern = ModerationSettings['patterns'][number];

/** The streamer's regular expressions, each with what it does, and a tester. */
export function PatternsCard({ troubles }: { readonly troubles: Troubles }) {
  const { moderation, common } = useStrings();
  const patterns = useSettings((all) => all.moderation.patterns);
  const save = useSave();
  const set = (next: readonly OwnPattern[]): void => void save({ moderation: { patterns: [...next] } });
  const remove = (index: number): void => {
    set(patterns.filter((_, at) => at !== index));
    showToast({
      tone: 'plain',
      title: moderation.patternRemoved,
      action: { label: common.undo, run: () => set(patterns) },
    });
  };
  return (
    <Panel title={moderation.patterns} hint={moderation.patternsHint} icon={<IconRegex size="1.25rem" />}>
      {patterns.length === 0 ? <p className="quiet-line">{moderation.patternsNone}</p> : null}
      <ul className="pattern-list">
        {patterns.map((one, index) => (
          <li key={`${one.pattern} ${one.note}`} className="pattern-row">
            <div className="pattern-words">
              <code>{one.pattern}</code>
              {one.note === '' ? null : <span>{one.note}</span>}
              <Trouble trouble={troubles.find((trouble) => trouble.index === index)} />
            </div>
            <ActionSelect
              label={moderation.patternAction}
              value={one.action}
              onChange={(action) => set(patterns.map((other, at) => (at === index ? { ...other, action } : other)))}
            />
            <ActionIcon variant="subtle" color="gray" aria-label={moderation.patternRemove} onClick={() => remove(index)}>
              <IconTrash size="1rem" />
            </ActionIcon>
          </li>
        ))}
      </ul>
      <NewPattern onAdd={(pattern) => set([...patterns, pattern])} />
    </Panel>
  );
}

function Trouble({ trouble }: { readonly trouble: Troubles[number] | undefined }) {
  const { moderation } = useStrings();
  return trouble === undefined ? null : (
    <span className="pattern-trouble">{fill(moderation.patternOff, { reason: trouble.message })}</span>
  );
}

function NewPattern({ onAdd }: { readonly onAdd: (pattern: OwnPattern) => void }) {
  const { moderation } = useStrings();
  const [pattern, setPattern] = useState('');
  const [note, setNote] = useState('');
  const [line, setLine] = useState('');
  const [action, setAction] = useState<ModerationAction>('block');
  const trial = usePatternTrial(pattern, line);
  const add = (): void => {
    onAdd({ pattern, action, note });
    setPattern('');
    setNote('');
  };
  return (
    <form
      className="pattern-new"
      onSubmit={(event) => {
        event.preventDefault();
        if (pattern !== '' && trial?.problem === null) add();
      }}
    >
      <TextInput
        size="xs"
        label={moderation.pattern}
        maxLength={500}
        value={pattern}
        error={pattern === '' ? undefined : (trial?.problem ?? undefined)}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        onChange={(event) => setPattern(event.currentTarget.value)}
      />
      <TextInput
        size="xs"
        label={moderation.patternNote}
        maxLength={200}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <ActionSelect label={moderation.patternAction} value={action} onChange={setAction} />
      <TextInput
        size="xs"
        label={moderation.patternTry}
        maxLength={2000}
        value={line}
        onChange={(event) => setLine(event.currentTarget.value)}
        rightSectionWidth="auto"
        rightSection={<TrialNote trial={line === '' || pattern === '' ? undefined : trial} />}
      />
      <Button
        type="submit"
        size="xs"
        variant="default"
        disabled={pattern === '' || trial === undefined || trial.problem !== null}
      >
        {moderation.patternAdd}
      </Button>
    </form>
  );
}

interface PatternTrial {
  readonly problem: string | null;
  readonly matches: readonly unknown[];
}

function TrialNote({ trial }: { readonly trial: PatternTrial | undefined }) {
  const { moderation } = useStrings();
  if (trial === undefined || trial.problem !== null) return null;
  return (
    <span className="pattern-found">
      {trial.matches.length === 0 ? moderation.patternNoMatch : fill(moderation.patternMatches, { n: trial.matches.length })}
    </span>
  );
}

/** What the studio says of a pattern that is being typed. */
function usePatternTrial(pattern: string, text: string): PatternTrial | undefined {
  const client = useClient();
  const [trial, setTrial] = useState<PatternTrial>();
  useEffect(() => {
    setTrial(undefined);
    if (pattern === '') return;
    let stale = false;
    client.moderation.tryPattern({ pattern, text }).then(
      (next) => (stale ? undefined : setTrial(next)),
      () => undefined,
    );
    return () => {
      stale = true;
    };
  }, [client, pattern, text]);
  return trial;
}
