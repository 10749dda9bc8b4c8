import { Button, FileButton, Menu, TextInput } from '@mantine/core';
import { IconDots, IconListDetails, IconSearch } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import type { IntentView } from '#shared/contract/intent.ts';
import type { Intent } from '#shared/live/appraisal.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { ExamplesList } from './examples-list.tsx';
import { IntentPicker } from './label-pickers.tsx';
import { useExampleVerbs } from './use-example-verbs.ts';

/** The streamer's own lines: found, removed, taken elsewhere and brought in. */
export function ExamplesCard({ examples }: { readonly examples: IntentView['examples'] }) {
  const { understanding } = useStrings();
  const [search, setSearch] = useState('');
  const [intent, setIntent] = useState<Intent>();
  return (
    <Panel
      title={understanding.examples}
      hint={fill(understanding.examplesHint, { most: examples.most })}
      icon={<IconListDetails size="1.25rem" />}
      right={<ExamplesMenu count={examples.count} />}
    >
      {examples.count === 0 ? (
        <EmptyState
          icon={<IconListDetails size="1.5rem" />}
          title={understanding.examplesNone}
          hint={understanding.examplesNoneHint}
        />
      ) : (
        <>
          <search className="understanding-filters">
            <TextInput
              size="sm"
              leftSection={<IconSearch size="1rem" />}
              aria-label={understanding.search}
              placeholder={understanding.search}
              value={search}
              onChange={(event) => setSearch(event.currentTarget.value)}
            />
            <IntentPicker none={understanding.anyIntent} label={understanding.wants} value={intent} onChange={setIntent} />
          </search>
          <ExamplesList search={search} intent={intent} version={examples.version} />
        </>
      )}
    </Panel>
  );
}

function ExamplesMenu({ count }: { readonly count: number }) {
  const { understanding } = useStrings();
  const { importFile, exportAll, remove } = useExampleVerbs();
  const onFile = useCallback((file: File | null) => (file === null ? undefined : void importFile(file)), [importFile]);
  return (
    <div className="understanding-menu">
      <FileButton accept=".jsonl,.json,.txt" onChange={onFile}>
        {(props) => (
          <Button {...props} size="compact-sm" variant="default">
            {understanding.import}
          </Button>
        )}
      </FileButton>
      <Button size="compact-sm" variant="default" disabled={count === 0} onClick={() => void exportAll()}>
        {understanding.export}
      </Button>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <Button size="compact-sm" variant="subtle" color="gray" aria-label={understanding.removeAll} disabled={count === 0}>
            <IconDots size="1rem" />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item color="red" onClick={() => void remove(undefined)}>
            {understanding.removeAll}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
