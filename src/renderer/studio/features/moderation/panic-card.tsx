import { IconUrgent } from '@tabler/icons-react';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { SavedSwitch, SavedText } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { useSave } from '../../ui/use-save.ts';

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
      <SavedText
        path="moderation.panic.scene"
        label={moderation.panicScene}
        description={moderation.panicSceneHint}
        maxLength={200}
        value={panic.scene}
        onSave={(scene) => save({ moderation: { panic: { scene } } })}
      />
    </Panel>
  );
}
