import { Tooltip } from '@mantine/core';
import { IconFish } from '@tabler/icons-react';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { Advanced } from '../../ui/advanced.tsx';
import { SavedSwitch, SavedText } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { useSave } from '../../ui/use-save.ts';
import { ConnectionChip, ConnectionFacts } from './connection-state.tsx';

export function DouyuCard() {
  const { connections, moreRooms } = useStrings();
  const { enabled, room, socketUrl } = useSettings((settings) => settings.douyu);
  const save = useSave();
  const needsRoom = room === '' && !enabled;
  return (
    <Panel
      title={moreRooms.douyu}
      hint={moreRooms.douyuHint}
      icon={<IconFish size="1.25rem" />}
      right={<ConnectionChip id="douyu" />}
    >
      <div className="inline-fields">
        <SavedText
          path="douyu.room"
          label={moreRooms.douyuRoom}
          placeholder={moreRooms.douyuRoomPlaceholder}
          spellCheck={false}
          maxLength={60}
          value={room}
          onSave={(next) => save({ douyu: { room: next.trim() } })}
        />
        <Tooltip label={moreRooms.needRoom} disabled={!needsRoom}>
          <div className="inline-switch">
            <SavedSwitch
              path="douyu.enabled"
              label={connections.enabled}
              disabled={needsRoom}
              value={enabled}
              onSave={(next) => save({ douyu: { enabled: next } })}
            />
          </div>
        </Tooltip>
      </div>
      <ConnectionFacts id="douyu" />
      <Advanced>
        <SavedText
          path="douyu.socketUrl"
          label={moreRooms.socketUrl}
          description={moreRooms.socketUrlHint}
          spellCheck={false}
          value={socketUrl}
          onSave={(next) => save({ douyu: { socketUrl: next.trim() } })}
        />
      </Advanced>
    </Panel>
  );
}
