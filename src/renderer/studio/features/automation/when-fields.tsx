import { TextInput } from '@mantine/core';
import { useCallback, useState } from 'react';
import { COMMAND_AUDIENCES } from '#shared/audience/command.ts';
import { type AutomationTrigger, PAID_CURRENCIES } from '#shared/automation/trigger.ts';
import { INTENTS } from '#shared/live/appraisal.ts';
import type { ShowChoices } from '#shared/show/show-choices.ts';
import { EMOTIONS } from '#shared/speech/emotion.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { NameField } from '../bindings/name-field.tsx';
import { OneOf } from '../bindings/trigger-fields.tsx';
import { DaysField, NumberField, SureField, TimeField, WordsField } from './small-fields.tsx';

interface FieldsOf<T extends AutomationTrigger> {
  readonly trigger: T;
  readonly choices: ShowChoices;
  readonly onChange: (trigger: AutomationTrigger) => void;
}
type Of<T extends AutomationTrigger['type']> = Extract<AutomationTrigger, { type: T }>;
const BEGINS_ENDS = ['begins', 'ends'] as const;

/** The fields of one trigger of a rule. */
export function WhenFields(props: FieldsOf<AutomationTrigger>) {
  const { trigger, onChange } = props;
  const { automation, emotions } = useStrings();
  const { editor } = automation;
  switch (trigger.type) {
    case 'at':
    case 'between':
    case 'every':
      return <TimeFields {...props} trigger={trigger} />;
    case 'chat':
    case 'intent':
    case 'mood':
    case 'paid':
    case 'raid':
      return <RoomFields {...props} trigger={trigger} />;
    case 'membership':
    case 'follow':
      return null;
    case 'emotion':
      return (
        <OneOf
          label={editor.emotion}
          values={EMOTIONS}
          names={emotions}
          value={trigger.emotion}
          onChange={(emotion) => onChange({ ...trigger, emotion })}
        />
      );
    case 'reply':
      return (
        <WordsField
          label={editor.words}
          hint={editor.wordsHint}
          value={trigger.words}
          onChange={(words) => onChange({ ...trigger, words })}
        />
      );
    case 'silence':
      return (
        <>
          <OneOf
            label={editor.silenceOf}
            values={['chat', 'her', 'both'] as const}
            names={editor.silences}
            value={trigger.of}
            onChange={(of) => onChange({ ...trigger, of })}
          />
          <NumberField
            label={editor.seconds}
            least={5}
            most={7200}
            value={trigger.seconds}
            onChange={(seconds) => onChange({ ...trigger, seconds })}
          />
        </>
      );
    case 'speech':
    case 'stream':
      return (
        <OneOf
          label={editor.change}
          values={BEGINS_ENDS}
          names={automation.changes}
          value={trigger.change}
          onChange={(change) => onChange({ ...trigger, change })}
        />
      );
    case 'game':
      return <GameFields {...props} trigger={trigger} />;
    default:
      return <ShowFields {...props} trigger={trigger} />;
  }
}

function TimeFields({ trigger, onChange }: FieldsOf<Of<'at'> | Of<'between'> | Of<'every'>>) {
  const { editor } = useStrings().automation;
  switch (trigger.type) {
    case 'at':
      return (
        <>
          <TimeField label={editor.time} value={trigger.time} onChange={(time) => onChange({ ...trigger, time })} />
          <DaysField value={trigger.days} onChange={(days) => onChange({ ...trigger, days })} />
        </>
      );
    case 'between':
      return (
        <>
          <TimeField label={editor.from} value={trigger.from} onChange={(from) => onChange({ ...trigger, from })} />
          <TimeField label={editor.to} value={trigger.to} onChange={(to) => onChange({ ...trigger, to })} />
          <DaysField value={trigger.days} onChange={(days) => onChange({ ...trigger, days })} />
        </>
      );
    case 'every':
      return (
        <>
          <NumberField
            label={editor.minutes}
            least={0.5}
            most={1440}
            step={0.5}
            value={trigger.minutes}
            onChange={(minutes) => onChange({ ...trigger, minutes })}
          />
          <NumberField
            label={editor.jitter}
            least={0}
            most={90}
            value={trigger.jitterPercent}
            onChange={(jitterPercent) => onChange({ ...trigger, jitterPercent })}
          />
        </>
      );
  }
}

function RoomFields({ trigger, onChange }: FieldsOf<Of<'chat'> | Of<'intent'> | Of<'mood'> | Of<'paid'> | Of<'raid'>>) {
  const { automation, emotions, intents } = useStrings();
  const { editor } = automation;
  switch (trigger.type) {
    case 'chat':
      return (
        <>
          <WordsField
            label={editor.words}
            hint={editor.wordsHint}
            value={trigger.words}
            onChange={(words) => onChange({ ...trigger, words: words.map((word) => word.slice(0, 40)) })}
          />
          <OneOf
            label={editor.match}
            values={['whole', 'start', 'joined', 'anywhere'] as const}
            names={editor.matches}
            value={trigger.match}
            onChange={(match) => onChange({ ...trigger, match })}
          />
          <OneOf
            label={editor.who}
            values={COMMAND_AUDIENCES}
            names={editor.whos}
            value={trigger.who}
            onChange={(who) => onChange({ ...trigger, who })}
          />
        </>
      );
    case 'intent':
      return (
        <>
          <OneOf
            label={editor.intent}
            values={INTENTS}
            names={intents}
            value={trigger.intent}
            onChange={(intent) => onChange({ ...trigger, intent })}
          />
          <SureField value={trigger.minScore} onChange={(minScore) => onChange({ ...trigger, minScore })} />
        </>
      );
    case 'mood':
      return (
        <>
          <OneOf
            label={editor.emotion}
            values={EMOTIONS}
            names={emotions}
            value={trigger.emotion}
            onChange={(emotion) => onChange({ ...trigger, emotion })}
          />
          <SureField value={trigger.minScore} onChange={(minScore) => onChange({ ...trigger, minScore })} />
        </>
      );
    case 'paid':
      return <PaidFields trigger={trigger} onChange={onChange} />;
    case 'raid':
      return (
        <NumberField
          label={editor.viewers}
          least={0}
          most={1_000_000}
          value={trigger.minimumViewers}
          onChange={(minimumViewers) => onChange({ ...trigger, minimumViewers })}
        />
      );
  }
}

function PaidFields({ trigger, onChange }: Omit<FieldsOf<Of<'paid'>>, 'choices'>) {
  const { editor } = useStrings().automation;
  const currencies = { CNY: 'CNY ¥', USD: 'USD $', JPY: 'JPY ¥', EUR: 'EUR €' } as const;
  return (
    <>
      <NumberField
        label={editor.amount}
        least={0}
        most={1_000_000}
        step={0.5}
        value={trigger.minimum}
        onChange={(minimum) => onChange({ ...trigger, minimum })}
      />
      <OneOf
        label={editor.currency}
        values={PAID_CURRENCIES}
        names={currencies}
        value={trigger.currency}
        onChange={(currency) => onChange({ ...trigger, currency })}
      />
      <TextInput
        label={editor.gift}
        placeholder={editor.anyGift}
        maxLength={200}
        value={trigger.gift}
        onChange={(event) => onChange({ ...trigger, gift: event.currentTarget.value })}
      />
    </>
  );
}

/** What runs now is asked for when somebody wants to choose. */
function GameFields({ trigger, onChange }: FieldsOf<Of<'game'>>) {
  const { automation } = useStrings();
  const { editor, changes } = automation;
  const client = useClient();
  const [running, setRunning] = useState<readonly string[]>([]);
  const ask = useCallback(() => {
    client.automation.programs().then(
      ({ names }) => setRunning([...names].sort()),
      () => setRunning([]),
    );
  }, [client]);
  return (
    <>
      <WordsField
        label={editor.programs}
        hint={editor.programsHint}
        data={running}
        value={trigger.processes}
        onFocus={ask}
        onChange={(processes) => onChange({ ...trigger, processes: processes.map((name) => name.slice(0, 40)) })}
      />
      <OneOf
        label={editor.change}
        values={BEGINS_ENDS}
        names={changes}
        value={trigger.change}
        onChange={(change) => onChange({ ...trigger, change })}
      />
    </>
  );
}

type ShowTrigger = Of<'scene'> | Of<'song'> | Of<'obs-output'> | Of<'obs-item'> | Of<'obs-media-ended'> | Of<'obs-link'>;
function ShowFields({ trigger, choices, onChange }: FieldsOf<ShowTrigger>) {
  const { automation } = useStrings();
  const { editor, changes } = automation;
  const sources = choices.scenes.flatMap((scene) => scene.sources);
  switch (trigger.type) {
    case 'scene':
      return (
        <NameField
          label={editor.scene}
          placeholder={editor.anyScene}
          data={choices.scenes.map(({ name }) => name)}
          value={trigger.scene}
          onChange={(scene) => onChange({ ...trigger, scene })}
        />
      );
    case 'song':
      return (
        <>
          <OneOf
            label={editor.change}
            values={BEGINS_ENDS}
            names={changes}
            value={trigger.change}
            onChange={(change) => onChange({ ...trigger, change })}
          />
          <TextInput
            label={editor.song}
            placeholder={editor.anySong}
            maxLength={200}
            value={trigger.title}
            onChange={(event) => onChange({ ...trigger, title: event.currentTarget.value })}
          />
        </>
      );
    case 'obs-output':
      return (
        <>
          <OneOf
            label={editor.output}
            values={['record', 'replay'] as const}
            names={editor.outputs}
            value={trigger.output}
            onChange={(output) => onChange({ ...trigger, output, change: 'begins' })}
          />
          <OneOf
            label={editor.change}
            values={
              trigger.output === 'record' ? (['begins', 'ends', 'pauses'] as const) : (['begins', 'ends', 'saved'] as const)
            }
            names={changes}
            value={trigger.change}
            onChange={(change) => onChange({ ...trigger, change })}
          />
        </>
      );
    case 'obs-item':
      return (
        <>
          <NameField
            label={editor.source}
            placeholder={editor.anySource}
            data={sources}
            value={trigger.source}
            onChange={(source) => onChange({ ...trigger, source })}
          />
          <OneOf
            label={editor.visible}
            values={['shown', 'hidden'] as const}
            names={editor.visibles}
            value={trigger.visible ? 'shown' : 'hidden'}
            onChange={(next) => onChange({ ...trigger, visible: next === 'shown' })}
          />
        </>
      );
    case 'obs-media-ended':
      return (
        <NameField
          label={editor.source}
          placeholder={editor.anySource}
          data={choices.inputs.filter(({ media }) => media).map(({ name }) => name)}
          value={trigger.source}
          onChange={(source) => onChange({ ...trigger, source })}
        />
      );
    case 'obs-link':
      return (
        <OneOf
          label={editor.change}
          values={['connected', 'lost'] as const}
          names={changes}
          value={trigger.change}
          onChange={(change) => onChange({ ...trigger, change })}
        />
      );
  }
}
