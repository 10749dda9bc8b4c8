import { Alert, Button } from '@mantine/core';
import { IconAlertTriangle, IconPlayerRecordFilled, IconPlayerStopFilled, IconVideo } from '@tabler/icons-react';
import { useCallback } from 'react';
import { clockText } from '#shared/clock-text.ts';
import type { PerformancesView } from '#shared/contract/performances.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { Panel } from '../../ui/page.tsx';
import { useAction } from '../../ui/use-action.ts';

/** One button that begins and ends a recording, with what it holds so far. */
export function RecordCard({ view }: { readonly view: PerformancesView }) {
  const { performances: words } = useStrings();
  const client = useClient();
  const { recording, problem } = view;
  const { run, busy } = useAction(
    recording === null ? words.recordFailed : words.finishFailed,
    useCallback(async () => {
      if (recording !== null) return void (await client.performances.finish());
      return void (await client.performances.record({}));
    }, [client, recording]),
  );
  return (
    <Panel title={words.record} hint={words.recordHint} icon={<IconVideo size="1.25rem" />}>
      <div className="perform-record">
        <Button
          size="md"
          color="red"
          variant={recording === null ? 'filled' : 'default'}
          loading={busy}
          leftSection={recording === null ? <IconPlayerRecordFilled size="1rem" /> : <IconPlayerStopFilled size="1rem" />}
          onClick={() => void run()}
        >
          {recording === null ? words.begin : words.finish}
        </Button>
        {recording === null ? null : (
          <output className="perform-now">
            <span className="perform-dot" aria-hidden />
            <strong>{clockText(recording.lengthMs / 1000)}</strong>
            <span>
              {recording.inputs === 0
                ? words.nothingMoves
                : fill(words.soFar, { inputs: recording.inputs, size: sizeText(recording.bytes) })}
            </span>
          </output>
        )}
      </div>
      {problem === '' ? null : (
        <Alert color="red" icon={<IconAlertTriangle size="1.1rem" />} className="perform-problem">
          {words.problems[problem]}
        </Alert>
      )}
    </Panel>
  );
}

export function sizeText(bytes: number): string {
  return bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
