import { Button, FileButton, Tabs } from '@mantine/core';
import { IconDownload, IconPlus, IconRestore, IconUpload } from '@tabler/icons-react';
import { useState } from 'react';
import type { Command } from '#shared/audience/command.ts';
import type { CommandsView } from '#shared/contract/commands.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { useWatch } from '../../session/use-watch.ts';
import { SavedSwitch } from '../../ui/fields.tsx';
import { Page, Panel } from '../../ui/page.tsx';
import { FailedState, LoadingState } from '../../ui/states.tsx';
import { useSave } from '../../ui/use-save.ts';
import { CommandEditor } from './command-editor.tsx';
import { CommandList } from './command-list.tsx';
import { ReactionsCards } from './reactions-cards.tsx';
import { RunsCard } from './runs-card.tsx';
import { TryCard } from './try-card.tsx';
import { useCommandVerbs } from './use-commands.ts';
import './commands.css';

const TAB_KEY = 'yingxi.commands.tab';

/** What the chat can set off, and how she welcomes and thanks. */
export function CommandsPage() {
  const { commands: words } = useStrings();
  const { value, problem } = useWatch((api) => api.commands.watch);
  const [tab, setTab] = useState(() => (localStorage.getItem(TAB_KEY) === 'reactions' ? 'reactions' : 'commands'));
  const choose = (next: string | null): void => {
    const wanted = next === 'reactions' ? 'reactions' : 'commands';
    localStorage.setItem(TAB_KEY, wanted);
    setTab(wanted);
  };
  return (
    <Page title={words.title} intro={words.intro}>
      <Tabs value={tab} onChange={choose} keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="commands">{words.tabCommands}</Tabs.Tab>
          <Tabs.Tab value="reactions">{words.tabReactions}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="commands" pt="md">
          {value === undefined ? (
            <Panel>
              {problem === undefined ? <LoadingState rows={8} /> : <FailedState title={words.loadFailed} problem={problem} />}
            </Panel>
          ) : (
            <CommandCards view={value} />
          )}
        </Tabs.Panel>
        <Tabs.Panel value="reactions" pt="md">
          <ReactionsCards />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

function CommandCards({ view }: { readonly view: CommandsView }) {
  const { commands: words } = useStrings();
  const enabled = useSettings(({ audience }) => audience.commands.enabled);
  const hasChanged = useSettings(({ audience }) => audience.commands.changed.length > 0);
  const save = useSave();
  const verbs = useCommandVerbs(view.commands, view.shipped);
  const [editing, setEditing] = useState<Command | 'new'>();
  return (
    <div className="cards">
      <div className="command-tools">
        <Button leftSection={<IconPlus size="1rem" />} onClick={() => setEditing('new')}>
          {words.add}
        </Button>
        <FileButton accept="application/json,.json" onChange={(file) => (file === null ? undefined : verbs.importFile(file))}>
          {(props) => (
            <Button {...props} variant="default" leftSection={<IconUpload size="1rem" />}>
              {words.import}
            </Button>
          )}
        </FileButton>
        <Button variant="default" leftSection={<IconDownload size="1rem" />} onClick={verbs.exportAll}>
          {words.export}
        </Button>
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconRestore size="1rem" />}
          disabled={!hasChanged}
          onClick={verbs.resetAll}
        >
          {words.resetAll}
        </Button>
        <SavedSwitch
          className="command-master"
          path="audience.commands.enabled"
          label={words.enabled}
          description={words.enabledHint}
          value={enabled}
          onSave={(next) => save({ audience: { commands: { enabled: next } } })}
        />
      </div>
      <TryCard commands={view.commands} />
      <CommandList view={view} verbs={verbs} onEdit={setEditing} />
      <RunsCard runs={view.runs} commands={view.commands} />
      {editing === undefined ? null : (
        <CommandEditor
          key={editing === 'new' ? 'new' : editing.id}
          command={editing === 'new' ? undefined : editing}
          others={view.commands}
          onSave={verbs.put}
          onClose={() => setEditing(undefined)}
        />
      )}
    </div>
  );
}
