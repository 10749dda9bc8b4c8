import { ActionIcon, Button, NumberInput, Select, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { CommandTrigger } from '#shared/audience/command.ts';
import { INTENTS } from '#shared/live/appraisal.ts';
import { useStrings } from '../../i18n/use-strings.tsx';

const MOST = 30;
const MATCHES = ['whole', 'start', 'joined', 'anywhere'] as const;

interface TriggerListProps {
  readonly triggers: readonly CommandTrigger[];
  readonly onChange: (triggers: CommandTrigger[]) => void;
}

/** What viewers write for it: words, or what a line means. */
export function TriggerList({ triggers, onChange }: TriggerListProps) {
  const { editor } = useStrings().commands;
  const set = (index: number, trigger: CommandTrigger): void => onChange(triggers.with(index, trigger));
  return (
    <fieldset className="command-triggers">
      <legend>
        {editor.triggers} <small>{editor.triggersHint}</small>
      </legend>
      {triggers.map((trigger, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: triggers have no identity of their own, and their fields hold no state
        <div className="command-trigger" key={index}>
          {trigger.type === 'word' ? (
            <WordFields trigger={trigger} onChange={(next) => set(index, next)} />
          ) : (
            <IntentFields trigger={trigger} onChange={(next) => set(index, next)} />
          )}
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={editor.removeTrigger}
            disabled={triggers.length === 1}
            onClick={() => onChange(triggers.toSpliced(index, 1))}
          >
            <IconX size="1rem" />
          </ActionIcon>
          {trigger.type === 'word' && trigger.match === 'anywhere' ? (
            <p className="command-note">{editor.anywhereWarning}</p>
          ) : null}
        </div>
      ))}
      <div className="command-add">
        <Button
          size="compact-sm"
          variant="light"
          leftSection={<IconPlus size="0.9rem" />}
          disabled={triggers.length >= MOST}
          onClick={() => onChange([...triggers, { type: 'word', word: '', match: 'start' }])}
        >
          {editor.addWord}
        </Button>
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconPlus size="0.9rem" />}
          disabled={triggers.length >= MOST}
          onClick={() => onChange([...triggers, { type: 'intent', intent: 'sing', minScore: 0.9 }])}
        >
          {editor.addIntent}
        </Button>
      </div>
    </fieldset>
  );
}

interface FieldsOf<T extends CommandTrigger['type']> {
  readonly trigger: Extract<CommandTrigger, { type: T }>;
  readonly onChange: (trigger: CommandTrigger) => void;
}

function WordFields({ trigger, onChange }: FieldsOf<'word'>) {
  const { editor } = useStrings().commands;
  return (
    <>
      <TextInput
        aria-label={editor.word}
        placeholder={editor.word}
        maxLength={40}
        value={trigger.word}
        onChange={(event) => onChange({ ...trigger, word: event.currentTarget.value })}
      />
      <Select
        aria-label={editor.match}
        allowDeselect={false}
        data={MATCHES.map((match) => ({ value: match, label: editor.matches[match] }))}
        value={trigger.match}
        onChange={(next) => onChange({ ...trigger, match: MATCHES.find((match) => match === next) ?? trigger.match })}
      />
    </>
  );
}

function IntentFields({ trigger, onChange }: FieldsOf<'intent'>) {
  const { commands, intents } = useStrings();
  const { editor } = commands;
  return (
    <>
      <Select
        aria-label={editor.intent}
        allowDeselect={false}
        data={INTENTS.map((intent) => ({ value: intent, label: `${editor.intent}: ${intents[intent]}` }))}
        value={trigger.intent}
        onChange={(next) => onChange({ ...trigger, intent: INTENTS.find((intent) => intent === next) ?? trigger.intent })}
      />
      <NumberInput
        aria-label={editor.minScore}
        prefix={`${editor.minScore} `}
        suffix=" %"
        min={50}
        max={100}
        step={5}
        value={Math.round(trigger.minScore * 100)}
        onChange={(value) => onChange({ ...trigger, minScore: Math.min(1, Math.max(0.5, (Number(value) || 90) / 100)) })}
      />
    </>
  );
}
