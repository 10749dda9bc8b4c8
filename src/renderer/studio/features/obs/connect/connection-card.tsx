import { Button } from '@mantine/core';
import {
  IconAlertTriangle,
  IconArrowRight,
  IconCircleCheck,
  IconClock,
  IconPlayerPause,
  IconPlugConnected,
  IconRefresh,
} from '@tabler/icons-react';
import { useCallback } from 'react';
import type { ObsStatus } from '#shared/obs/obs-status.ts';
import { lookUp } from '../../../i18n/strings.ts';
import { useStrings } from '../../../i18n/use-strings.tsx';
import { useClient, useSettings } from '../../../session/session-context.tsx';
import { SavedSwitch } from '../../../ui/fields.tsx';
import { useHealthText } from '../../../ui/health-text.ts';
import { Panel } from '../../../ui/page.tsx';
import { useAction } from '../../../ui/use-action.ts';
import { useSave } from '../../../ui/use-save.ts';
import { FindIt } from './find-it.tsx';

const ICONS = {
  off: IconPlayerPause,
  searching: IconClock,
  connecting: IconClock,
  ready: IconCircleCheck,
  waiting: IconClock,
  refused: IconAlertTriangle,
} as const;

/** The one switch, what became of it, and the next step. */
export function ConnectionCard({ status, onSetUp }: { readonly status: ObsStatus; readonly onSetUp: () => void }) {
  const { obs } = useStrings();
  const enabled = useSettings((all) => all.obs.enabled);
  const save = useSave();
  return (
    <Panel title={obs.connection} hint={obs.connectionHint} icon={<IconPlugConnected size="1.25rem" />}>
      <SavedSwitch path="obs.enabled" label={obs.enabled} value={enabled} onSave={(next) => save({ obs: { enabled: next } })} />
      <FindIt status={status} />
      {status.state === 'off' ? null : <StateLine status={status} onSetUp={onSetUp} />}
      {status.state === 'ready' ? <Versions status={status} /> : null}
    </Panel>
  );
}

function StateLine({ status, onSetUp }: { readonly status: ObsStatus; readonly onSetUp: () => void }) {
  const { obs, errors } = useStrings();
  const client = useClient();
  const retry = useAction(
    errors.title,
    useCallback(() => client.obs.retry({}), [client]),
  );
  const text = useHealthText({ reason: `obs-${status.reason}`, message: status.message });
  const Icon = ICONS[status.state];
  const isStuck = status.state === 'waiting' || status.state === 'refused';
  return (
    <div className={`obs-state obs-state-${status.state}`} role="status">
      <Icon size="1.25rem" aria-hidden />
      <div>
        <strong>{status.state === 'ready' ? obs.readyTitle : obs.states[status.state]}</strong>
        <p>{status.state === 'ready' ? obs.readyText : text}</p>
        {status.state === 'waiting' ? <p className="field-hint">{obs.triesByItself}</p> : null}
      </div>
      {status.state === 'ready' ? (
        <Button size="xs" rightSection={<IconArrowRight size="0.9rem" />} onClick={onSetUp}>
          {obs.goSetUp}
        </Button>
      ) : null}
      {isStuck ? (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconRefresh size="0.9rem" />}
          loading={retry.busy}
          onClick={() => void retry.run()}
        >
          {obs.tryNow}
        </Button>
      ) : null}
    </div>
  );
}

function Versions({ status }: { readonly status: ObsStatus }) {
  const { obs } = useStrings();
  return (
    <>
      <dl className="obs-versions">
        <div>
          <dt>OBS Studio</dt>
          <dd>{status.obsVersion}</dd>
        </div>
        <div>
          <dt>obs-websocket</dt>
          <dd>{status.socketVersion}</dd>
        </div>
        <div>
          <dt>{obs.address}</dt>
          <dd>{status.url}</dd>
        </div>
      </dl>
      {status.lacks.length === 0 ? null : (
        <div className="obs-lacks">
          <strong>{obs.lacksTitle}</strong>
          <ul>
            {status.lacks.map((one) => (
              <li key={one}>{lookUp(obs.lacks, one) ?? one}</li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}
