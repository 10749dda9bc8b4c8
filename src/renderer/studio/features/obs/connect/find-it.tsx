import { Button } from '@mantine/core';
import { useCallback } from 'react';
import type { ObsLook } from '#shared/contract/obs.ts';
import { isThisComputer } from '#shared/obs/obs-address.ts';
import type { ObsStatus } from '#shared/obs/obs-status.ts';
import { fill } from '../../../i18n/strings.ts';
import { useStrings } from '../../../i18n/use-strings.tsx';
import { useClient, useSettings } from '../../../session/session-context.tsx';
import { SavedSwitch } from '../../../ui/fields.tsx';
import { useQuery } from '../../../ui/use-query.ts';
import { useSave } from '../../../ui/use-save.ts';

/** The leave to read OBS's own settings, and what they say. Asked for in words before the first time. */
export function FindIt({ status }: { readonly status: ObsStatus }) {
  const { obs } = useStrings();
  const { enabled, url, mayReadSettings } = useSettings((all) => all.obs);
  const save = useSave();
  if (!enabled || !isThisComputer(url)) return null;
  if (!mayReadSettings && status.state !== 'ready') {
    return (
      <div className="obs-ask">
        <strong>{obs.askTitle}</strong>
        <p>{obs.askText}</p>
        <Button size="xs" onClick={() => void save({ obs: { mayReadSettings: true } })}>
          {obs.askAllow}
        </Button>
      </div>
    );
  }
  return (
    <SavedSwitch
      path="obs.mayReadSettings"
      label={obs.mayRead}
      description={<LookText mayRead={mayReadSettings} status={status} />}
      value={mayReadSettings}
      onSave={(next) => save({ obs: { mayReadSettings: next } })}
    />
  );
}

/** What was found, asked anew whenever the connection's state changes. */
function LookText({ mayRead, status }: { readonly mayRead: boolean; readonly status: ObsStatus }) {
  const { obs } = useStrings();
  const client = useClient();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new state or leave is a reason to look again
  const ask = useCallback(
    (signal: AbortSignal) => client.obs.look({}, { signal }),
    [client, mayRead, status.state, status.reason],
  );
  const { value } = useQuery(ask);
  if (!mayRead) return obs.mayReadHint;
  return value === undefined ? obs.looking : lookText(obs, value);
}

function lookText(obs: ReturnType<typeof useStrings>['obs'], { problem, port, serverOn, needsPassword }: ObsLook): string {
  if (problem !== null) return fill(obs.foundProblem, { problem });
  if (port === null) return obs.foundNothing;
  if (serverOn !== true) return fill(obs.foundOff, { port });
  return fill(needsPassword === true ? obs.foundOn : obs.foundOpen, { port });
}
