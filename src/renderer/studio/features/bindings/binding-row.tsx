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
import { bindingEmoji } from '#shared/avatar/binding-emoji.ts';
import type { Binding } from '#shared/avatar/bindings.ts';
import type { BindingActivity, BindingConflict } from '#shared/contract/bindings.ts';
import { HotkeyHint } from '../../hotkeys/hotkey-hint.tsx';
import { IS_MAC } from '../../hotkeys/platform.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { actionText, conflictText, triggerText } from './describe.ts';
import type { RowVerbs } from './use-row-verbs.ts';

interface BindingRowProps {
  readonly binding: Binding;
  readonly activity: BindingActivity | undefined;
  readonly conflicts: readonly BindingConflict[];
  /** Names of bindings and of models, by id. */
  readonly names: ReadonlyMap<string, string>;
  readonly models: ReadonlyMap<string, string>;
  /** Neighbours in its group; undefined at the ends. */
  readonly above: string | undefined;
  readonly below: string | undefined;
  readonly verbs: RowVerbs;
}

/** One hotkey or reaction: what it is called, when it fires, what it does, and how it is now. */
export function BindingRow({ binding, activity, conflicts, names, models, above, below, verbs }: BindingRowProps) {
  const strings = useStrings();
  const { bindings } = strings;
  const name = binding.name === '' ? bindings.unnamed : binding.name;
  const does = binding.actions.map(({ action }) => actionText(strings, action, models)).join(' → ');
  return (
    <li className="binding-row" data-on={activity?.on || undefined} data-off={!binding.enabled || undefined}>
      <span className="binding-emoji" aria-hidden>
        {bindingEmoji(binding)}
      </span>
      <button type="button" className="binding-open" onClick={() => verbs.edit(binding)} aria-label={`${bindings.edit}: ${name}`}>
        <strong>{name}</strong>
        {does === name ? null : <span className="binding-does">{does}</span>}
      </button>
      <span className="binding-triggers">
        {binding.triggers.length === 0 ? <em className="tag tag-off">{bindings.noTrigger}</em> : null}
        {binding.triggers.map((trigger, index) =>
          trigger.type === 'key' ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: triggers have no identity of their own
            <HotkeyHint key={index} accelerator={trigger.accelerator} />
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: triggers have no identity of their own
            <span className="tag" key={index}>
              {triggerText(strings, trigger, IS_MAC)}
            </span>
          ),
        )}
      </span>
      <BindingLamp activity={activity} />
      <Tooltip label={bindings.test}>
        <ActionIcon variant="subtle" color="gray" aria-label={`${bindings.test}: ${name}`} onClick={() => verbs.test(binding)}>
          <IconPlayerPlay size="1rem" />
        </ActionIcon>
      </Tooltip>
      <Switch
        aria-label={fill(bindings.enable, { name })}
        checked={binding.enabled}
        onChange={(event) => verbs.enable(binding, event.currentTarget.checked)}
      />
      <Menu shadow="md" position="bottom-end" width="11rem">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={fill(bindings.more, { name })}>
            <IconDots size="1rem" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size="1rem" />} onClick={() => verbs.edit(binding)}>
            {bindings.edit}
          </Menu.Item>
          <Menu.Item leftSection={<IconCopy size="1rem" />} onClick={() => verbs.duplicate(binding)}>
            {bindings.duplicate}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconArrowUp size="1rem" />}
            disabled={above === undefined}
            onClick={() => verbs.moveBefore(binding.id, above)}
          >
            {bindings.moveUp}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconArrowDown size="1rem" />}
            disabled={below === undefined}
            onClick={() => verbs.moveBefore(below, binding.id)}
          >
            {bindings.moveDown}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item color="red" leftSection={<IconTrash size="1rem" />} onClick={() => verbs.remove(binding)}>
            {strings.common.remove}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {conflicts.map((conflict) => (
        <p className="binding-trouble" key={`${conflict.type} ${conflict.accelerator}`}>
          <IconAlertTriangle size="0.9rem" aria-hidden /> {conflictText(strings, conflict, names, IS_MAC)}
        </p>
      ))}
      {activity?.problem ? (
        <p className="binding-trouble" role="status">
          <IconAlertTriangle size="0.9rem" aria-hidden /> {activity.problem}
        </p>
      ) : null}
    </li>
  );
}

const JUST_NOW_MS = 4000;

function BindingLamp({ activity }: { readonly activity: BindingActivity | undefined }) {
  const { bindings } = useStrings();
  const firedNow = activity?.firedAt != null && Date.now() - activity.firedAt < JUST_NOW_MS;
  const text = activity?.on ? bindings.on : activity?.running ? bindings.running : firedNow ? bindings.firedNow : '';
  return (
    <span className="binding-lamp" data-lit={text !== '' || undefined}>
      {text}
    </span>
  );
}
