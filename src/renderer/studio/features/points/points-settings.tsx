import { Text } from '@mantine/core';
import { IconCoins } from '@tabler/icons-react';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { SavedNumber, SavedSwitch, SavedText } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { useSave } from '../../ui/use-save.ts';

const NUMBERS = [
  { field: 'signIn', max: 1_000_000 },
  { field: 'chat', max: 1_000_000 },
  { field: 'chatEverySeconds', max: 3600 },
  { field: 'like', max: 1_000_000 },
  { field: 'follow', max: 1_000_000 },
  { field: 'perUnit', max: 1_000_000 },
] as const;
const NAMES = {
  signIn: 'signIn',
  chat: 'chat',
  chatEverySeconds: 'chatEvery',
  like: 'like',
  follow: 'follow',
  perUnit: 'perUnit',
} as const;

/** How points are earned. */
export function PointsSettings() {
  const { points } = useStrings();
  const values = useSettings(({ audience }) => audience.points);
  const save = useSave();
  return (
    <Panel title={points.settings} icon={<IconCoins size="1.25rem" />}>
      <SavedSwitch
        path="audience.points.enabled"
        label={points.enabled}
        value={values.enabled}
        onSave={(enabled) => save({ audience: { points: { enabled } } })}
      />
      <SavedText
        path="audience.points.name"
        label={points.name}
        description={points.nameHint}
        maxLength={20}
        value={values.name}
        onSave={(name) => save({ audience: { points: { name } } })}
      />
      <div className="number-grid">
        {NUMBERS.map(({ field, max }) => (
          <SavedNumber
            key={field}
            path={`audience.points.${field}`}
            label={points[NAMES[field]]}
            min={0}
            max={max}
            allowDecimal={false}
            value={values[field]}
            onSave={(next) => save({ audience: { points: { [field]: next } } })}
          />
        ))}
      </div>
      <Text size="xs" c="dimmed">
        {points.perUnitHint}
      </Text>
    </Panel>
  );
}
