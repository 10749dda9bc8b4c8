import { Tooltip } from '@mantine/core';
import { IconSparkles } from '@tabler/icons-react';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { useWatch } from '../../session/use-watch.ts';
import { Advanced } from '../../ui/advanced.tsx';
import { SavedSwitch, SavedText } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { useSave } from '../../ui/use-save.ts';
import { ConnectionChip, ConnectionFacts } from './connection-state.tsx';
import { HowTo } from './how-to.tsx';
import { SignInPanel } from './sign-in-panel.tsx';
import { TwitchBot } from './twitch-bot.tsx';
import { useSwitchedOn } from './use-switched-on.ts';

const CLIENT_ID = /^[a-z0-9]{0,100}$/;
/** The button to sign in says it already. */
const TOLD_ABOVE = ['twitch-signed-out'] as const;

/** The streamer's own Twitch room: what anonymous chat cannot see, and writing. */
export function TwitchEventsCard() {
  const { connections, ownRooms } = useStrings();
  const { enabled, clientId, socketUrl, apiUrl, authUrl } = useSettings((settings) => settings.twitchEvents);
  const save = useSave();
  const view = useWatch((api) => api.rooms.twitch.watch).value;
  const isSignedIn = view?.state === 'signed-in';
  const canSignIn = clientId !== '' && CLIENT_ID.test(clientId);
  const cannotBegin = !enabled && !isSignedIn;
  useSwitchedOn({
    state: view?.state,
    enabled,
    title: ownRooms.switchedOn,
    undo: () => void save({ twitchEvents: { enabled: false } }),
  });
  const saved = (key: 'socketUrl' | 'apiUrl' | 'authUrl', label: string, value: string) => (
    <SavedText
      path={`twitchEvents.${key}`}
      label={label}
      description={connections.serverUrlHint}
      spellCheck={false}
      value={value}
      onSave={(next) => save({ twitchEvents: { [key]: next.trim() } })}
    />
  );
  return (
    <Panel
      title={ownRooms.twitchEvents}
      hint={ownRooms.twitchEventsHint}
      icon={<IconSparkles size="1.25rem" />}
      right={<ConnectionChip id="twitch-events" />}
    >
      <div className="inline-fields">
        <SavedText
          path="twitchEvents.clientId"
          label={ownRooms.clientId}
          placeholder={ownRooms.clientIdPlaceholder}
          spellCheck={false}
          autoComplete="off"
          maxLength={100}
          value={clientId}
          error={CLIENT_ID.test(clientId) ? undefined : ownRooms.clientIdInvalid}
          onSave={(next) => save({ twitchEvents: { clientId: next.trim() } })}
        />
        <Tooltip label={ownRooms.needClientId} disabled={!cannotBegin}>
          <div className="inline-switch">
            <SavedSwitch
              path="twitchEvents.enabled"
              label={connections.enabled}
              disabled={cannotBegin}
              value={enabled}
              onSave={(next) => save({ twitchEvents: { enabled: next } })}
            />
          </div>
        </Tooltip>
      </div>
      {isSignedIn ? null : (
        <HowTo title={ownRooms.howClientId} steps={[ownRooms.clientIdStep1, ownRooms.clientIdStep2, ownRooms.clientIdStep3]} />
      )}
      <SignInPanel account="twitch" view={view} missing={canSignIn ? undefined : ownRooms.fillClientId} />
      <p className="field-hint">{ownRooms.chatBeside}</p>
      <ConnectionFacts id="twitch-events" told={TOLD_ABOVE} />
      <TwitchBot missing={canSignIn && isSignedIn ? undefined : ownRooms.signInYourself} />
      <Advanced>
        {saved('socketUrl', ownRooms.eventServer, socketUrl)}
        {saved('apiUrl', ownRooms.apiServer, apiUrl)}
        {saved('authUrl', ownRooms.authServer, authUrl)}
      </Advanced>
    </Panel>
  );
}
