import { IconShieldLock } from '@tabler/icons-react';
import { useStrings } from '../../i18n/use-strings.tsx';
import { Panel } from '../../ui/page.tsx';

export function PrivacyCard() {
  const { settings } = useStrings();
  return (
    <Panel title={settings.privacy} icon={<IconShieldLock size="1.25rem" />}>
      <p className="prose">{settings.privacyText}</p>
    </Panel>
  );
}
