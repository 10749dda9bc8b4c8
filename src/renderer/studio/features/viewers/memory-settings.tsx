import { Select } from '@mantine/core';
import { IconSettings } from '@tabler/icons-react';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { SavedNumber, useLock } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { useSave } from '../../ui/use-save.ts';

const MODES = ['off', 'ask', 'on'] as const;

/** Of whom she remembers what they say of themselves, and for how long. */
export function MemorySettings() {
  const { viewers } = useStrings();
  const memory = useSettings(({ audience }) => audience.memory);
  const save = useSave();
  const lock = useLock('audience.memory.mode');
  return (
    <Panel title={viewers.memoryMode} hint={viewers.memoryModeHint} icon={<IconSettings size="1.25rem" />}>
      <div className="number-grid">
        <Select
          label={viewers.memoryOf}
          allowDeselect={false}
          disabled={lock.disabled}
          description={lock.note}
          value={memory.mode}
          onChange={(next) => {
            const mode = MODES.find((one) => one === next);
            if (mode) void save({ audience: { memory: { mode } } });
          }}
          data={MODES.map((value) => ({ value, label: viewers.memoryModes[value] }))}
        />
        <SavedNumber
          path="audience.memory.maxNotes"
          label={viewers.maxNotes}
          min={1}
          max={200}
          value={memory.maxNotes}
          onSave={(maxNotes) => save({ audience: { memory: { maxNotes } } })}
        />
        <SavedNumber
          path="audience.memory.keepDays"
          label={viewers.keepDays}
          min={1}
          max={3650}
          value={memory.keepDays}
          onSave={(keepDays) => save({ audience: { memory: { keepDays } } })}
        />
      </div>
    </Panel>
  );
}
