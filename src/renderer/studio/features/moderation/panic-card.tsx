import { Autocomplete } from '@mantine/core';
import { IconUrgent } from '@tabler/icons-react';
import type { ObsView } from '#shared/contract/obs-control.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { useWatch } from '../../session/use-watch.ts';
import { SavedSwitch, useLock } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { useDraft } from '../../ui/use-draft.ts';
import { useSave } from '../../ui/use-save.ts';

const TYPING_PAUSE_MS = 600;

/** What the panic button does beside silencing her. */
export function PanicCard() {
  const { moderation } = useStrings();
  const panic = useSettings((all) => all.moderation.panic);
  const save = useSave();
  return (
    <Panel title={moderation.panicCard} hint={moderation.panicCardHint} icon={<IconUrgent size="1.25rem" />}>
      <SavedSwitch
        path="moderation.panic.mutesSound"
        label={moderation.panicMutes}
        value={panic.mutesSound}
        onSave={(mutesSound) => save({ moderation: { panic: { mutesSound } } })}
      />
      <SavedSwitch
        path="moderation.panic.hidesAvatar"
        label={moderation.panicHides}
        value={panic.hidesAvatar}
        onSave={(hidesAvatar) => save({ moderation: { panic: { hidesAvatar } } })}
      />
      <SceneField scene={panic.scene} onSave={(scene) => save({ moderation: { panic: { scene } } })} />
    </Panel>
  );
}

interface SceneFieldProps {
  readonly scene: string;
  readonly onSave: (scene: string) => void;
}

/** A list of OBS's scenes; any name may be written, for OBS may be away now. */
function SceneField({ scene, onSave }: SceneFieldProps) {
  const { moderation } = useStrings();
  const lock = useLock('moderation.panic.scene');
  const obs = useWatch<ObsView>((api) => (_, options) => api.obsControl.watch({}, options)).value?.state;
  const draft = useDraft(scene, onSave, TYPING_PAUSE_MS);
  return (
    <Autocomplete
      size="sm"
      label={moderation.panicScene}
      description={lock.note ?? moderation.panicSceneHint}
      disabled={lock.disabled}
      maxLength={200}
      data={obs?.scenes.map(({ name }) => name) ?? []}
      // The whole list stays in sight, whatever is written there now.
      filter={({ options }) => options}
      value={draft.value}
      onChange={draft.change}
      onBlur={draft.flush}
    />
  );
}
