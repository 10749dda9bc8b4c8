import { ActionIcon, Button, Select, Switch, TagsInput, Textarea } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useCallback } from 'react';
import { type CommandAction, type Deed, WISHES } from '#shared/audience/command.ts';
import type { ActionChoices } from '#shared/contract/bindings.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { useQuery } from '../../ui/use-query.ts';
import { ActionFields } from '../bindings/action-fields.tsx';
import { useBindings } from '../bindings/bindings-context.tsx';
import { actionNames } from '../bindings/describe.ts';
import { ACTION_GROUPS, ACTION_TYPES, newAction } from '../bindings/new-binding.ts';
import { isDeedOfHotkey, plainDeed } from './command-draft.ts';
import { wishNote } from './describe-command.ts';
import { Choice } from './fields.tsx';

interface FieldsProps {
  readonly action: CommandAction;
  readonly onChange: (action: CommandAction) => void;
}
const GAPS = '{user} {argument} {points} {rank} {cost}';
const WISH_NAMES = (words: ReturnType<typeof useStrings>['commands']['names']) => ({
  sing: words.sing,
  draw: words.draw,
  search: words.search,
  picture: words.picture,
  dance: words.dance,
  scene: words.scene,
});

/** The fields of what a command does. */
export function CommandActionFields({ action, onChange }: FieldsProps) {
  const strings = useStrings();
  const words = strings.commands;
  const { editor } = words;
  switch (action.type) {
    case 'say':
    case 'chat':
      return (
        <Textarea
          label={editor.text}
          description={fill(editor.textHint, { gaps: GAPS })}
          autosize
          minRows={2}
          maxLength={500}
          value={action.text}
          onChange={(event) => onChange({ ...action, text: event.currentTarget.value })}
        />
      );
    case 'ask':
      return (
        <Textarea
          label={editor.instruction}
          description={editor.instructionHint}
          autosize
          minRows={2}
          maxLength={500}
          value={action.instruction}
          onChange={(event) => onChange({ ...action, instruction: event.currentTarget.value })}
        />
      );
    case 'points':
      return (
        <Choice
          label={editor.show}
          values={['balance', 'ranking'] as const}
          names={editor.shows}
          value={action.show}
          onChange={(show) => onChange({ ...action, show })}
        />
      );
    case 'self':
      return (
        <Choice
          label={editor.verb}
          values={['link', 'remember', 'forget', 'recall'] as const}
          names={editor.verbs}
          value={action.verb}
          onChange={(verb) => onChange({ ...action, verb })}
        />
      );
    case 'control':
      return (
        <Choice
          label={editor.verb}
          values={['skip', 'stop'] as const}
          names={editor.verbs}
          value={action.verb}
          onChange={(verb) => onChange({ ...action, verb })}
        />
      );
    case 'wish':
      return (
        <>
          <Choice
            label={editor.wish}
            values={WISHES}
            names={WISH_NAMES(words.names)}
            value={action.wish}
            onChange={(wish) => onChange({ ...action, wish })}
          />
          <p className="command-note">{wishNote(strings, action.wish) ?? words.wishNote}</p>
        </>
      );
    case 'perform':
      return <DeedFields deed={action.deed} onChange={(deed) => onChange({ ...action, deed })} />;
    case 'choose':
      return <ChoiceList action={action} onChange={onChange} />;
    case 'lottery':
    case 'wheel':
    case 'vote':
    case 'predict':
    case 'contribute':
      return null;
  }
}

const MOST_CHOICES = 60;

function ChoiceList({
  action,
  onChange,
}: { readonly action: Extract<CommandAction, { type: 'choose' }> } & Pick<FieldsProps, 'onChange'>) {
  const { editor } = useStrings().commands;
  const { choices } = action;
  const set = (next: typeof choices): void => onChange({ ...action, choices: next });
  return (
    <fieldset className="command-triggers">
      <legend>{editor.choices}</legend>
      {choices.map((choice, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: choices have no identity of their own
        <div className="command-choice" key={index}>
          <TagsInput
            label={editor.choiceWords}
            description={editor.choiceWordsHint}
            maxTags={10}
            acceptValueOnBlur
            value={choice.words}
            onChange={(words) => set(choices.with(index, { ...choice, words: words.map((word) => word.slice(0, 40)) }))}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={editor.removeChoice}
            onClick={() => set(choices.toSpliced(index, 1))}
          >
            <IconX size="1rem" />
          </ActionIcon>
          <DeedFields deed={choice.deed} onChange={(deed) => set(choices.with(index, { ...choice, deed }))} />
        </div>
      ))}
      <div className="command-add">
        <Button
          size="compact-sm"
          variant="light"
          leftSection={<IconPlus size="0.9rem" />}
          disabled={choices.length >= MOST_CHOICES}
          onClick={() => set([...choices, { words: [], deed: plainDeed }])}
        >
          {editor.addChoice}
        </Button>
        <Switch
          label={editor.random}
          checked={action.random}
          onChange={(event) => onChange({ ...action, random: event.currentTarget.checked })}
        />
      </div>
    </fieldset>
  );
}

/** One of the things that hotkeys can do, or a whole hotkey with its chain. */
function DeedFields({ deed, onChange }: { readonly deed: Deed; readonly onChange: (deed: Deed) => void }) {
  const strings = useStrings();
  const { bindings: bindingWords, commands, showActions } = strings;
  const names = actionNames(strings);
  const client = useClient();
  const bindings = useBindings().value;
  const modelId = bindings?.model?.id ?? null;
  const ask = useCallback((signal: AbortSignal) => client.bindings.choices({ modelId }, { signal }), [client, modelId]);
  const choices = useQuery(ask).value;
  if (choices === undefined) return <LoadingState rows={2} />;
  const hotkeys = (bindings?.bindings ?? []).map(({ id, name }) => ({ value: id, label: name || bindingWords.unnamed }));
  const types = [
    ...(hotkeys.length === 0 ? [] : [{ value: 'binding', label: commands.editor.hotkey }]),
    ...(['her', 'show'] as const).map((group) => ({
      group: showActions.groups[group],
      items: ACTION_GROUPS[group].map((type) => ({ value: type, label: names[type] })),
    })),
  ];
  return (
    <div className="command-deed">
      <Select
        label={commands.editor.deed}
        allowDeselect={false}
        data={types}
        value={deed.type}
        onChange={(next) => onChange(newDeed(next, hotkeys[0]?.value, choices) ?? deed)}
      />
      {isDeedOfHotkey(deed) ? (
        <Select
          label={commands.editor.hotkey}
          searchable={hotkeys.length > 8}
          allowDeselect={false}
          data={hotkeys}
          value={deed.bindingId}
          onChange={(bindingId) => (bindingId === null ? undefined : onChange({ type: 'binding', bindingId }))}
        />
      ) : (
        <ActionFields action={deed} choices={choices} onChange={onChange} />
      )}
    </div>
  );
}

function newDeed(type: string | null, firstHotkey: string | undefined, choices: ActionChoices): Deed | undefined {
  if (type === 'binding') return firstHotkey === undefined ? undefined : { type, bindingId: firstHotkey };
  const found = ACTION_TYPES.find((one) => one === type);
  return found === undefined ? undefined : newAction(found, choices);
}
