import { SegmentedControl, TextInput } from '@mantine/core';
import { IconFlask2 } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { Command } from '#shared/audience/command.ts';
import type { Role } from '#shared/live/live-event.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { Panel } from '../../ui/page.tsx';
import { commandName } from './describe-command.ts';

const TYPING_PAUSE_MS = 200;
type Found = { readonly commandId: string; readonly argument: string } | null;

/** "What would this line set off?" */
export function TryCard({ commands }: { readonly commands: readonly Command[] }) {
  const strings = useStrings();
  const words = strings.commands;
  const client = useClient();
  const [text, setText] = useState('');
  const [role, setRole] = useState<Role | 'viewer'>('viewer');
  const [found, setFound] = useState<Found>();
  // A line that was asked about under other commands is asked again.
  useEffect(() => {
    setFound(undefined);
    if (text.trim() === '' || commands.length === 0) return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      client.commands
        .test({ text, role: role === 'viewer' ? null : role }, { signal: abort.signal })
        .then(setFound, () => undefined);
    }, TYPING_PAUSE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [client, text, role, commands]);
  const command = found == null ? undefined : commands.find(({ id }) => id === found.commandId);
  return (
    <Panel title={words.try} hint={words.tryHint} icon={<IconFlask2 size="1.25rem" />}>
      <div className="command-try">
        <TextInput
          aria-label={words.try}
          placeholder={words.tryPlaceholder}
          maxLength={300}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <SegmentedControl
          aria-label={words.tryAs}
          value={role}
          onChange={(next) => setRole(ROLES.find((one) => one === next) ?? 'viewer')}
          data={[
            { value: 'viewer', label: words.roleViewer },
            { value: 'member', label: words.roleMember },
            { value: 'moderator', label: words.roleModerator },
            { value: 'owner', label: words.roleOwner },
          ]}
        />
      </div>
      <p className="command-found" role="status" data-fires={command !== undefined || undefined}>
        {found === undefined
          ? ' '
          : command === undefined
            ? words.tryNothing
            : `${fill(words.tryFires, { name: commandName(strings, command) })}${
                found === null || found.argument === '' ? '' : ` · ${fill(words.tryArgument, { argument: found.argument })}`
              }`}
      </p>
    </Panel>
  );
}

const ROLES = ['viewer', 'member', 'moderator', 'owner'] as const;
