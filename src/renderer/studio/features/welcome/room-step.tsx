import { Button } from '@mantine/core';
import { IconPlugConnected, IconUsersGroup } from '@tabler/icons-react';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { addressOf } from '../../shell/routes.ts';
import { useSave } from '../../ui/use-save.ts';

/** The way to her viewers: a room of the streamer's, or simulated viewers to rehearse with. */
export function RoomStep() {
  const { welcome } = useStrings();
  const practising = useSettings(({ practice }) => practice.enabled);
  const save = useSave();
  return (
    <>
      <p>{welcome.roomText}</p>
      <div className="button-row">
        <Button
          component="a"
          href={addressOf('connections', {})}
          size="compact-md"
          leftSection={<IconPlugConnected size="1rem" />}
        >
          {welcome.openRooms}
        </Button>
        <Button
          size="compact-md"
          variant="default"
          leftSection={<IconUsersGroup size="1rem" />}
          onClick={() => void save({ practice: { enabled: !practising } })}
        >
          {practising ? welcome.practiceOff : welcome.practiceOn}
        </Button>
      </div>
      <p className="welcome-status" role="status">
        {practising ? welcome.practiceRuns : ''}
      </p>
    </>
  );
}
