import { Tooltip } from '@mantine/core';
import { IconWindowMaximize } from '@tabler/icons-react';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useInfo, useSettings } from '../../session/session-context.tsx';
import { missingAbility } from '../../ui/ability.ts';
import { SavedSwitch } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { useSave } from '../../ui/use-save.ts';

/** The stage as a window of its own, where the host has windows. */
export function WindowCard() {
  const strings = useStrings();
  const { stage } = strings;
  const window = useSettings((settings) => settings.stage.window);
  const reason = missingAbility(strings, useInfo(), 'stageWindow');
  const off = reason !== undefined;
  const save = useSave();
  const switches = [
    { field: 'open', label: stage.windowOpen, description: undefined },
    { field: 'alwaysOnTop', label: stage.alwaysOnTop, description: undefined },
    { field: 'clickThrough', label: stage.clickThrough, description: stage.clickThroughHint },
  ] as const;
  return (
    <Panel title={stage.window} hint={reason} icon={<IconWindowMaximize size="1.25rem" />}>
      <div className="switches">
        {switches.map(({ field, label, description }) => (
          <Tooltip key={field} label={reason} disabled={!off}>
            <div>
              <SavedSwitch
                path={`stage.window.${field}`}
                label={label}
                description={description}
                disabled={off}
                value={window[field]}
                onSave={(next) => save({ stage: { window: { [field]: next } } })}
              />
            </div>
          </Tooltip>
        ))}
      </div>
    </Panel>
  );
}
