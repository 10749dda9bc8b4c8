import { Button } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconStethoscope } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import { useStrings } from '../../i18n/use-strings.tsx';
import { durationText } from '../../latency/latency-segments.ts';
import { useClient } from '../../session/session-context.tsx';
import { useHealthText } from '../../ui/health-text.ts';
import { useAction } from '../../ui/use-action.ts';

type TestResult = Awaited<ReturnType<ReturnType<typeof useClient>['brain']['test']>>;

/** One short question to the endpoint, with its answer and times. */
export function BrainTest() {
  const { brain } = useStrings();
  const client = useClient();
  const [result, setResult] = useState<TestResult>();
  const ask = useCallback(() => client.brain.test(), [client]);
  const { run, busy } = useAction(brain.testFailed, ask);
  return (
    <div className="brain-test">
      <Button
        variant="light"
        leftSection={<IconStethoscope size="1rem" />}
        loading={busy}
        onClick={async () => {
          setResult(undefined);
          setResult(await run());
        }}
      >
        {brain.test}
      </Button>
      <div className="brain-test-result" role="status">
        {result === undefined ? (
          <span className="field-hint">{busy ? brain.testing : brain.testHint}</span>
        ) : (
          <Result result={result} />
        )}
      </div>
    </div>
  );
}

function Result({ result }: { readonly result: TestResult }) {
  const { brain } = useStrings();
  const { ok, answer, problem, reason, firstTokenMs, totalMs } = result;
  const why = useHealthText({ reason, message: problem });
  return (
    <div className={ok ? 'test-good' : 'test-bad'}>
      <p className="test-head">
        {ok ? <IconCheck size="1.05rem" aria-hidden /> : <IconAlertTriangle size="1.05rem" aria-hidden />}
        <strong>{ok ? brain.testOk : brain.testFailed}</strong>
        {firstTokenMs === null ? null : (
          <span className="tabular">
            {brain.firstToken} {durationText(firstTokenMs)}
          </span>
        )}
        <span className="tabular">
          {brain.total} {durationText(totalMs)}
        </span>
      </p>
      <p className="test-words">{ok ? answer : (why ?? answer)}</p>
    </div>
  );
}
