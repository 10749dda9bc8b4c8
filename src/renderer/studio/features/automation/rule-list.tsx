import { ActionIcon, Menu, Switch, Tooltip } from '@mantine/core';
import {
  IconAlertTriangle,
  IconArrowDown,
  IconArrowUp,
  IconCopy,
  IconDots,
  IconPencil,
  IconPlayerPlay,
  IconTrash,
} from '@tabler/icons-react';
import { type AutomationRule, isWholeRule } from '#shared/automation/rule.ts';
import type { AutomationView } from '#shared/contract/automation.ts';
import { fill } from '../../i18n/strings.ts';
import { useInterfaceLanguage, useStrings } from '../../i18n/use-strings.tsx';
import { Panel } from '../../ui/page.tsx';
import { useSecondsUntil } from '../../ui/use-seconds-until.ts';
import { ruleSentence } from './describe-automation.ts';
import { groupedRules } from './new-automation.ts';
import type { RuleVerbs } from './use-rule-verbs.ts';

interface RuleListProps {
  readonly view: AutomationView;
  readonly search: string;
  readonly models: ReadonlyMap<string, string>;
  readonly verbs: RuleVerbs;
  readonly onEdit: (rule: AutomationRule) => void;
}

/** All rules by group, in the order in which they are asked. */
export function RuleList({ view, search, models, verbs, onEdit }: RuleListProps) {
  const strings = useStrings();
  const { automation } = strings;
  const rules = new Map(view.rules.map(({ id, name }) => [id, name]));
  const wanted = search.trim().toLowerCase();
  const shown = view.rules.filter((rule) =>
    [rule.name, rule.group, ruleSentence(strings, rule, { rules, models })].some((text) => text.toLowerCase().includes(wanted)),
  );
  if (shown.length === 0) return <p className="quiet-line">{automation.nothingFound}</p>;
  return groupedRules(shown).map((group) => (
    <Panel key={group.name} title={group.name || automation.noGroup}>
      <ul className="rule-list">
        {group.rules.map((rule, index) => (
          <RuleRow
            key={rule.id}
            rule={rule}
            sentence={ruleSentence(strings, rule, { rules, models })}
            activity={view.activity[rule.id]}
            above={group.rules[index - 1]?.id}
            below={group.rules[index + 1]?.id}
            verbs={verbs}
            onEdit={onEdit}
          />
        ))}
      </ul>
    </Panel>
  ));
}

interface RuleRowProps extends Pick<RuleListProps, 'verbs' | 'onEdit'> {
  readonly rule: AutomationRule;
  readonly sentence: string;
  readonly activity: AutomationView['activity'][string] | undefined;
  readonly above: string | undefined;
  readonly below: string | undefined;
}

function RuleRow({ rule, sentence, activity, above, below, verbs, onEdit }: RuleRowProps) {
  const { automation } = useStrings();
  const name = rule.name || automation.unnamed;
  const whole = isWholeRule(rule);
  return (
    <li className="rule-row" data-off={!rule.enabled || undefined}>
      <button type="button" className="rule-open" onClick={() => onEdit(rule)} aria-label={`${automation.edit}: ${name}`}>
        <strong>
          {name} {rule.dryRun ? <em className="tag">{automation.dryTag}</em> : null}
        </strong>
        <span>{sentence}</span>
        {whole ? null : (
          <span className="rule-lack">
            <IconAlertTriangle size="0.85rem" aria-hidden /> {automation.incomplete}
          </span>
        )}
      </button>
      <RuleLamp activity={activity} />
      <Tooltip label={automation.run}>
        <ActionIcon
          variant="subtle"
          color="gray"
          disabled={!whole}
          aria-label={`${automation.run}: ${name}`}
          onClick={() => verbs.run(rule)}
        >
          <IconPlayerPlay size="1rem" />
        </ActionIcon>
      </Tooltip>
      <Switch
        aria-label={fill(automation.enable, { name })}
        checked={rule.enabled}
        disabled={!whole && !rule.enabled}
        onChange={(event) => verbs.enable(rule, event.currentTarget.checked)}
      />
      <RowMenu rule={rule} name={name} above={above} below={below} verbs={verbs} onEdit={onEdit} />
    </li>
  );
}

function RuleLamp({ activity }: Pick<RuleRowProps, 'activity'>) {
  const { automation } = useStrings();
  const language = useInterfaceLanguage();
  const left = useSecondsUntil(activity === undefined || activity.coolUntilMs <= Date.now() ? null : activity.coolUntilMs);
  if (activity === undefined) return <span className="rule-lamp" />;
  const time = new Date(activity.firedMs).toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit' });
  return (
    <span className="rule-lamp" data-cooling={left > 0 || undefined}>
      {left > 0 ? fill(automation.cooling, { n: left }) : fill(automation.firedAgo, { time })}
    </span>
  );
}

function RowMenu({
  rule,
  name,
  above,
  below,
  verbs,
  onEdit,
}: Omit<RuleRowProps, 'sentence' | 'activity'> & { readonly name: string }) {
  const { automation, common } = useStrings();
  return (
    <Menu shadow="md" position="bottom-end" width="11rem">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={fill(automation.more, { name })}>
          <IconDots size="1rem" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size="1rem" />} onClick={() => onEdit(rule)}>
          {automation.edit}
        </Menu.Item>
        <Menu.Item leftSection={<IconCopy size="1rem" />} onClick={() => verbs.duplicate(rule)}>
          {automation.duplicate}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconArrowUp size="1rem" />}
          disabled={above === undefined}
          onClick={() => (above === undefined ? undefined : verbs.moveBefore(rule.id, above))}
        >
          {automation.moveUp}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconArrowDown size="1rem" />}
          disabled={below === undefined}
          onClick={() => (below === undefined ? undefined : verbs.moveBefore(below, rule.id))}
        >
          {automation.moveDown}
        </Menu.Item>
        <Menu.Item color="red" leftSection={<IconTrash size="1rem" />} onClick={() => verbs.remove(rule)}>
          {common.remove}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
