import { Button } from '@mantine/core';
import { IconFileImport, IconMovie } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import type { PerformanceEntry, PerformancesView } from '#shared/contract/performances.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { PerformanceRow } from './performance-row.tsx';
import { RenameSheet } from './rename-sheet.tsx';

interface PerformanceListProps {
  readonly view: PerformancesView;
  readonly onFile: (file: File) => void;
}

/** Recorded performances, newest first. */
export function PerformanceList({ view, onFile }: PerformanceListProps) {
  const { performances: words } = useStrings();
  const input = useRef<HTMLInputElement>(null);
  const [renaming, setRenaming] = useState<PerformanceEntry>();
  return (
    <Panel title={words.list} hint={words.listHint} icon={<IconMovie size="1.25rem" />}>
      <div>
        <Button variant="default" leftSection={<IconFileImport size="1rem" />} onClick={() => input.current?.click()}>
          {words.import}
        </Button>
        <input
          ref={input}
          type="file"
          hidden
          accept=".yxperf"
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            event.currentTarget.value = '';
            if (file !== undefined) onFile(file);
          }}
        />
      </div>
      {view.list.length === 0 ? (
        <EmptyState icon={<IconMovie size="1.5rem" />} title={words.none} hint={words.noneHint} />
      ) : (
        <ul className="perform-list">
          {view.list.map((entry) => (
            <PerformanceRow
              key={entry.id}
              entry={entry}
              playing={view.playing?.id === entry.id ? view.playing : undefined}
              onRename={() => setRenaming(entry)}
            />
          ))}
        </ul>
      )}
      {renaming === undefined ? null : <RenameSheet entry={renaming} onClose={() => setRenaming(undefined)} />}
    </Panel>
  );
}
