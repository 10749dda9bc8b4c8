import { Button } from '@mantine/core';
import { IconHourglass } from '@tabler/icons-react';
import { useCallback } from 'react';
import type { TimedOut } from '#shared/contract/moderation.ts';
import { fill } from '../../i18n/strings.ts';
import { useInterfaceLanguage, useStrings } from '../../i18n/use-strings.tsx';
import { useClient, useSettings } from '../../session/session-context.tsx';
import { SavedNumber, SavedSwitch } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { PlatformBadge } from '../../ui/platform-badge.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useAction } from '../../ui/use-action.ts';
import { useSave } from '../../ui/use-save.ts';

/** Viewers who are blocked again and again: when she stops hearing them, for how long, and who that is now. */
export function StrikesCard({ timedOut }: { readonly timedOut: readonly TimedOut[] }) {
  const { moderation } = useStrings();
  const strikes = useSettings((all) => all.moderation.strikes);
  const save = useSave();
  const number = (field: 'limit' | 'windowMinutes' | 'timeoutSeconds', label: string, min: number, max: number) => (
    <SavedNumber
      path={`moderation.strikes.${field}`}
      label={label}
      value={strikes[field]}
      min={min}
      max={max}
      onSave={(value) => save({ moderation: { strikes: { [field]: value } } })}
    />
  );
  return (
    <Panel title={moderation.strikes} hint={moderation.strikesHint} icon={<IconHourglass size="1.25rem" />}>
      <SavedSwitch
        path="moderation.strikes.enabled"
        label={moderation.strikesEnabled}
        value={strikes.enabled}
        onSave={(enabled) => save({ moderation: { strikes: { enabled } } })}
      />
      {strikes.enabled ? (
        <div className="three-columns">
          {number('limit', moderation.strikesLimit, 1, 50)}
          {number('windowMinutes', moderation.strikesWindow, 1, 1440)}
          {number('timeoutSeconds', moderation.strikesSeconds, 10, 1_209_600)}
        </div>
      ) : null}
      <SavedSwitch
        path="moderation.strikes.onPlatform"
        label={moderation.strikesPlatform}
        value={strikes.onPlatform}
        onSave={(onPlatform) => save({ moderation: { strikes: { onPlatform } } })}
      />
      <div>
        <span className="field-label">{moderation.timedOut}</span>
        <p className="field-hint">{moderation.timedOutHint}</p>
        {timedOut.length === 0 ? <p className="quiet-line">{moderation.timedOutNone}</p> : null}
        <ul className="pattern-list">
          {timedOut.map((viewer) => (
            <TimedOutRow key={viewer.viewerKey} viewer={viewer} />
          ))}
        </ul>
      </div>
    </Panel>
  );
}

function TimedOutRow({ viewer }: { readonly viewer: TimedOut }) {
  const { moderation } = useStrings();
  const language = useInterfaceLanguage();
  const client = useClient();
  const { viewerKey, userName } = viewer;
  const { run, busy } = useAction(
    moderation.liftFailed,
    useCallback(async () => {
      await client.moderation.liftTimeOut({ viewerKey });
      showToast({ tone: 'good', title: fill(moderation.lifted, { name: userName }) });
    }, [client, viewerKey, userName, moderation]),
  );
  const time = new Date(viewer.until).toLocaleString(language, { dateStyle: 'short', timeStyle: 'short' });
  return (
    <li className="pattern-row">
      <PlatformBadge platform={viewer.platform} />
      <div className="pattern-words">
        <strong>{userName}</strong>
        <span>{fill(moderation.until, { time })}</span>
      </div>
      <Button size="compact-sm" variant="default" loading={busy} onClick={() => void run()}>
        {moderation.lift}
      </Button>
    </li>
  );
}
