import { Button } from '@mantine/core';
import { useCallback } from 'react';
import { TEST_EVENTS } from '#shared/contract/overlays.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { useAction } from '../../ui/use-action.ts';

/** Invented events, for all overlays that are open. */
export function TestButtons() {
  const { overlays: words } = useStrings();
  const client = useClient();
  const { run } = useAction(
    words.failed,
    useCallback((event: (typeof TEST_EVENTS)[number]) => client.overlays.test({ event }), [client]),
  );
  return (
    <div>
      <span className="field-label">{words.tests}</span>
      <p className="field-hint">{words.testsHint}</p>
      <div className="overlay-tests">
        {TEST_EVENTS.map((event) => (
          <Button key={event} size="xs" variant={event === 'retract' ? 'subtle' : 'default'} onClick={() => void run(event)}>
            {words.test[event]}
          </Button>
        ))}
      </div>
    </div>
  );
}
