import { Button } from '@mantine/core';
import { IconWindowMaximize } from '@tabler/icons-react';
import { overlayAddress } from '#shared/overlays/overlay-address.ts';
import type { WidgetId } from '#shared/overlays/overlay-list.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useInfo, useSettings } from '../../session/session-context.tsx';
import { missingAbility } from '../../ui/ability.ts';
import { SavedSwitch } from '../../ui/fields.tsx';
import { useSave } from '../../ui/use-save.ts';

/** An overlay in a window of its own; a link to its page where the program has no windows. */
export function OverlayWindow({ id, stageUrl }: { readonly id: WidgetId; readonly stageUrl: string }) {
  const strings = useStrings();
  const { overlays: words, stage } = strings;
  const window = useSettings((settings) => settings.overlays.windows[id]);
  const save = useSave();
  if (missingAbility(strings, useInfo(), 'stageWindow') !== undefined)
    return (
      <Button
        variant="default"
        component="a"
        target="_blank"
        rel="noreferrer"
        href={overlayAddress(stageUrl, [id])}
        leftSection={<IconWindowMaximize size="1rem" />}
      >
        {words.openWindow}
      </Button>
    );
  const switches = [
    { field: 'open', label: words.ownWindow, description: words.ownWindowHint },
    { field: 'alwaysOnTop', label: stage.alwaysOnTop, description: undefined },
    { field: 'clickThrough', label: stage.clickThrough, description: stage.clickThroughHint },
  ] as const;
  return (
    <div className="switches">
      {switches
        .filter(({ field }) => field === 'open' || window.open)
        .map(({ field, label, description }) => (
          <SavedSwitch
            key={field}
            path={`overlays.windows.${id}.${field}`}
            label={label}
            description={description}
            value={window[field]}
            onSave={(next) => save({ overlays: { windows: { [id]: { [field]: next } } } })}
          />
        ))}
    </div>
  );
}
