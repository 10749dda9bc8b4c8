import { ActionIcon, Button, Menu, Modal, NumberInput, Select, TextInput, Tooltip } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPlayerPlay, IconPlus, IconTrash } from '@tabler/icons-react';
import { Fragment, type ReactNode, useCallback, useRef, useState } from 'react';
import type { Action, Binding, Trigger } from '#shared/avatar/bindings.ts';
import type { ActionChoices, BindingDraft, BindingsView } from '#shared/contract/bindings.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useAction } from '../../ui/use-action.ts';
import { useQuery } from '../../ui/use-query.ts';
import { ActionFields } from './action-fields.tsx';
import { actionNames } from './describe.ts';
import { ACTION_GROUPS, emptyDraft, freeSlotFor, isComplete, newAction, newTrigger, TRIGGER_TYPES } from './new-binding.ts';
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
          <ActionList draft={draft} choices={choices} onChange={change} />
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
const MOST_ACTIONS = 20;

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

function ActionList({ draft, choices, onChange }: PartProps & { readonly choices: ActionChoices }) {
  const strings = useStrings();
  const { bindings } = strings;
  const names = actionNames(strings);
  const keys = useKeys(draft.actions.length);
  const set = (actions: BindingDraft['actions']): void => onChange({ actions });
  const swap = (index: number, other: number): void => {
    const [one, two] = [draft.actions[index], draft.actions[other]];
    if (one === undefined || two === undefined) return;
    keys.swap(index, other);
    set(draft.actions.with(index, two).with(other, one));
  };
  return (
    <Section title={bindings.editor.outcome} hint={bindings.editor.outcomeHint}>
      {draft.actions.map(({ delay, action }, index) => (
        <Step
          key={keys.of(index)}
          title={names[action.type]}
          removeLabel={bindings.editor.removeAction}
          onRemove={() => {
            keys.remove(index);
            set(draft.actions.toSpliced(index, 1));
          }}
          tools={
            draft.actions.length < 2 ? null : (
              <>
                <ActionIcon
                  size="sm"
                  variant="subtle"
                  color="gray"
                  aria-label={bindings.moveUp}
                  disabled={index === 0}
                  onClick={() => swap(index, index - 1)}
                >
                  <IconArrowUp size="0.9rem" />
                </ActionIcon>
                <ActionIcon
                  size="sm"
                  variant="subtle"
                  color="gray"
                  aria-label={bindings.moveDown}
                  disabled={index === draft.actions.length - 1}
                  onClick={() => swap(index, index + 1)}
                >
                  <IconArrowDown size="0.9rem" />
                </ActionIcon>
              </>
            )
          }
        >
          <ActionFields
            action={action}
            choices={choices}
            onChange={(next) => set(draft.actions.with(index, { delay, action: next }))}
          />
          <NumberInput
            className="binding-delay"
            label={bindings.editor.delay}
            min={0}
            max={600}
            step={0.1}
            decimalScale={2}
            value={delay}
            onChange={(value) => set(draft.actions.with(index, { delay: Number(value) || 0, action }))}
          />
        </Step>
      ))}
      <AddMenu label={bindings.editor.addAction} disabled={draft.actions.length >= MOST_ACTIONS}>
        <ActionMenu onPick={(type) => set([...draft.actions, { delay: 0, action: newAction(type, choices) }])} />
      </AddMenu>
    </Section>
  );
}

function ActionMenu({ onPick }: { readonly onPick: (type: Action['type']) => void }) {
  const strings = useStrings();
  const names = actionNames(strings);
  return (['her', 'show'] as const).map((group) => (
    <Fragment key={group}>
      <Menu.Label>{strings.showActions.groups[group]}</Menu.Label>
      {ACTION_GROUPS[group].map((type) => (
        <Menu.Item key={type} onClick={() => onPick(type)}>
          {names[type]}
        </Menu.Item>
      ))}
    </Fragment>
  ));
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

function Section({ title, hint, children }: { readonly title: string; readonly hint: string; readonly children: ReactNode }) {
  return (
    <section className="binding-section">
      <h3>
        {title} <small>{hint}</small>
      </h3>
      {children}
    </section>
  );
}

interface StepProps {
  readonly title: string;
  readonly removeLabel: string;
  readonly onRemove: () => void;
  readonly tools?: ReactNode;
  readonly children: ReactNode;
}
function Step({ title, removeLabel, onRemove, tools, children }: StepProps) {
  return (
    <div className="binding-step">
      <div className="binding-step-head">
        <strong>{title}</strong>
        {tools}
        <Tooltip label={removeLabel}>
          <ActionIcon size="sm" variant="subtle" color="gray" aria-label={`${removeLabel}: ${title}`} onClick={onRemove}>
            <IconTrash size="0.9rem" />
          </ActionIcon>
        </Tooltip>
      </div>
      <div className="binding-step-body">{children}</div>
    </div>
  );
}

function AddMenu({
  label,
  disabled,
  children,
}: {
  readonly label: string;
  readonly disabled: boolean;
  readonly children: ReactNode;
}) {
  return (
    <Menu shadow="md" position="bottom-start" width="14rem">
      <Menu.Target>
        <Button className="binding-add" variant="light" size="xs" leftSection={<IconPlus size="0.9rem" />} disabled={disabled}>
          {label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah="18rem" style={{ overflowY: 'auto' }}>
        {children}
      </Menu.Dropdown>
    </Menu>
  );
}

interface StepKeys {
  of(index: number): number;
  remove(index: number): void;
  swap(index: number, other: number): void;
}
/** Identities for the steps of a list, so that taking one away does not move what was typed in the others. */
function useKeys(length: number): StepKeys {
  const keys = useRef<number[]>([]);
  const last = useRef(0);
  while (keys.current.length < length) {
    last.current += 1;
    keys.current.push(last.current);
  }
  return {
    of: (index) => keys.current[index] ?? index,
    remove(index) {
      keys.current = keys.current.toSpliced(index, 1);
    },
    swap(index, other) {
      const [one, two] = [keys.current[index], keys.current[other]];
      if (one !== undefined && two !== undefined) keys.current = keys.current.with(index, two).with(other, one);
    },
  };
}
