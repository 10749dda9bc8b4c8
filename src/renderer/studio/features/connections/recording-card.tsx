import { IconDisc } from '@tabler/icons-react';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useMirror, useSettings } from '../../session/session-context.tsx';
import { SavedSwitch } from '../../ui/fields.tsx';
import { HealthChip } from '../../ui/health-chip.tsx';
import { Panel } from '../../ui/page.tsx';
import { useSave } from '../../ui/use-save.ts';

export function RecordingCard({ current, onChanged }: { readonly current: string | undefined; readonly onChanged: () => void }) {
  const { connections } = useStrings();
  const enabled = useSettings((settings) => settings.recording.enabled);
  const part = useMirror('health').value?.parts.find(({ id }) => id === 'recorder');
  const save = useSave();
  return (
    <Panel
      title={connections.recording}
      hint={connections.recordingHint}
      icon={<IconDisc size="1.25rem" />}
      right={part === undefined ? undefined : <HealthChip health={part} />}
    >
      <SavedSwitch
        path="recording.enabled"
        label={connections.recordThis}
        value={enabled}
        onSave={async (next) => {
          await save({ recording: { enabled: next } });
          onChanged();
        }}
      />
      {current === undefined ? null : (
        <p className="recording-now">
          <i aria-hidden />
          {fill(connections.recordingNow, { name: current })}
        </p>
      )}
    </Panel>
  );
}
