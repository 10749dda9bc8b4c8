import { Button, Menu, Modal, NumberInput, Select, TextInput } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import type { Binding, Trigger } from '#shared/avatar/bindings.ts';
import type { BindingDraft, BindingsView } from '#shared/contract/bindings.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useAction } from '../../ui/use-action.ts';
import { useQuery } from '../../ui/use-query.ts';
import { ActionSteps } from './action-steps.tsx';
import { AddMenu, Section, Step, useKeys } from './editor-parts.tsx';
import { emptyDraft, freeSlotFor, isComplete, newTrigger, TRIGGER_TYPES } from './new-binding.ts';
import { TriggerFields } from './trigger-fields.tsx';

interface BindingEditorProps {
  readonly view: BindingsView;
  /** Undefined: a new one. */
  readonly binding: Binding | undefined;
  readonly onClose: () => void;
}

/** One editor for everything: any triggers, then any actions. Nothing is kept before it is saved; a test runs the actions as they stand here. */
export function BindingEditor({ view, binding, onClose }: BindingEditorProps) {
  const { bindings } = useStrings();
  const client = useClient();
  const [draft, setDraft] = useState<BindingDraft>(() => draftOf(binding) ?? emptyDraft(view.model?.id ?? null));
  const ask = useCallback(
    (signal: AbortSignal) => client.bindings.choices({ modelId: draft.modelId }, { signal }),
    [client, draft.modelId],
  );
  const choices = useQuery(ask).value;
  const change = (next: Partial<BindingDraft>): void => setDraft((before) => ({ ...before, ...next }));
  const title =
    binding === undefined ? bindings.editor.new : fill(bindings.editor.edit, { name: binding.name || bindings.unnamed });
  return (
    <Modal opened onClose={onClose} title={title} size="44rem" yOffset="4.5rem" closeOnClickOutside={false}>
      {choices === undefined ? (
        <LoadingState rows={6} />
      ) : (
        <div className="binding-editor">
          <NameFields draft={draft} view={view} onChange={change} />
          <TriggerList draft={draft} view={view} binding={binding} onChange={change} />
          <ActionSteps steps={draft.actions} choices={choices} onChange={(actions) => change({ actions })} />
          <NumberInput
            className="binding-cooldown"
            label={bindings.editor.cooldown}
            description={bindings.editor.cooldownHint}
            min={0}
            max={3600}
            value={draft.cooldown}
            onChange={(value) => change({ cooldown: Number(value) || 0 })}
          />
          <EditorFooter draft={draft} binding={binding} onClose={onClose} />
        </div>
      )}
    </Modal>
  );
}

function draftOf(binding: Binding | undefined): BindingDraft | undefined {
  if (binding === undefined) return undefined;
  const { id: _id, ...draft } = binding;
  return draft;
}

interface PartProps {
  readonly draft: BindingDraft;
  readonly onChange: (change: Partial<BindingDraft>) => void;
}

function NameFields({ draft, view, onChange }: PartProps & { readonly view: BindingsView }) {
  const { bindings } = useStrings();
  const models = new Map(view.models.map(({ id, name }) => [id, name]));
  if (view.model !== null) models.set(view.model.id, view.model.name);
  if (draft.modelId !== null && !models.has(draft.modelId)) models.set(draft.modelId, bindings.unknownModel);
  return (
    <div className="two-columns">
      <TextInput
        data-autofocus
        label={bindings.editor.name}
        placeholder={bindings.editor.namePlaceholder}
        maxLength={200}
        value={draft.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <Select
        label={bindings.editor.forModel}
        data={[{ value: '', label: bindings.editor.allModels }, ...[...models].map(([value, label]) => ({ value, label }))]}
        value={draft.modelId ?? ''}
        onChange={(value) => onChange({ modelId: value === '' ? null : value })}
      />
    </div>
  );
}

const MOST_TRIGGERS = 10;

function TriggerList({ draft, view, binding, onChange }: PartProps & Pick<BindingEditorProps, 'view' | 'binding'>) {
  const { bindings } = useStrings();
  const rivals = view.bindings.filter(({ id }) => id !== binding?.id);
  const keys = useKeys(draft.triggers.length);
  const add = (type: Trigger['type']): void => {
    const slot = freeSlotFor([...rivals, draft], draft.modelId);
    onChange({ triggers: [...draft.triggers, newTrigger(type, slot)] });
  };
  return (
    <Section title={bindings.editor.when} hint={bindings.editor.whenHint}>
      {draft.triggers.map((trigger, index) => (
        <Step
          key={keys.of(index)}
          title={bindings.triggers[trigger.type]}
          removeLabel={bindings.editor.removeTrigger}
          onRemove={() => {
            keys.remove(index);
            onChange({ triggers: draft.triggers.toSpliced(index, 1) });
          }}
        >
          <TriggerFields
            trigger={trigger}
            bindingId={binding?.id}
            onChange={(next) => onChange({ triggers: draft.triggers.with(index, next) })}
          />
        </Step>
      ))}
      <AddMenu label={bindings.editor.addTrigger} disabled={draft.triggers.length >= MOST_TRIGGERS}>
        {TRIGGER_TYPES.map((type) => (
          <Menu.Item key={type} onClick={() => add(type)}>
            {bindings.triggers[type]}
          </Menu.Item>
        ))}
      </AddMenu>
    </Section>
  );
}

function EditorFooter({ draft, binding, onClose }: Omit<BindingEditorProps, 'view'> & { readonly draft: BindingDraft }) {
  const { bindings, common } = useStrings();
  const client = useClient();
  const save = useCallback(async () => {
    if (binding === undefined) await client.bindings.add(draft);
    else await client.bindings.change({ id: binding.id, change: draft });
    onClose();
  }, [client, binding, draft, onClose]);
  const test = useCallback(async () => {
    const { problem } = await client.bindings.test(draft);
    if (problem === null) showToast({ tone: 'good', title: bindings.tested });
    else showToast({ tone: 'bad', title: bindings.testFailed, text: problem });
  }, [client, draft, bindings]);
  const saving = useAction(bindings.editor.saveFailed, save);
  const testing = useAction(bindings.testFailed, test);
  const complete = isComplete(draft);
  return (
    <footer className="binding-footer">
      <Button
        variant="default"
        leftSection={<IconPlayerPlay size="1rem" />}
        loading={testing.busy}
        disabled={!complete}
        onClick={() => void testing.run()}
      >
        {bindings.test}
      </Button>
      <span className="quiet-line">{draft.actions.length === 0 ? bindings.editor.needAction : ''}</span>
      <Button variant="subtle" color="gray" onClick={onClose}>
        {common.cancel}
      </Button>
      <Button loading={saving.busy} disabled={!complete} onClick={() => void saving.run()}>
        {bindings.editor.save}
      </Button>
    </footer>
  );
}
