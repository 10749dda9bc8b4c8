import { NativeSelect } from '@mantine/core';
import { IconEyeCheck } from '@tabler/icons-react';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { SavedNumber, SavedSwitch } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { useSave } from '../../ui/use-save.ts';

const OTHERWISE = ['allow', 'hold'] as const;

/** The language model's second look, for those who want it. */
export function ModelCard() {
  const { moderation } = useStrings();
  const check = useSettings((all) => all.moderation.modelCheck);
  const save = useSave();
  return (
    <Panel title={moderation.modelCheck} hint={moderation.modelCheckHint} icon={<IconEyeCheck size="1.25rem" />}>
      <SavedSwitch
        path="moderation.modelCheck.enabled"
        label={moderation.modelCheckEnabled}
        value={check.enabled}
        onSave={(enabled) => save({ moderation: { modelCheck: { enabled } } })}
      />
      {check.enabled ? (
        <div className="two-columns">
          <SavedNumber
            path="moderation.modelCheck.timeoutMs"
            label={moderation.modelTimeout}
            value={check.timeoutMs}
            min={200}
            max={10_000}
            step={100}
            onSave={(timeoutMs) => save({ moderation: { modelCheck: { timeoutMs } } })}
          />
          <NativeSelect
            size="sm"
            label={moderation.modelOtherwise}
            value={check.otherwise}
            data={OTHERWISE.map((one) => ({ value: one, label: moderation.otherwise[one] }))}
            onChange={(event) => {
              const otherwise = OTHERWISE.find((one) => one === event.currentTarget.value);
              if (otherwise !== undefined) void save({ moderation: { modelCheck: { otherwise } } });
            }}
          />
        </div>
      ) : null}
    </Panel>
  );
}
