import { Select, TextInput } from '@mantine/core';
import { useStrings } from '../../i18n/use-strings.tsx';
import { SavedSwitch, SavedText } from '../../ui/fields.tsx';
import { useWidget } from './use-widget.ts';

const MODES = ['time', 'live', 'countdown'] as const;

/** What the clock counts. */
export function ClockOptions() {
  const { clock } = useStrings().overlays;
  const { value, set } = useWidget('clock');
  return (
    <div className="overlay-fields">
      <Select
        label={clock.mode}
        allowDeselect={false}
        value={value.mode}
        data={MODES.map((mode) => ({ value: mode, label: clock.modes[mode] }))}
        onChange={(next) => void set({ mode: MODES.find((mode) => mode === next) ?? 'time' })}
      />
      <SavedText
        path="overlays.widgets.clock.title"
        label={clock.title}
        maxLength={60}
        value={value.title}
        onSave={(title) => set({ title })}
      />
      {value.mode === 'countdown' ? (
        <TextInput
          type="datetime-local"
          label={clock.until}
          value={value.until === null ? '' : localMoment(value.until)}
          onChange={(event) => {
            const until = new Date(event.currentTarget.value).getTime();
            void set({ until: Number.isFinite(until) ? until : null });
          }}
        />
      ) : null}
      {value.mode === 'time' ? (
        <SavedSwitch
          path="overlays.widgets.clock.seconds"
          label={clock.seconds}
          value={value.seconds}
          onSave={(seconds) => set({ seconds })}
        />
      ) : null}
    </div>
  );
}

/** As the browser's own field wants it: local time without a zone. */
function localMoment(ms: number): string {
  const offsetMs = new Date(ms).getTimezoneOffset() * 60_000;
  return new Date(ms - offsetMs).toISOString().slice(0, 16);
}
