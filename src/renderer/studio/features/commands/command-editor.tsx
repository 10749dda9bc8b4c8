import { Button, Modal, MultiSelect, NumberInput, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { COMMAND_ARGUMENTS, COMMAND_AUDIENCES, type Command } from '#shared/audience/command.ts';
import { LANGUAGES } from '#shared/speech/emotion.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { CommandActionFields } from './command-action-fields.tsx';
import { COMMAND_ACTIONS, emptyCommand, finishedCommand, newCommandAction, sharedWord } from './command-draft.ts';
import { commandName } from './describe-command.ts';
import { Choice } from './fields.tsx';
import { TriggerList } from './trigger-list.tsx';

interface CommandEditorProps {
  /** Undefined: a new one. */
  readonly command: Command | undefined;
  readonly others: readonly Command[];
  readonly onSave: (command: Command) => void;
  readonly onClose: () => void;
}

/** One command: what is said, who may, what it costs, what it does. Nothing is kept before it is saved. */
export function CommandEditor({ command, others, onSave, onClose }: CommandEditorProps) {
  const strings = useStrings();
  const { editor } = strings.commands;
  const [draft, setDraft] = useState<Command>(() => command ?? emptyCommand());
  const change = (next: Partial<Command>): void => setDraft((before) => ({ ...before, ...next }));
  const title = command === undefined ? editor.new : fill(editor.edit, { name: commandName(strings, command) });
  return (
    <Modal opened onClose={onClose} title={title} size="46rem" yOffset="3rem" closeOnClickOutside={false}>
      <div className="command-editor">
        <TextInput
          data-autofocus
          label={editor.name}
          description={editor.nameHint}
          placeholder={command === undefined ? '' : commandName(strings, { ...command, name: '' })}
          maxLength={60}
          value={draft.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <TriggerList triggers={draft.triggers} onChange={(triggers) => change({ triggers })} />
        <Select
          label={editor.action}
          data={COMMAND_ACTIONS.map((type) => ({ value: type, label: editor.actions[type] }))}
          value={draft.action.type}
          allowDeselect={false}
          onChange={(next) => {
            const type = COMMAND_ACTIONS.find((one) => one === next);
            if (type !== undefined) change({ action: newCommandAction(type) });
          }}
        />
        <CommandActionFields action={draft.action} onChange={(action) => change({ action })} />
        <RuleFields draft={draft} onChange={change} />
        <Footer draft={draft} others={others} onSave={onSave} onClose={onClose} />
      </div>
    </Modal>
  );
}

function RuleFields({ draft, onChange }: { readonly draft: Command; readonly onChange: (next: Partial<Command>) => void }) {
  const { commands: words, languages } = useStrings();
  const { editor } = words;
  return (
    <div className="command-rules">
      <Choice
        label={editor.who}
        values={COMMAND_AUDIENCES}
        names={words.who}
        value={draft.who}
        onChange={(who) => onChange({ who })}
      />
      <Choice
        label={editor.argument}
        values={COMMAND_ARGUMENTS}
        names={editor.arguments}
        value={draft.argument}
        onChange={(argument) => onChange({ argument })}
      />
      <NumberInput
        label={editor.cost}
        description={editor.costHint}
        min={0}
        max={1_000_000}
        allowDecimal={false}
        value={draft.cost}
        onChange={(value) => onChange({ cost: whole(value, 1_000_000) })}
      />
      <Choice
        label={editor.reply}
        values={['auto', 'say', 'chat', 'none'] as const}
        names={editor.replies}
        value={draft.reply}
        onChange={(reply) => onChange({ reply })}
      />
      <NumberInput
        label={editor.cooldown}
        min={0}
        max={86_400}
        value={draft.cooldownSeconds}
        onChange={(value) => onChange({ cooldownSeconds: whole(value, 86_400) })}
      />
      <NumberInput
        label={editor.viewerCooldown}
        min={0}
        max={86_400}
        value={draft.viewerCooldownSeconds}
        onChange={(value) => onChange({ viewerCooldownSeconds: whole(value, 86_400) })}
      />
      <MultiSelect
        label={editor.languages}
        placeholder={draft.languages.length === 0 ? editor.languagesAny : ''}
        data={LANGUAGES.map((value) => ({ value, label: languages[value] }))}
        value={[...draft.languages]}
        onChange={(next) => onChange({ languages: LANGUAGES.filter((one) => next.includes(one)) })}
      />
    </div>
  );
}

const whole = (value: number | string, most: number): number => Math.min(most, Math.max(0, Math.round(Number(value) || 0)));

function Footer({ draft, others, onSave, onClose }: Omit<CommandEditorProps, 'command'> & { readonly draft: Command }) {
  const strings = useStrings();
  const { editor } = strings.commands;
  const finished = finishedCommand(draft);
  const shared = sharedWord(draft, others);
  return (
    <div className="command-footer">
      <p role="status">
        {finished === undefined
          ? editor.missing
          : shared === undefined
            ? ''
            : fill(editor.duplicateWord, { word: shared.word, name: commandName(strings, shared.other) })}
      </p>
      <Button variant="default" onClick={onClose}>
        {strings.common.cancel}
      </Button>
      <Button
        disabled={finished === undefined}
        onClick={() => {
          if (finished === undefined) return;
          onSave(finished);
          onClose();
        }}
      >
        {editor.save}
      </Button>
    </div>
  );
}
