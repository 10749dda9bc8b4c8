import { useCallback, useState } from 'react';
import type { VtubeReport } from '#shared/avatar/vtube-report.ts';
import { StudioError } from '#shared/errors.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { useAction } from '../../ui/use-action.ts';

/** As the contract takes them, in characters. */
const MAX_BYTES = 8_000_000;

/** Imports a .vtube.json and keeps the report until it has been read. */
export function useVtubeImport() {
  const { mapping } = useStrings();
  const client = useClient();
  const [report, setReport] = useState<VtubeReport>();
  const read = useCallback(
    async (file: File) => {
      if (!/\.json$/i.test(file.name)) throw new StudioError('invalid-input', mapping.importNotJson);
      if (file.size > MAX_BYTES) throw new StudioError('too-large', mapping.importTooLarge);
      setReport(await client.parameters.importVtube({ fileName: file.name, text: await file.text() }));
    },
    [client, mapping],
  );
  const { run, busy } = useAction(mapping.importFailed, read);
  return { report, busy, importFile: run, close: useCallback(() => setReport(undefined), []) };
}
