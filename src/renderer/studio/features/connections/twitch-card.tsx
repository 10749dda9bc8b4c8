import { Tooltip } from '@mantine/core';
import { IconBrandTwitch } from '@tabler/icons-react';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { Advanced } from '../../ui/advanced.tsx';
import { SavedSwitch, SavedText } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { useSave } from '../../ui/use-save.ts';
import { ConnectionChip, ConnectionFacts } from './connection-state.tsx';

/** What Twitch allows in a login: letters, digits, underscores. */
const CHANNEL = /^#?\w{0,60}$/;

export function TwitchCard() {
  const { connections } = useStrings();
  const { enabled, channel, serverUrl } = useSettings((settings) => settings.twitch);
  const save = useSave();
  const needsChannel = channel === '' && !enabled;
  return (
    <Panel
      title={connections.twitch}
      hint={connections.twitchHint}
      icon={<IconBrandTwitch size="1.25rem" />}
      right={<ConnectionChip id="twitch" />}
    >
      <div className="inline-fields">
        <SavedText
          path="twitch.channel"
          label={connections.channel}
          placeholder={connections.channelPlaceholder}
          spellCheck={false}
          maxLength={60}
          value={channel}
          error={CHANNEL.test(channel) ? undefined : connections.channelInvalid}
          onSave={(next) => save({ twitch: { channel: next.trim() } })}
        />
        <Tooltip label={connections.needChannel} disabled={!needsChannel}>
          <div className="inline-switch">
            <SavedSwitch
              path="twitch.enabled"
              label={connections.enabled}
              disabled={needsChannel}
              value={enabled}
              onSave={(next) => save({ twitch: { enabled: next } })}
            />
          </div>
        </Tooltip>
      </div>
      <ConnectionFacts id="twitch" />
      <Advanced>
        <SavedText
          path="twitch.serverUrl"
          label={connections.serverUrl}
          description={connections.serverUrlHint}
          spellCheck={false}
          value={serverUrl}
          onSave={(next) => save({ twitch: { serverUrl: next.trim() } })}
        />
      </Advanced>
    </Panel>
  );
}
