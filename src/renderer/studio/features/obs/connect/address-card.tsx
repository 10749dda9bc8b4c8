import { IconKey } from '@tabler/icons-react';
import type { ObsStatus } from '#shared/obs/obs-status.ts';
import { useStrings } from '../../../i18n/use-strings.tsx';
import { useSettings } from '../../../session/session-context.tsx';
import { SavedText } from '../../../ui/fields.tsx';
import { Panel } from '../../../ui/page.tsx';
import { useSave } from '../../../ui/use-save.ts';
import { ApiKeyField } from '../../brain/api-key-field.tsx';

const PASSWORD_REASONS: readonly string[] = ['wrong-password', 'password-missing'];

/** For those who type it in, and for an OBS on another computer. */
export function AddressCard({ status }: { readonly status: ObsStatus }) {
  const { obs } = useStrings();
  const { url, enabled, mayReadSettings } = useSettings((all) => all.obs);
  const save = useSave();
  const isRead = mayReadSettings && url === '';
  if (!enabled) return null;
  return (
    <Panel
      title={obs.byHand}
      hint={isRead ? obs.byHandRead : obs.byHandHint}
      icon={<IconKey size="1.25rem" />}
      className={PASSWORD_REASONS.includes(status.reason) ? 'obs-wanted' : 'obs-by-hand'}
    >
      <ApiKeyField
        secret="obs.password"
        label={obs.password}
        hint={obs.passwordHint}
        beginning={obs.passwordHolder}
        words={obs.passwordWords}
      />
      <SavedText
        path="obs.url"
        label={obs.url}
        description={obs.urlHint}
        placeholder="ws://127.0.0.1:4455"
        spellCheck={false}
        value={url}
        onSave={(next) => save({ obs: { url: next.trim() } })}
      />
    </Panel>
  );
}
