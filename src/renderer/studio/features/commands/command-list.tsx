import { ActionIcon, Menu, Switch } from '@mantine/core';
import { IconCopy, IconDots, IconPencil, IconRestore, IconTrash } from '@tabler/icons-react';
import type { Command } from '#shared/audience/command.ts';
import type { CommandsView } from '#shared/contract/commands.ts';
import { fill } from '../../i18n/strings.ts';
import { useInterfaceLanguage, useStrings } from '../../i18n/use-strings.tsx';
import { Panel } from '../../ui/page.tsx';
import { commandName, GROUPS, groupOf, triggerChip, triggersFor, wishNote } from './describe-command.ts';
import type { CommandVerbs } from './use-commands.ts';

interface CommandListProps {
  readonly view: CommandsView;
  readonly verbs: CommandVerbs;
  readonly onEdit: (command: Command) => void;
}

/** All commands by what they are for. */
export function CommandList({ view, verbs, onEdit }: CommandListProps) {
  const { commands: words } = useStrings();
  const shipped = new Map(view.shipped.map((command) => [command.id, command]));
  const groups = GROUPS.map((group) => ({
    group,
    commands: view.commands.filter((command) => groupOf(command, shipped.has(command.id)) === group),
  })).filter(({ commands }) => commands.length > 0);
  return groups.map(({ group, commands }) => (
    <Panel key={group} title={words.groups[group]} {...(group === 'wishes' ? { hint: words.wishNote } : {})}>
      <ul className="command-list">
        {commands.map((command) => (
          <CommandRow key={command.id} command={command} shipped={shipped.get(command.id)} verbs={verbs} onEdit={onEdit} />
        ))}
      </ul>
    </Panel>
  ));
}

interface CommandRowProps {
  readonly command: Command;
  readonly shipped: Command | undefined;
  readonly verbs: CommandVerbs;
  readonly onEdit: (command: Command) => void;
}
const SHOWN_TRIGGERS = 6;

function CommandRow({ command, shipped, verbs, onEdit }: CommandRowProps) {
  const strings = useStrings();
  const spoken = useInterfaceLanguage();
  const language = spoken === 'zh-CN' ? 'zh' : spoken;
  const words = strings.commands;
  const name = commandName(strings, command);
  const isChanged = shipped !== undefined && JSON.stringify(shipped) !== JSON.stringify(command);
  const note = noteOf(command, strings);
  return (
    <li className="command-row" data-off={!command.enabled || undefined}>
      <button type="button" className="command-open" onClick={() => onEdit(command)} aria-label={`${words.edit}: ${name}`}>
        <strong>
          {name} {isChanged ? <em className="tag">{words.changed}</em> : null}
        </strong>
        <span>
          {words.who[command.who]} · {command.cost === 0 ? words.free : fill(words.cost, { n: command.cost })}
          {command.cooldownSeconds === 0 ? '' : ` · ${fill(words.cooldown, { n: command.cooldownSeconds })}`}
        </span>
      </button>
      <span className="command-words">
        {triggersFor(language, command.triggers)
          .slice(0, SHOWN_TRIGGERS)
          .map((trigger) => (
            <span className="tag" key={JSON.stringify(trigger)}>
              {triggerChip(strings, trigger)}
            </span>
          ))}
        {command.triggers.length > SHOWN_TRIGGERS ? (
          <span className="tag">+{command.triggers.length - SHOWN_TRIGGERS}</span>
        ) : null}
      </span>
      <Switch
        aria-label={fill(words.enable, { name })}
        checked={command.enabled}
        onChange={(event) => verbs.put({ ...command, enabled: event.currentTarget.checked })}
      />
      <RowMenu
        command={command}
        name={name}
        isShipped={shipped !== undefined}
        canReset={isChanged}
        verbs={verbs}
        onEdit={onEdit}
      />
      {note === undefined ? null : <p className="command-note">{note}</p>}
    </li>
  );
}

function noteOf({ action }: Command, strings: ReturnType<typeof useStrings>): string | undefined {
  if (action.type === 'choose' && action.choices.length === 0) return strings.commands.chooseNote;
  return action.type === 'wish' ? wishNote(strings, action.wish) : undefined;
}

interface RowMenuProps extends Omit<CommandRowProps, 'shipped'> {
  readonly name: string;
  readonly isShipped: boolean;
  readonly canReset: boolean;
}

function RowMenu({ command, name, isShipped, canReset, verbs, onEdit }: RowMenuProps) {
  const { commands: words, common } = useStrings();
  return (
    <Menu shadow="md" position="bottom-end" width="11rem">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={fill(words.more, { name })}>
          <IconDots size="1rem" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size="1rem" />} onClick={() => onEdit(command)}>
          {words.edit}
        </Menu.Item>
        <Menu.Item leftSection={<IconCopy size="1rem" />} onClick={() => verbs.duplicate(command)}>
          {words.duplicate}
        </Menu.Item>
        {isShipped ? (
          <Menu.Item leftSection={<IconRestore size="1rem" />} disabled={!canReset} onClick={() => verbs.reset(command)}>
            {words.reset}
          </Menu.Item>
        ) : (
          <Menu.Item color="red" leftSection={<IconTrash size="1rem" />} onClick={() => verbs.reset(command)}>
            {common.remove}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
