import { Autocomplete, Button, Menu, Modal, Switch, TextInput } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { Fragment, useCallback, useState } from 'react';
import type { AutomationCondition } from '#shared/automation/condition.ts';
import { type AutomationRule, emptyRule, isWholeRule, type RuleDraft } from '#shared/automation/rule.ts';
import type { ActionChoices } from '#shared/contract/bindings.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useAction } from '../../ui/use-action.ts';
import { useQuery } from '../../ui/use-query.ts';
import { ActionSteps } from '../bindings/action-steps.tsx';
import { AddMenu, Section, Step, useKeys } from '../bindings/editor-parts.tsx';
import { ruleSentence } from './describe-automation.ts';
import { IfFields } from './if-fields.tsx';
import { CONDITION_TYPES, canSave, draftOf, newAutomationTrigger, newCondition, TRIGGER_GROUPS } from './new-automation.ts';
import { NumberField } from './small-fields.tsx';
import { WhenFields } from './when-fields.tsx';

interface RuleEditorProps {
  /** Undefined: a new one. */
  readonly rule: AutomationRule | undefined;
  readonly rules: readonly AutomationRule[];
  readonly onClose: () => void;
}
const MOST = 10;

/** A rule as a sentence, and its parts below: when, if, do. Nothing is kept before it is saved. */
export function RuleEditor({ rule, rules, onClose }: RuleEditorProps) {
  const { automation } = useStrings();
  const client = useClient();
  const [draft, setDraft] = useState<RuleDraft>(() => (rule === undefined ? emptyRule() : draftOf(rule)));
  const ask = useCallback((signal: AbortSignal) => client.bindings.choices({ modelId: null }, { signal }), [client]);
  const choices = useQuery(ask).value;
  const change = (next: Partial<RuleDraft>): void => setDraft((before) => ({ ...before, ...next }));
  const { editor, unnamed } = automation;
  const names = new Map(rules.filter(({ id }) => id !== rule?.id).map(({ id, name }) => [id, name || unnamed]));
  const title = rule === undefined ? editor.new : fill(editor.edit, { name: rule.name || unnamed });
  return (
    <Modal opened onClose={onClose} title={title} size="46rem" yOffset="4.5rem" closeOnClickOutside={false}>
      {choices === undefined ? (
        <LoadingState rows={8} />
      ) : (
        <div className="binding-editor">
          <SentenceLine draft={draft} rules={names} choices={choices} />
          <NameFields draft={draft} groups={[...new Set(rules.map(({ group }) => group))]} onChange={change} />
          <WhenList draft={draft} choices={choices} onChange={change} />
          <IfList draft={draft} choices={choices} rules={names} onChange={change} />
          <ActionSteps steps={draft.do} choices={choices} onChange={(steps) => change({ do: steps })} />
          <LimitFields draft={draft} onChange={change} />
          <EditorFooter draft={draft} rule={rule} onClose={onClose} />
        </div>
      )}
    </Modal>
  );
}

interface PartProps {
  readonly draft: RuleDraft;
  readonly onChange: (change: Partial<RuleDraft>) => void;
}

function SentenceLine({
  draft,
  rules,
  choices,
}: {
  readonly draft: RuleDraft;
  readonly rules: ReadonlyMap<string, string>;
  readonly choices: ActionChoices;
}) {
  const strings = useStrings();
  const models = new Map(choices.models.map(({ id, name }) => [id, name]));
  return (
    <p className="rule-sentence" aria-live="polite">
      {ruleSentence(strings, draft, { rules, models })}
    </p>
  );
}

function NameFields({ draft, groups, onChange }: PartProps & { readonly groups: readonly string[] }) {
  const { editor } = useStrings().automation;
  return (
    <div className="two-columns">
      <TextInput
        data-autofocus
        label={editor.name}
        placeholder={editor.namePlaceholder}
        maxLength={200}
        value={draft.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <Autocomplete
        label={editor.group}
        data={groups.filter((group) => group !== '')}
        maxLength={60}
        value={draft.group}
        onChange={(group) => onChange({ group })}
        comboboxProps={{ shadow: 'md' }}
      />
    </div>
  );
}

function WhenList({ draft, choices, onChange }: PartProps & { readonly choices: ActionChoices }) {
  const { automation } = useStrings();
  const { editor, triggers, triggerGroups } = automation;
  const keys = useKeys(draft.when.length);
  const scene = choices.show.scenes[0]?.name ?? '';
  return (
    <Section title={editor.when} hint={editor.whenHint}>
      {draft.when.map((trigger, index) => (
        <Step
          key={keys.of(index)}
          title={triggers[trigger.type]}
          removeLabel={editor.remove}
          onRemove={() => {
            keys.remove(index);
            onChange({ when: draft.when.toSpliced(index, 1) });
          }}
        >
          <WhenFields
            trigger={trigger}
            choices={choices.show}
            onChange={(next) => onChange({ when: draft.when.with(index, next) })}
          />
        </Step>
      ))}
      <AddMenu label={editor.addWhen} disabled={draft.when.length >= MOST}>
        {(['time', 'room', 'her', 'show'] as const).map((group) => (
          <Fragment key={group}>
            <Menu.Label>{triggerGroups[group]}</Menu.Label>
            {TRIGGER_GROUPS[group].map((type) => (
              <Menu.Item key={type} onClick={() => onChange({ when: [...draft.when, newAutomationTrigger(type, scene)] })}>
                {triggers[type]}
              </Menu.Item>
            ))}
          </Fragment>
        ))}
      </AddMenu>
    </Section>
  );
}

function IfList({
  draft,
  choices,
  rules,
  onChange,
}: PartProps & { readonly choices: ActionChoices; readonly rules: ReadonlyMap<string, string> }) {
  const { editor, conditions } = useStrings().automation;
  const keys = useKeys(draft.if.length);
  const [firstRule = ''] = rules.keys();
  const scene = choices.show.scenes[0]?.name ?? '';
  const add = (type: AutomationCondition['type']): void => onChange({ if: [...draft.if, newCondition(type, scene, firstRule)] });
  return (
    <Section title={editor.if} hint={editor.ifHint}>
      {draft.if.map((condition, index) => (
        <Step
          key={keys.of(index)}
          title={conditions[condition.type]}
          removeLabel={editor.remove}
          onRemove={() => {
            keys.remove(index);
            onChange({ if: draft.if.toSpliced(index, 1) });
          }}
        >
          <IfFields
            condition={condition}
            choices={choices.show}
            rules={rules}
            onChange={(next) => onChange({ if: draft.if.with(index, next) })}
          />
        </Step>
      ))}
      <AddMenu label={editor.addIf} disabled={draft.if.length >= MOST}>
        {CONDITION_TYPES.map((type) => (
          <Menu.Item key={type} onClick={() => add(type)}>
            {conditions[type]}
          </Menu.Item>
        ))}
      </AddMenu>
    </Section>
  );
}

function LimitFields({ draft, onChange }: PartProps) {
  const { editor } = useStrings().automation;
  return (
    <Section title={editor.limits} hint="">
      <div className="two-columns">
        <NumberField
          label={editor.cooldown}
          hint={editor.cooldownHint}
          least={0}
          most={86_400}
          value={draft.cooldownSeconds}
          onChange={(cooldownSeconds) => onChange({ cooldownSeconds })}
        />
        <NumberField
          label={editor.viewerCooldown}
          hint={editor.cooldownHint}
          least={0}
          most={86_400}
          value={draft.viewerCooldownSeconds}
          onChange={(viewerCooldownSeconds) => onChange({ viewerCooldownSeconds })}
        />
        <NumberField
          label={editor.priority}
          hint={editor.priorityHint}
          least={0}
          most={100}
          value={draft.priority}
          onChange={(priority) => onChange({ priority: Math.round(priority) })}
        />
        <div className="rule-switches">
          <Switch
            label={editor.stopsLower}
            description={draft.group === '' ? editor.groupHint : undefined}
            disabled={draft.group === ''}
            checked={draft.stopsLower}
            onChange={(event) => onChange({ stopsLower: event.currentTarget.checked })}
          />
          <Switch
            label={editor.oncePerShow}
            checked={draft.oncePerShow}
            onChange={(event) => onChange({ oncePerShow: event.currentTarget.checked })}
          />
          <Switch
            label={editor.dryRun}
            checked={draft.dryRun}
            onChange={(event) => onChange({ dryRun: event.currentTarget.checked })}
          />
        </div>
      </div>
    </Section>
  );
}

function EditorFooter({ draft, rule, onClose }: Omit<RuleEditorProps, 'rules'> & { readonly draft: RuleDraft }) {
  const { automation, common } = useStrings();
  const { editor } = automation;
  const client = useClient();
  const whole = draft.when.length > 0 && draft.do.length > 0 && isWholeRule(draft);
  // One that lacks something is kept switched off.
  const kept: RuleDraft = whole ? draft : { ...draft, enabled: false };
  const save = useCallback(async () => {
    if (rule === undefined) await client.automation.add({ rules: [kept] });
    else await client.automation.change({ id: rule.id, change: kept });
    onClose();
  }, [client, rule, kept, onClose]);
  const test = useCallback(async () => {
    const { problems } = await client.automation.test(draft);
    if (problems.length === 0) showToast({ tone: 'good', title: automation.ran });
    else showToast({ tone: 'bad', title: automation.runFailed, text: problems.join(' ') });
  }, [client, draft, automation]);
  const saving = useAction(editor.saveFailed, save);
  const testing = useAction(automation.runFailed, test);
  const lack = draft.when.length === 0 ? editor.needWhen : draft.do.length === 0 ? editor.needDo : whole ? '' : editor.needRest;
  return (
    <footer className="binding-footer">
      <Button
        variant="default"
        leftSection={<IconPlayerPlay size="1rem" />}
        loading={testing.busy}
        disabled={!whole}
        onClick={() => void testing.run()}
      >
        {automation.run}
      </Button>
      <span className="quiet-line">{lack}</span>
      <Button variant="subtle" color="gray" onClick={onClose}>
        {common.cancel}
      </Button>
      <Button loading={saving.busy} disabled={!canSave(kept)} onClick={() => void saving.run()}>
        {editor.save}
      </Button>
    </footer>
  );
}
