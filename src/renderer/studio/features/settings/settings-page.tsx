import { useStrings } from '../../i18n/use-strings.tsx';
import { Page } from '../../ui/page.tsx';
import { AboutCard } from './about-card.tsx';
import { AppearanceCard } from './appearance-card.tsx';
import { ChoosingCard } from './choosing-card.tsx';
import { DirectorCard } from './director-card.tsx';
import { HotkeysCard } from './hotkeys-card.tsx';
import { PrivacyCard } from './privacy-card.tsx';
import { ServerCard } from './server-card.tsx';
import './settings.css';

/** The program itself. */
export function SettingsPage() {
  const { settings } = useStrings();
  return (
    <Page title={settings.title} intro={settings.intro}>
      <AppearanceCard />
      <DirectorCard />
      <ChoosingCard />
      <HotkeysCard />
      <ServerCard />
      <PrivacyCard />
      <AboutCard />
    </Page>
  );
}
