import { Button, FileButton } from '@mantine/core';
import { IconFileExport, IconFileImport, IconId } from '@tabler/icons-react';
import { type ReactNode, useCallback } from 'react';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { downloadBytes } from '../../ui/download.ts';
import { FileDropZone } from '../../ui/file-drop-zone.tsx';
import { Panel } from '../../ui/page.tsx';
import { useAction } from '../../ui/use-action.ts';
import { useImportCard } from './use-import-card.ts';

/** Character cards in and out. */
export function CardExchange() {
  const { persona } = useStrings();
  const client = useClient();
  const { importCard, busy } = useImportCard();
  const write = useCallback(
    async (format: 'json' | 'png') => {
      const { fileName, json, png } = await client.brain.exportPersona({ format });
      if (png !== undefined)
        downloadBytes(
          fileName,
          Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0)),
          'image/png',
        );
      else downloadBytes(fileName, json ?? '', 'application/json');
    },
    [client],
  );
  const exporting = useAction(persona.exportFailed, write);
  return (
    <Panel title={persona.card} hint={persona.cardHint} icon={<IconId size="1.25rem" />}>
      <div className="button-row">
        <FileButton
          accept=".json,.png,application/json,image/png"
          onChange={(file) => (file === null ? undefined : void importCard(file))}
        >
          {(props) => (
            <Button {...props} variant="light" leftSection={<IconFileImport size="1rem" />} loading={busy}>
              {persona.importCard}
            </Button>
          )}
        </FileButton>
        <Button variant="default" leftSection={<IconFileExport size="1rem" />} onClick={() => void exporting.run('json')}>
          {persona.exportJson}
        </Button>
        <Button variant="default" leftSection={<IconFileExport size="1rem" />} onClick={() => void exporting.run('png')}>
          {persona.exportPng}
        </Button>
      </div>
    </Panel>
  );
}

/** Takes a card that is dropped anywhere on what it wraps. */
export function CardDropZone({ children }: { readonly children: ReactNode }) {
  const { persona } = useStrings();
  const { importCard } = useImportCard();
  return (
    <FileDropZone text={persona.dropHere} onFile={(file) => void importCard(file)}>
      {children}
    </FileDropZone>
  );
}
