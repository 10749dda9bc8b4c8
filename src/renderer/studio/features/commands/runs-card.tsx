import { IconHistory } from '@tabler/icons-react';
import type { Command } from '#shared/audience/command.ts';
import type { CommandRunView } from '#shared/contract/commands.ts';
import { useInterfaceLanguage, useStrings } from '../../i18n/use-strings.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { commandName } from './describe-command.ts';

const SHOWN = 12;

/** Who used what, and what came of it. */
export function RunsCard({
  runs,
  commands,
}: {
  readonly runs: readonly CommandRunView[];
  readonly commands: readonly Command[];
}) {
  const strings = useStrings();
  const words = strings.commands;
  const language = useInterfaceLanguage();
  const byId = new Map(commands.map((command) => [command.id, command]));
  return (
    <Panel title={words.runs} hint={words.runsHint} icon={<IconHistory size="1.25rem" />}>
      {runs.length === 0 ? (
        <EmptyState icon={<IconHistory size="1.5rem" />} title={words.runsNone} hint={words.runsNoneHint} />
      ) : (
        <ul className="command-runs">
          {runs.slice(0, SHOWN).map((run) => (
            <li key={`${run.at} ${run.commandId} ${run.userName} ${run.argument}`}>
              <time>{new Date(run.at).toLocaleTimeString(language)}</time>
              <strong>{run.userName}</strong>
              <span>
                {commandName(strings, byId.get(run.commandId) ?? { id: run.commandId, name: '' })} {run.argument}
              </span>
              <em className="tag" data-bad={run.outcome === 'failed' || undefined} title={run.problem}>
                {words.outcomes[run.outcome]}
              </em>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
